"""What stands around every page: the header with its choices, the source panel, and the place for failures."""

import dash
import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from common.language import LANGUAGES, _, current_language
from common.problems import Refusal
from data.plan_store import load_plan
from indicators.plan import Region
from layouts.address import read_search
from layouts.edge import current_viewer, reading
from layouts.identities import ANALYST_OF_ALL, LEADER, REVIEWER, analyst_of, identity_words
from layouts.theme import THEME


def layout() -> Component:
    """The whole application, in the language and for the identity of this request."""
    return dmc.MantineProvider(
        [
            dcc.Location(id="address", refresh=False),
            html.A(_("To the content"), href="#content", className="skip"),
            _header(),
            html.Div(id="failure", role="alert"),
            html.Main(dash.page_container, id="content"),
            dmc.Drawer(
                id="source-panel",
                position="right",
                size="lg",
                closeButtonProps={"aria-label": _("Close")},
                overlayProps={"backgroundOpacity": 0.15},
            ),
        ],
        theme=THEME,
        forceColorScheme="light",
    )


def register(app: Dash) -> None:
    """Keep the choices in the links, and take a failure's words away when the reader goes on to another page."""
    app.callback(Output("navigation", "children"), Input("address", "search"))(navigation)
    app.clientside_callback(
        "function (_path) { return null; }",
        Output("failure", "children"),
        Input("address", "pathname"),
        prevent_initial_call=True,
    )


def navigation(search: str | None) -> list[Component]:
    """The links to the pages, which keep the plan, period and moment chosen."""
    try:
        query = read_search(search).query()
    except Refusal:
        query = ""
    pages = {"/": _("Overview"), "/returns": _("Returns"), "/review": _("Review"), "/method": _("Method")}
    return [
        dcc.Link([html.Strong("达标"), html.Span("Dabiao")], href=f"/{query}", className="brand"),
        html.Nav([dcc.Link(name, href=f"{path}{query}") for path, name in pages.items()]),
    ]


def _header() -> Component:
    return html.Header(
        [
            html.Div(navigation(""), id="navigation"),
            html.Div([_identities(), *_languages()], className="choices"),
        ]
    )


def _languages() -> list[Component]:
    """Plain links, here and for identities: they work before any script has run."""
    return [
        html.A(name, href=f"/language/{code}", lang=code)
        for code, name in LANGUAGES.items()
        if code != current_language()
    ]


def _identities() -> Component:
    """The demo identities to choose from."""
    regions = {region.code: region for region in _reporting_regions()}
    choices = [LEADER, REVIEWER, ANALYST_OF_ALL, *map(analyst_of, regions)]
    return html.Details(
        [
            html.Summary(identity_words(current_viewer().identity, regions)),
            html.Ul(
                [
                    html.Li(html.A(identity_words(choice.identity, regions), href=f"/viewer/{choice.identity}"))
                    for choice in choices
                ]
            ),
        ],
        className="identities",
    )


def _reporting_regions() -> tuple[Region, ...]:
    """The regions of the plan; none where the database has none or several to choose from."""
    try:
        with reading() as session:
            return load_plan(session).plan.reporting_regions
    except Refusal:
        return ()
