"""What each cell of a sheet is about: which indicator, which region, which period, a value or a target.

A table is found by its content: the column that names most of the plan's regions (or indicators) labels the rows, and
the rows above the first label are headings, on as many levels as they like. Addresses are never assumed.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from etl.binding import NO_BINDINGS, NOT_TAKEN, Bindings, Bound
from etl.binding import TOTAL as BOUND_TOTAL
from etl.cells import UnreadableError
from etl.columns import TOTAL, ColumnReader
from etl.headings import plain, read_heading
from etl.names import Vocabulary
from etl.table import Choice, Column, Layout, Located, Table, find_layout, is_signature, looks_reported
from etl.units import conversion
from etl.workbook import Cell, Sheet
from indicators.plan import Indicator, Plan, Region
from indicators.target import read_silence

_MOST_AGAIN = 1_000
_ONE = Decimal(1)
_SUBTOTAL = re.compile(r".*小计")
_UNIT_LINE = re.compile(r"单位[:：]([万亿]?[^、,，;；()]{1,3})(?:$|[)])")


def locate(
    sheet: Sheet, plan: Plan, choice: Choice, bindings: Bindings = NO_BINDINGS, words: Vocabulary | None = None
) -> Table | None:
    """Find the table of a sheet and say what each of its cells is about; None where there is no table of this plan.

    `words` is the file's vocabulary, where it has further sheets.
    """
    words = words or Vocabulary(plan)
    layout = find_layout(sheet, words)
    if layout is None:
        return None
    table = Table(sheet.name, layout=layout)
    if (beside := _second_label_column(layout, words)) is not None:
        table.report("second_table", beside, "table")
        return table
    bound = Bound(bindings.get(layout.form) if bindings else None, layout, table, plan, choice)
    reader = ColumnReader(layout, table, plan, words, choice, bound)
    table.columns = reader.read()
    _RowReader(layout, table, words, choice, bound, reader.unit_column()).read()
    return table


def _second_label_column(layout: Layout, words: Vocabulary) -> Cell | None:
    """The first label of a second table beside the first, if there is one.

    A second name of what a row is about already, like the code beside a region's name, is none.
    """
    find: Callable[[str], Region | Indicator | None] = words.region if layout.axis == "regions" else words.indicator
    named = {label.row: find(label.text) for label in layout.sheet.by_column[layout.label_column]}
    for column, cells in layout.sheet.by_column.items():
        texts = (cell for cell in cells if cell.state == "text" and cell.row >= layout.first_row)
        found = ((cell, find(cell.text)) for cell in texts if column != layout.label_column)
        labels = [cell for cell, what in found if what is not None and what is not named.get(cell.row)]
        if len(labels) > 1:
            return labels[0]
    return None


class _RowReader:
    """Goes down a table's rows and says what each cell is about."""

    def __init__(
        self,
        layout: Layout,
        table: Table,
        words: Vocabulary,
        choice: Choice,
        bound: Bound,
        unit_column: int | None,
    ) -> None:
        self.layout = layout
        self.sheet = layout.sheet
        self.table = table
        self.words = words
        self.choice = choice
        self.bound = bound
        self.unit_column = unit_column
        self.of_regions = layout.axis == "regions"
        self.label_heading = plain(layout.label_heading)
        self.table_unit = _unit_of_table(layout)
        self.says_no_region = False
        # What rows were about so far, and how many rows were about the same again.
        self.named: set[str] = set()
        self.again = 0
        self.factors: dict[tuple[int, int, str, str | None], Decimal | None] = {}

    def read(self) -> None:
        if not self.of_regions and not self._title_agrees():
            return
        for row in self.layout.body:
            label = self.sheet.at(row, self.layout.label_column)
            cells = [(column, self.sheet.at(row, column.number)) for column in self.table.columns]
            if is_signature(label.text):
                continue
            region = self.words.region(label.text) if self.of_regions else None
            if (region is None and self._is_heading(label)) or self._names_headings(cells):
                self.table.report("second_table", self.sheet.at(row, self.sheet.columns[0]), "table")
                return
            if not self._period_beside_agrees(row):
                continue
            if self.of_regions:
                self._read_region_row(label, region, cells)
            else:
                self._read_indicator_row(label, cells)

    def _period_beside_agrees(self, row: int) -> bool:
        """Whether the period a row names beside its figures (a column 报告期), if any, is that of its columns."""
        for column in self.columns_beside:
            cell = self.sheet.at(row, column)
            if cell.state != "text" or not self.words.is_period(cell.text):
                continue
            said = read_heading(cell.text)
            for period in {column.period for column in self.table.columns if column.role == "value"}:
                if said.year not in (None, period.year) or said.quarter not in (None, period.quarter):
                    self.table.report("period_differs", cell, "period", found=cell.text, chosen=period.words())
                    return False
        return True

    @cached_property
    def columns_beside(self) -> tuple[int, ...]:
        """The columns that are neither the labels' nor of figures that are taken."""
        taken = {self.layout.label_column, *(column.number for column in self.table.columns)}
        return tuple(column for column in self.sheet.columns if column not in taken)

    def _title_agrees(self) -> bool:
        """Whether the region a title names, if it names one, is the chosen one."""
        named = self._region_in_titles
        if named is None or not self.choice.is_for_another(named):
            return True
        first = self.sheet.anchor(self.sheet.rows[0], self.sheet.columns[0])
        self.table.report_other_region(first, named, self.choice)
        return False

    def _is_heading(self, label: Cell) -> bool:
        """Whether a label is a heading again: it repeats the one above the labels, or names a period."""
        return bool(label.text) and plain(label.text) == self.label_heading or self.words.is_period(label.text)

    def _names_headings(self, cells: list[tuple[Column, Cell]]) -> bool:
        """Whether periods, indicators or regions stand where figures should."""
        find = self.words.indicator if self.of_regions else self.words.region
        is_period = self.words.is_period
        for _column, cell in cells:
            if cell.state == "text" and (find(cell.text) is not None or is_period(cell.text)):
                return True
        return False

    def _read_region_row(self, label: Cell, region: Region | None, cells: list[tuple[Column, Cell]]) -> None:
        said = self.bound.row(label)
        if said.subject == NOT_TAKEN:
            return
        if said.subject:
            region = self.bound.meaning(said).region
        if said.subject == BOUND_TOTAL or (region is not None and self._is_whole_above_others(region)):
            self._locate_all(cells, None, None, None)
        elif region is None:
            self._read_other_row(label, cells)
        elif self.choice.is_for_another(region):
            self.table.report_other_region(label, region, self.choice)
        else:
            self._locate_all(cells, None, region, None)

    def _read_other_row(self, label: Cell, cells: list[tuple[Column, Cell]]) -> None:
        """A row that names no region: a total, a subtotal, or one whose name is not known."""
        name = plain(label.text)
        if TOTAL.fullmatch(name):
            self._locate_all(cells, None, None, None)
        elif _SUBTOTAL.fullmatch(name):
            self.table.report("subtotal", label, "region")
        elif any(looks_reported(cell) for _column, cell in cells):
            self.table.report("unknown_region" if label.text else "row_not_named", label, "region")

    def _is_whole_above_others(self, region: Region) -> bool:
        """Whether a row of the whole stands among rows of its regions: then it is their total, never an input."""
        return region.parent is None and self._names_regions_below

    @cached_property
    def _names_regions_below(self) -> bool:
        labels = (self.sheet.at(row, self.layout.label_column).text for row in self.layout.body)
        return any(region is not None and region.parent is not None for region in map(self.words.region, labels))

    def _read_indicator_row(self, label: Cell, cells: list[tuple[Column, Cell]]) -> None:
        said = self.bound.row(label)
        if said.subject == NOT_TAKEN:
            return
        indicator = self.bound.meaning(said).indicator or self.words.indicator(label.text)
        if said.unit:
            cells = [(replace(column, unit=said.unit), cell) for column, cell in cells]
        if indicator is not None:
            beside = self.sheet.label(label.row, self.unit_column) if self.unit_column else ""
            unit = beside or read_heading(label.text).unit
            self._locate_all(cells, indicator, self.choice.region or self._region_in_titles, unit)
        elif any(looks_reported(cell) for _column, cell in cells):
            self.table.report("unknown_indicator", label, "indicator")

    @cached_property
    def _region_in_titles(self) -> Region | None:
        titles = map(self.layout.title_text, self.layout.titles)
        texts = [*titles, *self.layout.signatures, self.sheet.name]
        return next(filter(None, map(self.words.region_in_title, texts)), None)

    def _count_again(self, what: Region | Indicator | None) -> None:
        """Stop at a table that goes on and on about the same: each row makes a problem of each of its cells."""
        code = what.code if what else ""
        self.again += code in self.named
        self.named.add(code)
        if self.again > _MOST_AGAIN:
            raise UnreadableError("workbook_too_much")

    def _locate_all(
        self, cells: list[tuple[Column, Cell]], indicator: Indicator | None, region: Region | None, unit: str | None
    ) -> None:
        self._count_again(region if self.of_regions else indicator)
        is_total_row = self.of_regions and region is None
        unit = unit or self.table_unit
        for column, cell in cells:
            of_indicator, of_region = column.indicator or indicator, column.region or region
            is_total = is_total_row or column.is_total
            if of_indicator is None:
                continue
            if of_region is None and not is_total:
                self._report_unnamed_region(cell)
                continue
            factor = self._factor(column, cell, of_indicator, column.unit or unit)
            if factor is not None:
                located_region = None if is_total else of_region
                self.table.cells.append(Located(cell, of_indicator, located_region, column.period, column.role, factor))

    def _report_unnamed_region(self, cell: Cell) -> None:
        """Say once, for the whole table, that nothing names its region."""
        if not self.says_no_region:
            self.says_no_region = True
            self.table.report("region_not_named", cell, "region", value="")

    def _factor(self, column: Column, cell: Cell, indicator: Indicator, unit: str | None) -> Decimal | None:
        """What a figure is multiplied by to be in the plan's unit; None, with a problem, where that is not known."""
        if column.role == "target" or indicator.is_rate or cell.is_blank or read_silence(cell.text):
            return _ONE
        place = column.heading if self.of_regions else cell
        key = (place.row, place.column, indicator.code, unit)
        if key not in self.factors:
            self.factors[key] = self._factor_at(place, indicator, unit)
        return self.factors[key]

    def _factor_at(self, place: Cell, indicator: Indicator, unit: str | None) -> Decimal | None:
        if unit is None and indicator.needs_unit_named:
            params = {"indicator": indicator.name, "unit": indicator.unit, "asked": indicator.unit_asked}
            self.table.report("unit_not_named", place, "unit", **params)
            return None
        factor = conversion(unit, indicator)
        if factor != 1:
            code = "unit_differs" if factor is None else "unit_converted"
            params = {"indicator": indicator.name, "found": unit or "", "expected": indicator.unit}
            self.table.report(code, place, "unit", **params)
        return factor


def _unit_of_table(layout: Layout) -> str | None:
    """The one unit a line such as 单位：万人 above the table names for all of it."""
    texts = (*map(layout.title_text, layout.titles), *layout.signatures)
    named = {match[1] for text in texts if (match := _UNIT_LINE.search(plain(text)))}
    return named.pop() if len(named) == 1 else None
