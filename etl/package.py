"""The zip package of a workbook, looked through as a stream before anything opens it: what it is, and how much.

A few kilobytes can claim a million rows. Opening such a file costs gigabytes; counting its elements does not.
"""

import io
import re
import zipfile
import zlib
from xml.parsers import expat

LARGEST_FILE_MB = 10
_LARGEST_UNPACKED = 64 * 2**20
_MOST_CELLS = 60_000
_MOST_MERGED = 200_000
_MOST_PLACES = 1_000_000
_CHUNK = 2**16
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


class _TooMuchError(Exception):
    """There is more in the sheet than a return can hold."""


class _SheetCounter:
    """Counts what a sheet's XML holds, and stops as soon as it is too much."""

    def __init__(self) -> None:
        self.cells = 0
        self.merged = 0
        self.rows: set[int] = set()
        self.columns: set[str] = set()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        # A workbook has no document type; entities in one are only ever an attack.
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype

    def feed(self, chunk: bytes, is_last: bool) -> None:
        self.parser.Parse(chunk, is_last)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._count_cell(attributes.get("r", ""))
        elif name == "mergeCell":
            self.merged += _area(attributes.get("ref", ""))
        if self.cells > _MOST_CELLS or self.merged > _MOST_MERGED or len(self.rows) * len(self.columns) > _MOST_PLACES:
            raise _TooMuchError

    def _count_cell(self, address: str) -> None:
        self.cells += 1
        match = _AREA.fullmatch(address)
        if match:
            self.columns.add(match[1])
            self.rows.add(int(match[2]))

    def _refuse_doctype(self, *_declaration: object) -> None:
        raise _TooMuchError


def check_package(content: bytes) -> str | None:
    """The code of the problem that keeps this package from being opened; None where nothing does."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            names = {member.filename.replace("\\", "/").lower() for member in members}
            if "xl/workbook.xml" not in names:
                return "not_a_workbook"
            if sum(member.file_size for member in members) > _LARGEST_UNPACKED:
                return "workbook_too_much"
            for member in members:
                if re.search(r"worksheets[/\\][^/\\]*\.xml$", member.filename, re.IGNORECASE):
                    _count(package, member)
    except _TooMuchError:
        return "workbook_too_much"
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, ValueError, OSError, EOFError, NotImplementedError):
        return "workbook_broken"
    return None


def _count(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    counter = _SheetCounter()
    with package.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            counter.feed(chunk, is_last=False)
        counter.feed(b"", is_last=True)


def _area(reference: str) -> int:
    """How many cells a reference like A5:XFD1048576 covers."""
    ends = _AREA.findall(reference)
    if len(ends) != 2:
        return 1
    (first_column, first_row), (last_column, last_row) = ends
    return (abs(_number(last_column) - _number(first_column)) + 1) * (abs(int(last_row) - int(first_row)) + 1)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
