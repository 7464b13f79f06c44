"""The zip package of a workbook, read as a stream and no further than a return can reach.

A few kilobytes can claim a million rows. Opening such a file costs gigabytes; counting its elements does not.
"""

import io
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Literal
from xml.parsers import expat

from etl.cells import UnreadableError

LARGEST_FILE_MB = 10
MOST_CELLS = 550_000
MOST_MERGED = 200_000
MOST_PLACES = 1_000_000
_MOST_ELEMENTS = 2_000_000
_LAST_COLUMN = 16_384
_SHORTEST_ELEMENT = len("<a>")
# Elements within one another; a parser keeps the names of all that are open.
DEEPEST = 1_000
# What is read of a sheet to see whether the rest is worth it.
ROWS_AT_A_GLANCE = 2_000
CELLS_AT_A_GLANCE = 40_000
_LARGEST_UNPACKED = 64 * 2**20
_CHUNK = 2**17

Kind = Literal["excel", "opendocument"]


class Amount:
    """Counts what a workbook holds, sheet by sheet, and stops as soon as it is too much for a return."""

    def __init__(self, most_cells: int = MOST_CELLS, most_elements: int = _MOST_ELEMENTS) -> None:
        self.most_cells = most_cells
        self.most_elements = most_elements
        self.elements = 0
        self.cells = 0
        self.merged = 0
        self.places = 0
        self._rows: set[int] = set()
        self._columns: set[int] = set()

    def next_sheet(self) -> None:
        """From here on, cells are another sheet's."""
        self.places += len(self._rows) * len(self._columns)
        self._rows, self._columns = set(), set()

    def add_parts(self, package: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]) -> None:
        """Count the elements of parts before any of them is read: counting takes a twentieth of the time."""
        parts = list(members)
        # No more is ever unpacked of a part than it declares.
        if sum(part.file_size for part in parts) < self.most_elements * _SHORTEST_ELEMENT:
            return
        for member in parts:
            for chunk in chunks_of(package, member):
                # Every element begins with one; in an encoding of two bytes, other letters may hold it as well.
                self.elements += chunk.count(b"<") - chunk.count(b"</")
                if self.elements > self.most_elements:
                    raise UnreadableError("workbook_too_much")

    def add_cell(self, row: int, column: int) -> None:
        """Count a cell; with far-flung ones the rows and columns they open count, which readers walk."""
        self.add_cells(1)
        if row not in self._rows or column not in self._columns:
            self.add_places((row,), (column,))

    def add_cells(self, count: int) -> None:
        self.cells += count
        if self.cells > self.most_cells:
            raise UnreadableError("workbook_too_much")

    def add_places(self, rows: Collection[int], columns: Collection[int]) -> None:
        """Count rows and columns that hold something, whatever they hold."""
        self._rows.update(rows)
        self._columns.update(columns)
        places = self.places + len(self._rows) * len(self._columns)
        if places > MOST_PLACES or max(columns, default=0) > _LAST_COLUMN:
            raise UnreadableError("workbook_too_much")

    def add_merged(self, places: int) -> None:
        self.merged += places
        if self.merged > MOST_MERGED:
            raise UnreadableError("workbook_too_much")


def make_parser(*, namespaces: bool = False) -> expat.XMLParserType:
    """An XML parser that takes no document type: a workbook has none, and entities in one are only ever an attack."""
    parser = expat.ParserCreate(namespace_separator=" " if namespaces else None)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def chunks_of(package: zipfile.ZipFile, member: str | zipfile.ZipInfo) -> Iterator[bytes]:
    """A part of a package, piece by piece."""
    with package.open(member) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


@contextmanager
def open_package(content: bytes) -> Iterator[zipfile.ZipFile]:
    """A package that does not claim more than can be unpacked; whatever is broken in it is one problem."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(member.file_size for member in package.infolist()) > _LARGEST_UNPACKED:
                raise UnreadableError("workbook_too_much")
            yield package
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableError("workbook_broken") from error


def kind_of(package: zipfile.ZipFile) -> Kind:
    """What a package is, by what is in it; raises UnreadableError where it is nothing that is read here."""
    names = {plain_name(member.filename).lower() for member in package.infolist()}
    if _is_opendocument(package, names):
        return "opendocument"
    if "xl/workbook.bin" in names:
        raise UnreadableError("workbook_is_xlsb")
    if "xl/workbook.xml" not in names:
        raise UnreadableError("not_a_workbook")
    return "excel"


def plain_name(name: str) -> str:
    """A part's name as the standard writes it: some programs part folders by backslashes."""
    return name.replace("\\", "/")


def _is_opendocument(package: zipfile.ZipFile, names: set[str]) -> bool:
    if "mimetype" not in names or "content.xml" not in names:
        return False
    with package.open("mimetype") as part:
        kind = part.read(_CHUNK).strip()
    return kind in (
        b"application/vnd.oasis.opendocument.spreadsheet",
        b"application/vnd.oasis.opendocument.spreadsheet-template",
    )


def _refuse_doctype(*_declaration: object) -> None:
    raise UnreadableError("workbook_too_much")
