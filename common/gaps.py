"""Why a figure or a measure is not there: every missing thing is named for what it is."""

from typing import Literal

from common.language import _, mark

GAPS: dict[str, str] = {
    "not_reported": mark("not reported"),
    "partly_reported": mark("only some of the regions have reported"),
    "no_value": mark("reported as “-”: there is no figure"),
    "not_applicable": mark("does not apply to this region"),
    "no_target": mark("the plan sets no target here"),
    "not_understood": mark("the target's text was not understood; a person must say what it means"),
    "missing_denominator": mark("the target means “every one of them”, but how many there should be is not reported"),
    "direction_unconfirmed": mark("the plan does not say whether more or less is better"),
    "lower_is_better": mark("not defined where less is better"),
    "target_not_positive": mark("not defined for a target of zero or below"),
    "missing_baseline": mark("no baseline"),
    "target_equals_baseline": mark("the target equals the baseline"),
    "target_below_baseline": mark("the target is worse than the baseline"),
    "reading_unconfirmed": mark("how the target's text is read has not been confirmed"),
    "unit_does_not_match": mark("the target's unit is not the indicator's"),
    "scope_does_not_match": mark("the target is for a year or cumulative, and the indicator is not counted so"),
    "other_base": mark("the target is relative to another base than the plan's baseline"),
    "direction_contradicts": mark("the target's comparator contradicts the direction the plan declares"),
    "date_does_not_fit": mark(
        "the target's date lies before the plan begins, or within a year where years are counted"
    ),
    "base_not_positive": mark("a growth cannot be reckoned from a baseline of zero or below"),
    "strictly_more": mark("the target must be passed, not only reached"),
    "zero_denominator": mark("the denominator is zero"),
    "negative_count": mark("a count cannot be below zero"),
    "neither_done_nor_open": mark("a milestone is 1 when it is done and 0 when it is not"),
    "too_large": mark("the figure is too large to compute with exactly"),
    "no_milestone": mark("the year has no milestone"),
    "no_share": mark("the plan's own schedule has no share where target and baseline are one, or unknown"),
    "too_few_points": mark("fewer than four comparable points"),
    "target_date_reached": mark("the target date has come"),
    "nothing_left": mark("nothing is left to do"),
    "year_not_over": mark("the year is not over: only its pace can be told"),
    "target_is_range": mark("not defined for a range"),
    "year_is_over": mark("the year is over, and the next begins anew"),
}

# What settles it: a report, what a reviewer says of a target, or a new version of the plan. What is not here is
# as it should be: nobody has to do anything.
SETTLED_BY: dict[str, Literal["report", "reading", "plan"]] = {
    "not_reported": "report",
    "partly_reported": "report",
    "no_value": "report",
    "missing_denominator": "report",
    "zero_denominator": "report",
    "negative_count": "report",
    "neither_done_nor_open": "report",
    "too_large": "report",
    "not_understood": "reading",
    "reading_unconfirmed": "reading",
    "direction_unconfirmed": "reading",
    "direction_contradicts": "reading",
    "target_below_baseline": "reading",
    "unit_does_not_match": "plan",
    "scope_does_not_match": "plan",
    "date_does_not_fit": "plan",
    "other_base": "plan",
    "base_not_positive": "plan",
    "missing_baseline": "plan",
    "no_target": "plan",
    "no_milestone": "plan",
}
_SETTLED = {
    "report": mark("Who reports it can settle this, with a return or a correction of one."),
    "reading": mark("The bureau's reviewer can settle this, by saying on the indicator's page how the target is read."),
    "plan": mark("The plan's owner can settle this, with a new version of the plan."),
}

SHORT_GAPS: dict[str, str] = {
    "not_reported": mark("unreported"),
    "partly_reported": mark("part reported"),
    "no_value": mark("no figure"),
    "not_applicable": mark("n/a"),
    "no_target": mark("no target"),
    "not_understood": mark("target unclear"),
    "missing_denominator": mark("no denominator"),
    "direction_unconfirmed": mark("direction unclear"),
    "lower_is_better": mark("undefined"),
    "target_not_positive": mark("undefined"),
    "missing_baseline": mark("no base"),
    "target_equals_baseline": mark("target = base"),
    "target_below_baseline": mark("target below base"),
    "reading_unconfirmed": mark("unconfirmed"),
    "unit_does_not_match": mark("unit differs"),
    "scope_does_not_match": mark("scope differs"),
    "other_base": mark("other base"),
    "direction_contradicts": mark("contradicts"),
    "date_does_not_fit": mark("date differs"),
    "base_not_positive": mark("no growth base"),
    "strictly_more": mark("a little more"),
    "zero_denominator": mark("zero denominator"),
    "negative_count": mark("negative"),
    "neither_done_nor_open": mark("not 0 or 1"),
    "too_large": mark("too large"),
    "no_milestone": mark("no milestone"),
    "no_share": mark("undefined"),
    "too_few_points": mark("too few points"),
    "target_date_reached": mark("date reached"),
    "nothing_left": mark("nothing left"),
    "year_not_over": mark("year runs"),
    "target_is_range": mark("undefined"),
    "year_is_over": mark("year over"),
}


def gap_words(gap: str) -> str:
    """The reason in words, for a sentence."""
    return _(GAPS[gap])


def short_gap_words(gap: str) -> str:
    """The reason in a word or two, for a table's cell."""
    return _(SHORT_GAPS[gap])


def settled_words(gap: str) -> str | None:
    """Who can settle it, in a sentence; None where nobody has to."""
    return _(_SETTLED[SETTLED_BY[gap]]) if gap in SETTLED_BY else None
