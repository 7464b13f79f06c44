"""Addresses that cannot be shown: each says what is wrong in a sentence, and offers what there is near it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from dash import Dash
from dash.development.base_component import Component

from common.moments import day_of, now
from common.problems import Refusal
from common.viewer import Viewer
from data.database import Database
from data.plan_store import save_plan
from indicators.plan import Plan
from layouts import district, indicator, not_found, overview, return_page, returns, source_panel
from layouts.address import Address
from layouts.asked_figure import AskedFigure, row_of
from layouts.edge import load_assessment, reading
from tests.layouts.components import links, text_of, walk
from tests.layouts.conftest import As
from tests.layouts.test_permissions import call, signed_in
from tests.quarters import take_in_quarters

Page = Callable[..., Component]
pytestmark = pytest.mark.usefixtures("request_context")


def offered(page: Component) -> list[str]:
    """Where the page's offers lead, in their order."""
    lists = [one for one in walk(page) if getattr(one, "className", None) == "ways"]
    return [href for one in lists for href in links(one)]


@pytest.mark.parametrize(
    ("page", "address", "title", "words"),
    [
        (overview.layout, {"plan": "nowhere"}, "There is no such plan", "No plan here is called “nowhere”."),
        (returns.layout, {"plan": "nowhere"}, "There is no such plan", "No plan here is called “nowhere”."),
        (overview.layout, {"period": "2030Q1"}, "There are no figures for this period", "approved for 2030Q1."),
        (overview.layout, {"period": "soon"}, "There is no such period", "“soon” is no period"),
        (overview.layout, {"as-of": "yesterday"}, "There is no such day", "“yesterday” is no day"),
        (overview.layout, {"as-of": "2001-01-01"}, "Nothing was known yet", "At the end of 2001-01-01 nothing"),
        (district.layout, {"region_code": "330399"}, "There is no such region", "the code “330399”."),
        (district.layout, {}, "There is no such region", "the code “”."),
        (indicator.layout, {"indicator_code": "nothing"}, "There is no such indicator", "the code “nothing”."),
        (return_page.layout, {"return_id": "99"}, "There is no such return", "no return 99, or it is not yours"),
        (not_found.layout, {"path": "/nowhere"}, "There is no such page", "the address /nowhere"),
    ],
)
def test_a_bad_address_gives_a_page_that_says_so(page: Page, address: dict[str, str], title: str, words: str) -> None:
    shown = page(**address)
    assert text_of(next(one for one in walk(shown) if type(one).__name__ == "H1")) == title
    assert words in text_of(shown)
    assert "/" in links(shown)


CHOSEN = {"plan": "wenzhou-2025", "period": "2023Q4", "as-of": "2999-12-31"}
KEPT = "?plan=wenzhou-2025&period=2023Q4&as-of=2999-12-31"


@pytest.mark.parametrize(
    ("page", "address", "ways"),
    [
        (overview.layout, {"plan": "wenzou-2025"}, [KEPT]),
        (overview.layout, {"plan": "nowhere"}, [KEPT]),
        (district.layout, {"period": "2031Q9", "region_code": "330302"}, [KEPT]),
        (overview.layout, {"period": "2030Q1"}, [KEPT]),
        (overview.layout, {"as-of": "2025-6-31"}, [KEPT.replace("2999-12-31", "2025-06-30"), KEPT.partition("&as-of")[0]]),
        (overview.layout, {"as-of": "yesterday"}, [KEPT.partition("&as-of")[0]]),
        (
            district.layout, {"region_code": "33030"},
            [f"/district/{code}{KEPT}" for code in ("330300", "330300-0", "330302", "330303", "330304")],
        ),
        (district.layout, {"region_code": "鹿城区"}, ["/district/330302" + KEPT]),
        (indicator.layout, {"indicator_code": "rated_4a"}, ["/indicator/rated_4a5a" + KEPT]),
        (indicator.layout, {"indicator_code": "zzzzzz"}, []),
        (return_page.layout, {"return_id": "99"}, ["/review?plan=wenzhou-2025"]),
        (not_found.layout, {"path": "/distrct/330302"}, ["/district/330302" + KEPT]),
        (not_found.layout, {"path": "/District/330302"}, ["/district/330302" + KEPT]),
        (not_found.layout, {"path": "/indcator/charites"}, [f"/indicator/{code}{KEPT}" for code in ("charities", "charity_events", "healthy_rate")]),
        (not_found.layout, {"path": "/metod"}, ["/method" + KEPT, "/method/examples"]),
        (not_found.layout, {"path": "/admin"}, []),
        (not_found.layout, {"path": "/x"}, []),
    ],
)  # fmt: skip
def test_the_nearest_is_offered_with_the_rest_of_the_address(
    page: Page, address: dict[str, str], ways: list[str]
) -> None:
    assert offered(page(**{**CHOSEN, **address})) == ways


def test_a_period_nobody_reported_for_offers_those_that_have_figures(loaded_sqlite: Database) -> None:
    take_in_quarters(loaded_sqlite)
    shown = overview.layout(period="2031Q9")
    assert offered(shown) == ["?period=2024Q4", "?period=2024Q2", "?period=2023Q4"]
    assert "fourth quarter 2024" in text_of(shown)


def test_before_anything_was_known_the_first_day_is_offered() -> None:
    today = day_of(now()).isoformat()
    shown = offered(overview.layout(period="2023Q4", **{"as-of": "2001-01-01"}))
    assert shown == [f"?period=2023Q4&as-of={today}", "?period=2023Q4"]
    assert "#source=value:jobs:330300" in links(overview.layout(**{"as-of": today}))


def test_of_several_plans_each_can_be_chosen(loaded_sqlite: Database, wenzhou: Plan) -> None:
    with loaded_sqlite.writing() as session:
        save_plan(session, replace(wenzhou, slug="other"), Viewer("r", "operator"))
        session.commit()
    shown = district.layout(region_code="330302", period="2023Q4")
    assert text_of(shown).startswith("Choose a plan")
    assert offered(shown) == [f"?plan={slug}&period=2023Q4" for slug in ("other", "wenzhou-2025")]


def test_nothing_offered_leads_to_another_bad_address() -> None:
    asked: list[tuple[Page, dict[str, Any]]] = [
        (district.layout, {"region_code": "33030"}),
        (indicator.layout, {"indicator_code": "charity"}),
        (not_found.layout, {"path": "/district"}),
        (not_found.layout, {"path": "/indicator/"}),
    ]
    for page, address in asked:
        ways = offered(page(**address))
        assert ways
        for way in ways:
            _empty, kind, code = way.split("/")
            shown = district.layout(region_code=code) if kind == "district" else indicator.layout(indicator_code=code)
            assert "#source=" in " ".join(links(shown)), way


def test_a_nations_regions_are_not_listed(loaded_sqlite: Database, wenzhou: Plan) -> None:
    one = wenzhou.regions[-1]
    towns = tuple(replace(one, code=f"9{n:05}", name=f"镇{n}", full_name=f"第{n}镇", aliases=()) for n in range(3_000))
    with loaded_sqlite.writing() as session:
        save_plan(session, replace(wenzhou, regions=(*wenzhou.regions, *towns)), Viewer("r", "operator"))
        session.commit()
    shown = district.layout(region_code="90")
    assert len(offered(shown)) == 5
    assert len(text_of(shown)) < 400


@pytest.mark.parametrize(
    ("fragment", "words", "ways"),
    [
        ("#source=value:rated_4a:330327", "no indicator with the code “rated_4a”", ["value:rated_4a5a:330327"]),
        ("#source=value:rated_4a5a:33032", "no region with the code “33032”", None),
        ("#source=valu:rated_4a5a:330327", "No figure of an indicator is called “valu”", None),
        ("#source=value:activity_funding:330327", "no target for", ["/district/330327", "/indicator/activity_funding"]),
        ("#source=", "No figure of an indicator is called “”", None),
        ("#source=value:jobs", "no region with the code “”", None),
    ],
)
def test_a_misspelt_link_to_a_figure_says_so_too(fragment: str, words: str, ways: list[str] | None) -> None:
    shown = source_panel.follow(fragment, "?period=2023Q4", closed_by_hand=False)
    assert shown.is_open
    assert words in text_of(shown.content)
    found = offered(shown.content)  # type: ignore[arg-type]
    assert 1 <= len(found) <= 5
    if ways is not None:
        assert [one.partition("#source=")[2] or one.partition("?")[0] for one in found][: len(ways)] == ways
    for one in found:
        if "#source=" in one and fragment != "#source=":
            search, _mark, rest = one.partition("#source=")
            assert search == "?period=2023Q4"
            assert "There is no" not in source_panel.follow(f"#source={rest}", search, closed_by_hand=False).title


def test_what_is_refused_of_a_figure_has_its_own_code() -> None:
    with reading() as session, pytest.raises(Refusal) as refused:
        row_of(load_assessment(session, Address()), AskedFigure.of("#source=x:jobs:330300", ""))
    assert [problem.code for problem in refused.value.problems] == ["unknown_figure"]


def test_of_a_bad_period_the_panel_offers_the_same_figure() -> None:
    shown = source_panel.follow("#source=value:jobs:330300", "?period=2030Q1", closed_by_hand=False)
    assert offered(shown.content) == ["?period=2023Q4#source=value:jobs:330300"]  # type: ignore[arg-type]


def test_who_sees_no_figures_is_offered_nothing_of_the_plan(seen_by: As) -> None:
    with seen_by("administrator"):
        assert offered(not_found.layout(path="/distrct/330302")) == []
        assert offered(not_found.layout(path="/admin/peple")) == ["/admin/people"]
        assert offered(returns.layout(plan="nowhere")) == []


@pytest.mark.parametrize(
    ("address", "words", "way"),
    [
        ("/briefings/briefing.pdf?period=2031Q9", "“2031Q9” is no period", "?period=2023Q4"),
        ("/briefings/briefing.pdf?plan=wenzou", "No plan here is called “wenzou”", "?plan=wenzhou-2025"),
        ("/returns/template?period=2024Q1&region=33030", "no region with the code", "?period=2024Q1&amp;region=330302"),
        (
            "/tables/indicator.xlsx?period=2023Q4",
            "No table is called “indicator”",
            "/tables/indicators.xlsx?period=2023Q4",
        ),
        ("/tables/indicators.xlsx?region=33030", "no region with the code “33030”", "?region=330302"),
        ("/tables/history.xlsx?indicator=charites", "no indicator with the code", "?indicator=charities"),
        ("/returns/99/revisions/1/file", "There is no return 99", "/review"),
    ],
)
def test_a_document_that_is_not_there_is_404_with_a_way_on(app: Dash, address: str, words: str, way: str) -> None:
    response = signed_in(app, "reviewer").get(address, headers={"Accept": "text/html"})
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert words in response.text
    assert f'href="{way}"' in response.text


def test_the_page_of_an_unknown_address_is_told_that_address(app: Dash) -> None:
    key = next(key for key in app.callback_map if "_pages_content.children" in key)
    values = {"_pages_location.pathname": "/distrct/330302", "_pages_location.search": "?period=2023Q4"}
    _status, said = call(app, signed_in(app, "leader"), key, values)
    assert "/district/330302?period=2023Q4" in said
