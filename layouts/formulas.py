"""How a figure was computed, with the figures put in: what the source panel and the methodology page say."""

from fractions import Fraction

from common.gaps import gap_words
from common.language import _
from common.numbers import print_fraction, print_percent, read_number
from common.periods import Period
from data.printing import (
    print_amount,
    print_amount_of,
    print_completion,
    print_progress,
    print_schedule,
    print_target,
    print_value,
)
from data.results import Assessment, Measure, PlanAssessment
from indicators.plan import Plan
from layouts.numbers import AMOUNTS, has_figure, print_figure

_MOST_PLACES = 6


def formula(assessment: PlanAssessment, row: Assessment, figure: str) -> str:
    """The figure, and how it was computed with the figures put in; or why it is not defined."""
    if not has_figure(row, figure):
        return _why_not(assessment, row, figure)
    written = _FORMULAS.get(figure)
    return written(assessment, row) if written else _with_unit(assessment, row, figure)


def attainment_words(row: Assessment) -> str | None:
    """How many regions meet their own target, and what they come to where none makes up for another; of a whole."""
    found = row.attainment
    if found is None or not found.regions:
        return None
    words = _(
        "{met} of {regions} regions meet their own target, {below} of them with a target below the baseline.",
        met=found.met,
        regions=found.regions,
        below=found.met_below_baseline,
    )
    if found.capped is None:
        return words
    shares = _(
        "Capped at each region's own target they come to {capped}; pooled, to {pooled}.",
        capped=print_percent(found.capped),
        pooled=print_completion(row),
    )
    return f"{words} {shares}"


def elapsed_share(plan: Plan, period: Period) -> Fraction:
    """How much of the plan's time has run at a period's end."""
    share = Fraction(period.ordinal - plan.baseline_period.ordinal, quarters_of(plan))
    return min(max(share, Fraction(0)), Fraction(1))


def quarters_of(plan: Plan) -> int:
    """How many quarters the plan's time has."""
    return plan.target_period.ordinal - plan.baseline_period.ordinal


def is_within_year(row: Assessment) -> bool:
    """Whether it is counted by year and the year is not over: judged by its pace towards the year's milestone."""
    return row.indicator.counted == "by_year" and row.period.quarter < 4


def _why_not(assessment: PlanAssessment, row: Assessment, figure: str) -> str:
    """The reason as a sentence; of what was not reported or not set, the word for it."""
    if figure == "remaining":
        return gap_words(row.needed.gap or "not_reported")
    measure = getattr(row, figure)
    if isinstance(measure, Measure) and measure.gap:
        return gap_words(measure.gap)
    return print_figure(row, figure, assessment.plan.thresholds)


def _with_unit(assessment: PlanAssessment, row: Assessment, figure: str) -> str:
    unit = row.indicator.unit if figure in AMOUNTS and not row.indicator.is_rate else ""
    return f"{print_figure(row, figure, assessment.plan.thresholds)} {unit}".strip()


def _completion(assessment: PlanAssessment, row: Assessment) -> str:
    return f"{print_value(row)} ÷ {_target(row)} = {_with_unit(assessment, row, 'completion')}"


def _progress(assessment: PlanAssessment, row: Assessment) -> str:
    printed = print_progress(row)
    value, baseline = print_value(row), print_amount(row.indicator, row.baseline or 0)
    if row.upper_value is not None:
        far = _("1 − distance of {value} to {target} ÷ distance of {baseline}", value=value, target=print_target(row),
                baseline=baseline)  # fmt: skip
        return f"{far} = {printed}"
    return f"({value} − {baseline}) ÷ ({_target(row)} − {baseline}) = {printed}"


def _schedule(assessment: PlanAssessment, row: Assessment) -> str:
    """The share of the year, of the plan's own line, or of time, whichever the row is held against."""
    plan, period, printed = assessment.plan, row.period, print_schedule(row)
    if is_within_year(row):
        return _("{done} of the year's 4 quarters = {share}", done=period.quarter, share=printed)
    if any((one.indicator, one.region) == (row.indicator.code, row.region.code) for one in plan.milestones):
        return _("the plan's own yearly figures: {share}", share=printed)
    if row.indicator.counted == "by_year":
        whole = plan.target_period.year - _base_year(plan)
        done = min(period.year - _base_year(plan), whole)
        return _("{done} of {whole} years = {share}", done=done, whole=whole, share=printed)
    quarters = quarters_of(plan)
    done = min(period.ordinal - plan.baseline_period.ordinal, quarters)
    if row.schedule.value != Fraction(done, quarters):
        return _("the share of the time up to the target's own date: {share}", share=printed)
    return _("{done} of {whole} quarters = {share}", done=done, whole=quarters, share=printed)


def _base_year(plan: Plan) -> int:
    """The last whole year up to the baseline."""
    return Period.at(plan.baseline_period.ordinal + 1).year - 1


def _lead(assessment: PlanAssessment, row: Assessment) -> str:
    """G − s, or the pace of the year, with as many decimals as it takes for the figures shown to add up."""
    lead, schedule = row.lead.value, row.schedule.value
    points = _("percentage points")
    printed = f"{print_figure(row, 'lead', assessment.plan.thresholds)} {points}"
    if lead is None or schedule is None:
        return printed
    pace = lead + schedule
    if is_within_year(row):
        milestone = _milestone(row)
        if not milestone or row.value is None:
            return printed
        so_far = f"{print_value(row)} ÷ {print_amount_of(row, Measure(milestone, None))}"
        pace = row.value / milestone
        if pace - schedule != lead:
            return f"{print_percent(schedule)} − {so_far} = {printed}"
        return f"{so_far} − {print_percent(schedule)} = {printed}"
    for places in range(_first_places(printed), _MOST_PLACES):
        parts = [print_fraction(part * 100, places) for part in (pace, schedule, lead)]
        if Fraction(parts[0]) - Fraction(parts[1]) == Fraction(parts[2]):
            sign = "" if parts[2].startswith("-") else "+"
            return f"{parts[0]}% − {parts[1]}% = {sign}{parts[2]} {points}"
    return f"{print_progress(row)} − {print_schedule(row)} ≈ {printed}"


def _first_places(printed: str) -> int:
    """How many decimals the lead is printed with elsewhere."""
    return len(printed.partition(" ")[0].partition(".")[2])


def _milestone(row: Assessment) -> Fraction | None:
    """What the year asks for: what is done and what is left of it."""
    return None if row.value is None or row.remaining.value is None else row.value + row.remaining.value


def _remaining(assessment: PlanAssessment, row: Assessment) -> str:
    goal = _target(row)
    milestone = _milestone(row)
    if is_within_year(row) and milestone is not None:
        goal = _("{amount} (the year's milestone)", amount=print_amount_of(row, Measure(milestone, None)))
    elif row.upper_value is not None:
        goal = _("the nearer bound of {target}", target=print_target(row))
    return f"{goal} − {print_value(row)} = {_with_unit(assessment, row, 'remaining')}"


def _needed(assessment: PlanAssessment, row: Assessment) -> str:
    left, needed = row.remaining.value, row.needed.value
    if left is None or needed is None or not needed:
        return _with_unit(assessment, row, "needed")
    return _(
        "{left} ÷ {quarters} quarters left = {needed}",
        left=print_figure(row, "remaining", assessment.plan.thresholds),
        quarters=left / needed,
        needed=_with_unit(assessment, row, "needed"),
    )


def _forecast(assessment: PlanAssessment, row: Assessment) -> str:
    words = _(
        "{value}, and on by the mean change of a quarter since the baseline: {forecast}",
        value=print_value(row),
        forecast=_with_unit(assessment, row, "forecast"),
    )
    return _("{words} (it informs, and decides no light)", words=words)


def _target(row: Assessment) -> str:
    """The target as written where that is a plain figure, else the number it comes to."""
    is_plain = read_number(row.target.target) is not None
    if is_plain or row.target_value is None:
        return row.target.target
    return print_amount_of(row, Measure(row.target_value, None))


_FORMULAS = {
    "completion": _completion,
    "progress": _progress,
    "schedule": _schedule,
    "lead": _lead,
    "remaining": _remaining,
    "needed": _needed,
    "forecast": _forecast,
}
