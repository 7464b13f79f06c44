"""Search in the header: indicators and regions, by name, a part of it, number or code.

The browser is sent the answers to what was typed and nothing else: a nation has 3,209 regions. What its keys do stands
in assets/search.js.
"""

from collections.abc import Sequence
from itertools import count
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from common.language import _
from common.nearest import matching, nearest
from common.problems import Refusal, quoted
from data.plan_store import load_plan
from indicators.plan import Indicator, Plan, Region
from layouts.address import Address, read_search
from layouts.components import Child
from layouts.edge import asks, reading
from layouts.ways_on import Way, indicator_way, region_way

# So many of each kind are shown; whoever looks for another writes more of its name.
_MOST = 6
_LONGEST = 60


def search_field() -> Component:
    """The field, and the list below it that opens on what was typed."""
    name = _("Search indicators and regions")
    is_combobox = {
        "type": "search",
        "role": "combobox",
        "aria-label": name,
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": "search-list",
        "maxLength": _LONGEST,
    }
    field = dmc.TextInput(id="search", placeholder=name, attributes={"input": is_combobox})
    written, found = dcc.Store(id="search-written"), html.Div(_list([]), id="search-answers")
    return html.Div([field, written, found], role="search", className="search")


def register(app: Dash) -> None:
    """Answer what was typed."""
    app.callback(
        Output("search-answers", "children"),
        Input("search-written", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )(asks("see_approved")(find))


def find(written: str | None, search: str | None) -> list[Child]:
    """What goes by what was typed, as links to its page that keep the plan, the period and the day."""
    wanted = (written or "").strip()[:_LONGEST]
    if not wanted:
        return [_list([])]
    try:
        address = read_search(search)
        with reading() as session:
            plan = load_plan(session, address.plan, address.moment).plan
    except Refusal as refusal:
        return [_list([], written or ""), html.P(str(refusal), role="status")]
    return _answers(plan, wanted, address, written or "")


def _answers(plan: Plan, wanted: str, address: Address, written: str) -> list[Child]:
    """The indicators and the regions that match; where none does, that it is so, with those alike."""
    indicators = matching(wanted, plan.indicators, lambda one: (str(one.number), *one.names))
    regions = matching(wanted, plan.regions, lambda one: one.names)
    said = html.P(_("{count} found", count=len(indicators) + len(regions)), role="status", className="unseen")
    if not indicators and not regions:
        said = html.P(_("Nothing here is called “{written}”.", written=quoted(wanted)), role="status")
        indicators = nearest(wanted, plan.indicators, lambda one: one.names, most=3)
        regions = nearest(wanted, plan.regions, lambda one: one.names, most=3)
    groups = (
        (_("Indicators"), [_indicator(one, address) for one in indicators]),
        (_("Regions"), [_region(one, plan, address) for one in regions]),
    )
    return [said, _list([(title, ways) for title, ways in groups if ways], written)]


def _list(groups: Sequence[tuple[str, Sequence[Way]]], written: str = "") -> Component:
    """The list, which says to what it is the answer: who is faster than it goes to what they have typed since."""
    places = count()
    is_answer: dict[str, Any] = {"data-written": written, "aria-label": _("What was found")}
    shown = [_group(title, ways, places) for title, ways in groups]
    return html.Div(shown, id="search-list", role="listbox", **is_answer)


def _group(title: str, ways: Sequence[Way], places: "count[int]") -> Component:
    """The first answers of a kind, and how many there are beside them."""
    label: dict[str, Any] = {"aria-label": title}
    rest = len(ways) - _MOST
    more = html.P(_("{count} more: write more of the name", count=rest), className="note") if rest > 0 else None
    options = [
        html.A(way.words, href=way.href, id=f"search-{next(places)}", role="option", tabIndex=-1)
        for way in ways[:_MOST]
    ]
    return html.Div([html.P(title, className="note", role="presentation"), *options, more], role="group", **label)


def _indicator(indicator: Indicator, address: Address) -> Way:
    return indicator_way(indicator, f"/indicator/{indicator.code}{address.query()}")


def _region(region: Region, plan: Plan, address: Address) -> Way:
    """A region; of a plan with several levels with the one above it, for many share a name."""
    way = region_way(region, f"/district/{region.code}{address.query()}")
    above = plan.region_by_code[region.parent] if region.parent not in (None, plan.root.code) else None
    return Way(f"{above.name} {way.words}", way.href) if above else way
