"""Reads a filled template (etl/template.py) back: by the names in the workbook and the key on each line.

So rows and columns may have been moved, inserted or coloured, and the words around the inputs changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import get_args

from common.periods import Period
from common.problems import Problem
from etl.headings import read_heading
from etl.names import Vocabulary
from etl.parse import Part, ReportedValue, number_in, parse_value
from etl.plausible import agree
from etl.table import Choice, Located, looks_reported
from etl.template import (
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
from etl.units import conversion
from etl.workbook import Cell, Sheet, Workbook
from indicators.plan import Indicator, Plan, Region

_NAMES = (
    NAME_OF_TEMPLATE, NAME_OF_PLAN, NAME_OF_REGION, NAME_OF_PERIOD, NAME_OF_KEYS, NAME_OF_INPUTS, NAME_OF_EXPLANATIONS,
)  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """What a filled template says. Without region and period its problems say why it cannot be read."""

    region: Region | None
    period: Period | None
    values: list[ReportedValue]
    problems: list[Problem]


def read_filled(workbook: Workbook, plan: Plan, choice: Choice) -> Filled | None:
    """Read a workbook that says it is a template; None for any other, to be read as a table of its own making."""
    if NAME_OF_TEMPLATE not in workbook.names:
        return None
    missing = [name for name in _NAMES if name not in workbook.names or _sheet(workbook, name) is None]
    if missing:
        return _unreadable(Problem("template_damaged", params={"missing": ", ".join(missing)}))
    about = _About(workbook)
    if (problem := about.problem(plan, choice)) is not None:
        return _unreadable(problem)
    region, period = plan.region_by_code[about.text(NAME_OF_REGION)], Period.read(about.text(NAME_OF_PERIOD))
    values, problems = _read_lines(workbook, plan, region, period)
    problems += [*_title_problems(workbook, plan, region, period), *_typed_over(workbook, values), *_half_rates(values)]
    return Filled(region, period, values, problems + _sheets_left_out(workbook))


class _About:
    """What the workbook says of itself."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook

    def cell(self, name: str) -> tuple[Sheet, Cell]:
        _title, row, column = self.workbook.names[name]
        sheet = _sheet(self.workbook, name)
        assert sheet is not None, "checked before"
        return sheet, sheet.at(row, column)

    def text(self, name: str) -> str:
        return self.cell(name)[1].text

    def problem(self, plan: Plan, choice: Choice) -> Problem | None:
        """What keeps it from being read for this plan and choice, if anything does."""
        if self.text(NAME_OF_TEMPLATE) != TEMPLATE:
            return self._problem("template_of_other_form", NAME_OF_TEMPLATE, known=TEMPLATE)
        if self.text(NAME_OF_PLAN) != plan.slug:
            return self._problem("template_of_other_plan", NAME_OF_PLAN, plan=plan.name)
        region = plan.region_by_code.get(self.text(NAME_OF_REGION))
        if region is None:
            return self._problem("unknown_region", NAME_OF_REGION)
        if choice.is_for_another(region):
            chosen = choice.region.name if choice.region else ""
            return self._problem("region_differs", NAME_OF_REGION, found=region.name, chosen=chosen)
        return self._problem_of_period(plan, choice)

    def _problem_of_period(self, plan: Plan, choice: Choice) -> Problem | None:
        try:
            period = Period.read(self.text(NAME_OF_PERIOD))
        except ValueError:
            return self._problem("period_unclear", NAME_OF_PERIOD)
        if not plan.baseline_period <= period <= plan.last_period:
            return self._problem("period_outside_plan", NAME_OF_PERIOD, found=period.words())
        if choice.period not in (None, period):
            chosen = choice.period.words() if choice.period else ""
            return self._problem("period_differs", NAME_OF_PERIOD, found=period.words(), chosen=chosen)
        return None

    def _problem(self, code: str, name: str, **params: object) -> Problem:
        sheet, cell = self.cell(name)
        return Problem(code, sheet.name, cell.address, name, cell.text, params)


@dataclass(frozen=True)
class _Line:
    """One line of the sheet to fill in."""

    sheet: str
    key: Cell
    input: Cell
    explanation: str
    others: tuple[str, ...]

    @property
    def is_worked_out(self) -> bool:
        return self.key.text.endswith(f"/{WORKED_OUT}")


def _lines(workbook: Workbook) -> Iterator[_Line]:
    """The lines below the headings, wherever their columns are now."""
    (_title, head, keys), (_title, _head, inputs), (_title, _head, explanations) = (
        workbook.names[name] for name in (NAME_OF_KEYS, NAME_OF_INPUTS, NAME_OF_EXPLANATIONS)
    )
    sheet = _sheet(workbook, NAME_OF_KEYS)
    assert sheet is not None, "checked before"
    for row in (row for row in sheet.rows if row > head):
        others = tuple(sheet.at(row, column).text for column in sheet.columns if column not in (inputs, explanations))
        explanation = sheet.at(row, explanations).text
        yield _Line(sheet.name, sheet.at(row, keys), sheet.at(row, inputs), explanation, others)


def _read_lines(
    workbook: Workbook, plan: Plan, region: Region, period: Period
) -> tuple[list[ReportedValue], list[Problem]]:
    values: list[ReportedValue] = []
    problems: list[Problem] = []
    first: dict[str, str] = {}
    words = Vocabulary(plan)
    for line in _lines(workbook):
        if line.is_worked_out or (line.key.is_blank and not looks_reported(line.input)):
            continue
        indicator, part = _known_key(plan, line.key.text)
        if indicator is None:
            problems.append(Problem("unknown_key", line.sheet, line.input.address, "key", line.key.text))
        elif first.setdefault(line.key.text, line.input.address) != line.input.address:
            problems.append(_second(line, indicator, region, period, first[line.key.text]))
        elif (label := _other_label(line, indicator, words)) is not None:
            params = {"label": label, "indicator": indicator.name}
            problems.append(
                Problem("key_and_label_differ", line.sheet, line.key.address, indicator.code, line.key.text, params)
            )
        else:
            value, found = _read_line(line, indicator, part, region, period, plan)
            problems += found
            values += [value] if value else []
    return values, problems


def _known_key(plan: Plan, key: str) -> tuple[Indicator | None, Part]:
    code, _slash, part = key.partition("/")
    indicator = plan.indicator_by_code.get(code)
    for known in get_args(Part):
        if part == known:
            return indicator, known
    return None, "value"


def _other_label(line: _Line, indicator: Indicator, words: Vocabulary) -> str | None:
    """A text on the line that names another indicator than its key does."""
    named = ((text, words.indicator(text)) for text in line.others)
    return next((text for text, found in named if found is not None and found != indicator), None)


def _title_problems(workbook: Workbook, plan: Plan, region: Region, period: Period) -> list[Problem]:
    """Where what stands above the headings was changed to another region or period than the file says it is for."""
    title, head, _column = workbook.names[NAME_OF_KEYS]
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == title)
    words = Vocabulary(plan)
    problems = []
    for cell in (cell for cell in sheet.cells.values() if cell.row < head):
        for said in (word.replace(":", "：").rpartition("：")[2] for word in cell.text.split()):
            heading, named = read_heading(said), words.region(said)
            found = Period(heading.year, heading.quarter) if heading.year and heading.quarter else None
            if found not in (None, period):
                params = {"found": found.words() if found else "", "chosen": period.words()}
                problems.append(Problem("period_differs", sheet.name, cell.address, "period", cell.text, params))
            if named not in (None, region):
                params = {"found": named.name if named else "", "chosen": region.name}
                problems.append(Problem("region_differs", sheet.name, cell.address, "region", cell.text, params))
    return problems


def _typed_over(workbook: Workbook, values: list[ReportedValue]) -> list[Problem]:
    """A rate typed over the formula that works it out: it must not be lost beside counts that say otherwise."""
    counts = {(value.indicator.code, value.part): value for value in values}
    problems = []
    for line in (line for line in _lines(workbook) if line.is_worked_out):
        code = line.key.text.partition("/")[0]
        rate = number_in(line.input)
        if rate is not None and not _is_made_of(
            rate, counts.get((code, "numerator")), counts.get((code, "denominator"))
        ):
            problems.append(Problem("rate_typed_over", line.sheet, line.input.address, code, line.input.text))
    return problems


def _half_rates(values: list[ReportedValue]) -> list[Problem]:
    """The counts that stand without the other one of their rate; nothing could be made of them."""
    counts = {(value.indicator.code, value.part): value for value in values if value.value is not None}
    others: dict[Part, Part] = {"numerator": "denominator", "denominator": "numerator"}
    return [
        Problem("half_a_rate", value.sheet, value.cell, code, value.text, _about(value))
        for (code, part), value in counts.items()
        if value.indicator.is_rate and part in others and (code, others[part]) not in counts
    ]


def _about(value: ReportedValue) -> dict[str, object]:
    return {"indicator": value.indicator.name, "region": value.region.name, "period": value.period.words()}


def _is_made_of(rate: Decimal, numerator: ReportedValue | None, denominator: ReportedValue | None) -> bool:
    """Whether a rate is what its counts come to; without both of them it is not."""
    if numerator is None or denominator is None or not denominator.value:
        return False
    return agree(numerator.indicator, Fraction(rate), Fraction(numerator.value or 0, denominator.value))


def _sheets_left_out(workbook: Workbook) -> list[Problem]:
    """Other sheets with figures are not read, and that is said."""
    own = {workbook.names[name][0] for name in _NAMES}
    others = (sheet for sheet in workbook.sheets if sheet.name not in own)
    return [
        Problem("sheet_beside_template", sheet=sheet.name, value=sheet.name)
        for sheet in others
        if any(cell.state == "figure" for cell in sheet.cells.values())
    ]


def _second(line: _Line, indicator: Indicator, region: Region, period: Period, other: str) -> Problem:
    params = {"indicator": indicator.name, "region": region.name, "period": period.words(), "other": other}
    return Problem("two_values", line.sheet, line.input.address, indicator.code, line.input.text, params)


def _read_line(
    line: _Line, indicator: Indicator, part: Part, region: Region, period: Period, plan: Plan
) -> tuple[ReportedValue | None, list[Problem]]:
    asked = indicator if part == "value" else _as_count(indicator)
    factor = conversion(asked.unit_asked, asked)
    assert factor is not None, "the plan was checked: it asks in a unit that converts"
    value, problems = parse_value(line.sheet, Located(line.input, asked, region, period, "value", factor), plan)
    if line.input.is_blank and line.explanation:
        problems.append(
            Problem("explained_but_empty", line.sheet, line.input.address, indicator.code, line.explanation)
        )
    if value is None:
        return None, problems
    return value._replace(indicator=indicator, part=part, explanation=line.explanation), problems


def _as_count(indicator: Indicator) -> Indicator:
    """The numerator or denominator of an indicator, read as what it is: a whole count."""
    return replace(indicator, kind="amount", unit="", unit_asked="", scale=0, places=0, step=1)


def _sheet(workbook: Workbook, name: str) -> Sheet | None:
    title = workbook.names[name][0]
    return next((sheet for sheet in workbook.sheets if sheet.name == title), None)


def _unreadable(problem: Problem) -> Filled:
    return Filled(None, None, [], [problem])
