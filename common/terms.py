"""The words for the codes a plan uses; docs/glossary.md explains them."""

from common.language import _, mark

TERMS: dict[str, str] = {
    "binding": mark("binding"),
    "anticipatory": mark("anticipatory"),
    "amount": mark("amount"),
    "rate": mark("rate"),
    "milestone": mark("milestone"),
    "at_period_end": mark("at the period's end"),
    "by_year": mark("by year"),
    "over_the_plan": mark("over the plan"),
    "increase": mark("more is better"),
    "decrease": mark("less is better"),
    "hold": mark("to be held"),
    "range": mark("within a range"),
    "unconfirmed": mark("not stated by the plan"),
    "sum": mark("sum of the regions"),
    "ratio_of_sums": mark("ratio of the regions' sums"),
    "own": mark("reported for the whole"),
    "none": mark("not added up"),
    "county": mark("the regions"),
    "city": mark("the city"),
    "both": mark("the city and the regions"),
    "official": mark("official"),
    "simulated": mark("simulated data"),
    "not_sent": mark("not sent"),
    "draft": mark("a draft"),
    "submitted": mark("submitted"),
    "approved": mark("approved"),
    "sent_back": mark("sent back"),
    "superseded": mark("superseded by a newer revision"),
}


def term(code: str) -> str:
    """The word for a plan's code in the language in use."""
    return _(TERMS[code])
