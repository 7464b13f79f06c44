"""Whether the figures of a return can be so, beside what was known before and beside one another.

What contradicts itself is hard 强制性 and blocks. Everything else is soft 核实性: an unusual figure may be right,
and is let through with an explanation 上报说明.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from common.numbers import print_percent
from common.periods import Period
from common.problems import Problem
from data.printing import name_with_part, print_figure
from etl.parse import Part, ReportedValue
from indicators.frames import baseline_value
from indicators.plan import Indicator, Plan
from indicators.readings import Confirmations, reading_of
from indicators.resolve import resolve
from indicators.target import TargetNotRead


@dataclass(frozen=True)
class Known:
    """Figures known before a return, by (indicator, region, part, period): integers at the indicator's scale."""

    figures: Mapping[tuple[str, str, str, Period], int]

    @cached_property
    def series(self) -> dict[tuple[str, str, str], dict[Period, int]]:
        """The figures of every indicator, region and part, by period: made once for all returns of a file."""
        found: dict[tuple[str, str, str], dict[Period, int]] = defaultdict(dict)
        for (indicator, region, part, period), figure in self.figures.items():
            found[(indicator, region, part)][period] = figure
        return found


NOTHING_KNOWN = Known({})


@dataclass(frozen=True)
class Jump:
    """From which rise and which fall on, as shares of the earlier figure, a change is asked about."""

    code: str
    rise: Fraction
    fall: Fraction


# Half as much again, or the fall that undoes that; in a year more may change: twice as much, or half.
SINCE_LAST = Jump("jump_since_last", Fraction(1, 2), Fraction(1, 3))
SINCE_LAST_YEAR = Jump("jump_since_last_year", Fraction(1), Fraction(1, 2))

# Of few things each one is a large share (3 to 5 is two thirds more), so a change of fewer than these is none; of a
# rate, a change of fewer percentage points.
LEAST_COUNT = 5
LEAST_POINTS = Fraction(5, 100)

# 万 written for 个 is ten thousand times; a figure that also changed since then is within about a third of that.
MYRIAD_FROM, MYRIAD_TO = 3_000, 30_000

_Series = Mapping[Period, int]


def check_plausible(values: Sequence[ReportedValue], plan: Plan, known: Known) -> list[Problem]:
    """What is to be explained or cannot be in one return's figures, beside the figures known before it.

    Of a figure one change is asked about once: what is wrong by ten thousand is not a jump as well, nor is a jump the
    wrong way a fall as well.
    """
    problems: list[Problem | None] = []
    for value in values:
        before = known.series.get((value.indicator.code, value.region.code, value.part), {})
        problems += _check_changes(value, plan, before)
    for parts in _by_figure(values):
        figures = {part: value for part, value in parts.items() if value.value is not None}
        problems += [*_check_parts(figures), _check_known_parts(parts, known), _check_whole(figures, plan)]
    return [problem for problem in problems if problem is not None]


def agree(rate: Indicator, reported: Fraction, computed: Fraction) -> bool:
    """Whether a rate is what its counts come to, up to half a unit of the last place the plan prints."""
    return abs(reported - computed) <= Fraction(1, 2 * 10 ** (rate.places + 2))


def _check_changes(value: ReportedValue, plan: Plan, before: _Series) -> list[Problem | None]:
    figure = value.value
    if figure is None:
        return []
    earlier = {period: known for period, known in before.items() if period < value.period}
    last = max(earlier, default=None)
    if problem := _check_magnitude(value, figure, plan, earlier, last):
        return [problem]
    if problem := _check_running_total(value, figure, earlier, last):
        return [problem]
    a_year_ago = Period(value.period.year - 1, value.period.quarter)
    # From quarter to quarter a running total grows by large shares, and in January one by year begins anew.
    jump = _check_jump(value, figure, earlier, last, SINCE_LAST) if not _is_running_total(value) else None
    wrong_way = _check_direction(value, figure, earlier, last) if jump is None else None
    # Over the plan there is no year's figure to compare with, only more of the same total.
    if jump is None and value.indicator.counted != "over_the_plan":
        jump = _check_jump(value, figure, earlier, a_year_ago, SINCE_LAST_YEAR)
    return [jump, wrong_way]


def _check_magnitude(
    value: ReportedValue, figure: int, plan: Plan, earlier: _Series, last: Period | None
) -> Problem | None:
    """万 taken for 个: about ten thousand times what was known, or what the plan speaks of."""
    if value.indicator.is_rate and value.part == "value":
        return None
    if last is not None and _is_myriad(figure, earlier[last]):
        return _compared("magnitude_unlike_last", value, figure, earlier[last], earlier=last.words())
    for planned in _planned(value, plan):
        # At its beginning a running total may well be a ten-thousandth of what it is to become.
        is_beginning = _is_running_total(value) and figure < planned
        if _is_myriad(figure, planned) and not is_beginning:
            return _compared("magnitude_unlike_plan", value, figure, planned)
    return None


def _is_myriad(figure: int, other: int | Fraction) -> bool:
    smaller, larger = sorted((Fraction(figure), Fraction(other)))
    return smaller > 0 and MYRIAD_FROM <= larger / smaller <= MYRIAD_TO


def _planned(value: ReportedValue, plan: Plan) -> list[int | Fraction]:
    """The baseline and the target of a figure, as far as they are numbers."""
    target = plan.target_by_cell.get((value.indicator.code, value.region.code))
    if target is None or value.part != "value":
        return []
    baseline = baseline_value(target, value.indicator)
    planned: list[int | Fraction] = [baseline] if baseline is not None else []
    reading = reading_of(plan, target, Confirmations())
    if not isinstance(reading, TargetNotRead):
        number = resolve(reading, value.indicator, baseline, plan.baseline_period, reading.due or plan.target_period)
        planned += [Fraction(number.over, number.under)] if number.over is not None else []
    return planned


def _check_running_total(value: ReportedValue, figure: int, earlier: _Series, last: Period | None) -> Problem | None:
    """What is counted from January on, or over the plan, only grows until it begins anew."""
    # The rate that two running totals make may go either way.
    is_amount = value.part == "value" and value.indicator.kind == "amount"
    if last is None or not (is_amount and _is_running_total(value)) or figure >= earlier[last]:
        return None
    if value.indicator.counted == "by_year" and last.year != value.period.year:
        return None
    return _compared("running_total_shrinks", value, figure, earlier[last], earlier=last.words())


def _is_running_total(value: ReportedValue) -> bool:
    return value.indicator.counted != "at_period_end"


def _check_jump(
    value: ReportedValue, figure: int, earlier: _Series, since: Period | None, jump: Jump
) -> Problem | None:
    if since is None or since not in earlier:
        return None
    change, before = figure - earlier[since], earlier[since]
    is_far = change > before * jump.rise or -change > before * jump.fall
    if not is_far or abs(change) < _least_change(value):
        return None
    rise, fall = print_percent(jump.rise, 0), print_percent(jump.fall, 0)
    return _compared(jump.code, value, figure, before, earlier=since.words(), rise=rise, fall=fall)


def _least_change(value: ReportedValue) -> Fraction:
    if value.part == "value" and value.indicator.is_rate:
        return LEAST_POINTS * int(10**value.indicator.scale)
    is_count = value.part != "value" or value.indicator.step > 0 or value.indicator.kind == "milestone"
    return Fraction(LEAST_COUNT if is_count else 0)


def _check_direction(value: ReportedValue, figure: int, earlier: _Series, last: Period | None) -> Problem | None:
    if last is None or value.part != "value" or value.indicator.counted == "by_year":
        return None
    wrong_ways = {
        "falls_but_should_rise": value.indicator.direction == "increase" and figure < earlier[last],
        "rises_but_should_fall": value.indicator.direction == "decrease" and figure > earlier[last],
    }
    code = next((code for code, holds in wrong_ways.items() if holds), None)
    return _compared(code, value, figure, earlier[last], earlier=last.words()) if code else None


def _by_figure(values: Sequence[ReportedValue]) -> list[dict[Part, ReportedValue]]:
    """The parts of each figure that are answered, by what part they are."""
    found: dict[tuple[str, str, Period], dict[Part, ReportedValue]] = defaultdict(dict)
    for value in values:
        found[(value.indicator.code, value.region.code, value.period)][value.part] = value
    return list(found.values())


def _check_parts(parts: Mapping[Part, ReportedValue]) -> list[Problem | None]:
    value, numerator, denominator = (parts.get(part) for part in ("value", "numerator", "denominator"))
    if denominator is None:
        return []
    if not denominator.indicator.is_rate:
        return [_check_within_whole(value, denominator)] if value else []
    if numerator is None:
        return []
    if problem := _check_ratio(numerator, denominator):
        return [problem]
    return [_check_rate(value, numerator, denominator)] if value else []


def _check_known_parts(parts: Mapping[Part, ReportedValue], known: Known) -> Problem | None:
    """A rate alone, or a dash, cannot correct one made of counts approved before: those would go on deciding it."""
    value = parts.get("value")
    if value is None or len(parts) > 1 or not value.indicator.is_rate:
        return None
    place = (value.indicator.code, value.region.code)
    over, under = (known.figures.get((*place, part, value.period)) for part in ("numerator", "denominator"))
    if over is None or not under:
        return None
    reported = Fraction(value.value or 0, 10**value.indicator.scale)
    if value.value is not None and agree(value.indicator, reported, Fraction(over, under)):
        return None
    return _said("rate_has_counts", value, figure=value.text, numerator=str(over), denominator=str(under))


def _check_whole(parts: Mapping[Part, ReportedValue], plan: Plan) -> Problem | None:
    """A rate above 100%, where neither baseline nor target is.

    It cannot be where the plan says of what the rate is a part: the two counts that come to it would be refused.
    Where the plan names no counts it may be a rate of another kind, and is asked about.
    """
    value = parts.get("value")
    if value is None or value.value is None or not value.indicator.is_rate:
        return None
    whole = 10**value.indicator.scale
    if value.value <= whole or any(planned > whole for planned in _planned(value, plan)):
        return None
    if value.indicator.is_made_of_counts:
        words = {"numerator": value.indicator.numerator, "denominator": value.indicator.denominator}
        return _said("rate_above_all", value, figure=value.text, **words)
    return _said("rate_above_whole", value, figure=value.text)


def _check_ratio(numerator: ReportedValue, denominator: ReportedValue) -> Problem | None:
    """A part of something is no larger than it, and there is no part of nothing."""
    over, under = numerator.value or 0, denominator.value or 0
    if over <= under:
        return None
    if under == 0:
        return _said("zero_denominator", denominator, numerator=_print(numerator, over))
    return _said(
        "numerator_above_denominator",
        numerator,
        numerator=_print(numerator, over),
        denominator=_print(denominator, under),
    )


def _check_rate(value: ReportedValue, numerator: ReportedValue, denominator: ReportedValue) -> Problem | None:
    """A rate is what its parts come to."""
    if not denominator.value:
        return None
    computed = Fraction(numerator.value or 0, denominator.value)
    reported = Fraction(value.value or 0, 10**value.indicator.scale)
    if agree(value.indicator, reported, computed):
        return None
    return _said(
        "rate_unlike_its_parts",
        value,
        figure=_print(value, value.value or 0),
        computed=print_percent(computed, value.indicator.places),
        numerator=_print(numerator, numerator.value or 0),
        denominator=_print(denominator, denominator.value),
    )


def _check_within_whole(value: ReportedValue, denominator: ReportedValue) -> Problem | None:
    """Of those there should be, there are not more than there are; the plan names what they are counted against."""
    figure, whole = value.value or 0, denominator.value or 0
    if figure <= whole or not value.indicator.denominator:
        return None
    # Both count the same things, so both are printed in the indicator's unit.
    params = {
        "figure": _print(value, figure),
        "whole": value.indicator.denominator,
        "denominator": _print(value, whole),
    }
    return _said("more_than_there_should_be", value, **params)


def _compared(code: str, value: ReportedValue, figure: int, before: int | Fraction, **params: str) -> Problem:
    return _said(code, value, figure=_print(value, figure), before=_print(value, before), **params)


def _said(code: str, value: ReportedValue, **params: str) -> Problem:
    """A problem at a figure's cell."""
    name = name_with_part(value.indicator.name, value.part)
    about = {"indicator": name, "region": value.region.name, "period": value.period.words()}
    return Problem(code, value.sheet, value.cell, value.indicator.code, value.text, {**about, **params})


def _print(value: ReportedValue, figure: int | Fraction) -> str:
    """A figure in its indicator's unit; of a part, the whole count it is."""
    return print_figure(value.indicator, figure) if value.part == "value" else str(figure)
