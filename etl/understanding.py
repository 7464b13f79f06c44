"""What was understood of a file's tables: what each heading and label is taken for, and what a person is asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from common.periods import Period
from etl.binding import NOT_TAKEN, OWN, TOTAL, Binding, Said
from etl.columns import TOTAL as TOTAL_LABEL
from etl.headings import Role, periodless, plain
from etl.names import Vocabulary
from etl.reading import Reading
from etl.table import Axis, Column, Layout, Table
from etl.workbook import Cell
from indicators.plan import Plan

# Problems that a person's word solves, by what it must say.
WHAT = frozenset({"unknown_indicator", "unknown_column", "unknown_region"})
WHICH_FIGURES = frozenset({"column_ambiguous", "period_unclear", "period_not_named"})
WHICH_UNIT = frozenset({"unit_not_named", "unit_differs"})
ASKED = WHAT | WHICH_FIGURES | WHICH_UNIT


@dataclass(frozen=True)
class Understood:
    """One heading or label: where it stands, its text, the name a binding knows it by, and what it is taken for.

    `said.subject` is empty where it is taken for nothing known. `period` and `role` are those of a column that is read.
    `asked` are the problems a person can solve here.
    """

    sheet: str
    cell: str
    text: str
    name: str
    said: Said
    asked: frozenset[str] = frozenset()
    is_by_hand: bool = False
    period: Period | None = None
    role: Role | None = None


@dataclass(frozen=True)
class Understanding:
    """What was understood of the tables of one form. `binding` is what was said of it before; empty if nothing was."""

    form: str
    axis: Axis
    columns: tuple[Understood, ...]
    rows: tuple[Understood, ...]
    binding: Binding

    @property
    def is_asked(self) -> bool:
        """Whether something is left for a person to say."""
        return any(one.asked for one in (*self.columns, *self.rows))


def understandings(reading: Reading, plan: Plan) -> list[Understanding]:
    """What was understood of each form of table in a file; nothing for a template, which says what it is."""
    words = Vocabulary(plan)
    readers: dict[str, list[_Reader]] = defaultdict(list)
    for table in reading.tables:
        if table.layout is not None and not any(problem.code == "second_table" for problem in table.problems):
            binding = reading.bindings.get(table.layout.form, Binding())
            readers[table.layout.form].append(_Reader(table, table.layout, words, binding))
    return [_understanding(form, of_form) for form, of_form in readers.items()]


def binding_of(unaided: Understanding, before: Binding, chosen: Binding) -> Binding:
    """What a person chose beyond what the program understands `unaided`, and what was said before of anything else.

    What is understood anyway is not kept, so that a heading that says something else next time is read anew.
    """
    return Binding(
        _beyond(unaided.columns, before.columns, chosen.columns), _beyond(unaided.rows, before.rows, chosen.rows)
    )


def _beyond(unaided: tuple[Understood, ...], before: Mapping[str, Said], chosen: Mapping[str, Said]) -> dict[str, Said]:
    said = {one.name: _said_beyond(one, chosen[one.name]) for one in unaided if one.name in chosen}
    return {name: one for name, one in {**before, **said}.items() if not one.is_empty}


def _said_beyond(unaided: Understood, chosen: Said) -> Said:
    if chosen.subject == NOT_TAKEN:
        return Said(NOT_TAKEN) if unaided.asked or unaided.said.subject != NOT_TAKEN else Said()
    return replace(chosen, subject="") if chosen.subject == unaided.said.subject else chosen


def _understanding(form: str, readers: list["_Reader"]) -> Understanding:
    columns = _once(one for reader in readers for one in reader.columns())
    rows = _once(one for reader in readers for one in reader.rows())
    return Understanding(form, readers[0].layout.axis, columns, rows, readers[0].binding)


def _once(many: Iterable[Understood]) -> tuple[Understood, ...]:
    """Each name once, rather where it is asked about: what is said of it holds wherever it stands."""
    named: dict[str, Understood] = {}
    for one in many:
        if one.name not in named or (one.asked and not named[one.name].asked):
            named[one.name] = one
    return tuple(named.values())


@dataclass(frozen=True)
class _Reader:
    """Goes over a table that was read, and says what was understood of it."""

    table: Table
    layout: Layout
    words: Vocabulary
    binding: Binding

    @cached_property
    def asked(self) -> dict[str, set[str]]:
        """What is asked, by the cell it is asked about."""
        asked: dict[str, set[str]] = defaultdict(set)
        for problem in self.table.problems:
            if problem.code in ASKED and problem.cell:
                asked[problem.cell].add(problem.code)
        return asked

    @cached_property
    def by_hand(self) -> set[str | None]:
        """The cells that were read by a person's word."""
        return {problem.cell for problem in self.table.problems if problem.code == "bound_by_hand"}

    def columns(self) -> Iterator[Understood]:
        """Every column that holds anything, in its order."""
        taken = {column.number: column for column in self.table.columns}
        sheet, layout = self.layout.sheet, self.layout
        for number in sheet.columns:
            filled = [row for row in layout.body if not sheet.at(row, number).is_blank]
            levels = layout.levels(number)
            if number == layout.label_column or not filled:
                continue
            cell = sheet.anchor(levels[0], number) if levels else sheet.at(filled[0], number)
            parts = [sheet.label(row, number) for row in levels]
            yield self._column(taken.get(number), number, cell, parts)

    def _column(self, column: Column | None, number: int, cell: Cell, parts: list[str]) -> Understood:
        name = self.layout.heading_names[number]
        asked = frozenset(self.asked.get(cell.address, ()))
        is_by_hand = cell.address in self.by_hand
        said = self.binding.columns.get(name, Said()) if is_by_hand else Said()
        subject = said.subject or (self._named(column, parts) if column or asked & WHICH_FIGURES else NOT_TAKEN)
        return Understood(
            self.table.sheet,
            cell.address,
            " ".join(reversed(parts)),
            name,
            Said(subject, said.figures, said.unit),
            asked,
            is_by_hand,
            column.period if column else None,
            column.role if column else None,
        )

    def _named(self, column: Column | None, parts: list[str]) -> str:
        """What a column's headings name."""
        if self.layout.axis == "regions":
            indicator = next(filter(None, map(self.words.indicator, parts)), None)
            return f"indicator:{indicator.code}" if indicator else NOT_TAKEN
        if column is not None and column.is_total:
            return TOTAL
        region = next(filter(None, map(self.words.region, parts)), None)
        return f"region:{region.code}" if region else OWN

    def rows(self) -> Iterator[Understood]:
        """The rows somebody is asked about or has said something of, and totals, which may be of other rows."""
        for row in self.layout.body:
            label = self.layout.sheet.at(row, self.layout.label_column)
            asked = frozenset(self._asked_in(row))
            is_by_hand = label.address in self.by_hand
            if label.text and (asked or is_by_hand or (self.layout.axis == "regions" and _is_total(label))):
                yield self._row(label, asked, is_by_hand)

    def _asked_in(self, row: int) -> Iterator[str]:
        """What is asked about a row: at its label, or, about its unit, at its figures."""
        sheet = self.layout.sheet
        for column in sheet.columns if self.asked else ():
            at_label = column == self.layout.label_column
            codes = self.asked.get(sheet.at(row, column).address, set())
            yield from codes if at_label else codes & WHICH_UNIT

    def _row(self, label: Cell, asked: frozenset[str], is_by_hand: bool) -> Understood:
        name = periodless(label.text)
        said = self.binding.rows.get(name, Said()) if is_by_hand else Said()
        if self.layout.axis == "regions":
            subject = TOTAL if _is_total(label) else ""
        else:
            indicator = self.words.indicator(label.text)
            subject = f"indicator:{indicator.code}" if indicator else NOT_TAKEN
        return Understood(
            self.table.sheet,
            label.address,
            label.text,
            name,
            Said(said.subject or subject, "", said.unit),
            asked,
            is_by_hand,
        )


def _is_total(label: Cell) -> bool:
    return TOTAL_LABEL.fullmatch(plain(label.text)) is not None
