"""Search in the header: what is found by which words, how much of it is sent, and what is said where nothing is."""

from dataclasses import replace

import pytest
from dash import Dash

from common.viewer import Viewer
from data.database import Database
from data.plan_store import save_plan
from indicators.plan import Plan
from layouts.search import find
from tests.layouts.components import links, text_of, walk
from tests.layouts.test_permissions import call, signed_in

pytestmark = pytest.mark.usefixtures("as_leader")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("鹿城", {"/district/330302": "鹿城区 330302"}),
        ("苍", {"/district/330327": "苍南县 330327"}),
        ("  330327 ", {"/district/330327": "苍南县 330327"}),
        ("３３０３２７", {"/district/330327": "苍南县 330327"}),
        ("温州市", {"/district/330300": "温州市 330300", "/district/330300-0": "温州市本级 330300-0"}),
        ("慈善", {"/indicator/charities": "2 慈善组织数", "/indicator/charity_events": "19 年开展公益慈善活动场次"}),
        ("Charity", {"/indicator/charity_events": "19 年开展公益慈善活动场次"}),
        ("4a5a", {"/indicator/rated_4a5a": "15 4A5A等级"}),
        ("22", {"/indicator/youth_jobs": "22 社会组织在促进青年人就业创业人数"}),
    ],
)
def test_indicators_and_regions_are_found(written: str, found: dict[str, str]) -> None:
    assert links(find(written, "")) == found


def test_what_is_chosen_keeps_plan_period_and_day() -> None:
    kept = "?plan=wenzhou-2025&period=2023Q4&as-of=2999-12-31"
    assert list(links(find("鹿城", kept))) == ["/district/330302" + kept]
    assert list(links(find("慈善组织数", kept))) == ["/indicator/charities" + kept]


def test_answers_stand_in_groups_that_say_what_they_are() -> None:
    answers = find("3", "")
    groups = [one for one in walk(answers) if getattr(one, "role", None) == "group"]
    assert [getattr(one, "aria-label") for one in groups] == ["Indicators", "Regions"]
    options = [one for one in walk(answers) if getattr(one, "role", None) == "option"]
    assert len({one.id for one in options}) == len(options) == 8


def test_a_number_alone_is_that_indicator_first() -> None:
    assert next(iter(links(find("1", "")))) == "/indicator/jobs"


def test_of_much_that_matches_little_is_sent(loaded_sqlite: Database, wenzhou: Plan) -> None:
    one = wenzhou.regions[-1]
    above = wenzhou.region_by_code["330327"]
    towns = tuple(
        replace(one, code=f"9{n:05}", name=f"镇{n}", full_name=f"第{n}镇", aliases=(), parent=above.code)
        for n in range(3_000)
    )
    with loaded_sqlite.writing() as session:
        save_plan(session, replace(wenzhou, regions=(*wenzhou.regions, *towns)), Viewer("r", "operator"))
        session.commit()
    answers = find("镇", "")
    assert list(links(answers).values()) == [f"苍南 第{n}镇 9{n:05}" for n in range(6)]
    assert "2994 more: write more of the name" in text_of(answers)
    assert links(find("第7镇", "")) == {"/district/900007": "苍南 第7镇 900007"}


def test_nothing_found_is_said_with_what_is_alike() -> None:
    assert "Nothing here is called “zzzz”." in text_of(find("zzzz", ""))
    assert links(find("zzzz", "")) == {}
    answers = find("鹿成区", "")
    assert "Nothing here is called “鹿成区”." in text_of(answers)
    assert list(links(answers)) == ["/district/330302"]


@pytest.mark.parametrize("written", [None, "", "   "])
def test_of_nothing_nothing_is_said(written: str | None) -> None:
    assert (text_of(find(written, "")), links(find(written, ""))) == ("", {})


def test_a_bad_address_is_said_in_the_list() -> None:
    assert "There is no plan “nowhere”." in text_of(find("鹿城", "?plan=nowhere"))


def test_the_answer_says_what_it_is_the_answer_to() -> None:
    (listed,) = [one for one in walk(find("鹿城 ", "")) if getattr(one, "id", None) == "search-list"]
    assert getattr(listed, "data-written") == "鹿城 "


@pytest.mark.parametrize(("account", "has_it"), [("leader", True), ("analyst:330327", True), ("administrator", False)])
def test_the_field_is_for_who_sees_figures(app: Dash, account: str, has_it: bool) -> None:
    client = signed_in(app, account)
    assert ("search-answers" in client.get("/_dash-layout").text) is has_it
    _status, said = call(app, client, "search-answers.children", {"search-written.data": "鹿城"})
    assert ("330302" in said) is has_it
