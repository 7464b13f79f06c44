"""What a filled template is for, and where its lines are: by the names in the workbook, or without them by its keys.

Spreadsheet programs keep the names wherever cells go. Saved as text, or copied into another workbook, a sheet loses
them; its keys and headings are then all there is, and must stand as they were.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar, get_args

from common.language import _, in_every_language
from common.periods import Period
from common.problems import Problem, Refusal
from etl.headings import plain, read_heading
from etl.names import Vocabulary
from etl.parse import Part
from etl.table import Choice
from etl.template import (
    HEADING_OF_EXPLANATIONS,
    HEADING_OF_INPUTS,
    NAME_OF_EXPLANATIONS,
    NAME_OF_INPUTS,
    NAME_OF_KEYS,
    NAME_OF_PERIOD,
    NAME_OF_PLAN,
    NAME_OF_REGION,
    NAME_OF_TEMPLATE,
    TEMPLATE,
    WORKED_OUT,
)
from etl.workbook import Cell, Sheet, Workbook
from indicators.plan import Indicator, Plan, Region

_NAMES = (
    NAME_OF_TEMPLATE, NAME_OF_PLAN, NAME_OF_REGION, NAME_OF_PERIOD, NAME_OF_KEYS, NAME_OF_INPUTS, NAME_OF_EXPLANATIONS,
)  # fmt: skip

_What = TypeVar("_What")


@dataclass(frozen=True)
class Form:
    """A filled template: the sheet with its lines, the row of their headings, its columns, and what it is for.

    `own_sheets` are the names of the template's sheets; `by_keys` tells that the names in the workbook were lost.
    """

    sheet: Sheet
    head: int
    keys: int
    inputs: int
    explanations: int
    region: Region
    period: Period
    own_sheets: frozenset[str]
    by_keys: bool = False


class Said(NamedTuple):
    """What a cell above the headings says that the template is for."""

    cell: Cell
    text: str
    region: Region | None
    period: Period | None


def find_form(workbook: Workbook, plan: Plan, choice: Choice) -> Form | None:
    """The template a workbook is; None where it is none, Refusal where it is one that cannot be read."""
    if NAME_OF_TEMPLATE in workbook.names:
        return _Guide(workbook).form(plan, choice)
    columns = {sheet.name: column for sheet in workbook.sheets if (column := _column_of_keys(sheet, plan)) is not None}
    if len(columns) > 1:
        raise Refusal(Problem("templates_in_one_file", params={"sheets": ", ".join(columns)}))
    found = (sheet for sheet in workbook.sheets if sheet.name in columns)
    return next((_form_by_keys(sheet, columns[sheet.name], plan, choice) for sheet in found), None)


def known_key(plan: Plan, key: str) -> tuple[Indicator | None, Part]:
    """The indicator and the part a line's key stands for; no indicator where it stands for none of the plan's."""
    code, _slash, part = key.partition("/")
    indicator = plan.indicator_by_code.get(code)
    if part == WORKED_OUT:
        return indicator, "value"
    for known in get_args(Part):
        if part == known:
            return indicator, known
    return None, "value"


def said_above(sheet: Sheet, head: int, plan: Plan) -> Iterator[Said]:
    """What the words above the headings say of region and period, as far as they name any."""
    words = Vocabulary(plan)
    for cell in (cell for cell in sheet.cells.values() if cell.row < head):
        # Parted at every space, and at wide ones only: the period in English has spaces of its own.
        pieces = (*cell.text.split(), *cell.text.split("  "))
        for said in dict.fromkeys(piece.replace(":", "：").rpartition("：")[2].strip() for piece in pieces):
            region, period = words.region(said), _period_in(said, plan)
            if region or period:
                yield Said(cell, said, region, period)


class _Guide:
    """What a workbook with the template's names says of itself, mostly on the sheet that says how to fill it in."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook

    def form(self, plan: Plan, choice: Choice) -> Form:
        missing = [name for name in _NAMES if self._sheet(name) is None]
        if missing:
            raise Refusal(Problem("template_damaged", params={"missing": ", ".join(missing)}))
        if self._cell(NAME_OF_TEMPLATE).text != TEMPLATE:
            raise self._refusal("template_of_other_form", NAME_OF_TEMPLATE, known=TEMPLATE)
        if self._cell(NAME_OF_PLAN).text != plan.slug:
            raise self._refusal("template_of_other_plan", NAME_OF_PLAN, plan=plan.name)
        sheet = self._sheet(NAME_OF_KEYS)
        assert sheet is not None, "it is not missing"
        (_title, head, keys), (_title, _head, inputs), (_title, _head, explanations) = (
            self.workbook.names[name] for name in (NAME_OF_KEYS, NAME_OF_INPUTS, NAME_OF_EXPLANATIONS)
        )
        own = frozenset(self.workbook.names[name][0] for name in _NAMES)
        region, period = self._region(plan, choice), self._period(plan, choice)
        return Form(sheet, head, keys, inputs, explanations, region, period, own)

    def _region(self, plan: Plan, choice: Choice) -> Region:
        region = Vocabulary(plan).region(self._cell(NAME_OF_REGION).text)
        if region is None:
            example = f"{plan.root.code} ({plan.root.name})"
            raise self._refusal("template_region_unknown", NAME_OF_REGION, example=example)
        if choice.is_for_another(region):
            chosen = choice.region.name if choice.region else ""
            raise self._refusal("region_differs", NAME_OF_REGION, found=region.name, chosen=chosen)
        return region

    def _period(self, plan: Plan, choice: Choice) -> Period:
        period = _period_in(self._cell(NAME_OF_PERIOD).text, plan)
        if period is None:
            raise self._refusal("template_period_unclear", NAME_OF_PERIOD)
        if not plan.baseline_period <= period <= plan.last_period:
            raise self._refusal("period_outside_plan", NAME_OF_PERIOD, found=period.words())
        if choice.period not in (None, period):
            chosen = choice.period.words() if choice.period else ""
            raise self._refusal("period_differs", NAME_OF_PERIOD, found=period.words(), chosen=chosen)
        return period

    def _sheet(self, name: str) -> Sheet | None:
        title = self.workbook.names[name][0] if name in self.workbook.names else None
        return next((sheet for sheet in self.workbook.sheets if sheet.name == title), None)

    def _cell(self, name: str) -> Cell:
        _title, row, column = self.workbook.names[name]
        sheet = self._sheet(name)
        assert sheet is not None, "it is not missing"
        return sheet.at(row, column)

    def _refusal(self, code: str, name: str, **params: object) -> Refusal:
        cell = self._cell(name)
        return Refusal(Problem(code, self.workbook.names[name][0], cell.address, name, cell.text, params))


def _column_of_keys(sheet: Sheet, plan: Plan) -> int | None:
    """The column with most of the plan's keys, if one has any."""
    keys = Counter(cell.column for cell in sheet.cells.values() if _is_key(cell, plan))
    return keys.most_common(1)[0][0] if keys else None


def _is_key(cell: Cell, plan: Plan) -> bool:
    code, slash, part = cell.text.partition("/")
    return bool(slash) and code in plan.indicator_by_code and part in (*get_args(Part), WORKED_OUT)


def _form_by_keys(sheet: Sheet, keys: int, plan: Plan, choice: Choice) -> Form:
    """The form of a sheet without names: by its headings, and for the region and period chosen or else in its title."""
    first = next(cell.row for cell in sheet.by_column[keys] if _is_key(cell, plan))
    inputs, explanations = (_heading(sheet, first, words) for words in (HEADING_OF_INPUTS, HEADING_OF_EXPLANATIONS))
    said = list(said_above(sheet, inputs.row, plan)) if inputs else []
    region = choice.region or _only({one.region for one in said if one.region})
    period = choice.period or _only({one.period for one in said if one.period})
    if inputs is None or explanations is None or region is None or period is None:
        raise Refusal(Problem("template_names_lost", sheet.name, value=sheet.name))
    if not plan.baseline_period <= period <= plan.last_period:
        raise Refusal(Problem("period_outside_plan", sheet.name, field="period", params={"found": period.words()}))
    own = frozenset({sheet.name})
    return Form(sheet, inputs.row, keys, inputs.column, explanations.column, region, period, own, by_keys=True)


def _heading(sheet: Sheet, first: int, words: str) -> Cell | None:
    """The heading with these words, in any language, above the first line."""
    written = {plain(heading) for heading in in_every_language(lambda: _(words))}
    return next((cell for cell in sheet.cells.values() if cell.row < first and plain(cell.text) in written), None)


def _only(found: set[_What]) -> _What | None:
    return found.pop() if len(found) == 1 else None


def _period_in(text: str, plan: Plan) -> Period | None:
    """The quarter a text names: 2024Q3, 2024年三季度, or as the template prints it in any language."""
    words = read_heading(text)
    if words.year and words.quarter and not words.other_span:
        return Period(words.year, words.quarter)
    return _printed_periods(plan.baseline_period, plan.last_period).get(text)


@lru_cache(maxsize=16)
def _printed_periods(first: Period, last: Period) -> dict[str, Period]:
    """The quarters from one to another by how they are printed, in every language."""
    periods = map(Period.at, range(first.ordinal, last.ordinal + 1))
    return {words: period for period in periods for words in in_every_language(period.words)}
