"""What each column of a table is about, from its headings on all their levels, the titles, and the sender's choice.

A heading that is not understood is named as not taken, or refused; it is never guessed (docs/decisions/0007).
"""

import re
from dataclasses import dataclass, replace

from common.periods import Period
from etl.binding import NOT_TAKEN, TARGETS, Bound, Meaning, Said
from etl.headings import HeadingWords, Role, end_of_span, plain, read_heading
from etl.names import Vocabulary
from etl.table import Choice, Column, Layout, Table, looks_reported
from etl.workbook import Cell
from indicators.plan import Plan

TOTAL = re.compile(r"(全[国省市县区])?(合计|总计)|全[国省市县区]")
# Words that change what a figure is, wherever above it they stand.
_OTHER_FIGURES = re.compile(r"计划|同期|上年|去年|同比|环比|增|减|其中|任务|预计")
_UNIT_COLUMNS = frozenset({"单位", "计量单位"})
_NOT_FIGURES = frozenset({"序号", "备注", "性质", "指标性质", "责任单位", "填报说明", "说明", *_UNIT_COLUMNS})


@dataclass(frozen=True)
class _Heading:
    """What stands above a column, the lowest level first, as texts and taken apart."""

    column: int
    cell: Cell
    parts: tuple[str, ...]
    words: tuple[HeadingWords, ...]

    @property
    def text(self) -> str:
        return " ".join(reversed(self.parts))

    @property
    def year(self) -> int | None:
        return next((words.year for words in self.words if words.year), None)

    @property
    def quarter(self) -> int | None:
        return next((words.quarter for words in self.words if words.quarter), None)

    @property
    def role(self) -> Role | None:
        return next((words.role for words in self.words if words.role), None)

    @property
    def end_of_span(self) -> int | None:
        return next(filter(None, map(end_of_span, self.parts)), None)

    @property
    def is_baseline(self) -> bool:
        return any(words.is_baseline for words in self.words)

    @property
    def is_unclear(self) -> bool:
        return any(words.other_span or words.many_years for words in self.words)


class ColumnReader:
    """Reads a table's columns; what keeps one from being read goes into the table's problems."""

    def __init__(
        self, layout: Layout, table: Table, plan: Plan, words: Vocabulary, choice: Choice, bound: Bound
    ) -> None:
        self.layout = layout
        self.sheet = layout.sheet
        self.table = table
        self.plan = plan
        self.words = words
        self.choice = choice
        self.bound = bound
        titles = [read_heading(layout.title_text(row)) for row in layout.titles]
        # A title like 2023—2025年 names the plan's span, not a period.
        self.titles = [title for title in titles if not title.many_years]

    def read(self) -> list[Column]:
        """The columns of figures, in their order."""
        return [column for heading in self._headings() if (column := self._column(heading)) is not None]

    def unit_column(self) -> int | None:
        """In a table of indicators, the column that says each row's unit."""
        if self.layout.axis == "regions":
            return None
        texts = {
            column: [self.sheet.label(row, column) for row in self.layout.headings] for column in self.sheet.columns
        }
        return next((column for column, parts in texts.items() if _UNIT_COLUMNS & set(map(plain, parts))), None)

    def _headings(self) -> list[_Heading]:
        """The headings of every column that holds anything, but for the one with the labels."""
        headings = []
        for column, cells in self.sheet.by_column.items():
            first = next((cell for cell in cells if cell.row >= self.layout.first_row), None)
            if column == self.layout.label_column or first is None:
                continue
            levels = self.layout.levels(column)
            cell = self.sheet.anchor(levels[0], column) if levels else first
            parts = tuple(self.sheet.label(row, column) for row in levels)
            headings.append(_Heading(column, cell, parts, tuple(map(read_heading, parts))))
        return headings

    def _column(self, heading: _Heading) -> Column | None:
        """What a column is about; None where it holds no figures of this plan or its heading is not understood."""
        said = self.bound.column(heading.column, heading.cell, heading.text)
        if said.subject == NOT_TAKEN:
            return None
        indicator, region, is_total = self._meaning(heading, said)
        if self.layout.axis == "regions" and indicator is None:
            self._report_unknown("unknown_indicator", heading)
        elif not said.subject and not self._is_understood(heading):
            self._report_unknown("unknown_column", heading)
        elif region and self.choice.is_for_another(region):
            self.table.report_other_region(heading.cell, region, self.choice)
        else:
            column = Column(
                heading.column,
                heading.cell,
                indicator,
                region,
                is_total,
                said.unit or next((words.unit for words in heading.words if words.unit), None),
                self.plan.target_period,
                "target",
            )
            return self._as_said(column, heading, said) if said.figures else self._with_period(column, heading)
        return None

    def _meaning(self, heading: _Heading, said: Said) -> Meaning:
        """What a column is about: what was said of it, or what its heading names."""
        if said.subject:
            return self.bound.meaning(said)
        if self.layout.axis == "regions":
            return Meaning(next(filter(None, map(self.words.indicator, heading.parts)), None), None, False)
        region = next(filter(None, map(self.words.region, heading.parts)), None)
        return Meaning(None, region, any(map(_is_total, heading.words)))

    def _is_understood(self, heading: _Heading) -> bool:
        """Whether nothing but known words stands from the lowest level up to the one that says what the column is.

        Words above that level group columns (约束性指标) and say nothing of their own; words below it do (同比增长).
        """
        find = self.words.indicator if self.layout.axis == "regions" else self.words.region
        for level, (part, words) in enumerate(zip(heading.parts, heading.words, strict=True)):
            if any(_OTHER_FIGURES.search(above.names) for above in heading.words[level + 1 :]):
                return False
            if find(part) or (self.layout.axis == "indicators" and _is_total(words)):
                return True
            if words.names:
                return False
            if self.layout.axis == "indicators" and _says_time_or_role(words):
                return True
        return False

    def _report_unknown(self, code: str, heading: _Heading) -> None:
        if any(words.names in _NOT_FIGURES for words in heading.words):
            return
        if any(looks_reported(self.sheet.at(row, heading.column)) for row in self.layout.body):
            self.table.report(code, heading.cell, "heading", value=heading.text)

    def _as_said(self, column: Column, heading: _Heading, said: Said) -> Column | None:
        """A column of targets or of the return's values, as was said; a heading of plainly another time is refused."""
        if said.figures == TARGETS:
            return column
        year, quarter = self._named(heading)
        if self.choice.period is None:
            self.table.report("period_not_named", heading.cell, "period", value=heading.text)
            return None
        period = self._chosen(heading, year, quarter or heading.end_of_span, self.choice.period)
        return self._values_of(period, column, heading) if period else None

    def _with_period(self, column: Column, heading: _Heading) -> Column | None:
        if heading.role == "target":
            return self._target(column, heading)
        if heading.is_baseline and self.choice.period not in (None, self.plan.baseline_period):
            # The baseline's column beside this period's is the plan's business, not this return's.
            return None
        period = self._period(heading)
        if period is None:
            return None
        is_bare_target_year = period == self.plan.target_period and heading.year and not heading.quarter
        if is_bare_target_year and heading.role is None and self.choice.period is None:
            return column
        if is_bare_target_year and heading.role is None:
            self.table.report("column_ambiguous", heading.cell, "period", value=heading.text, year=period.year)
            return None
        return self._values_of(period, column, heading)

    def _values_of(self, period: Period, column: Column, heading: _Heading) -> Column | None:
        """A column of a period's values, where the plan has the period and no other was chosen."""
        if not self.plan.baseline_period <= period <= self.plan.last_period:
            self.table.report("period_outside_plan", heading.cell, "period", found=period.words())
            return None
        if self.choice.period not in (None, period):
            self._report_other_period(heading, period)
            return None
        return replace(column, period=period, role="value")

    def _target(self, column: Column, heading: _Heading) -> Column | None:
        """A column of targets; those of another year than the plan's are not the plan's, and named as not taken."""
        target = self.plan.target_period
        if heading.year in (None, target.year) and heading.quarter in (None, target.quarter):
            return column
        self.table.report("unknown_column", heading.cell, "heading", value=heading.text)
        return None

    def _period(self, heading: _Heading) -> Period | None:
        """The period of a column: as its headings say, with what titles add, else as chosen; None with a problem."""
        if heading.is_unclear:
            self.table.report("period_unclear", heading.cell, "period", value=heading.text)
            return None
        if heading.is_baseline and heading.year is None:
            return self.plan.baseline_period
        if heading.year is None and heading.role is None and self.layout.is_titled_as_targets:
            target_year = self.plan.target_period.year
            self.table.report("column_ambiguous", heading.cell, "period", value=heading.text, year=target_year)
            return None
        year, quarter = self._named(heading)
        if heading.year is None and self.choice.period is not None:
            return self._chosen(heading, year, quarter, self.choice.period)
        if quarter is None and any(title.other_span for title in self._titles_of(heading)):
            title = self.layout.title_text(self.layout.titles[0])
            self.table.report("period_unclear", heading.cell, "period", value=f"{title} {heading.text}".strip())
            return None
        if year is None:
            self.table.report("period_not_named", heading.cell, "period", value=heading.text)
            return None
        return Period(year, quarter) if quarter else Period.end_of_year(year)

    def _titles_of(self, heading: _Heading) -> list[HeadingWords]:
        """The titles that speak of a heading's year, or of none."""
        return [title for title in self.titles if heading.year is None or title.year in (None, heading.year)]

    def _named(self, heading: _Heading) -> tuple[int | None, int | None]:
        """The year and the quarter that a heading names, with what titles add."""
        titles = self._titles_of(heading)
        year = heading.year or next((title.year for title in titles if title.year), None)
        quarter = heading.quarter or next((title.quarter for title in titles if title.quarter), None)
        return year, quarter

    def _chosen(self, heading: _Heading, year: int | None, quarter: int | None, chosen: Period) -> Period | None:
        """The chosen period, where neither heading nor title says another year or quarter."""
        if year in (None, chosen.year) and quarter in (None, chosen.quarter):
            return chosen
        self._report_other_period(heading, Period(year or chosen.year, quarter or chosen.quarter))
        return None

    def _report_other_period(self, heading: _Heading, found: Period) -> None:
        chosen = self.choice.period.words() if self.choice.period else ""
        self.table.report("period_differs", heading.cell, "period", found=found.words(), chosen=chosen)


def _is_total(words: HeadingWords) -> bool:
    return TOTAL.fullmatch(words.names) is not None


def _says_time_or_role(words: HeadingWords) -> bool:
    return bool(words.role or words.year or words.quarter or words.other_span or words.many_years)
