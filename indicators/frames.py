"""A plan as the frames the engine computes with."""

import pandas as pd

from common.numbers import read_number, to_scaled
from indicators.plan import Indicator, Plan, Target
from indicators.target import TargetNotRead, read_target, scaled_target

DECLARED_COLUMNS = {
    "indicator": "string",
    "region": "string",
    "parent": "string",
    "direction": "string",
    "aggregation": "string",
    "applicable": "boolean",
    "baseline": "Int64",
    "comparator": "string",
    "target": "Int64",
    "target_gap": "string",
}
ANCESTOR_COLUMNS = {"region": "string", "ancestor": "string"}
FACT_COLUMNS = {"indicator": "string", "region": "string", "value": "Int64", "gap": "string"}


def declared_frame(plan: Plan) -> pd.DataFrame:
    """One row per (indicator, region) the plan speaks of.

    `baseline` and `target` are integers at the indicator's scale. `target_gap` names why there is no target number:
    blank, no_value, not_applicable, not_understood, missing_denominator; null where there is one.
    """
    rows = [_declared_row(plan, target) for target in plan.targets]
    return pd.DataFrame(rows, columns=list(DECLARED_COLUMNS)).astype(DECLARED_COLUMNS)


def ancestors_frame(plan: Plan) -> pd.DataFrame:
    """One row for each region and each region above it, the plan's own included."""
    rows = []
    for region in plan.regions:
        above = region.parent
        while above is not None:
            rows.append({"region": region.code, "ancestor": above})
            above = plan.region_by_code[above].parent
    return pd.DataFrame(rows, columns=list(ANCESTOR_COLUMNS)).astype(ANCESTOR_COLUMNS)


def facts_frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Facts of one period: `value` an integer at the indicator's scale, or null with `gap` saying what stood there."""
    return pd.DataFrame(rows, columns=list(FACT_COLUMNS)).astype(FACT_COLUMNS)


def baseline_value(target: Target, indicator: Indicator) -> int | None:
    """The baseline as an integer at the indicator's scale; None where the plan has no number for it."""
    number = read_number(target.baseline)
    if number is None or number.percent != indicator.is_rate:
        return None
    return to_scaled(number.value, indicator.scale)


def _declared_row(plan: Plan, target: Target) -> dict[str, object]:
    indicator = plan.indicator_by_code[target.indicator]
    comparator, value, gap = _read(target, indicator)
    return {
        "indicator": target.indicator,
        "region": target.region,
        "parent": plan.region_by_code[target.region].parent,
        "direction": indicator.direction,
        "aggregation": indicator.aggregation,
        "applicable": gap != "not_applicable",
        "baseline": baseline_value(target, indicator),
        "comparator": comparator,
        "target": value,
        "target_gap": gap,
    }


def _read(target: Target, indicator: Indicator) -> tuple[str | None, int | None, str | None]:
    reading = read_target(target.target, indicator.unit or None, indicator.direction)
    if isinstance(reading, TargetNotRead):
        return None, None, reading.problem
    if "denominator" in reading.needs:
        return reading.comparator, None, "missing_denominator"
    value = scaled_target(reading, indicator)
    return reading.comparator, value, None if value is not None else "not_understood"
