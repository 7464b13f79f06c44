"""While a large plan is judged: the page that waits for it, and the note on one that shows what was known before."""

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from common.language import _
from common.moments import moment_words
from data.results import PlanAssessment
from layouts.address import Address

# So many milliseconds pass before a page that waits is loaded again.
_WAIT = 4_000


def register(app: Dash) -> None:
    """Load a page that waits again after a while."""
    app.clientside_callback(
        """function (waited) {
            if (waited) window.location.reload();
            return window.dash_clientside.no_update;
        }""",
        Output("being-judged", "disabled"),
        Input("being-judged", "n_intervals"),
        prevent_initial_call=True,
    )


def being_judged_page() -> Component:
    """Nothing can be shown yet; the page comes back by itself."""
    return html.Article(
        [
            html.H1(_("The figures are being computed")),
            html.P(
                _(
                    "The plan is large, and it takes about half a minute. This page loads itself again until they are "
                    "there; nothing is lost meanwhile."
                ),
                role="status",
            ),
            html.Progress(),
            dcc.Interval(id="being-judged", interval=_WAIT),
        ]
    )


def with_note(page: Component, assessment: PlanAssessment, address: Address) -> Component:
    """The page; where it shows what was known before, since what has come after is being judged, it says so first."""
    if assessment.as_of is None or address.as_of is not None:
        return page
    words = _(
        "This is what was known on {moment}. What was approved or changed since is being computed: load the page again "
        "in a minute.",
        moment=moment_words(assessment.as_of),
    )
    return html.Div([html.P(words, className="known-before", role="status"), page])
