"""A workbook as sheets of cells that know their address, what is displayed in them and what is wrong with them."""

import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from common.numbers import read_number
from common.problems import Problem, Refusal
from etl.package import LARGEST_FILE_MB, check_package

_MB = 2**20

# Broken workbooks make openpyxl fail in as many ways as there are to break one; these are the ways seen.
_BROKEN = (
    zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError, SyntaxError,
    OverflowError, MemoryError, RecursionError,
)  # fmt: skip

# Formats that show a figure a thousand or ten thousand times smaller than the one stored: 0.0, and 0!.0,
_SCALED = re.compile(r"[0#?],+(?![0#?,])|[!\\\\][.]")

_ONE_CELL = re.compile(r"(?P<sheet>.+)!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]+)")

CellState = Literal["figure", "text", "blank", "error", "formula_without_value", "scaled"]


@dataclass(frozen=True)
class Cell:
    """One cell. `text` is its value as displayed, to all its digits; `number` is exact, a percentage as a fraction."""

    address: str
    row: int
    column: int
    state: CellState
    text: str
    number: Decimal | None = None
    is_percent: bool = False

    @property
    def is_blank(self) -> bool:
        return self.state == "blank"


@dataclass(frozen=True)
class Sheet:
    """A sheet's filled cells, its filled rows and columns in order, and for merged places the cell that fills them.

    `hidden` tells whether some of it is hidden; it is read all the same.
    """

    name: str
    cells: dict[tuple[int, int], Cell]
    anchors: dict[tuple[int, int], tuple[int, int]]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    hidden: bool = False

    def at(self, row: int, column: int) -> Cell:
        """The cell at a place; inside a merged range it is blank, except for the range's first cell."""
        return self.cells.get((row, column)) or _blank(row, column)

    def label(self, row: int, column: int) -> str:
        """What a reader sees at a place: inside a merged range, the range's text."""
        return self.anchor(row, column).text

    def anchor(self, row: int, column: int) -> Cell:
        """The cell whose content covers a place: the first cell of its merged range, or the cell itself."""
        return self.at(*self.anchors.get((row, column), (row, column)))


@dataclass(frozen=True)
class Workbook:
    """A workbook's visible sheets, the names of the hidden ones, which are not read, and the cells that have a name.

    `names` has for each name its sheet, row and column; a name for anything but one cell is left out.
    """

    sheets: tuple[Sheet, ...]
    hidden_sheets: tuple[str, ...]
    names: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)


def read_file(path: Path) -> bytes:
    """The bytes of a file someone named; raises Refusal where there is none or it is too large."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE_MB * _MB:
            raise _too_large(path.name, size)
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError) as error:
        raise Refusal(Problem("file_missing", value=str(path), params={"file": str(path)})) from error


def read_workbook(name: str, content: bytes) -> Workbook:
    """Open a workbook; raises Refusal, naming the cause and the way out, where it is not one.

    What a file is, its content decides, never its name. Formulas are read by their saved results; nothing is run.
    """
    if len(content) > LARGEST_FILE_MB * _MB:
        raise _too_large(name, len(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refusal("workbook_locked", name)
    if not content.startswith(b"PK"):
        raise _refusal("not_a_workbook", name)
    if (code := check_package(content)) is not None:
        raise _refusal(code, name)
    try:
        formulas = _open(content, data_only=False)
        has_formulas = any(cell.data_type == "f" for sheet in formulas.worksheets for cell in _filled(sheet))
        values = _open(content, data_only=True) if has_formulas else formulas
        visible = [sheet for sheet in formulas.worksheets if sheet.sheet_state == "visible"]
        sheets = tuple(_read_sheet(values[sheet.title], sheet) for sheet in visible)
    except _BROKEN as error:
        raise _refusal("workbook_broken", name) from error
    if not sheets:
        raise _refusal("workbook_broken", name)
    hidden = tuple(sheet.title for sheet in formulas.worksheets if sheet.sheet_state != "visible")
    return Workbook(sheets, hidden, _names(formulas))


def decimals_shown(text: str) -> int:
    """How many decimals a displayed number has: 2 for 1.25; a percentage counts as the fraction it is."""
    number = read_number(text)
    return number.decimals + (2 if number.percent else 0) if number else 0


def _too_large(name: str, size: int) -> Refusal:
    megabytes = f"{size / _MB:.1f}"
    return Refusal(Problem("file_too_large", value=name, params={"size": megabytes, "limit": LARGEST_FILE_MB}))


def _refusal(code: str, name: str) -> Refusal:
    return Refusal(Problem(code, value=name, params={"file": name}))


def _open(content: bytes, *, data_only: bool) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        # openpyxl warns of parts it leaves out (pictures, newer validations); none of them holds a figure.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only)


def _filled(sheet: Worksheet) -> list[Any]:
    """The cells that hold something. Walking the sheet's rectangle instead would create every cell in it."""
    return [cell for cell in sheet._cells.values() if cell.value is not None]


def _names(workbook: openpyxl.Workbook) -> dict[str, tuple[str, int, int]]:
    """The names that stand for one cell. A name whose cell was deleted stands for none."""
    found = {name: _ONE_CELL.fullmatch(defined.attr_text or "") for name, defined in workbook.defined_names.items()}
    return {
        name: (
            match["sheet"].strip("'").replace("''", "'"),
            int(match["row"]),
            column_index_from_string(match["column"]),
        )
        for name, match in found.items()
        if match
    }


def _read_sheet(values: Worksheet, formulas: Worksheet) -> Sheet:
    is_formula = {(cell.row, cell.column) for cell in _filled(formulas) if cell.data_type == "f"}
    places = {(cell.row, cell.column) for cell in _filled(values)} | is_formula
    cells = {place: _read_cell(values._cells[place], is_formula=place in is_formula) for place in sorted(places)}
    filled = {place: cell for place, cell in cells.items() if not cell.is_blank}
    rows = tuple(sorted({row for row, _column in filled}))
    columns = tuple(sorted({column for _row, column in filled}))
    anchors = {
        (row, column): (area.min_row, area.min_col)
        for area in values.merged_cells.ranges
        for row in rows if area.min_row <= row <= area.max_row
        for column in columns if area.min_col <= column <= area.max_col
    }  # fmt: skip
    hidden = any(line.hidden for line in (*values.row_dimensions.values(), *values.column_dimensions.values()))
    return Sheet(values.title, filled, anchors, rows, columns, hidden)


def _read_cell(cell: Any, *, is_formula: bool) -> Cell:
    place = {"address": cell.coordinate, "row": cell.row, "column": cell.column}
    value = cell.value
    if value is None and is_formula:
        return Cell(**place, state="formula_without_value", text="")
    if cell.data_type == "e":
        return Cell(**place, state="error", text=str(value))
    if isinstance(value, bool):
        return Cell(**place, state="text", text=str(value).upper())
    if isinstance(value, int | float):
        return _number_cell(place, value, cell.number_format)
    if isinstance(value, datetime | date | time):
        return Cell(**place, state="text", text=value.isoformat().removesuffix("T00:00:00"))
    text = str(value).strip()
    return Cell(**place, state="text" if text else "blank", text=text)


def _number_cell(place: dict[str, Any], value: float, number_format: str) -> Cell:
    # A workbook keeps 15 significant digits; what lies beyond them is noise of binary floats, not the sender's figure.
    number = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return Cell(**place, state="text", text=f"{number:.6e}")
    # A sign in quotes or behind a backslash is only written there; it does not make a percentage of the number.
    plain_format = re.sub(r'"[^"]*"|\\.|!.|_.', "", number_format)
    if _SCALED.search(number_format):
        return Cell(**place, state="scaled", text=format(number, "f"))
    is_percent = "%" in plain_format
    shown = number * 100 if is_percent else number
    places = re.match(r"[#,0]*0\.(0+)", plain_format)
    digits = max(-int(shown.normalize().as_tuple().exponent), len(places[1]) if places else 0, 0)
    text = f"{shown:.{digits}f}" + ("%" if is_percent else "")
    return Cell(**place, state="figure", text=text, number=number, is_percent=is_percent)


def _blank(row: int, column: int) -> Cell:
    return Cell(f"{get_column_letter(column)}{row}", row, column, "blank", "")
