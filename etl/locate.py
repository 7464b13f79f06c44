"""What each cell of a sheet is about: which indicator, which region, which period, a value or a target.

A table is found by its content: the column that names most of the plan's regions (or indicators) labels the rows, and
the rows above the first label are headings, on as many levels as they like. Addresses are never assumed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from common.numbers import half_width, read_number
from common.periods import Period
from common.problems import Problem
from etl.workbook import Cell, Sheet
from indicators.plan import Indicator, Plan, Region
from indicators.target import read_silence

Role = Literal["value", "target"]
Axis = Literal["regions", "indicators"]

_TOTAL = re.compile(r"(全[国省市县区])?(合计|总计)")
_YEAR = re.compile(r"(?<!\d)20[0-9]{2}(?!\d)")
_QUARTER = re.compile(r"(?<!\d)(20[0-9]{2})(?:年第?([一二三四1-4])季度|[Qq]([1-4]))")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_VALUE_WORDS = ("基期", "完成", "实际", "现值", "本期", "累计", "期末", "报送")
_NOT_FIGURES = frozenset({"", "序号", "备注", "单位", "计量单位", "性质", "指标性质", "责任单位", "填报说明", "说明"})
_BRACKETED = re.compile(r"[(]([^()]*)[)]$")


@dataclass(frozen=True)
class Choice:
    """What the sender says beside the file: the region and the period it is for. None: the file says it."""

    region: Region | None = None
    period: Period | None = None


@dataclass(frozen=True)
class Located:
    """A cell and what it is about. `region` is None in a total row."""

    cell: Cell
    indicator: Indicator
    region: Region | None
    period: Period
    role: Role


@dataclass
class Table:
    """The located cells of one sheet, and what was wrong with the table as a whole."""

    sheet: str
    cells: list[Located] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, cell: Cell, field: str, value: str | None = None, **params: object) -> None:
        """Note a problem at a cell; its value is what stands there unless another is given."""
        shown = cell.text if value is None else value
        self.problems.append(Problem(code, self.sheet, cell.address, field, shown, params))


@dataclass(frozen=True)
class _Heading:
    """What stands above a column: its texts from the lowest level up, titles over the whole sheet apart."""

    column: int
    cell: Cell
    parts: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def words(self) -> str:
        return " ".join(reversed(self.parts))

    def has_one_of(self, words: Iterable[str]) -> bool:
        return any(word in self.words for word in words)


@dataclass(frozen=True)
class _Column:
    """A column of figures: the indicator (or, where rows are indicators, the region) it names, its period and role."""

    number: int
    indicator: Indicator | None
    region: Region | None
    period: Period
    role: Role


class Vocabulary:
    """The plan's names as senders write them: with or without spaces, full-width forms and a unit in brackets."""

    def __init__(self, plan: Plan) -> None:
        self._regions = {
            _plain(name): region
            for region in plan.regions
            for name in (region.name, region.full_name, region.code, *region.aliases)
        }
        self._indicators = {
            _plain(name): indicator for indicator in plan.indicators for name in (indicator.name, *indicator.aliases)
        }

    def names_with_brackets(self, text: str) -> bool:
        """Whether the brackets belong to an indicator's name."""
        return _plain(text) in self._indicators

    def region(self, text: str) -> Region | None:
        return self._regions.get(_plain(text))

    def indicator(self, text: str) -> Indicator | None:
        plain = _plain(text)
        return self._indicators.get(plain) or self._indicators.get(_BRACKETED.sub("", plain))


def locate(sheet: Sheet, plan: Plan, choice: Choice) -> Table | None:
    """Find the table of a sheet and say what each of its cells is about; None where there is no table of this plan."""
    words = Vocabulary(plan)
    labels = _find_labels(sheet, words)
    return _TableReader(sheet, plan, words, choice, labels).read() if labels else None


@dataclass(frozen=True)
class _Labels:
    """The column that labels the rows, what it names, and the first row of figures."""

    axis: Axis
    column: int
    first_row: int


def _find_labels(sheet: Sheet, words: Vocabulary) -> _Labels | None:
    rows: dict[tuple[Axis, int], list[int]] = {}
    for (row, column), cell in sheet.cells.items():
        if words.region(cell.text):
            rows.setdefault(("regions", column), []).append(row)
        if words.indicator(cell.text):
            rows.setdefault(("indicators", column), []).append(row)
    if not rows:
        return None
    axis, column = max(rows, key=lambda key: (len(rows[key]), -key[1]))
    first = min(rows[(axis, column)])
    while first > 1 and _is_row_of_figures(sheet, first - 1, column):
        first -= 1
    return _Labels(axis, column, first)


def _is_row_of_figures(sheet: Sheet, row: int, label_column: int) -> bool:
    """Whether a row above the first known label is one of figures under an unknown name, not a heading of years."""
    others = (sheet.at(row, column) for column in range(1, sheet.columns + 1) if column != label_column)
    return any(cell.state == "figure" and not _YEAR.fullmatch(cell.text) for cell in others)


class _TableReader:
    """Reads one sheet's table: first its headings, column by column, then its rows."""

    def __init__(self, sheet: Sheet, plan: Plan, words: Vocabulary, choice: Choice, labels: _Labels) -> None:
        self.sheet = sheet
        self.plan = plan
        self.words = words
        self.choice = choice
        self.labels = labels
        self.table = Table(sheet.name)

    def read(self) -> Table:
        columns = [column for heading in self._headings() if (column := self._bind_column(heading))]
        for row in range(self.labels.first_row, self.sheet.rows + 1):
            self._bind_row(self.sheet.at(row, self.labels.column), columns)
        return self.table

    def _headings(self) -> list[_Heading]:
        """The headings of every column that holds anything, but for the one with the labels."""
        body = range(self.labels.first_row, self.sheet.rows + 1)
        above = range(self.labels.first_row - 1, 0, -1)
        titles = {row for row in above if self._is_title(row)}
        headings = []
        for column in range(1, self.sheet.columns + 1):
            if column == self.labels.column or all(self.sheet.at(row, column).is_blank for row in body):
                continue
            lowest = next((row for row in above if self.sheet.label(row, column)), self.labels.first_row)
            headings.append(
                _Heading(
                    column,
                    self.sheet.anchor(lowest, column),
                    tuple(self.sheet.label(row, column) for row in above if row not in titles),
                    tuple(self.sheet.label(row, column) for row in above if row in titles),
                )
            )
        return headings

    def _is_title(self, row: int) -> bool:
        return len({self.sheet.label(row, column) for column in range(1, self.sheet.columns + 1)}) == 1

    def _bind_column(self, heading: _Heading) -> _Column | None:
        """What a column is about; None where it holds no figures of this plan or its heading cannot be bound."""
        indicator = region = None
        if self.labels.axis == "regions":
            indicator = self._indicator_of(heading)
            if indicator is None:
                return None
        else:
            region = next(filter(None, map(self.words.region, heading.parts)), None)
        return self._with_period(heading, indicator, region)

    def _indicator_of(self, heading: _Heading) -> Indicator | None:
        for part in (*heading.parts, *heading.titles):
            indicator = self.words.indicator(part)
            if indicator is not None:
                return indicator if self._unit_fits(heading.cell, part, indicator) else None
        if _plain(heading.words) not in _NOT_FIGURES:
            self.table.report("unknown_indicator", heading.cell, "indicator", value=heading.words)
        return None

    def _unit_fits(self, cell: Cell, text: str, indicator: Indicator) -> bool:
        """Whether the unit in brackets, if any, is the plan's; a figure in another unit is not the same figure."""
        unit = _BRACKETED.search(_plain(text))
        if unit is None or not indicator.unit or unit[1] == indicator.unit or self.words.names_with_brackets(text):
            return True
        self.table.report(
            "unit_differs", cell, "unit", found=unit[1], expected=indicator.unit, indicator=indicator.name
        )
        return False

    def _with_period(self, heading: _Heading, indicator: Indicator | None, region: Region | None) -> _Column | None:
        """The column with its period and role: as its heading says, else as the sender chose."""
        says_value, says_target = heading.has_one_of(_VALUE_WORDS), heading.has_one_of(("目标",))
        period = _period_in((*heading.parts, *heading.titles))
        if period is None and self.labels.axis == "indicators" and not (says_value or says_target or region):
            if _plain(heading.words) not in _NOT_FIGURES:
                self.table.report("unknown_column", heading.cell, "period", value=heading.words)
            return None
        if says_target:
            return _Column(heading.column, indicator, region, period or self.plan.target_period, "target")
        if period is None:
            if self.choice.period is None:
                self.table.report("period_not_named", heading.cell, "period", value=heading.words)
                return None
            return _Column(heading.column, indicator, region, self.choice.period, "value")
        if period == self.plan.target_period and not says_value:
            return self._bare_target_year(heading, indicator, region, period)
        if self.choice.period not in (None, period):
            chosen = self.choice.period.words() if self.choice.period else ""
            self.table.report("period_differs", heading.cell, "period", found=period.words(), chosen=chosen)
            return None
        return _Column(heading.column, indicator, region, period, "value")

    def _bare_target_year(
        self, heading: _Heading, indicator: Indicator | None, region: Region | None, period: Period
    ) -> _Column | None:
        """The target year alone names the target, unless figures of that very period are being reported."""
        if self.choice.period == period:
            self.table.report("column_ambiguous", heading.cell, "period", value=heading.words, year=period.year)
            return None
        return _Column(heading.column, indicator, region, period, "target")

    def _bind_row(self, label: Cell, columns: list[_Column]) -> None:
        cells = [(column, self.sheet.at(label.row, column.number)) for column in columns]
        is_reported = any(_looks_reported(cell) for _, cell in cells)
        if self.labels.axis == "indicators":
            self._bind_indicator_row(label, cells, is_reported)
        elif _TOTAL.fullmatch(_plain(label.text)):
            self._locate(cells, indicator=None, region=None)
        elif region := self.words.region(label.text):
            if self._region_is_chosen(label, region):
                self._locate(cells, indicator=None, region=region)
        elif is_reported:
            self.table.report("unknown_region", label, "region")

    def _bind_indicator_row(self, label: Cell, cells: list[tuple[_Column, Cell]], is_reported: bool) -> None:
        indicator = self.words.indicator(label.text)
        if indicator is None:
            if is_reported:
                self.table.report("unknown_indicator", label, "indicator")
        elif self._unit_fits(label, label.text, indicator):
            self._locate(cells, indicator, self.choice.region)

    def _region_is_chosen(self, label: Cell, region: Region) -> bool:
        if self.choice.region in (None, region):
            return True
        chosen = self.choice.region.name if self.choice.region else ""
        self.table.report("region_differs", label, "region", found=region.name, chosen=chosen)
        return False

    def _locate(self, cells: list[tuple[_Column, Cell]], indicator: Indicator | None, region: Region | None) -> None:
        is_total = self.labels.axis == "regions" and region is None
        for column, cell in cells:
            of_indicator, of_region = column.indicator or indicator, column.region or region
            if of_indicator is None:
                continue
            if of_region is None and not is_total:
                self._report_unnamed_region(cell)
                continue
            self.table.cells.append(Located(cell, of_indicator, of_region, column.period, column.role))

    def _report_unnamed_region(self, cell: Cell) -> None:
        """Say once, for the whole table, that nothing names its region."""
        if not any(problem.code == "region_not_named" for problem in self.table.problems):
            self.table.report("region_not_named", cell, "region", value="")


def _period_in(texts: Iterable[str]) -> Period | None:
    """The period the lowest heading that names one names; a year alone is its end. Two years in one text name none."""
    for text in texts:
        plain = _plain(text)
        quarter = _QUARTER.search(plain)
        if quarter:
            number = quarter[2] or quarter[3]
            return Period(int(quarter[1]), _QUARTERS.get(number) or int(number))
        years = set(_YEAR.findall(plain))
        if len(years) == 1:
            return Period.end_of_year(int(years.pop()))
    return None


def _looks_reported(cell: Cell) -> bool:
    """Whether a cell holds a figure, or says in so many words that there is none; notes and signatures do not."""
    if cell.state in ("figure", "error", "formula_without_value"):
        return True
    return not cell.is_blank and (read_number(cell.text) is not None or read_silence(cell.text) is not None)


def _plain(text: str) -> str:
    """A name without what senders vary: white space, full-width digits and brackets."""
    return re.sub(r"\s+", "", half_width(text)).replace("（", "(").replace("）", ")")
