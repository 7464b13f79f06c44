"""What stands around every page: the header with its choices, the source panel, and the place for failures."""

import dash
import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from flask_wtf.csrf import generate_csrf

from common.language import LANGUAGES, _, current_language
from common.problems import Refusal
from common.viewer import can
from data.plan_store import load_plan
from indicators.plan import Region
from layouts.address import read_search
from layouts.edge import current_settings, current_viewer, is_signed_in, reading
from layouts.identities import identity_words
from layouts.search import search_field
from layouts.site_map import pages_of
from layouts.theme import THEME_NAMES, current_theme, mantine_theme


def layout() -> Component:
    """The whole application, in the language and for the identity of this request."""
    return dmc.MantineProvider(
        [
            dcc.Location(id="address", refresh=False),
            html.A(_("To the content"), href="#content", className="skip"),
            _header(),
            html.Div(id="failure", role="alert"),
            html.Main([dash.page_container, _page_shape()], id="content"),
            dmc.Drawer(
                id="source-panel",
                position="right",
                size="lg",
                closeButtonProps={"aria-label": _("Close")},
                overlayProps={"backgroundOpacity": 0.15},
            ),
        ],
        theme=mantine_theme(),
        forceColorScheme=current_theme(),
    )


def _page_shape() -> Component:
    """What stands where a page will, when it takes long enough to be missed; assets/dabiao.css draws it."""
    return html.Div(html.P(_("Loading…"), className="unseen", role="status"), className="page-shape")


def register(app: Dash) -> None:
    """Keep the choices in the links, and take a failure's words away when the reader goes on to another page."""
    app.callback(Output("navigation", "children"), Input("address", "search"))(navigation)
    app.clientside_callback(
        "function (_path) { return null; }",
        Output("failure", "children"),
        Input("address", "pathname"),
        prevent_initial_call=True,
    )
    app.clientside_callback(_TO_THE_PLACE, Input("_pages_store", "data"), Input("address", "hash"))


# To the place on the page that the address names, once the page is there. A figure's panel is no place.
_TO_THE_PLACE = """function (_page, fragment) {
    let tries = 0;
    (function look() {
        const place = fragment && fragment.indexOf("=") < 0 && document.getElementById(fragment.slice(1));
        if (place) { place.scrollIntoView(); place.focus({ preventScroll: true }); }
        else if (fragment && ++tries < 20) setTimeout(look, 50);
    })();
}"""


def navigation(search: str | None) -> list[Component]:
    """The links to the pages, which keep the plan, period and moment chosen."""
    try:
        query = read_search(search).query()
    except Refusal:
        query = ""
    pages = pages_of(current_viewer()) if is_signed_in() else {}
    return [
        dcc.Link([html.Strong("达标"), html.Span("Dabiao")], href=f"/{query}", className="brand"),
        html.Nav([dcc.Link(name, href=f"{path}{query}") for path, name in pages.items()]),
    ]


def _header() -> Component:
    return html.Header(
        [
            html.Div(navigation(""), id="navigation"),
            search_field() if is_signed_in() and can(current_viewer(), "see_approved") else None,
            html.Div([*(_signed_in() if is_signed_in() else ()), *_themes(), *_languages()], className="choices"),
        ]
    )


def _languages() -> list[Component]:
    """Plain links: they work before any script has run."""
    return [
        html.A(name, href=f"/language/{code}", lang=code)
        for code, name in LANGUAGES.items()
        if code != current_language()
    ]


def _themes() -> list[Component]:
    """The other theme, as a plain link too."""
    return [html.A(_(name), href=f"/theme/{theme}") for theme, name in THEME_NAMES.items() if theme != current_theme()]


def _signed_in() -> list[Component | None]:
    """Who is signed in, and that they see no more than what is approved, where it is so."""
    viewer = current_viewer()
    sees_approved_only = can(viewer, "see_approved") and not can(viewer, "see_drafts")
    return [html.Span(_("approved figures only"), className="note") if sees_approved_only else None, _account()]


def _account() -> Component:
    """Who is signed in, with the ways to their password, to another account of a demonstration, and out."""
    viewer = current_viewer()
    regions = {region.code: region for region in _reporting_regions()}
    ways = [html.A(_("Your account"), href="/password")]
    if current_settings().is_demo:
        ways.append(html.A(_("Another account of the demonstration"), href="/sign-in"))
    leave = html.Form(
        [
            dcc.Input(type="hidden", name="csrf_token", value=generate_csrf()),
            html.Button(_("Sign out"), type="submit"),
        ],
        method="post",
        action="/sign-out",
    )
    return html.Details(
        [
            html.Summary(identity_words(viewer.identity, regions)),
            html.Ul([html.Li(way) for way in (*ways, leave)]),
        ],
        id="account",
        className="identities",
        title=viewer.identity,
    )


def _reporting_regions() -> tuple[Region, ...]:
    """The regions of the plan; none where the database has none or several to choose from."""
    try:
        with reading() as session:
            return load_plan(session).plan.reporting_regions
    except Refusal:
        return ()
