"""An assessment's figures as they are printed: the same on every page, in every document and on the command line."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from fractions import Fraction

from common.gaps import short_gap_words
from common.language import _
from common.numbers import print_fraction, print_percent, print_scaled
from data.results import Assessment, Judgement, Measure, Source
from indicators.plan import Indicator
from indicators.rules import STATUS_BY_NAME, Thresholds
from indicators.target import read_silence

Figure = int | Fraction

# A light is told by its shape as well as by its colour, on paper too.
LIGHT_SHAPES = {"green": "●", "yellow": "▲", "red": "■", "grey": "○"}

# The classes as a reader counts them: what is done, what is on its way, what lags; then what cannot be said.
_COUNTED_FIRST = (
    "achieved", "achieved_early", "achieved_at_baseline", "ahead", "on_schedule", "roughly_on_schedule", "behind",
    "far_behind", "regressed", "missed",
)  # fmt: skip
CLASSES = (*_COUNTED_FIRST, *(name for name in STATUS_BY_NAME if name not in _COUNTED_FIRST))


def print_amount(indicator: Indicator, value: Figure) -> str:
    """A value at the indicator's scale, with the decimals the plan prints, or more where the figure has more."""
    return _print_with(indicator, value, places_shown(indicator, value))


def print_figure(indicator: Indicator, value: Figure) -> str:
    """A value with its unit, as a sentence names it: 34个, 90.6%. What is counted by year is named without the year."""
    amount = print_amount(indicator, value)
    return amount if indicator.is_rate else amount + indicator.unit.removesuffix("/年")


def print_value(row: Assessment) -> str:
    """The value reported, or in a word why there is none.

    Rounding never carries it over its target: 89.96% beside 超过90% is printed with as many decimals as it takes.
    """
    if row.value is not None:
        return _print_apart(row.indicator, row.value, row.target_value, row.upper_value)
    return short_gap_words("not_applicable" if row.status == "not_applicable" else row.value_gap or "not_reported")


def print_source(indicator: Indicator, source: Source) -> str:
    """One approved figure: a value in the plan's unit, a part as the count it is, or in a word why there is none."""
    return print_reported(indicator, source.part, source.value, source.gap)


def print_reported(indicator: Indicator, part: str, value: int | None, gap: str | None) -> str:
    """A figure as it was reported, as print_source prints it once it is approved."""
    if value is None:
        return short_gap_words(gap or "not_reported")
    return print_amount(indicator, value) if part == "value" else str(value)


def part_words(part: str) -> str:
    """Which part of its indicator a figure is: value, numerator or denominator."""
    return {"value": _("Value"), "numerator": _("Numerator"), "denominator": _("Denominator")}[part]


def name_with_part(name: str, part: str) -> str:
    """An indicator's or a region's name, and of a numerator or denominator which of them it is."""
    return name if part == "value" else f"{name}（{part_words(part)}）"


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
    return _measure(row.completion, print_percent, (Fraction(0), Fraction(1)))


def print_progress(row: Assessment) -> str:
    """Progress from baseline to target as a percentage, or in a word why it is not defined."""
    return _measure(row.progress, print_percent, (Fraction(0), Fraction(1)))


def print_schedule(row: Assessment) -> str:
    """How much of the way should have been gone by now, as a percentage, or in a word why that is not defined."""
    return _measure(row.schedule, print_percent, (Fraction(0), Fraction(1)))


def print_lead(row: Assessment, thresholds: Thresholds) -> str:
    """The lead over the schedule in percentage points, with its sign, or in a word why it is not defined.

    Rounding never carries it over a threshold: a lag of 10.04 points is not printed as the 10.0 still allowed.
    """
    lines = [Fraction(points, 100) for points in asdict(thresholds).values()]
    return _measure(row.lead, _print_points, lines)


def print_amount_of(row: Assessment, measure: Measure) -> str:
    """A measure in the indicator's own unit (what is left, what is needed, the forecast), or why it is not defined.

    It has one decimal more where it lies between two figures that can be counted: 2.5 a quarter is not 3.
    """
    if measure.value is None:
        return short_gap_words(measure.gap or "not_reported")
    indicator = row.indicator
    is_between = Fraction(measure.value).denominator != 1
    return _print_apart(indicator, measure.value, row.target_value, 0, more=int(is_between))


def print_status(judgement: Judgement, row: Assessment | None = None) -> str:
    """The status in words; of a sum that lacks regions with how many there are."""
    words = _(STATUS_BY_NAME[judgement.status].words)
    if judgement.status == "partly_reported" and row is not None:
        return f"{words} {row.reported}/{row.expected}"
    late = _("met late")
    return f"{words}（{late}）" if judgement.met_late else words


def print_remaining(row: Assessment) -> str:
    """What is left to the target in the indicator's own unit, or in a word that nothing is."""
    if row.needed.gap == "nothing_left":
        return short_gap_words("nothing_left")
    return print_amount_of(row, row.remaining)


def print_light(light: str) -> str:
    """A light's colour as a word."""
    return {"green": _("green"), "yellow": _("yellow"), "red": _("red"), "grey": _("grey")}[light]


def print_judgement(judgement: Judgement, row: Assessment | None = None) -> str:
    """The status in words behind the shape of its light, and whether it was made up since."""
    words = f"{LIGHT_SHAPES.get(judgement.light or '', '')} {print_status(judgement, row)}".strip()
    made_up = _("made up since")
    return f"{words}（{made_up}）" if judgement.recovered else words


def print_thresholds(thresholds: Thresholds) -> str:
    """From which lead on which status is given, in percentage points."""
    steps = [
        f"≥{f'{points:+d}' if points else '0'} {_(STATUS_BY_NAME[name].words)}"
        for name, points in asdict(thresholds).items()
    ]
    far_behind = STATUS_BY_NAME["far_behind"]
    below = _("below that {status}", status=_(far_behind.words))
    return _(", ").join((*steps, below))


def print_unit(indicator: Indicator) -> str:
    """The unit; a percentage carries its own sign, and a unit the plan does not state is not made up."""
    return indicator.unit or _("not stated")


def print_share(fraction: Fraction) -> str:
    """A share of a way as a percentage; never the whole or nothing where it is not."""
    return _measure(Measure(fraction, None), print_percent, (Fraction(0), Fraction(1)))


def print_difference(fraction: Fraction) -> str:
    """How far two shares are apart, in percentage points without a sign; never nothing where there is something."""
    return _measure(Measure(abs(fraction), None), _print_unsigned, (Fraction(0),))


def _print_unsigned(fraction: Fraction, places: int = 1) -> str:
    return print_fraction(fraction * 100, places)


def _print_points(fraction: Fraction, places: int = 1) -> str:
    printed = print_fraction(fraction * 100, places)
    return printed if printed.startswith("-") else f"+{printed}"


def _measure(measure: Measure, printer: Callable[[Fraction, int], str], lines: Iterable[Fraction]) -> str:
    """A measure with one decimal, or with more where one would print it like a line that it is not on."""
    if measure.value is None:
        return short_gap_words(measure.gap or "not_reported")
    places = 1
    others = [line for line in lines if line != measure.value]
    while any(printer(measure.value, places) == printer(line, places) for line in others):
        places += 1
    return printer(measure.value, places)


def _print_apart(indicator: Indicator, value: Figure, *others: Figure | None, more: int = 0) -> str:
    """A value with as many decimals as it takes not to print like another it is not."""
    places = places_shown(indicator, value) + more
    different = [other for other in others if other is not None and other != value]
    while any(_print_with(indicator, value, places) == _print_with(indicator, other, places) for other in different):
        places += 1
    return _print_with(indicator, value, places)


def places_shown(indicator: Indicator, value: Figure) -> int:
    """The decimals the plan prints, or those the figure has: 4.75 is not printed 4.8 beside the figures it is made of.

    A ratio that no decimal at the indicator's scale is keeps the plan's.
    """
    figure = Fraction(value) * (100 if indicator.is_rate else 1) / 10**indicator.scale
    possible = range(indicator.places, indicator.scale + 1)
    return next((places for places in possible if (figure * 10**places).denominator == 1), indicator.places)


def _print_with(indicator: Indicator, value: Figure, places: int) -> str:
    if indicator.is_rate:
        return print_percent(Fraction(value) / 10**indicator.scale, places)
    return print_scaled(value, indicator.scale, places)
