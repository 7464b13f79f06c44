"""Reads a filled template (etl/template.py) back: by the names in the workbook and the key on each line.

So rows and columns may have been moved, inserted or coloured, and the words around the inputs changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import get_args

from common.periods import Period
from common.problems import Problem
from etl.parse import Part, ReportedValue, parse_value
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
    return Filled(region, period, values, problems)


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

    @property
    def is_worked_out(self) -> bool:
        return self.key.text.endswith(f"/{WORKED_OUT}")


def _lines(workbook: Workbook) -> Iterator[_Line]:
    """The lines below the headings that have a key or a figure, wherever their columns are now."""
    (_title, head, keys), (_title, _head, inputs), (_title, _head, explanations) = (
        workbook.names[name] for name in (NAME_OF_KEYS, NAME_OF_INPUTS, NAME_OF_EXPLANATIONS)
    )
    sheet = _sheet(workbook, NAME_OF_KEYS)
    assert sheet is not None, "checked before"
    for row in (row for row in sheet.rows if row > head):
        line = _Line(sheet.name, sheet.at(row, keys), sheet.at(row, inputs), sheet.at(row, explanations).text)
        if not line.is_worked_out and (not line.key.is_blank or looks_reported(line.input)):
            yield line


def _read_lines(
    workbook: Workbook, plan: Plan, region: Region, period: Period
) -> tuple[list[ReportedValue], list[Problem]]:
    values: list[ReportedValue] = []
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for line in _lines(workbook):
        indicator, part = _known_key(plan, line.key.text)
        if indicator is None:
            problems.append(Problem("unknown_key", line.sheet, line.input.address, "key", line.key.text))
        elif first.setdefault(line.key.text, line.input.address) != line.input.address:
            problems.append(_second(line, indicator, region, period, first[line.key.text]))
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
    return replace(value, indicator=indicator, part=part, explanation=line.explanation), problems


def _as_count(indicator: Indicator) -> Indicator:
    """The numerator or denominator of an indicator, read as what it is: a whole count."""
    return replace(indicator, kind="amount", unit="", unit_asked="", scale=0, places=0, step=1)


def _sheet(workbook: Workbook, name: str) -> Sheet | None:
    title = workbook.names[name][0]
    return next((sheet for sheet in workbook.sheets if sheet.name == title), None)


def _unreadable(problem: Problem) -> Filled:
    return Filled(None, None, [], [problem])
