"""What an indicator's page finds, as sentences: where it stands, where it leads, what is left, who lags most."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce

from common.gaps import gap_words
from common.language import _, mark
from common.numbers import read_number
from common.periods import Period
from data.printing import print_amount_of, print_status, print_target, print_value
from data.results import Assessment, Measure, PlanAssessment
from indicators.frames import due_of
from indicators.readings import reading_of
from indicators.target import TargetNotRead
from layouts.formulas import is_within_year

# So many regions are named in a sentence; of more, how many they are.
_MOST_NAMED = 3


def target_period(assessment: PlanAssessment, row: Assessment) -> Period:
    """When the target is to be reached: at its own date where it names one, else at the plan's."""
    return due_of(assessment.plan, reading_of(assessment.plan, row.target, assessment.confirmations))


def standing_finding(assessment: PlanAssessment, row: Assessment) -> str:
    """Where the whole stands, and what is left of the way."""
    if row.value is None:
        words = _("{period}: {reason}.", period=row.period.words(), reason=print_value(row))
    else:
        words = _(
            "{period}: {value}, with the target {target} by {due}: {status}.",
            period=row.period.words(),
            value=with_unit(row, print_value(row)),
            target=target_words(row),
            due=target_period(assessment, row).words(),
            status=print_status(row.judgement, row),
        )
    return sentences(words, needed_finding(row))


def needed_finding(row: Assessment) -> str:
    """What is left, and how much of it in each quarter; empty where that cannot be told."""
    left, needed, gap = row.remaining.value, row.needed.value, row.needed.gap
    if gap in _NOTHING_NEEDED:
        return _(_NOTHING_NEEDED[gap])
    if left is None:
        return ""
    amount = difference_words(row, left)
    if gap == "target_date_reached":
        return _("The target date has come, {left} from the target.", left=amount)
    if not needed:
        return ""
    end = Period.at(row.period.ordinal + int(left / needed)).words()
    said = {"left": amount, "needed": difference_words(row, needed), "end": end}
    if left < 0:
        return _("{left} too much: {needed} less are needed a quarter up to {end}.", **said)
    if is_within_year(row):
        return _("{left} are left to the year's milestone: {needed} a quarter up to {end}.", **said)
    return _("{left} are left to the target: {needed} a quarter up to {end}.", **said)


_NOTHING_NEEDED: Mapping[str | None, str] = {
    "nothing_left": mark("Nothing is left to do."),
    "strictly_more": mark("The target itself is reached, and must be passed."),
    "year_is_over": mark("The year is over, and the next begins anew."),
}


def forecast_finding(assessment: PlanAssessment, row: Assessment) -> str:
    """What would be reached by the target date, and how far from the target that is; or why that cannot be told."""
    due = target_period(assessment, row).words()
    if row.forecast.value is None:
        return _why_no_forecast(row, due)
    gap = _distance(row, row.forecast.value)
    said = {"due": due, "forecast": with_unit(row, print_amount_of(row, row.forecast))}
    said["gap"] = difference_words(row, gap or Fraction(0))
    is_met = _meets(assessment, row, row.forecast.value)
    if not gap:
        if is_met:
            return _("On this course the target is just reached: {forecast} by {due}", **said)
        return _("On this course the target is only equalled: {forecast} by {due}", **said)
    if is_met and gap > 0:
        return _("On this course the target is reached: {forecast} by {due}, {gap} above it", **said)
    if is_met:
        return _("On this course the target is kept: {forecast} by {due}, {gap} below it", **said)
    if gap > 0:
        return _("On this course the target is missed: {forecast} by {due}, {gap} too much", **said)
    return _("On this course the target is missed: {forecast} by {due}, {gap} short of it", **said)


def _why_no_forecast(row: Assessment, due: str) -> str:
    if row.forecast.gap == "target_date_reached":
        return _("The target date has come: nothing is left to forecast")
    reason = gap_words(row.forecast.gap or "not_reported")
    if row.forecast.gap == "too_few_points" and is_within_year(row):
        reason = _("of what is counted by year only whole years can be compared")
    return _("No forecast for {due}: {reason}", due=due, reason=reason)


def _distance(row: Assessment, value: Fraction) -> Fraction | None:
    """How far above (or below, negative) the target a value lies; of a range, beyond its nearer bound."""
    target, upper = row.target_value, row.upper_value
    if target is None:
        return None
    if upper is not None and value > target:
        return max(value - upper, Fraction(0))
    return value - target


def _meets(assessment: PlanAssessment, row: Assessment, value: Fraction) -> bool:
    """Whether a value that may come would meet the target."""
    reading = reading_of(assessment.plan, row.target, assessment.confirmations)
    gap = _distance(row, value)
    if isinstance(reading, TargetNotRead) or gap is None:
        return False
    return {">": gap > 0, "<": gap < 0, "<=": gap <= 0, "range": gap == 0}.get(reading.comparator, gap >= 0)


def lacking(row: Assessment) -> Fraction | None:
    """Which share of its target a value still lacks, 0 where nothing is left; None where the two cannot be compared."""
    if row.needed.gap == "nothing_left":
        return Fraction(0)
    if row.remaining.value is None or row.target_value is None:
        return None
    return abs(row.remaining.value) / (abs(row.target_value) or 1)


def furthest_finding(rows: Sequence[Assessment]) -> str:
    """Which region is furthest from its own target, and by how much in each quarter."""
    shares = [(share, row) for row in rows if (share := lacking(row)) is not None]
    if not shares:
        return _("No region can be set against its own target")
    most = max(share for share, _row in shares)
    furthest = [row for share, row in shares if share == most and row.needed.gap != "nothing_left"]
    names = named([row.region.name for row in furthest])
    if not furthest:
        return _("Every region that can be set against its own target has reached it")
    if not most:
        return _("{regions}: the target is equalled, and must be passed", regions=names)
    if len(furthest) > 1:
        return _("{regions} are furthest from their targets", regions=names)
    return _furthest(furthest[0])


def _furthest(row: Assessment) -> str:
    left = difference_words(row, row.remaining.value or Fraction(0))
    if row.needed.value is None:
        return _("{region} is furthest from its target, by {left}", region=row.region.name, left=left)
    return _(
        "{region} is furthest from its target, by {left}: {needed} in each quarter",
        region=row.region.name,
        left=left,
        needed=difference_words(row, row.needed.value),
    )


def lights_finding(rows: Sequence[Assessment]) -> str:
    """Which regions are red and yellow."""
    if all(row.light is None or row.status == "not_applicable" for row in rows):
        return _("Values of the regions: nothing is judged yet")
    red, yellow = ([row.region.name for row in rows if row.light == colour] for colour in ("red", "yellow"))
    if red and yellow:
        return _("Red: {red}. Yellow: {yellow}", red=named(red), yellow=named(yellow))
    if red:
        return _("Red: {red}. No region is yellow", red=named(red))
    if yellow:
        return _("Yellow: {yellow}. No region is red", yellow=named(yellow))
    return _("No region is red or yellow")


def sentences(*said: str) -> str:
    """Sentences one after the other, those that there are."""
    return reduce(lambda words, more: _("{words} {more}", words=words, more=more), filter(None, said))


def named(names: Sequence[str]) -> str:
    """Some names; of very many the first, and how many they are."""
    listed = _(", ").join(names[:_MOST_NAMED])
    if len(names) <= _MOST_NAMED:
        return listed
    return _("{names} and others, {count} in all", names=listed, count=len(names))


def target_words(row: Assessment) -> str:
    """The target as it is written, with the unit where that is a plain number."""
    written = print_target(row)
    return with_unit(row, written) if read_number(written) else written


def with_unit(row: Assessment, printed: str) -> str:
    """A printed figure with its unit, as a sentence names it; of what is counted by year without the year."""
    return printed if row.indicator.is_rate else printed + row.indicator.unit.removesuffix("/年")


def difference_words(row: Assessment, difference: Fraction) -> str:
    """A difference without its sign: 6.7个, of rates 3.2 percentage points."""
    printed = print_amount_of(row, Measure(abs(difference), None))
    if row.indicator.is_rate:
        return _("{points} percentage points", points=printed.removesuffix("%"))
    return with_unit(row, printed)
