"""Who is asked for what, and when."""

from common.periods import Period
from indicators.plan import Frequency, Indicator, Plan, Region
from indicators.target import read_silence

# The quarters between two figures asked for; the last quarter of the year is always one.
QUARTERS_BETWEEN: dict[Frequency, int] = {"quarterly": 1, "half_yearly": 2, "yearly": 4}


def reports(indicator: Indicator, region: Region) -> bool:
    """Whether a region is one of those that report an indicator themselves."""
    return indicator.reported_by in ("both", "city" if region.parent is None else "county")


def is_expected(plan: Plan, indicator: Indicator, region: Region) -> bool:
    """Whether a figure is expected: of a whole made from its parts always, else of whoever reports it."""
    is_whole = indicator.aggregation in ("sum", "ratio_of_sums") and plan.passed_down_to(indicator.code, region.code)
    return bool(is_whole) or reports(indicator, region)


def asked_of(plan: Plan, region: Region, period: Period) -> tuple[Indicator, ...]:
    """The indicators a region is asked for in a period, in the plan's order; none while the region is not valid."""
    if not _is_valid(region, period):
        return ()
    return tuple(
        indicator
        for indicator in plan.indicators
        if reports(indicator, region)
        and period.quarter % QUARTERS_BETWEEN[indicator.frequency] == 0
        and _applies(plan, indicator, region)
    )


def asked_regions(plan: Plan, period: Period) -> tuple[Region, ...]:
    """The regions that are asked for anything in a period, in the plan's order."""
    return tuple(region for region in plan.regions if asked_of(plan, region, period))


def _is_valid(region: Region, period: Period) -> bool:
    begins = not region.valid_from or Period.of_day(region.valid_from) <= period
    return begins and (not region.valid_to or period <= Period.of_day(region.valid_to))


def _applies(plan: Plan, indicator: Indicator, region: Region) -> bool:
    target = plan.target_by_cell.get((indicator.code, region.code))
    return target is not None and read_silence(target.target) != "not_applicable"
