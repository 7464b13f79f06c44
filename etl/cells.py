"""What every reader of files gives: sheets of cells that know their address, what is displayed and what is wrong."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from openpyxl.utils import column_index_from_string, get_column_letter

# Formats that show a figure a thousand or ten thousand times smaller than the one stored: 0.0, and 0!.0,
_SCALED = re.compile(r"[0#?],+(?![0#?,])|[!\\\\][.]")

# Formats that choose by the value's size: [>=10]0;0%
_CONDITIONAL = re.compile(r"\[[<>=]")

# How the names begin that this program gives to cells of its templates (etl/template.py).
OWN_NAMES = "DABIAO_"

CellState = Literal["figure", "text", "blank", "error", "formula_without_value", "scaled"]
Place = tuple[int, int]
# A merged range: its first row and column, its last row and column.
Area = tuple[int, int, int, int]


class UnreadableError(Exception):
    """A file that cannot be read, with the code of the problem that says why (common/problem_rules.py)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# What the list of problems is called in a marked-up return.
NAME_OF_PROBLEMS = "DABIAO_PROBLEMS"
# Sheet, row and column.
NamedPlace = tuple[str, int, int]
_ONE_CELL = re.compile(r"\$?(?P<sheet>'(?:[^']|'')+'|[^'!]+)[!.]\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})")


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
    cells: dict[Place, Cell]
    anchors: dict[Place, Place]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    hidden: bool = False

    def at(self, row: int, column: int) -> Cell:
        """The cell at a place; inside a merged range it is blank, except for the range's first cell."""
        return self.cells.get((row, column)) or cell_of(row, column, "blank", "")

    def label(self, row: int, column: int) -> str:
        """What a reader sees at a place: inside a merged range, the range's text."""
        return self.anchor(row, column).text

    def anchor(self, row: int, column: int) -> Cell:
        """The cell whose content covers a place: the first cell of its merged range, or the cell itself."""
        return self.at(*self.anchors.get((row, column), (row, column)))


@dataclass(frozen=True)
class Workbook:
    """The sheets that are read, the names of the hidden ones that are not, and the cells that have a name.

    Read are the visible sheets, and those of a template (`own_sheets`). `names` has for each name its sheet, row and
    column; a name for anything but one cell is left out.
    """

    sheets: tuple[Sheet, ...]
    hidden_sheets: tuple[str, ...]
    names: Mapping[str, NamedPlace] = field(default_factory=dict)


def own_sheets(names: Mapping[str, NamedPlace]) -> set[str]:
    """The sheets that the names of a template lead to: they are read even where they are hidden."""
    return {sheet for name, (sheet, _row, _column) in names.items() if name.startswith(OWN_NAMES)}


def named_cells(meanings: Mapping[str, str]) -> dict[str, NamedPlace]:
    """The names that stand for one cell, by what each stands for: 表!$B$2, '表 2'!$B$2, $表.$B$2.

    A name whose cell was deleted stands for none.
    """
    found = {name: _ONE_CELL.fullmatch(meaning) for name, meaning in meanings.items()}
    return {name: _place(match) for name, match in found.items() if match}


def our_list(names: Mapping[str, NamedPlace]) -> str | None:
    """The sheet of a marked-up return (etl/marked.py) that lists its problems: ours, and nothing the sender reports."""
    return names[NAME_OF_PROBLEMS][0] if NAME_OF_PROBLEMS in names else None


def _place(match: re.Match[str]) -> NamedPlace:
    sheet = match["sheet"]
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, int(match["row"]), column_index_from_string(match["column"])


def make_sheet(name: str, cells: Iterable[Cell], areas: Iterable[Area], *, hidden: bool) -> Sheet:
    """A sheet of these cells; what stands under a merged range, but for its first cell, nobody sees: it is left out."""
    covered = {
        (row, column): (first_row, first_column)
        for first_row, first_column, last_row, last_column in areas
        for row in range(first_row, last_row + 1)
        for column in range(first_column, last_column + 1)
    }
    found = {(cell.row, cell.column): cell for cell in cells if not cell.is_blank}
    filled = {place: found[place] for place in sorted(found) if covered.get(place, place) == place}
    rows = {row for row, _column in filled}
    columns = {column for _row, column in filled}
    anchors = {place: first for place, first in covered.items() if place[0] in rows and place[1] in columns}
    return Sheet(name, filled, anchors, tuple(sorted(rows)), tuple(sorted(columns)), hidden)


def cell_of(row: int, column: int, state: CellState, text: str) -> Cell:
    return Cell(f"{get_column_letter(column)}{row}", row, column, state, text)


def text_cell(row: int, column: int, text: str) -> Cell:
    """A cell of words; of spaces alone it is blank."""
    text = text.strip()
    return cell_of(row, column, "text" if text else "blank", text)


def moment_cell(row: int, column: int, moment: datetime | date | time) -> Cell:
    """A cell that shows a day or a time: words, never a figure."""
    return cell_of(row, column, "text", moment.isoformat().removesuffix("T00:00:00"))


def number_cell(row: int, column: int, value: float, number_format: str) -> Cell:
    """A cell of a number, as its format shows it: whether it is a percentage, and with how many decimals at least."""
    # A workbook keeps 15 significant digits; what lies beyond them is noise of binary floats, not the sender's figure.
    number = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return cell_of(row, column, "text", f"{number:.6e}")
    shape = _shape(number_format)
    if shape.is_scaled:
        return cell_of(row, column, "scaled", format(number, "f"))
    shown = number * 100 if shape.is_percent else number
    digits = max(-int(shown.normalize().as_tuple().exponent), shape.decimals, 0)
    text = f"{shown:.{digits}f}" + ("%" if shape.is_percent else "")
    address = f"{get_column_letter(column)}{row}"
    return Cell(address, row, column, "figure", text, number, shape.is_percent)


@dataclass(frozen=True)
class _Shape:
    """What a number format does to a number: shows it smaller, as a percentage, with so many decimals at least."""

    is_scaled: bool
    is_percent: bool
    decimals: int


@lru_cache(maxsize=1000)
def _shape(number_format: str) -> _Shape:
    # A sign in quotes or behind a backslash is only written there; it does not make a percentage of the number.
    plain = re.sub(r'"[^"]*"|\\.|!.|_.', "", number_format)
    places = re.match(r"[#,0]*0\.(0+)", plain)
    is_scaled = _SCALED.search(number_format) is not None or _shows_either(plain)
    return _Shape(is_scaled, "%" in plain, len(places[1]) if places else 0)


def _shows_either(plain_format: str) -> bool:
    """Whether a format shows some numbers as percentages and some not, by conditions that are not followed here."""
    kinds = {"%" in section for section in plain_format.split(";") if re.search("[0#?]", section)}
    return len(kinds) > 1 and _CONDITIONAL.search(plain_format) is not None
