"""Which period a page speaks of, and as of which day: chosen at its top, kept in its address."""

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from common.language import _
from common.periods import Period
from data.results import PlanAssessment
from layouts.address import Address
from layouts.data_links import permanent_link


def moment_choice(assessment: PlanAssessment, address: Address) -> Component:
    """The periods that have figures, and a field for the day as of which they are shown."""
    return html.Div(
        [
            html.Details(
                [
                    html.Summary([_("Period"), " ", html.Strong(assessment.period.words())]),
                    html.Ul(
                        [html.Li(_period(assessment, address, period)) for period in reversed(assessment.known_periods)]
                    ),
                ],
                className="choice",
            ),
            html.Label(
                [
                    html.Span(_("As of")),
                    dcc.Input(
                        id="as-of",
                        value=address.as_of_words,
                        type="text",
                        debounce=True,
                        placeholder=_("now, or a day like 2025-06-30"),
                        maxLength=19,
                        autoComplete="off",
                    ),
                ]
            ),
            permanent_link(assessment, address),
        ],
        className="moment",
    )


def register(app: Dash) -> None:
    """Go to the same page as of the day that was written."""
    app.clientside_callback(
        """function (day) {
            const address = new URL(window.location.href), written = (day || "").trim();
            const now = (address.searchParams.get("as-of") || "").replace("T", " ");
            if (written === now) return window.dash_clientside.no_update;
            address.searchParams.delete("as-of");
            if (written) address.searchParams.set("as-of", written);
            window.history.pushState({}, "", address.pathname + address.search);
            window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
            return window.dash_clientside.no_update;
        }""",
        Output("as-of", "title"),
        Input("as-of", "value"),
        prevent_initial_call=True,
    )


def _period(assessment: PlanAssessment, address: Address, period: Period) -> Component | str:
    if period == assessment.period:
        return html.Strong(period.words())
    return dcc.Link(period.words(), href=address.query(period=str(period)))
