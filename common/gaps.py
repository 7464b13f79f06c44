"""Why a figure or a measure is not there: every missing thing is named for what it is."""

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

# Who can settle it, and how. What is not here is as it should be: nobody has to do anything.
_BY_REPORT = mark("Who reports it can settle this, with a return or a correction of one.")
_BY_READING = mark("The bureau's reviewer can settle this on the indicator's page, or else a new version of the plan.")
_BY_PLAN = mark("The plan's owner can settle this, with a new version of the plan.")
SETTLED: dict[str, str] = {
    "not_reported": _BY_REPORT,
    "partly_reported": _BY_REPORT,
    "no_value": _BY_REPORT,
    "missing_denominator": _BY_REPORT,
    "zero_denominator": _BY_REPORT,
    "negative_count": _BY_REPORT,
    "neither_done_nor_open": _BY_REPORT,
    "not_understood": _BY_READING,
    "direction_unconfirmed": _BY_READING,
    "reading_unconfirmed": _BY_READING,
    "unit_does_not_match": _BY_READING,
    "scope_does_not_match": _BY_READING,
    "other_base": _BY_READING,
    "direction_contradicts": _BY_READING,
    "date_does_not_fit": _BY_READING,
    "target_below_baseline": _BY_READING,
    "no_target": _BY_PLAN,
    "missing_baseline": _BY_PLAN,
    "base_not_positive": _BY_PLAN,
    "no_milestone": _BY_PLAN,
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
    return _(SETTLED[gap]) if gap in SETTLED else None
