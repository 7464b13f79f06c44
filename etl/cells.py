"""What every reader of files gives: sheets of cells that know their address, what is displayed and what is wrong."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from openpyxl.utils import column_index_from_string, get_column_letter

# Formats that show a figure a thousand or ten thousand times smaller than the one stored: 0.0, and 0!.0,
_SCALED = re.compile(r"[0#?],+(?![0#?,])|[!\\\\][.]")

# Formats that choose by the value's size: [>=10]0;0%
_CONDITIONAL = re.compile(r"\[[<>=]")

# More than any sheet has.
_COLUMNS = 32_768
# Excel's and WPS's own limit.
_LONGEST_TEXT = 32_767
# How the names begin that this program gives to cells of its templates (etl/template.py).
OWN_NAMES = "DABIAO_"

CellState = Literal["figure", "text", "blank", "error", "formula_without_value", "scaled"]
Place = tuple[int, int]
# What a cell shows, wherever it stands: its state, its text, its exact number, and whether that is a percentage.
Shown = tuple[CellState, str, Decimal | None, bool]
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


class Cell(NamedTuple):
    """One cell. `text` is its value as displayed, to all its digits; `number` is exact, a percentage as a fraction.

    A tuple, since there may be half a million of them.
    """

    row: int
    column: int
    state: CellState
    text: str
    number: Decimal | None = None
    is_percent: bool = False

    @property
    def address(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def is_blank(self) -> bool:
        return self.state == "blank"


@dataclass(frozen=True)
class Sheet:
    """A sheet's filled cells, its filled rows and columns in order, and for merged places the cell that fills them.

    Cells are found by place_of() of their row and column. `hidden` tells whether some of it is hidden; it is read all
    the same.
    """

    name: str
    cells: dict[int, Cell]
    anchors: dict[Place, Place]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    hidden: bool = False

    @cached_property
    def by_column(self) -> dict[int, list[Cell]]:
        """The filled cells of each column, from above."""
        found: dict[int, list[Cell]] = {column: [] for column in self.columns}
        for cell in self.cells.values():
            found[cell.column].append(cell)
        return found

    def at(self, row: int, column: int) -> Cell:
        """The cell at a place; inside a merged range it is blank, except for the range's first cell."""
        return self.cells.get(place_of(row, column)) or cell_of(row, column, "blank", "")

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
    column; a name for anything but one cell is left out. `is_cut` tells that of some sheet only the first rows were
    read.
    """

    sheets: tuple[Sheet, ...]
    hidden_sheets: tuple[str, ...]
    names: Mapping[str, NamedPlace] = field(default_factory=dict)
    is_cut: bool = False
    has_links: bool = False


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
    found = {cell.row * _COLUMNS + cell.column: cell for cell in cells if cell.state != "blank"}
    hidden_below = {place_of(*place) for place, first in covered.items() if place != first}
    places = sorted(found.keys() - hidden_below) if hidden_below else sorted(found)
    # Nearly always they come in order, and nothing is covered.
    filled = found if places == list(found) else {place: found[place] for place in places}
    rows = {cell.row for cell in filled.values()}
    columns = {cell.column for cell in filled.values()}
    anchors = {place: first for place, first in covered.items() if place[0] in rows and place[1] in columns}
    return Sheet(name, filled, anchors, tuple(sorted(rows)), tuple(sorted(columns)), hidden)


def place_of(row: int, column: int) -> int:
    """A row and a column as one number: half a million pairs would take 20 MB more."""
    return row * _COLUMNS + column


def cell_of(row: int, column: int, state: CellState, text: str) -> Cell:
    return Cell(row, column, state, text)


def text_cell(row: int, column: int, text: str) -> Cell:
    """A cell of words; of spaces alone it is blank."""
    return Cell(row, column, *shown_text(text))


def moment_cell(row: int, column: int, moment: datetime | date | time) -> Cell:
    """A cell that shows a day or a time: words, never a figure."""
    return Cell(row, column, *shown_moment(moment))


def number_cell(row: int, column: int, value: float, number_format: str) -> Cell:
    """A cell of a number, as its format shows it: whether it is a percentage, and with how many decimals at least."""
    return Cell(row, column, *shown_number(value, number_format))


def shown_text(text: str) -> Shown:
    """What a cell of words shows. No program lets anybody write more of them than the longest text here."""
    if len(text) > _LONGEST_TEXT:
        raise UnreadableError("workbook_too_much")
    text = text.strip()
    return "text" if text else "blank", text, None, False


def shown_moment(moment: datetime | date | time) -> Shown:
    """What a cell of a day or a time shows."""
    return "text", moment.isoformat().removesuffix("T00:00:00"), None, False


def shown_number(value: float, number_format: str) -> Shown:
    """What a cell of a number shows."""
    # A workbook keeps 15 significant digits; what lies beyond them is noise of binary floats, not the sender's figure.
    number = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return "text", f"{number:.6e}", None, False
    shape = _shape(number_format)
    if shape.is_scaled:
        return "scaled", format(number, "f"), None, False
    shown = number * 100 if shape.is_percent else number
    digits = max(-int(shown.normalize().as_tuple().exponent), shape.decimals, 0)
    text = f"{shown:.{digits}f}" + ("%" if shape.is_percent else "")
    return "figure", text, number, shape.is_percent


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
