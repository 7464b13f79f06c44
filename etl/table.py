"""A table on a sheet: where its labels, headings and figures are, and what was found out about each cell."""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import takewhile
from typing import Literal, NamedTuple

from common.explanations import check_length
from common.numbers import read_number
from common.periods import Period
from common.problems import MOST_LISTED, Problem, Refusal, more_problems
from etl.headings import Role, end_of_span, periodless, read_heading
from etl.names import Vocabulary
from etl.package import ROWS_AT_A_GLANCE
from etl.workbook import Cell, Sheet
from indicators.plan import Indicator, Region
from indicators.target import read_silence

Axis = Literal["regions", "indicators"]

_YEAR = re.compile(r"20[0-9]{2}")
_MONTH = re.compile(r"20[0-9]{2}[.][0-9]{1,2}")
_SIGNATURE = re.compile(r"(填报|填表|制表|报送|审核|负责|联系|单位)(日期|时间|单位|人|电话)?[:：].*")
_COLUMN_NUMBERS = frozenset({"甲", "栏次"})
# Characters above a table: titles and headings have a few thousand at most, and each is taken apart.
_MOST_ABOVE = 100_000
_TITLE_OF_TARGETS = re.compile(r"目标|计划|任务分解|任务书")


@dataclass(frozen=True)
class Choice:
    """What the sender says beside the file: the region and the period it is for. None: the file says it.

    `explanation` is for figures that ask for one and have none in the file; Refusal where it is too long to be kept.
    """

    region: Region | None = None
    period: Period | None = None
    explanation: str = ""

    def __post_init__(self) -> None:
        if too_long := check_length(self.explanation):
            raise Refusal(*too_long)

    def is_for_another(self, region: Region) -> bool:
        """Whether a region was chosen, and it is not this one."""
        return self.region not in (None, region)


class Located(NamedTuple):
    """A cell and what it is about. `region` is None in a total; `factor` turns its unit into the plan's."""

    cell: Cell
    indicator: Indicator
    region: Region | None
    period: Period
    role: Role
    factor: Decimal


@dataclass(frozen=True)
class Column:
    """A column of figures. What it does not say itself (indicator, region, unit), its rows do."""

    number: int
    heading: Cell
    indicator: Indicator | None
    region: Region | None
    is_total: bool
    unit: str | None
    period: Period
    role: Role


@dataclass
class Table:
    """The located cells of one sheet, the columns they are in, and what was wrong with the table as a whole."""

    sheet: str
    cells: list[Located] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    layout: "Layout | None" = None
    columns: list[Column] = field(default_factory=list)
    _reported: set[tuple[object, ...]] = field(default_factory=set, repr=False)
    _counts: Counter[str] = field(default_factory=Counter, repr=False)

    def report(self, code: str, cell: Cell, field: str, value: str | None = None, **params: object) -> None:
        """Note a problem at a cell, once; its value is what stands there unless another is given."""
        said = cell.text if value is None else value
        key = (code, cell.row, cell.column, field, said, tuple(params.items()))
        if key in self._reported or self._counts[code] > MOST_LISTED:
            return
        self._reported.add(key)
        self._counts[code] += 1
        problem = Problem(code, self.sheet, cell.address, field, said, params)
        self.problems.append(problem if self._counts[code] <= MOST_LISTED else more_problems(problem))

    def report_other_region(self, cell: Cell, found: Region, choice: Choice) -> None:
        """Note that the file speaks of another region than was chosen."""
        chosen = choice.region.name if choice.region else ""
        self.report("region_differs", cell, "region", found=found.name, chosen=chosen)


@dataclass(frozen=True)
class Layout:
    """How a sheet's table lies: the column that labels its rows, what it names, and the first row of figures."""

    sheet: Sheet
    axis: Axis
    label_column: int
    first_row: int

    @cached_property
    def body(self) -> tuple[int, ...]:
        """The rows from the first one of figures on."""
        return tuple(row for row in self.sheet.rows if row >= self.first_row)

    @cached_property
    def titles(self) -> tuple[int, ...]:
        """The rows above with one text over the whole width, the lowest first."""
        return tuple(row for row in self._above if self._is_title(row))

    @cached_property
    def headings(self) -> tuple[int, ...]:
        """The other rows above, the lowest first."""
        titles = set(self.titles)
        return tuple(row for row in self._above if row not in titles)

    @cached_property
    def is_titled_as_targets(self) -> bool:
        """Whether a title speaks of targets or plans: bare figures below it may be those."""
        return any(_TITLE_OF_TARGETS.search(self.title_text(row)) for row in self.titles)

    def levels(self, column: int) -> tuple[int, ...]:
        """The rows in which a column has a heading, the lowest first."""
        return tuple(row for row in self.headings if self.sheet.label(row, column))

    @cached_property
    def heading_names(self) -> dict[int, str]:
        """Every column's heading without its time, by the column's number.

        Columns that differ in their time alone (2023年, 2024年) are told apart by its order, so that they keep their
        names next quarter, wherever they stand.
        """
        alike: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for column in self.sheet.columns:
            if column != self.label_column:
                parts = [self.sheet.label(row, column) for row in reversed(self.levels(column))]
                name = "/".join(filter(None, map(periodless, parts)))
                alike[name].append((*_time_order(parts), column))
        return {
            column: name if rank == 1 else f"{name}#{rank}"
            for name, columns in alike.items()
            for rank, (_year, _quarter, column) in enumerate(sorted(columns), 1)
        }

    @cached_property
    def form(self) -> str:
        """The table's shape, the same next quarter: what labels the rows, and the headings without their time."""
        names = sorted(name for column, name in self.heading_names.items() if self.levels(column))
        shape = json.dumps([self.axis, self.is_titled_as_targets, names], ensure_ascii=False)
        return hashlib.sha256(shape.encode()).hexdigest()

    def title_text(self, row: int) -> str:
        return self.sheet.label(row, self.sheet.columns[0])

    @cached_property
    def signatures(self) -> tuple[str, ...]:
        """Texts above such as 填报单位：…, 填报日期：… and 单位：…; their dates are no period's."""
        above = (row for row in self.sheet.rows if row < self.first_row and _is_signature(self.sheet, row))
        texts = (self.sheet.at(row, column).text for row in above for column in self.sheet.columns)
        return tuple(filter(None, texts))

    @property
    def label_heading(self) -> str:
        """What stands above the labels: 区划, 指标."""
        texts = (self.sheet.label(row, self.label_column) for row in self.headings)
        return next(filter(None, texts), "")

    @property
    def _above(self) -> tuple[int, ...]:
        above = (row for row in reversed(self.sheet.rows) if row < self.first_row)
        return tuple(row for row in above if not _is_signature(self.sheet, row) and not self._numbers_columns(row))

    def _numbers_columns(self, row: int) -> bool:
        return self.sheet.at(row, self.label_column).text in _COLUMN_NUMBERS

    def _is_title(self, row: int) -> bool:
        columns = self.sheet.columns
        texts = {self.sheet.label(row, column) for column in columns}
        stands_alone = len(columns) > 1 and len(texts - {""}) == 1 and bool(self.title_text(row))
        return len(texts) == 1 or stands_alone


def _time_order(parts: list[str]) -> tuple[int, int]:
    """Year and quarter a heading names, to put headings in the order of their time; a whole year comes last in it."""
    words = [read_heading(part) for part in parts]
    year = next((one.year for one in words if one.year), 0)
    quarters = (one.quarter or end_of_span(part) for one, part in zip(words, parts, strict=True))
    return year, next(filter(None, quarters), 5)


def find_layout(sheet: Sheet, words: Vocabulary) -> Layout | None:
    """The column that names most regions or indicators labels the rows; None where none names any."""
    rows: dict[tuple[Axis, int], list[int]] = {}
    for cell in _first_cells(sheet):
        if words.region(cell.text):
            rows.setdefault(("regions", cell.column), []).append(cell.row)
        if cell.state == "text" and words.indicator(cell.text):
            rows.setdefault(("indicators", cell.column), []).append(cell.row)
    if not rows:
        return None
    if (headed := _below_headings(sheet, rows)) is not None:
        return headed
    axis, column = max(rows, key=lambda key: (len(rows[key]), -key[1]))
    first = min(rows[(axis, column)])
    if sum(len(cell.text) for cell in _first_cells(sheet) if cell.row < first) > _MOST_ABOVE:
        return None
    for row in reversed([row for row in sheet.rows if row < first]):
        if not _is_row_of_figures(sheet, row, column):
            break
        first = row
    return Layout(sheet, axis, column, first)


def _below_headings(sheet: Sheet, rows: dict[tuple[Axis, int], list[int]]) -> Layout | None:
    """The table below one row of headings that name indicators, where no label is a region of the plan."""
    headings = {row for found in rows.values() for row in found}
    columns = {column for _axis, column in rows}
    if len(headings) > 1 or any(axis == "regions" for axis, _column in rows):
        return None
    below = [row for row in sheet.rows if row > min(headings)]
    for label_column in (column for column in sheet.columns if column < min(columns)):
        figures = [row for row in below if _is_row_of_figures(sheet, row, label_column)]
        if figures and sheet.at(figures[0], label_column).state == "text":
            return Layout(sheet, "regions", label_column, figures[0])
    return None


def _first_cells(sheet: Sheet) -> Iterator[Cell]:
    """The cells of a sheet's first rows, in order: where a table is, is seen there."""
    last = sheet.rows[:ROWS_AT_A_GLANCE][-1] if sheet.rows else 0
    return takewhile(lambda cell: cell.row <= last, sheet.cells.values())


def is_signature(text: str) -> bool:
    """Whether a text is a line for names and dates: 填表人：张三."""
    return _SIGNATURE.fullmatch(text) is not None


def _is_signature(sheet: Sheet, row: int) -> bool:
    return any(is_signature(sheet.at(row, column).text) for column in sheet.columns)


def looks_reported(cell: Cell) -> bool:
    """Whether a cell holds a figure, or says in so many words that there is none; notes and signatures do not."""
    if cell.state in ("figure", "error", "formula_without_value", "scaled"):
        return True
    return not cell.is_blank and (read_number(cell.text) is not None or read_silence(cell.text) is not None)


def _is_row_of_figures(sheet: Sheet, row: int, label_column: int) -> bool:
    """Whether a row above the first known label is one of figures under an unknown name, not a heading of years."""
    if sheet.at(row, label_column).text in _COLUMN_NUMBERS or _is_signature(sheet, row):
        return False
    others = (sheet.at(row, column) for column in sheet.columns if column != label_column)
    return any(_is_number(cell) and not _YEAR.fullmatch(cell.text) for cell in others)


def _is_number(cell: Cell) -> bool:
    """Whether a cell holds a number, typed or, as in a table kept as text, written."""
    return cell.state == "figure" or read_number(cell.text) is not None and not _MONTH.fullmatch(cell.text)
