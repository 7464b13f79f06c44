"""The zip package of a workbook, read as a stream and no further than a return can reach.

A few kilobytes can claim a million rows. Opening such a file costs gigabytes; counting its elements does not.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal
from xml.parsers import expat

from etl.cells import UnreadableError

LARGEST_FILE_MB = 10
MOST_CELLS = 60_000
MOST_MERGED = 200_000
MOST_PLACES = 1_000_000
_MOST_ELEMENTS = 500_000
_LARGEST_UNPACKED = 64 * 2**20
_CHUNK = 2**16

Kind = Literal["excel", "opendocument"]


class Amount:
    """Counts what a workbook holds, sheet by sheet, and stops as soon as it is too much for a return."""

    def __init__(self) -> None:
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

    def add_element(self) -> None:
        """Count an element of XML, whatever it says."""
        self.elements += 1
        if self.elements > _MOST_ELEMENTS:
            raise UnreadableError("workbook_too_much")

    def add_cell(self, row: int, column: int) -> None:
        """Count a cell; with far-flung ones the rows and columns they open count, which readers walk."""
        self._rows.add(row)
        self._columns.add(column)
        self.add_cells(1)
        if self.places + len(self._rows) * len(self._columns) > MOST_PLACES:
            raise UnreadableError("workbook_too_much")

    def add_cells(self, count: int) -> None:
        self.cells += count
        if self.cells > MOST_CELLS:
            raise UnreadableError("workbook_too_much")

    def add_merged(self, places: int) -> None:
        self.merged += places
        if self.merged > MOST_MERGED:
            raise UnreadableError("workbook_too_much")


def make_parser(start: Callable[[str, dict[str, str]], None], *, namespaces: bool = False) -> expat.XMLParserType:
    """An XML parser that takes no document type: a workbook has none, and entities in one are only ever an attack."""
    parser = expat.ParserCreate(namespace_separator=" " if namespaces else None)
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def stream(package: zipfile.ZipFile, member: str | zipfile.ZipInfo, parser: expat.XMLParserType) -> None:
    """Give a part of a package to a parser, piece by piece."""
    with package.open(member) as part:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


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


def kind_of(content: bytes) -> Kind:
    """What a package is, by what is in it; raises UnreadableError where it is nothing that is read here."""
    with open_package(content) as package:
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
