"""Workbooks of Excel 97 to 2003 (.xls), and of WPS where it keeps them so: two programs read them and must agree."""

import io
import math
import struct
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine
import xlrd
import xlrd.formula
from xlrd.compdoc import CompDoc, CompDocError

from etl.cells import (
    Cell,
    NamedPlace,
    Sheet,
    UnreadableError,
    Workbook,
    cell_of,
    make_sheet,
    moment_cell,
    number_cell,
    own_sheets,
    text_cell,
)
from etl.package import MOST_PLACES, Amount

_STREAMS = ("Workbook", "Book")
_ENCRYPTED = {"EncryptedPackage", "EncryptionInfo"}
# The days before the first, as a workbook counts them: from 1900 or from 1904 on.
_EPOCHS = (date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal())
_OTHER_DOCUMENTS = {"WordDocument", "PowerPoint Document", "__properties_version1.0"}

# Records of the stream, by their numbers in its published description ([MS-XLS] 2.3).
_PASSWORD, _STRINGS, _MERGED, _FORMAT, _SHEET_BEGINS, _SHEET_SIZE = 0x2F, 0xFC, 0xE5, 0xE0, 0x809, 0x200
_BLANK, _BLANKS, _NUMBERS = 0x201, 0xBE, 0xBD
_FILLED = (0x06, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E)
# Two programs read each cell, so that it takes longer.
_MOST_CELLS = 60_000
_MOST_RECORDS = 200_000
_MOST_STRINGS = 200_000
_MOST_FORMATS = 10_000
_LAST_ROW, _LAST_COLUMN = 65_536, 256

# Broken workbooks make xlrd fail in as many ways as there are to break one; these are the ways seen.
_BROKEN = (
    LookupError, ValueError, TypeError, AttributeError, EOFError, OSError, ArithmeticError, MemoryError, RecursionError,
    AssertionError, NotImplementedError, struct.error,
)  # fmt: skip

_NOTHING = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
_Value = str | bool | float


def read_old_excel(content: bytes) -> Workbook:
    """Read what an OLE container holds, if that is a workbook and no password keeps it shut."""
    try:
        _check_amount(_workbook_stream(content))
        # What xlrd has to say on the way is no more than is found out here.
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), formatting_info=True, ragged_rows=True)
        other = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = _named_cells(book)
        own = own_sheets(names)
        read = [sheet for sheet in book.sheets() if sheet.visibility == 0 or sheet.name in own]
        sheets = tuple(_read_sheet(book, sheet, other) for sheet in read)
    except (xlrd.XLRDError, xlrd.formula.FormulaError, python_calamine.CalamineError) as error:
        raise UnreadableError("old_workbook_unclear") from error
    except _BROKEN as error:
        raise UnreadableError("workbook_broken") from error
    except BaseException as error:
        # calamine's way to say that it did not expect something; it is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError("old_workbook_unclear") from error
    if not sheets:
        raise UnreadableError("workbook_broken")
    hidden = tuple(sheet.name for sheet in book.sheets() if sheet.visibility != 0 and sheet.name not in own)
    return Workbook(sheets, hidden, names)


def _named_cells(book: xlrd.Book) -> dict[str, NamedPlace]:
    """The names of the whole workbook that stand for one cell."""
    found: dict[str, NamedPlace] = {}
    for name in book.name_obj_list:
        references = getattr(name.result, "value", None)
        coordinates: tuple[int, ...] = ()
        if isinstance(references, list) and references:
            coordinates = getattr(references[0], "coords", ())
        if name.scope == -1 and len(coordinates) == 6 and _is_one_cell(coordinates):
            sheet, _sheet, row, _row, column, _column = coordinates
            found[name.name] = (book.sheet_names()[sheet], row + 1, column + 1)
    return found


def _is_one_cell(coordinates: tuple[int, ...]) -> bool:
    """Whether a reference (each end one beyond the last) is to one cell of one sheet of this workbook."""
    pairs = zip(coordinates[::2], coordinates[1::2], strict=True)
    return all(0 <= first == last - 1 for first, last in pairs)


def _workbook_stream(content: bytes) -> bytes:
    """The stream of the container that is a workbook; raises UnreadableError, saying what it holds instead."""
    try:
        container = CompDoc(content, logfile=io.StringIO())
        names = {entry.name for entry in container.dirlist}
        if names & _ENCRYPTED:
            raise UnreadableError("workbook_locked")
        # calamine makes as much room as a stream says it takes; with larger sectors that could be more than there is.
        if container.sec_size != 512 or not all(0 <= one.tot_size <= len(content) for one in _streams(container)):
            raise UnreadableError("workbook_broken")
        _check_chains(container.SAT)
        _check_chains(container.SSAT)
        for name in _STREAMS:
            stream, start, length = container.locate_named_stream(name)
            if stream:
                return bytes(stream[start : start + length])
    except CompDocError as error:
        raise UnreadableError("workbook_broken") from error
    raise UnreadableError("not_a_workbook" if names & _OTHER_DOCUMENTS else "workbook_of_wps")


def _streams(container: CompDoc) -> list[Any]:
    """The container's entries that have content: its streams, and the root, which holds the small ones."""
    return [entry for entry in container.dirlist if entry.etype in (2, 5)]


def _check_chains(following: list[int]) -> None:
    """Raise UnreadableError where sectors follow each other in a circle, which both programs would follow for ever."""
    visited = [0] * len(following)
    for walk in range(1, len(following) + 1):
        sector = walk - 1
        while 0 <= sector < len(following) and not visited[sector]:
            visited[sector] = walk
            sector = following[sector]
            if 0 <= sector < len(following) and visited[sector] == walk:
                raise UnreadableError("workbook_broken")


def _check_amount(stream: bytes) -> None:
    """Raise UnreadableError where the stream is locked or holds more than a return can; nothing is unpacked for it."""
    counter = _RecordCounter()
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        counter.count(kind, stream[place + 4 : place + 4 + length])
        place += 4 + length


class _RecordCounter:
    """Counts what the records of a stream hold, and stops as soon as it is too much."""

    def __init__(self) -> None:
        self.amount = Amount(_MOST_CELLS)
        self.records = 0
        self.formats = 0
        self.places = 0
        self.rows = self.columns = 0
        self.last_columns: dict[int, int] = {}

    def count(self, kind: int, data: bytes) -> None:
        self.records += 1
        self.formats += kind == _FORMAT
        strings = struct.unpack_from("<I", data, 4)[0] if kind == _STRINGS else 0
        if self.records > _MOST_RECORDS or self.formats > _MOST_FORMATS or strings > _MOST_STRINGS:
            raise UnreadableError("workbook_too_much")
        if kind == _PASSWORD:
            raise UnreadableError("workbook_locked")
        if kind == _SHEET_BEGINS:
            self._begin_sheet()
        elif kind == _SHEET_SIZE:
            _check_size(data)
        elif kind == _MERGED:
            self._count_merged(data)
        else:
            self._count_cells(kind, data)

    def _count_cells(self, kind: int, data: bytes) -> None:
        if kind == _BLANK or kind in _FILLED:
            row, last = struct.unpack_from("<HH", data)
            self.amount.add_cells(1)
        elif kind in (_BLANKS, _NUMBERS):
            row, first = struct.unpack_from("<HH", data)
            last = struct.unpack_from("<H", data, len(data) - 2)[0]
            self.amount.add_cells(max(last - first + 1, 0))
        else:
            return
        self._count_places(row, last + 1)
        if kind in _FILLED or kind == _NUMBERS:
            self.rows, self.columns = max(self.rows, row + 1), max(self.columns, last + 1)
        if max(self.places, self.rows * self.columns) > MOST_PLACES:
            raise UnreadableError("workbook_too_much")

    def _begin_sheet(self) -> None:
        self.rows = self.columns = 0
        self.last_columns = {}

    def _count_places(self, row: int, column: int) -> None:
        """xlrd keeps every row up to its last cell; calamine, the whole rectangle of filled ones."""
        known = self.last_columns.get(row, 0)
        self.places += max(column - known, 0)
        self.last_columns[row] = max(column, known)

    def _count_merged(self, data: bytes) -> None:
        for place in range(2, len(data) - 7, 8):
            first_row, last_row, first_column, last_column = struct.unpack_from("<HHHH", data, place)
            self.amount.add_merged((abs(last_row - first_row) + 1) * (abs(last_column - first_column) + 1))


def _check_size(data: bytes) -> None:
    """Raise UnreadableError where a sheet's own size is none; calamine makes that much room, or dies of it."""
    layout = "<IIHH" if len(data) >= 14 else "<HHHH"
    first_row, end_row, first_column, end_column = struct.unpack_from(layout, data)
    if not (first_row <= end_row <= _LAST_ROW and first_column <= end_column <= _LAST_COLUMN):
        raise UnreadableError("workbook_broken")


def _read_sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet, other: python_calamine.CalamineWorkbook) -> Sheet:
    """A sheet as xlrd reads it, once calamine has read the same."""
    found = {
        (row, column): sheet.cell(row, column)
        for row in range(sheet.nrows)
        for column, kind in enumerate(sheet.row_types(row))
        if kind not in _NOTHING
    }
    _check_agreement(book, found, other.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False))
    cells = [_read_cell(book, row + 1, column + 1, cell) for (row, column), cell in found.items()]
    areas = [
        (first_row + 1, first_column + 1, end_row, end_column)
        for first_row, end_row, first_column, end_column in sheet.merged_cells
    ]
    lines = (*sheet.rowinfo_map.values(), *sheet.colinfo_map.values())
    return make_sheet(sheet.name, cells, areas, hidden=any(line.hidden for line in lines))


def _check_agreement(book: xlrd.Book, found: dict[tuple[int, int], Any], others: list[list[Any]]) -> None:
    """Raise UnreadableError where the two programs read another value in any cell."""
    ours = {place: value for place, cell in found.items() if (value := _value(cell)) != ""}
    theirs = {
        (row, column): value
        for row, values in enumerate(others)
        for column, told in enumerate(values)
        if told != "" and (value := _value_told(told, book.datemode)) != ""
    }
    if ours.keys() != theirs.keys() or not all(_is_same(ours[place], theirs[place]) for place in ours):
        raise UnreadableError("old_workbook_unclear")


def _value(cell: Any) -> _Value:
    """The value xlrd read, as it can be compared; calamine says nothing of the error in a cell."""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return cell.value.strip() if cell.ctype == xlrd.XL_CELL_TEXT else float(cell.value)


def _value_told(value: Any, datemode: int) -> _Value:
    """The value calamine read, as it can be compared: a day or a time as the number it is kept as."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return value
    if isinstance(value, time):
        return _part_of_day(value)
    if isinstance(value, date):
        days = value.toordinal() - _EPOCHS[datemode]
        return days + (_part_of_day(value.time()) if isinstance(value, datetime) else 0.0)
    return value / timedelta(days=1) if isinstance(value, timedelta) else float(value)


def _part_of_day(value: time) -> float:
    return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 10**6) / 86400


def _is_same(ours: _Value, theirs: _Value) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float):
        # 15 digits are the sheet's own; days and times, which calamine tells to the millisecond, keep as many.
        return math.isclose(ours, theirs, rel_tol=1e-12)
    return type(ours) is type(theirs) and ours == theirs


def _read_cell(book: xlrd.Book, row: int, column: int, cell: Any) -> Cell:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return cell_of(row, column, "error", xlrd.error_text_from_code.get(cell.value, "#?"))
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        number_format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        return number_cell(row, column, cell.value, number_format)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _moment(row, column, cell.value, book.datemode)
    return text_cell(row, column, str(_value(cell)).upper() if cell.ctype == xlrd.XL_CELL_BOOLEAN else str(cell.value))


def _moment(row: int, column: int, value: float, datemode: int) -> Cell:
    try:
        moment = xlrd.xldate.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        # No day has this number; Excel shows ##### there.
        return text_cell(row, column, str(value))
    return moment_cell(row, column, moment if value >= 1 else moment.time())
