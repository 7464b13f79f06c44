"""From a target's reading to the exact number a value is compared with, at the indicator's scale."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.numbers import LARGEST
from indicators.plan import Indicator
from indicators.target import TargetReading

_MYRIADS = {"万": 10**4, "亿": 10**8}


@dataclass(frozen=True)
class TargetNumber:
    """A target as `over` / `under` at the indicator's scale, a range's upper bound as `upper` / `under`.

    All are None where there is no number to be had; `gap` then says why, unless every one of them is the target.
    """

    over: int | None = None
    under: int = 1
    upper: int | None = None
    gap: str | None = None


def resolve(
    reading: TargetReading, indicator: Indicator, baseline: int | None, base_year: int, years: int
) -> TargetNumber:
    """The number a reading comes to. `years` lie between `base_year`, the baseline's, and the target's.

    A change is added to the baseline, or multiplied with it: growth of 20% from 247 is 296.4, exact; growth of 6% a
    year is compounded, a yearly change in points or in numbers added up.
    """
    if gap := _mismatch(reading, indicator, baseline, base_year):
        return TargetNumber(gap=gap)
    if reading.comparator == "done":
        return TargetNumber(1)
    if reading.comparator == "all":
        return TargetNumber(10**indicator.scale if indicator.is_rate else None)
    bounds = [
        _number(bound, reading, indicator, baseline, years)
        for bound in (reading.value, reading.upper)
        if bound is not None
    ]
    under = max(bound.denominator for bound in bounds)
    if any(under % bound.denominator or abs(bound * under) > LARGEST for bound in bounds):
        return TargetNumber(gap="too_large")
    whole = [int(bound * under) for bound in bounds]
    return TargetNumber(whole[0], under, whole[1] if len(whole) > 1 else None)


def _mismatch(reading: TargetReading, indicator: Indicator, baseline: int | None, base_year: int) -> str | None:
    if "confirmation" in reading.needs:
        return "reading_unconfirmed"
    if (reading.comparator == "done") != (indicator.kind == "milestone"):
        return "unit_does_not_match"
    if reading.relative_to is not None:
        return _mismatch_of_change(reading, indicator, baseline, base_year)
    if (reading.scope == "year" and indicator.counted != "by_year") or (
        reading.scope == "cumulative" and indicator.counted == "by_year"
    ):
        return "scope_does_not_match"
    has_number = reading.comparator not in ("all", "done")
    return "unit_does_not_match" if has_number and _factor(reading.unit, indicator) is None else None


def _mismatch_of_change(
    reading: TargetReading, indicator: Indicator, baseline: int | None, base_year: int
) -> str | None:
    if reading.relative_to not in ("baseline", str(base_year)):
        return "other_base"
    if baseline is None:
        return "missing_baseline"
    fits = {"%": True, "百分点": indicator.is_rate}.get(
        reading.unit or "", not indicator.is_rate and _factor(reading.unit, indicator) is not None
    )
    return None if fits else "unit_does_not_match"


def _number(bound: Decimal, reading: TargetReading, indicator: Indicator, baseline: int | None, years: int) -> Fraction:
    exact, whole = Fraction(bound), 10**indicator.scale
    if reading.relative_to is None or baseline is None:
        return Fraction(exact * whole * (_factor(reading.unit, indicator) or 1))
    times = years if reading.scope == "year" else 1
    if reading.unit == "%":
        return Fraction(baseline * (1 + exact) ** times)
    change = exact / 100 if reading.unit == "百分点" else exact * (_factor(reading.unit, indicator) or 1)
    return Fraction(baseline + change * whole * times)


def _factor(unit: str | None, indicator: Indicator) -> Fraction | None:
    """What a number in a unit is multiplied by to be in the indicator's; None where the units do not match."""
    own = indicator.unit.removesuffix("/年")
    if indicator.is_rate:
        return Fraction(1) if unit in ("%", "‰") else None
    if unit is None or unit == own:
        return Fraction(1)
    if own and own[0] in _MYRIADS and unit == own[1:]:
        return Fraction(1, _MYRIADS[own[0]])
    return None
