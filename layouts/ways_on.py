"""Where somebody can go on from an address that cannot be shown: the nearest there is, the rest of the address kept."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, urlencode

from sqlalchemy.orm import Session

from common.language import _
from common.nearest import MOST, nearest, nearest_day, nearest_periods
from common.problems import Problem, Refusal
from common.viewer import Viewer, can
from data.assessments import first_known_day, known_periods
from data.plan_store import StoredPlan, load_plan, stored_slugs
from indicators.plan import Indicator, Region
from layouts.address import read_address
from layouts.downloads import TABLES
from layouts.numbers import FIGURES, figure_name
from layouts.site_map import pages_of

# What the path of a page says, by the name its address gives it, and that path.
_IN_PATHS = {"region_code": "/district/", "indicator_code": "/indicator/"}
# What the query of an address says, in its order.
_IN_QUERY = ("plan", "period", "as-of", "status", "indicator", "region")


class Way(NamedTuple):
    """A link: its words and where it leads."""

    words: str
    href: str


@dataclass(frozen=True)
class AskedAddress:
    """What an address asks for, in its path and its query, as it is written."""

    given: Mapping[str, str]

    def said(self, name: str) -> str:
        """What the address says of this; empty where it says nothing."""
        return self.given.get(name) or ""

    def instead(self, name: str, value: str | None) -> str:
        """The same address with another plan, period, day, region or indicator; None for none."""
        in_path = f"{name}_code"
        if in_path in _IN_PATHS and in_path in self.given:
            return f"{_IN_PATHS[in_path]}{quote(value or '')}{self.query()}"
        return self.query(**{name: value}) or "?"

    def query(self, **changes: str | None) -> str:
        """The query, with some of it changed."""
        chosen = {**{name: self.said(name) for name in _IN_QUERY}, **changes}
        filled = {name: value for name in _IN_QUERY if (value := chosen[name])}
        return "?" + urlencode(filled) if filled else ""


def ways_on(session: Session, viewer: Viewer, problem: Problem, asked: AskedAddress) -> list[Way]:
    """At most a few addresses near the one asked for, the nearest first; none where nothing is, or for this viewer."""
    offer = _OFFERS.get(problem.code)
    if offer is None or not can(viewer, "see_approved"):
        return []
    try:
        return list(offer(session, viewer, asked))
    except Refusal:
        # Something else of the address is wrong as well: first things first.
        return []


def region_way(region: Region, href: str) -> Way:
    """The way to a region, which two of may share a name."""
    return Way(f"{region.full_name} {region.code}", href)


def indicator_way(indicator: Indicator, href: str) -> Way:
    """The way to an indicator, by its number."""
    return Way(f"{indicator.number} {indicator.name}", href)


def _every_plan(session: Session, _viewer: Viewer, asked: AskedAddress) -> Iterator[Way]:
    """All of them: without one of these the page cannot be shown."""
    for slug in stored_slugs(session):
        yield _plan_way(session, slug, asked)


def _plans(session: Session, _viewer: Viewer, asked: AskedAddress) -> Iterator[Way]:
    slugs = stored_slugs(session)
    for slug in nearest(asked.said("plan"), slugs, lambda slug: (slug,)) or slugs[:MOST]:
        yield _plan_way(session, slug, asked)


def _plan_way(session: Session, slug: str, asked: AskedAddress) -> Way:
    return Way(f"{load_plan(session, slug).plan.name} {slug}", asked.instead("plan", slug))


def _periods(session: Session, _viewer: Viewer, asked: AskedAddress) -> Iterator[Way]:
    known = known_periods(session, _plan_of(session, asked), _moment_of(asked))
    for period in nearest_periods(asked.said("period"), known):
        yield Way(period.words(), asked.instead("period", str(period)))


def _days(_session: Session, _viewer: Viewer, asked: AskedAddress) -> Iterator[Way]:
    day = nearest_day(asked.said("as-of"))
    if day is not None:
        yield _as_of(day.isoformat(), asked)
    yield _now(asked)


def _first_day(session: Session, viewer: Viewer, asked: AskedAddress) -> Iterator[Way]:
    """The first day on which there was something; without a day in the address, there is nothing yet."""
    if not asked.said("as-of"):
        yield from _returns(session, viewer, asked)
        return
    slug = asked.said("plan") or load_plan(session).plan.slug
    day = first_known_day(session, slug)
    if day is not None:
        yield _as_of(day.isoformat(), asked)
    yield _now(asked)


def _as_of(day: str, asked: AskedAddress) -> Way:
    return Way(_("as of {day}", day=day), asked.instead("as-of", day))


def _now(asked: AskedAddress) -> Way:
    return Way(_("as of now"), asked.instead("as-of", None))


def _regions(session: Session, _viewer: Viewer, asked: AskedAddress) -> Iterator[Way]:
    written = asked.said("region_code") or asked.said("region")
    for region in nearest(written, _plan_of(session, asked).plan.regions, lambda one: one.names):
        yield region_way(region, asked.instead("region", region.code))


def _indicators(session: Session, _viewer: Viewer, asked: AskedAddress) -> Iterator[Way]:
    written = asked.said("indicator_code") or asked.said("indicator")
    for indicator in nearest(written, _plan_of(session, asked).plan.indicators, lambda one: one.names):
        yield indicator_way(indicator, asked.instead("indicator", indicator.code))


def _figures(_session: Session, _viewer: Viewer, asked: AskedAddress) -> Iterator[Way]:
    for figure in nearest(asked.said("figure"), FIGURES, lambda figure: (figure, figure_name(figure))) or FIGURES[:1]:
        yield Way(figure_name(figure), asked.instead("figure", figure))


def _tables(_session: Session, _viewer: Viewer, asked: AskedAddress) -> Iterator[Way]:
    for name in nearest(asked.said("name"), list(TABLES), lambda name: (name,)) or list(TABLES)[:MOST]:
        yield Way(_(TABLES[name][0]), f"/tables/{name}.xlsx{asked.query()}")


def _its_parts(session: Session, _viewer: Viewer, asked: AskedAddress) -> Iterator[Way]:
    """Of a cell that the plan says nothing of: the region and the indicator that would meet in it."""
    plan, query = _plan_of(session, asked).plan, asked.query(indicator=None, region=None)
    region = plan.region_by_code.get(asked.said("region"), plan.root)
    indicator = plan.indicator_by_code[asked.said("indicator")]
    yield region_way(region, f"/district/{region.code}{query}")
    yield indicator_way(indicator, f"/indicator/{indicator.code}{query}")


def _returns(_session: Session, viewer: Viewer, asked: AskedAddress) -> Iterator[Way]:
    query = asked.query(period=None, **{"as-of": None})
    for path, words in pages_of(viewer).items():
        if path in ("/returns", "/review"):
            yield Way(words, f"{path}{query}")


def _plan_of(session: Session, asked: AskedAddress) -> StoredPlan:
    return load_plan(session, asked.said("plan") or None, _moment_of(asked))


def _moment_of(asked: AskedAddress) -> datetime | None:
    return read_address({"as-of": asked.said("as-of")}).moment


_OFFERS: dict[str, Callable[[Session, Viewer, AskedAddress], Iterator[Way]]] = {
    "plan_not_named": _every_plan,
    "unknown_plan": _plans,
    "plan_not_known_then": _first_day,
    "no_figures_yet": _first_day,
    "bad_period": _periods,
    "no_figures": _periods,
    "bad_day": _days,
    "region_not_in_plan": _regions,
    "indicator_not_in_plan": _indicators,
    "target_not_in_plan": _its_parts,
    "unknown_figure": _figures,
    "no_such_table": _tables,
    "unknown_return": _returns,
}
