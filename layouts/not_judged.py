"""Why an indicator is not judged, and who can settle it: not the same as a figure that is still to come."""

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from common.gaps import SETTLED_BY, gap_words
from common.language import _, mark
from common.terms import term
from data.results import Assessment
from layouts.address import Address
from layouts.components import Child
from layouts.findings import named, sentences

# Who can settle a gap, by what settles it.
_WHO: Mapping[str, str] = {
    "reading": mark("{owner} can settle it: a reviewer says below, under “How the target is read”, what is meant."),
    "plan": mark("{owner} can settle it: the plan has to say it, in a new version that is brought in."),
    "report": mark("Whoever reports it ({reporter}) can settle it, with a correction of the return."),
}
# What the first words of each state are; any other status is judged.
_STATES: Mapping[str, str] = {
    "not_assessable": mark("Not assessable: {reason}."),
    "no_baseline": mark("Not assessable on its way: {reason}. Only the distance to the target is shown."),
    "target_below_baseline": mark("Not counted as achieved: {reason}."),
    "not_reported": mark("Not reported yet: the figure appears here once its return is approved."),
    "no_value": mark("It was reported as “-”: there is no figure."),
    "partly_reported": mark("Not complete yet: {reported} of {expected} regions are approved; not yet: {missing}."),
    "not_due": mark("Nothing is asked for in this period."),
    "not_applicable": mark("The plan says that it does not apply here."),
}


def not_judged(row: Assessment, parts: Sequence[Assessment], address: Address) -> Component | None:
    """What stands in the way of a judgement and who can settle it; None where there is one, or none is due."""
    state = "no_value" if row.status == "not_reported" and row.value_gap == "no_value" else row.status
    if state not in _STATES:
        return None
    missing = [part.region.name for part in parts if part.value is None and part.status != "not_applicable"]
    gap = _gap(row)
    words = _(
        _STATES[state],
        reason=gap_words(gap) if gap else "",
        reported=row.reported,
        expected=row.expected,
        missing=named(missing),
    )
    said: list[Child] = [words]
    if state in ("not_reported", "partly_reported"):
        said += [" ", dcc.Link(_("Who has reported"), href=f"/{address.query()}")]
    elif gap is not None and gap in SETTLED_BY:
        owner = row.indicator.owner or _("The plan's owner")
        said = [sentences(words, _(_WHO[SETTLED_BY[gap]], owner=owner, reporter=term(row.indicator.reported_by)))]
    is_waiting = state in ("not_reported", "partly_reported", "not_due", "not_applicable")
    return html.P(said, className="state-words" if is_waiting else "state-words unsettled")


def _gap(row: Assessment) -> str | None:
    """Why there is no value, no measure at all, or no progress: the first of these that holds."""
    return row.value_gap or row.comparison_gap or row.progress.gap
