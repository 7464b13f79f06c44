"""The page of one region: what is said first, its place and pace, its neighbours, and what each reader is told."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from dash.development.base_component import Component

from common.viewer import Viewer
from data import region_returns
from data.database import Database
from data.plan_store import save_plan
from etl.intake import Decision
from etl.keeping import Upload
from etl.table import Choice
from indicators.plan import Plan
from layouts import district
from tests.data.test_knowledge import asked_of
from tests.etl.workbooks import book
from tests.layouts.components import links, text_of, walk
from tests.layouts.conftest import As
from tests.quarters import take_in_quarters
from tests.taking import take

CANGNAN, LONGWAN, ROOT, OWN = "330327", "330303", "330300", "330300-0"
SENDER = Viewer("analyst:330327", "analyst", frozenset({CANGNAN}))
REVIEWER, OPERATOR = Viewer("reviewer", "reviewer"), Viewer("command-line", "operator")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(region_returns, "now", lambda: datetime(2025, 1, 20, tzinfo=UTC))


@pytest.fixture
def judged(loaded_sqlite: Database) -> Database:
    take_in_quarters(loaded_sqlite)
    return loaded_sqlite


def text(page: Component) -> str:
    return " ".join(text_of(page).split())


def of_class(page: Component, name: str) -> Component:
    (found,) = [one for one in walk(page) if name in str(getattr(one, "className", "")).split()]
    assert isinstance(found, Component)
    return found


def titles(page: Component) -> list[str]:
    return [text_of(one) for one in walk(page) if type(one).__name__ == "H2"]


def table_of(page: Component, title: str) -> dict[str, str]:
    """The rows of the table in a card, by their first cells."""
    (card,) = [
        one for one in walk(page) if getattr(one, "className", None) == "card" and title in titles(one)[:1]
    ]  # fmt: skip
    rows = [one for one in walk(card) if type(one).__name__ == "Tr"]
    cells = [[" ".join(text_of(cell).split()) for cell in row.children] for row in rows]
    return {first: " | ".join(rest) for first, *rest in cells}


def send(database: Database, rated: int, upto: str, *, period: str = "2024年四季度") -> None:
    """苍南's 4A5A等级 fell: it is explained."""
    content = book([["区划", "4A5A等级"], ["", period], ["苍南", rated]])
    upload = Upload("return.xlsx", content, SENDER)
    choice = Choice(explanation="撤销4家")
    assert take(database, upload, choice, upto=upto, reason="更正", decision=Decision(REVIEWER)).taken


@pytest.mark.usefixtures("judged", "request_context")
def test_the_page_begins_with_what_its_facts_come_to() -> None:
    page = district.layout(region_code=CANGNAN)
    said = text_of(of_class(page, "summary"))
    assert said.startswith("By fourth quarter 2024, of the 6 indicators passed to 苍南县, ")
    assert "Behind schedule are 2: " in said
    assert (
        "慈善组织数 (value 9个, 33.3 percentage points behind schedule, each quarter from now on needs 2.5个 more)"
        in said
    )
    assert "Not reported are 2: 社会组织园区, 健康社会组织率." in said
    # The figures of the tests were sent long after their quarter.
    assert " days late and is approved." in said and said.endswith("Some of these figures are simulated.")
    assert titles(page) == [
        "Warnings (binding indicators)", "Indicators", "Place and pace", "Trend against schedule", "Explanations",
        "Returns",
    ]  # fmt: skip


@pytest.mark.usefixtures("judged", "request_context")
def test_place_and_pace_are_told_with_their_differences() -> None:
    rows = table_of(district.layout(region_code=CANGNAN), "Place and pace")
    shown = rows["3 社区发展基金会 家 binding"]
    assert shown == (
        "4/12, shared with 6 | 50.0 percentage points less than the first, 16.7 less than the one before | "
        "Progress 50.0% | +0.3 | 0.3"
    )
    assert rows["4 社会组织园区 个 binding"] == "— | not reported |  | unreported | unreported"
    # 洞头 comes next after those who are there: behind the first is behind the one before.
    next_one = table_of(district.layout(region_code="330305"), "Place and pace")["3 社区发展基金会 家 binding"]
    assert next_one.startswith("3/12 | 33.3 percentage points less than the first | Progress 66.7%")
    first = table_of(district.layout(region_code="330302"), "Place and pace")
    assert first["3 社区发展基金会 家 binding"] == (
        "1/12, shared with 1 | 33.3 percentage points more than the next | Progress 100.0% | +0.3 | reached"
    )
    assert first["2 慈善组织数 个 binding"].startswith("— | the target is worse than the baseline")


@pytest.mark.usefixtures("judged", "request_context")
@pytest.mark.parametrize("region", [ROOT, OWN])
def test_who_is_no_county_has_a_pace_and_no_place(region: str) -> None:
    page = district.layout(region_code=region)
    assert "Pace" in titles(page) and "Place and pace" not in titles(page)
    assert "There is no other region of the same level to compare with." in text(page)
    assert "Place among regions" not in text(page)


@pytest.mark.usefixtures("judged", "request_context")
def test_the_whole_and_the_own_level_are_called_what_they_are() -> None:
    assert "of the plan's 22 indicators for 温州市" in text(district.layout(region_code=ROOT))
    # What does not apply to it is not counted.
    assert "of the 5 indicators passed to 温州市本级" in text(district.layout(region_code=OWN))


@pytest.mark.usefixtures("request_context")
def test_in_the_baseline_period_nothing_is_compared_or_drawn() -> None:
    page = district.layout(region_code=CANGNAN)
    assert titles(page) == ["Indicators", "Explanations", "Returns"]
    assert "fourth quarter 2023 is the plan's baseline: the 6 indicators of 苍南县 start from it" in text(page)
    assert not [one for one in walk(page) if hasattr(one, "figure")]


@pytest.mark.usefixtures("judged", "request_context")
def test_nothing_reported_is_another_thing_than_nothing_asked(loaded_sqlite: Database, wenzhou: Plan) -> None:
    content = book([["区划", "4A5A等级"], ["", "2024年三季度"], ["鹿城", 28]])
    take(loaded_sqlite, Upload("r.xlsx", content, OPERATOR), Choice(explanation="评定"), upto="approved")
    page = district.layout(region_code=CANGNAN, period="2024Q3")
    assert text_of(of_class(page, "summary")) == (
        "By third quarter 2024, all 6 indicators of 苍南县: not reported. "
        "It has not reported; that was due on 2024-10-15."
    )
    without = tuple(target for target in wenzhou.targets if target.region != CANGNAN)
    with loaded_sqlite.writing() as session:
        save_plan(session, replace(wenzhou, targets=without), Viewer("r", "operator"))
        session.commit()
    page = district.layout(region_code=CANGNAN, period="2024Q3")
    assert text_of(of_class(page, "summary")) == "The plan passes no indicator down to 苍南县."
    assert titles(page) == ["Explanations", "Returns"]
    assert "not asked for" in text_of(of_class(page, "coverage"))


@pytest.mark.usefixtures("judged", "request_context")
@pytest.mark.parametrize(
    ("region", "ways"),
    [
        (ROOT, ["市本级 →"]),
        (OWN, ["← 温州", "鹿城 →"]),
        (LONGWAN, ["← 鹿城", "↑ 温州", "瓯海 →"]),
        ("330383", ["← 苍南", "↑ 温州"]),
    ],
)
def test_the_ways_to_its_neighbours_are_in_the_plans_order_and_keep_the_choices(region: str, ways: list[str]) -> None:
    nav = of_class(district.layout(region_code=region, period="2024Q2"), "neighbours")
    found = [(one.href, text_of(one)) for one in walk(nav) if getattr(one, "href", None)]
    assert [words for _href, words in found[: len(ways)]] == ways
    assert len(found) == len(ways) + 13
    assert all(href.startswith("/district/") and href.endswith("?period=2024Q2") for href, _words in found)


def test_whether_a_county_reported_is_told_at_once_and_to_each_what_they_may_know(
    judged: Database, seen_by: As
) -> None:
    send(judged, 30, "submitted", period="2024年三季度")
    content = book([["区划", "4A5A等级"], ["", "2024年三季度"], ["鹿城", 28]])
    take(judged, Upload("r.xlsx", content, OPERATOR), Choice(explanation="评定"), upto="approved")
    for account, is_told in (("leader", False), ("analyst:330383", False), ("reviewer", True), (SENDER.identity, True)):
        with seen_by(account):
            page = district.layout(region_code=CANGNAN, period="2024Q3")
            line = text(of_class(page, "coverage"))
            assert line.startswith("This period submitted sent 20"), line
            assert ("Open the return" in line) == is_told, account
            assert ("analyst of 苍南" in line) == is_told
            # What is written beside a figure that is not approved, and the figure.
            written = "not approved yet “撤销4家” 4A5A等级 30 (表!B3)"
            assert (written in text(page), "撤销4家" in text(page)) == (is_told, is_told), account


@pytest.mark.usefixtures("request_context")
def test_an_approved_explanation_leads_to_its_figures_source(judged: Database) -> None:
    send(judged, 30, "approved", period="2024年三季度")
    for period in ("2024Q3", "2024Q4"):
        page = district.layout(region_code=CANGNAN, period=period)
        found = of_class(page, "explanations")
        assert "“撤销4家”" in text(found) and "4A5A等级 30 (表!B3)" in text(found)
        href = "/district/330327?period=2024Q3#source=value:rated_4a5a:330327"
        assert href in links(found)
    assert "撤销4家" not in text(district.layout(region_code=CANGNAN, period="2024Q2"))


@pytest.mark.usefixtures("request_context")
def test_a_page_of_more_indicators_and_periods_asks_no_more_questions(judged: Database) -> None:
    def asked(region: str) -> int:
        district.layout(region_code=region)
        with asked_of(judged) as sent:
            district.layout(region_code=region)
        return len(sent)

    assert asked(CANGNAN) == asked(ROOT) <= 12


@pytest.mark.usefixtures("judged", "request_context")
def test_what_is_reckoned_from_simulated_figures_says_so() -> None:
    page = district.layout(region_code=CANGNAN)
    made = [one for one in walk(page) if getattr(one, "title", None) == "simulated data" and not hasattr(one, "href")]
    # The pace of each indicator with one, and each point of a trend, in the table behind it.
    assert {text_of(one).split()[0] for one in made} >= {"+0.5", "12.5%"}
