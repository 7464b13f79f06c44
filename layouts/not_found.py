"""404: no page has the address that was asked for; the pages with addresses like it."""

from dash.development.base_component import Component
from sqlalchemy.orm import Session

from common.language import _
from common.nearest import nearest
from common.problems import Refusal
from common.viewer import can
from data.plan_store import load_plan
from indicators.plan import Plan
from layouts.address import read_address
from layouts.edge import current_viewer, guarded, reading
from layouts.refused import not_found_page
from layouts.site_map import pages_of
from layouts.ways_on import AskedAddress, Way, indicator_way, region_way


@guarded
def layout(path: str = "", **given: str) -> Component:
    """The page for whatever no other page answers."""
    with reading() as session:
        return not_found_page(path, pages_near(session, path, AskedAddress(given)))


def pages_near(session: Session, path: str, asked: AskedAddress) -> list[Way]:
    """The pages for this reader whose addresses are alike, with the choices of the one that was asked for."""
    query = asked.query()
    pages = {page: Way(name, f"{page}{query}") for page, name in pages_of(current_viewer()).items() if page != "/"}
    pages["/method/examples"] = Way(_("Examples of the method"), "/method/examples")
    plan = _plan_asked(session, asked)
    if plan is not None:
        pages |= _of_plan(plan, path, query)
    return [pages[page] for page in nearest(path, list(pages), lambda page: (page,))]


def _of_plan(plan: Plan, path: str, query: str) -> dict[str, Way]:
    """The pages of the regions and indicators whose names or codes are nearest to the last part of a path."""
    last = path.strip("/").partition("/")[2]
    regions = nearest(last, plan.regions, lambda one: one.names)
    indicators = nearest(last, plan.indicators, lambda one: one.names)
    ways = [region_way(one, f"/district/{one.code}{query}") for one in regions]
    ways += [indicator_way(one, f"/indicator/{one.code}{query}") for one in indicators]
    return {way.href.removesuffix(query): way for way in ways}


def _plan_asked(session: Session, asked: AskedAddress) -> Plan | None:
    """The plan that the address speaks of; none where it is not clear, or not for this reader."""
    if not can(current_viewer(), "see_approved"):
        return None
    try:
        address = read_address(dict(asked.given))
        return load_plan(session, address.plan, address.moment).plan
    except Refusal:
        return None
