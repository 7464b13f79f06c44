"""From a target's reading to the exact number a value is compared with, at the indicator's scale."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, lcm

from common.numbers import LARGEST
from common.periods import Period
from indicators.plan import Indicator
from indicators.target import TargetReading

_MYRIADS = {"万": 10**4, "亿": 10**8}
# Growth compounded over years has long fractions. Beyond this it is taken to the next ten-thousandth of what is
# counted, on the side on which every value that can be counted is judged as by the exact number.
_FINEST = 10**4
# 三分之二 is no decimal; its reading has 28 digits of it.
_DIGITS = Fraction(1, 10**24)


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
    reading: TargetReading, indicator: Indicator, baseline: int | None, start: Period, due: Period
) -> TargetNumber:
    """The number a reading comes to, for a target due some time after the baseline's period `start`.

    A change is added to the baseline, or multiplied with it: growth of 20% from 247 is 296.4, exact; growth of 6% a
    year is compounded, a yearly change in points or in numbers added up.
    """
    if gap := _mismatch(reading, indicator, baseline, start, due):
        return TargetNumber(gap=gap)
    if reading.comparator == "done":
        return TargetNumber(1)
    if reading.comparator == "all":
        return TargetNumber(10**indicator.scale if indicator.is_rate else None)
    years = (due.ordinal - start.ordinal) // 4
    bounds = [
        _in_ten_thousandths(
            _number(bound, reading, indicator, baseline, years), upwards=reading.comparator in (">=", "<")
        )
        for bound in (reading.value, reading.upper)
        if bound is not None
    ]
    under = lcm(*(bound.denominator for bound in bounds))
    whole = [int(bound * under) for bound in bounds]
    if any(abs(bound) > LARGEST for bound in whole):
        return TargetNumber(gap="too_large")
    return TargetNumber(whole[0], under, whole[1] if len(whole) > 1 else None)


def _mismatch(
    reading: TargetReading, indicator: Indicator, baseline: int | None, start: Period, due: Period
) -> str | None:
    if "confirmation" in reading.needs:
        return "reading_unconfirmed"
    if due <= start or (indicator.counted == "by_year" and due.quarter != 4):
        return "date_does_not_fit"
    if (reading.comparator == "done") != (indicator.kind == "milestone"):
        return "unit_does_not_match"
    if reading.relative_to is not None:
        return _mismatch_of_change(reading, indicator, baseline, start, due)
    if (reading.scope == "year" and indicator.counted != "by_year") or (
        reading.scope == "cumulative" and indicator.counted == "by_year"
    ):
        return "scope_does_not_match"
    has_number = reading.comparator not in ("all", "done")
    return "unit_does_not_match" if has_number and _factor(reading.unit, indicator) is None else None


def _mismatch_of_change(
    reading: TargetReading, indicator: Indicator, baseline: int | None, start: Period, due: Period
) -> str | None:
    is_that_year = start.quarter == 4 and reading.relative_to == str(start.year)
    if reading.relative_to != "baseline" and not is_that_year:
        return "other_base"
    if reading.scope == "year" and (due.ordinal - start.ordinal) % 4:
        return "date_does_not_fit"
    if baseline is None:
        return "missing_baseline"
    if reading.unit == "%":
        return "base_not_positive" if baseline <= 0 else None
    fits = indicator.is_rate if reading.unit == "百分点" else _counts(reading.unit, indicator)
    return None if fits else "unit_does_not_match"


def _counts(unit: str | None, indicator: Indicator) -> bool:
    return not indicator.is_rate and _factor(unit, indicator) is not None


def _number(bound: Decimal, reading: TargetReading, indicator: Indicator, baseline: int | None, years: int) -> Fraction:
    exact, whole = _exact(bound), 10**indicator.scale
    if reading.relative_to is None or baseline is None:
        return Fraction(exact * whole * (_factor(reading.unit, indicator) or 1))
    times = years if reading.scope == "year" else 1
    if reading.unit == "%":
        return Fraction(baseline * (1 + exact) ** times)
    change = exact / 100 if reading.unit == "百分点" else exact * (_factor(reading.unit, indicator) or 1)
    return Fraction(baseline + change * whole * times)


def _exact(bound: Decimal) -> Fraction:
    """The fraction a reading stands for: of 三分之二 two thirds, of every other figure itself."""
    written = Fraction(bound)
    simple = written.limit_denominator(1000)
    return simple if abs(written - simple) < _DIGITS else written


def _in_ten_thousandths(number: Fraction, *, upwards: bool) -> Fraction:
    if number.denominator <= _FINEST:
        return number
    return Fraction((ceil if upwards else floor)(number * _FINEST), _FINEST)


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
