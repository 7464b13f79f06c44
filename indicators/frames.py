"""A plan and its facts as the rows and columns the engine computes with; data/engines.py makes frames of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Literal

from common.numbers import read_number, to_scaled
from common.periods import Period
from indicators.asking import QUARTERS_BETWEEN, is_expected
from indicators.plan import Indicator, Plan, Target
from indicators.readings import Confirmations, direction_of, reading_of
from indicators.resolve import TargetNumber, resolve
from indicators.target import TargetNotRead, TargetReading

ColumnType = Literal["text", "integer", "yes_or_no"]

Rows = list[dict[str, Any]]
Columns = Mapping[str, ColumnType]

# `cell` numbers the plan's targets, `start` and `due` are the ordinals of the baseline's and the target's period,
# `every` the quarters between two figures asked for, `whole` the integer a rate of 100% is, `step` the smallest change
# possible.
DECLARED_COLUMNS: Columns = {
    "cell": "integer",
    "indicator": "text",
    "region": "text",
    "parent": "text",
    "kind": "text",
    "counted": "text",
    "nature": "text",
    "direction": "text",
    "aggregation": "text",
    "is_asked": "yes_or_no",
    "every": "integer",
    "valid_from": "integer",
    "valid_to": "integer",
    "applicable": "yes_or_no",
    "acknowledged": "yes_or_no",
    "start": "integer",
    "due": "integer",
    "whole": "integer",
    "step": "integer",
    "baseline": "integer",
    "comparator": "text",
    "target": "integer",
    "target_under": "integer",
    "upper": "integer",
    "target_gap": "text",
}
ANCESTOR_COLUMNS: Columns = {"region": "text", "ancestor": "text", "steps_up": "integer"}
MILESTONE_COLUMNS: Columns = {
    "cell": "integer",
    "period": "integer",
    "line_from": "integer",
    "line_to": "integer",
    "part": "integer",
    "steps": "integer",
}
PERIOD_COLUMNS: Columns = {"period": "integer", "year": "integer", "quarter": "integer", "is_overdue": "yes_or_no"}
FACT_COLUMNS: Columns = {
    "cell": "integer",
    "period": "integer",
    "value": "integer",
    "numerator": "integer",
    "denominator": "integer",
    "gap": "integer",
}


def declared_rows(plan: Plan, confirmations: Confirmations, indicators: Collection[str] | None = None) -> Rows:
    """One row per (indicator, region) the plan speaks of, for some indicators or all.

    `baseline`, `target` and `upper` are integers at the indicator's scale; target and upper bound are divided by
    `target_under`. `target_gap` names why there is no target number; null where there is one.
    """
    return [_declared_row(plan, confirmations, cell, target) for cell, target in _cells(plan, indicators)]


def ancestor_rows(parents: Mapping[str, str | None]) -> Rows:
    """One row for each region and each region above it, from each one's parent, and how many steps up that is."""
    rows: Rows = []
    for region in parents:
        above, steps = parents[region], 1
        while above is not None:
            rows.append({"region": region, "ancestor": above, "steps_up": steps})
            above, steps = parents.get(above), steps + 1
    return rows


def milestone_rows(plan: Plan, confirmations: Confirmations, indicators: Collection[str] | None = None) -> Rows:
    """The plan's own schedule: for every period of a cell that has one, the stretch of the line it lies on."""
    by_cell: dict[tuple[str, str], dict[int, int]] = {}
    for milestone in plan.milestones:
        value = plain_figure(milestone.target, plan.indicator_by_code[milestone.indicator])
        if value is not None:
            by_cell.setdefault((milestone.indicator, milestone.region), {})[milestone.period.ordinal] = value
    rows: Rows = []
    for cell, target in _cells(plan, indicators):
        figures = by_cell.get((target.indicator, target.region), {})
        by_year = plan.indicator_by_code[target.indicator].counted == "by_year"
        due = due_of(plan, reading_of(plan, target, confirmations)) if figures else plan.target_period
        stretches = _years(figures) if by_year else _stretches(figures, plan.baseline_period, due)
        rows += [{"cell": cell, **stretch} for stretch in (stretches if figures else ())]
    return rows


def period_rows(first: Period, last: Period, overdue: Iterable[Period]) -> Rows:
    """Every period from the baseline's to the last asked for, and which of them have returns overdue."""
    late = set(overdue)
    periods = map(Period.at, range(first.ordinal, last.ordinal + 1))
    return [
        {"period": one.ordinal, "year": one.year, "quarter": one.quarter, "is_overdue": one in late} for one in periods
    ]


def baseline_value(target: Target, indicator: Indicator) -> int | None:
    """The baseline as an integer at the indicator's scale; None where the plan has no number for it."""
    return plain_figure(target.baseline, indicator)


def plain_figure(text: str, indicator: Indicator) -> int | None:
    """A plain figure of the plan as an integer at the indicator's scale; None for anything else."""
    number = read_number(text)
    if number is None or number.percent != indicator.is_rate:
        return None
    return to_scaled(number.value, indicator.scale)


def _cells(plan: Plan, indicators: Collection[str] | None) -> Iterator[tuple[int, Target]]:
    """The plan's targets with their numbers."""
    return ((cell, one) for cell, one in enumerate(plan.targets) if indicators is None or one.indicator in indicators)


def _declared_row(plan: Plan, confirmations: Confirmations, cell: int, target: Target) -> dict[str, Any]:
    indicator, region = plan.indicator_by_code[target.indicator], plan.region_by_code[target.region]
    reading = reading_of(plan, target, confirmations)
    due = due_of(plan, reading)
    if isinstance(reading, TargetNotRead):
        comparator, number = None, TargetNumber(gap=reading.problem)
    else:
        baseline = _series_baseline(plan, target, confirmations)
        comparator, number = reading.comparator, resolve(reading, indicator, baseline, plan.baseline_period, due)
        # The engine knows a range by its upper bound.
        assert number.gap or (comparator == "range") == (number.upper is not None)
    return {
        "cell": cell,
        "indicator": target.indicator,
        "region": target.region,
        "parent": region.parent,
        "kind": indicator.kind,
        "counted": indicator.counted,
        "nature": indicator.nature,
        "direction": direction_of(indicator, confirmations),
        "aggregation": indicator.aggregation,
        "is_asked": is_expected(plan, indicator, region),
        "every": QUARTERS_BETWEEN[indicator.frequency],
        "valid_from": _ordinal(region.valid_from),
        "valid_to": _ordinal(region.valid_to),
        "applicable": number.gap != "not_applicable",
        "acknowledged": confirmations.acknowledgement(target) is not None,
        "start": plan.baseline_period.ordinal,
        # A date that cannot be is a gap of the target; the rows then end where the plan does.
        "due": plan.target_period.ordinal if number.gap == "date_does_not_fit" else due.ordinal,
        "whole": 10**indicator.scale,
        "step": indicator.step,
        "baseline": 0 if indicator.kind == "milestone" else baseline_value(target, indicator),
        "comparator": comparator,
        "target": number.over,
        "target_under": number.under,
        "upper": number.upper,
        "target_gap": number.gap,
    }


def due_of(plan: Plan, reading: TargetReading | TargetNotRead) -> Period:
    """When a target is to be reached: at its own date where it names one, else at the plan's."""
    own = None if isinstance(reading, TargetNotRead) else reading.due
    return own or plan.target_period


def _series_baseline(plan: Plan, target: Target, confirmations: Confirmations) -> int | None:
    """The baseline a change is reckoned from: of a sum, the sum of the baselines of the parts that it applies to."""
    indicator = plan.indicator_by_code[target.indicator]
    parts = plan.passed_down_to(target.indicator, target.region) if indicator.aggregation == "sum" else ()
    cells = [plan.target_by_cell[(target.indicator, part.code)] for part in parts]
    applying = [cell for cell in cells if _applies(reading_of(plan, cell, confirmations))] or [target]
    baselines = [baseline_value(cell, indicator) for cell in applying]
    return None if None in baselines else sum(value for value in baselines if value is not None)


def _applies(reading: TargetReading | TargetNotRead) -> bool:
    return not (isinstance(reading, TargetNotRead) and reading.problem == "not_applicable")


def _ordinal(day: str) -> int | None:
    return Period.of_day(day).ordinal if day else None


def _years(figures: Mapping[int, int]) -> Rows:
    """Of what is counted by year: each year's own figure, for all four quarters of it."""
    rows: Rows = []
    for ordinal, value in figures.items():
        fourth = Period.end_of_year(Period.at(ordinal).year).ordinal
        rows += [
            {"period": period, "line_from": value, "line_to": value, "part": 1, "steps": 1}
            for period in range(fourth - 3, fourth + 1)
        ]
    return rows


def _stretches(figures: Mapping[int, int], first: Period, last: Period) -> Rows:
    """From baseline to target by way of the figures: each period's stretch, and how far along it the period is.

    A stretch without a beginning begins at the baseline, one without an end ends at the target.
    """
    start, due = first.ordinal, last.ordinal
    corners = [start, *sorted(ordinal for ordinal in figures if start < ordinal < due), due]
    rows: Rows = []
    for begin, end in zip(corners, corners[1:], strict=False):
        rows += [
            {
                "period": period,
                "line_from": figures.get(begin) if begin != start else None,
                "line_to": figures.get(end) if end != due else None,
                "part": period - begin,
                "steps": end - begin,
            }
            for period in range(begin + 1, end + 1)
        ]
    return rows
