"""What was made in each quarter so far, beside what is needed in each that is left (indicators/outlook.py)."""

from fractions import Fraction

from data.results import Assessment, Measure
from indicators.plan import Plan


def made_per_quarter(plan: Plan, row: Assessment) -> Measure:
    """The mean change of the value per quarter since the baseline; of what is counted by year, since the year began.

    Exact, in the value's unit; negative where it fell. None without a point to start from, nor before a quarter
    has run.
    """
    if row.value is None:
        return Measure(None, row.value_gap or "not_reported")
    if row.status == "partly_reported":
        return Measure(None, "partly_reported")
    if row.indicator.counted == "by_year":
        return Measure(row.value / row.period.quarter, None)
    quarters = row.period.ordinal - plan.baseline_period.ordinal
    if quarters <= 0:
        return Measure(None, "too_few_points")
    start = 0 if row.indicator.counted == "over_the_plan" else row.baseline
    if start is None:
        return Measure(None, "missing_baseline")
    return Measure(Fraction(row.value - start) / quarters, None)
