"""A workbook as sheets of cells that know their address, what is displayed in them and what is wrong with them."""

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from common.numbers import read_number
from common.problems import Problem, Refusal

LARGEST_FILE_MB = 10
_LARGEST_UNPACKED = 200 * 2**20
_MOST_CELLS = 2_000_000
_MB = 2**20

# Broken workbooks make openpyxl fail in as many ways as there are to break one; these are the ways seen.
_BROKEN = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    SyntaxError,
)

CellState = Literal["figure", "text", "blank", "error", "formula_without_value"]


@dataclass(frozen=True)
class Cell:
    """One cell. `text` is what a reader sees in it; `number` its exact value, a percentage as a fraction."""

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
    """The visible cells of one sheet, and for cells inside a merged range the one that holds the range's content."""

    name: str
    cells: dict[tuple[int, int], Cell]
    anchors: dict[tuple[int, int], tuple[int, int]]
    rows: int
    columns: int

    def at(self, row: int, column: int) -> Cell:
        """The cell at a place; inside a merged range it is blank, except for the range's first cell."""
        return self.cells.get((row, column)) or _blank(row, column)

    def label(self, row: int, column: int) -> str:
        """What a reader sees at a place: inside a merged range, the range's text."""
        return self.anchor(row, column).text

    def anchor(self, row: int, column: int) -> Cell:
        """The cell whose content covers a place: the first cell of its merged range, or the cell itself."""
        return self.at(*self.anchors.get((row, column), (row, column)))


def read_file(path: Path) -> bytes:
    """The bytes of a file someone named; raises Refusal where there is none or it is too large."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE_MB * _MB:
            raise _too_large(path.name, size)
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError) as error:
        raise Refusal(Problem("file_missing", value=str(path), params={"file": str(path)})) from error


def read_workbook(name: str, content: bytes) -> list[Sheet]:
    """The visible sheets of a workbook; raises Refusal, naming the cause and the way out, where it is not one.

    What a file is, its content decides, never its name. Formulas are read by their saved results; nothing is run.
    """
    if len(content) > LARGEST_FILE_MB * _MB:
        raise _too_large(name, len(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refusal("workbook_locked", name)
    if not content.startswith(b"PK"):
        raise _refusal("not_a_workbook", name)
    _check_package(name, content)
    try:
        formulas = _open(content, data_only=False)
        has_formulas = any(cell.data_type == "f" for sheet in formulas for row in sheet.iter_rows() for cell in row)
        values = _open(content, data_only=True) if has_formulas else formulas
    except _BROKEN as error:
        raise _refusal("workbook_broken", name) from error
    sheets = [
        _read_sheet(values[sheet.title], sheet) for sheet in formulas.worksheets if sheet.sheet_state == "visible"
    ]
    if not sheets:
        raise _refusal("workbook_broken", name)
    return sheets


def _too_large(name: str, size: int) -> Refusal:
    megabytes = f"{size / _MB:.1f}"
    return Refusal(Problem("file_too_large", value=name, params={"size": megabytes, "limit": LARGEST_FILE_MB}))


def _refusal(code: str, name: str) -> Refusal:
    return Refusal(Problem(code, value=name, params={"file": name}))


def _check_package(name: str, content: bytes) -> None:
    """Refuse what only looks like a workbook, and what would unpack to more than a return can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise _refusal("workbook_broken", name) from error
    if not any(member.filename.replace("\\", "/").lower() == "xl/workbook.xml" for member in members):
        raise _refusal("not_a_workbook", name)
    unpacked = sum(member.file_size for member in members)
    if unpacked > _LARGEST_UNPACKED:
        raise _too_large(name, unpacked)


def _open(content: bytes, *, data_only: bool) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        # openpyxl warns of parts it leaves out (pictures, newer validations); none of them holds a figure.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only)


def _read_sheet(values: Worksheet, formulas: Worksheet) -> Sheet:
    if values.max_row * values.max_column > _MOST_CELLS:
        raise Refusal(Problem("file_too_large", sheet=values.title, params={"size": "—", "limit": LARGEST_FILE_MB}))
    anchors = {
        (row, column): (area.min_row, area.min_col)
        for area in values.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    cells = {}
    for row in values.iter_rows():
        for cell in row:
            formula = formulas.cell(cell.row, cell.column)
            if cell.value is not None or formula.data_type == "f":
                cells[(cell.row, cell.column)] = _read_cell(cell, is_formula=formula.data_type == "f")
    return Sheet(values.title, cells, anchors, values.max_row, values.max_column)


def _read_cell(cell: Any, *, is_formula: bool) -> Cell:
    place = {"address": cell.coordinate, "row": cell.row, "column": cell.column}
    value = cell.value
    if value is None and is_formula:
        return Cell(**place, state="formula_without_value", text="")
    if cell.data_type == "e":
        return Cell(**place, state="error", text=str(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number_cell(place, value, cell.number_format)
    text = str(value).strip()
    return Cell(**place, state="text" if text else "blank", text=text)


def _number_cell(place: dict[str, Any], value: float, number_format: str) -> Cell:
    # A workbook keeps 15 significant digits; what lies beyond them is noise of binary floats, not the sender's figure.
    number = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    is_percent = "%" in number_format
    shown = number * 100 if is_percent else number
    places = re.match(r"[#,0]*0\.(0+)", number_format)
    digits = max(-int(shown.normalize().as_tuple().exponent), len(places[1]) if places else 0, 0)
    text = f"{shown:.{digits}f}" + ("%" if is_percent else "")
    return Cell(**place, state="figure", text=text, number=number, is_percent=is_percent)


def _blank(row: int, column: int) -> Cell:
    return Cell(f"{get_column_letter(column)}{row}", row, column, "blank", "")


def decimals_shown(text: str) -> int:
    """How many decimals a displayed number has: 2 for 1.25."""
    number = read_number(text)
    return number.decimals if number else 0
