"""An assessment's figures as they are printed: the same on every page, in every document and on the command line."""

from fractions import Fraction

from common.gaps import short_gap_words
from common.language import _
from common.numbers import print_percent, print_scaled
from data.assessments import Assessment
from indicators.plan import Indicator
from indicators.target import read_silence


def print_amount(indicator: Indicator, value: int) -> str:
    """A value at the indicator's scale with as many decimals as the plan prints; a rate with one and its sign."""
    return _print_with(indicator, value, indicator.places)


def print_value(row: Assessment) -> str:
    """The value reported, or in a word why there is none.

    Rounding never carries it over its target: 89.96% beside 超过90% is printed with as many decimals as it takes.
    """
    if row.value is not None:
        return _print_apart(row.indicator, row.value, row.target_value)
    return short_gap_words(
        row.value_gap or ("not_applicable" if row.completion_gap == "not_applicable" else "not_reported")
    )


def print_own_value(row: Assessment) -> str:
    """What the region itself published, which may differ from the sum of the regions below it."""
    if row.own_value is None:
        return short_gap_words("not_reported")
    return _print_apart(row.indicator, row.own_value, row.target_value, row.value)


def print_baseline(row: Assessment) -> str:
    """The baseline of the same series as the value, or in a word why there is none."""
    if row.baseline is not None:
        return print_amount(row.indicator, row.baseline)
    is_not_applicable = read_silence(row.target.baseline) == "not_applicable"
    return short_gap_words("not_applicable" if is_not_applicable else "missing_baseline")


def print_target(row: Assessment) -> str:
    """The target exactly as the plan writes it, or in a word why there is none."""
    silence = read_silence(row.target.target)
    if silence is None:
        return row.target.target
    return short_gap_words("not_applicable" if silence == "not_applicable" else "no_target")


def print_completion(row: Assessment) -> str:
    """Completion as a percentage of the target, or in a word why it is not defined."""
    return _measure(row.completion, row.completion_gap)


def print_progress(row: Assessment) -> str:
    """Progress from baseline to target as a percentage, or in a word why it is not defined."""
    return _measure(row.progress, row.progress_gap)


def print_unit(indicator: Indicator) -> str:
    """The unit; a percentage carries its own sign, and a unit the plan does not state is not made up."""
    return indicator.unit or _("not stated")


def _measure(fraction: Fraction | None, gap: str | None) -> str:
    """A measure with one decimal, or with more where one would print what is not the whole as the whole."""
    if fraction is None:
        return short_gap_words(gap or "not_reported")
    places = 1
    while any(fraction != line and _prints_like(fraction, line, places) for line in (Fraction(0), Fraction(1))):
        places += 1
    return print_percent(fraction, places)


def _prints_like(fraction: Fraction, line: Fraction, places: int) -> bool:
    return print_percent(fraction, places) == print_percent(line, places)


def _print_apart(indicator: Indicator, value: int, *others: int | None) -> str:
    """A value with as many decimals as it takes not to print like another it is not."""
    for places in range(indicator.places, indicator.scale + 1):
        printed = _print_with(indicator, value, places)
        different = (other for other in others if other is not None and other != value)
        if all(printed != _print_with(indicator, other, places) for other in different):
            return printed
    return _print_with(indicator, value, indicator.scale)


def _print_with(indicator: Indicator, value: int, places: int) -> str:
    if indicator.is_rate:
        return print_percent(Fraction(value, 10**indicator.scale), places)
    return print_scaled(value, indicator.scale, places)
