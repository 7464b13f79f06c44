"""The method page: every measure with its formula and, beside it, the figures of an example of the reader's own."""

from typing import Any

import pytest
from dash.development.base_component import Component

from data.database import Database
from data.results import PlanAssessment
from layouts import indicator, method, source_panel
from layouts.measures import measures
from layouts.numbers import FIGURES
from tests.layouts.components import links, text_of, walk
from tests.layouts.conftest import As
from tests.quarters import take_in_quarters


@pytest.fixture(autouse=True)
def later(loaded_sqlite: Database) -> None:
    take_in_quarters(loaded_sqlite)


def part(page: Component, anchor: str) -> Component:
    found: Component = next(one for one in walk(page) if getattr(one, "id", None) == anchor)
    return found


def example(page: Component) -> str:
    return text_of(part(page, "example"))


def in_example(page: Component, anchor: str) -> str:
    return text_of(part(page, anchor)).partition("In the example ")[2]


@pytest.mark.parametrize(
    ("account", "title", "lead"),
    [
        ("leader", "温州 · 就业岗位 · fourth quarter 2024", "56.0% − 50.0% = +6.0 percentage points"),
        ("analyst:330327", "苍南 · 就业岗位 · fourth quarter 2024", "60.0% − 50.0% = +10.0 percentage points"),
        ("analyst", "温州 · 就业岗位 · fourth quarter 2024", "56.0% − 50.0% = +6.0 percentage points"),
    ],
)
def test_the_example_is_the_readers_own(seen_by: As, account: str, title: str, lead: str) -> None:
    with seen_by(account):
        page = method.layout()
    assert title in example(page)
    assert in_example(page, "lead") == lead


@pytest.mark.usefixtures("as_leader")
def test_a_chosen_example_is_put_into_every_formula() -> None:
    page = method.layout(indicator="charities", region="330327")
    assert "苍南 · 慈善组织数 · fourth quarter 2024 simulated data" in example(page)
    assert "Because Clause 11: The lag is more than 30 points." in example(page)
    assert {one.anchor: in_example(page, one.anchor) for one in measures()} == {
        "completion": "9 ÷ 19 = 47.4%",
        "progress": "(9 − 7) ÷ (19 − 7) = 16.7%",
        "schedule": "4 of 8 quarters = 50.0%",
        "lead": "16.7% − 50.0% = -33.3 percentage points",
        "by_year": "Not of this example, which is counted at the period's end.",
        "remaining": "19 − 9 = 10 个",
        "needed": "10 ÷ 4 quarters left = 2.5 个",
        "forecast": "fewer than four comparable points",
        "attainment": "4 of 13 regions meet their own target, 4 of them with a target below the baseline. "
        "Capped at each region's own target they come to 85.8%; pooled, to 100.4%.",
    }


@pytest.mark.usefixtures("as_leader")
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("charity_events", "Its year is over: it is judged by the measures above."),
        ("rated_4a5a", "Not of this example, which is counted at the period's end."),
    ],
)
def test_what_is_counted_by_year_is_said_of_it(code: str, words: str) -> None:
    assert in_example(method.layout(indicator=code), "by_year") == words


@pytest.mark.usefixtures("as_leader")
def test_an_example_of_which_nothing_is_defined_says_why() -> None:
    page = method.layout(indicator="illegal_organisations", period="2023Q4")
    assert in_example(page, "progress") == "the plan does not say whether more or less is better"
    assert in_example(page, "attainment") == "The plan does not pass it down to regions."


@pytest.mark.usefixtures("as_leader")
def test_without_an_example_the_formulas_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PlanAssessment, "of_region", lambda *_asked: ())
    page = method.layout()
    assert "No figure of this period can be set against its target." in example(page)
    assert "P = G − s" in text_of(part(page, "lead"))
    assert "In the example" not in text_of(page)


@pytest.mark.usefixtures("as_leader")
def test_every_measure_has_its_place_on_the_page() -> None:
    page = method.layout()
    places = {getattr(one, "id", None) for one in walk(page)}
    assert {*FIGURES} - {"value", "own_value", "baseline", "target"} <= places
    assert len({one.anchor for one in measures()}) == len(measures())


@pytest.mark.usefixtures("as_leader")
def test_the_rows_of_all_regions_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_assessment: Any) -> None:
        raise AssertionError("a nation has seventy thousand")

    monkeypatch.setattr(PlanAssessment, "rows", property(fail))
    assert "就业岗位" in example(method.layout())


@pytest.mark.usefixtures("as_leader")
def test_indicators_and_panels_lead_to_their_own_example() -> None:
    chosen = "/method?period=2024Q4&indicator=rated_4a5a&region="
    assert links(indicator.layout(indicator_code="rated_4a5a", period="2024Q4"))[f"{chosen}330300#example"]
    shown = source_panel.follow("#source=lead:rated_4a5a:330327", "?period=2024Q4", closed_by_hand=False)
    assert links(shown.content)[f"{chosen}330327#lead"] == "How is this computed?"
    shown = source_panel.follow("#source=target:rated_4a5a:330327", "?period=2024Q4", closed_by_hand=False)
    assert not [href for href in links(shown.content) if href.startswith("/method")]


@pytest.mark.usefixtures("as_leader")
def test_another_indicator_is_a_link_away() -> None:
    page = method.layout(indicator="charities", region="330327", period="2024Q4")
    assert links(page)["/method?period=2024Q4&indicator=jobs&region=330327#example"] == "就业岗位"


@pytest.mark.usefixtures("as_leader")
@pytest.mark.parametrize(
    ("asked", "title", "way"),
    [
        ({"indicator": "charity"}, "There is no such indicator", "?indicator=charities"),
        ({"indicator": "jobs", "region": "33032"}, "There is no such region", "?indicator=jobs&region=330326"),
        ({"indicator": "activity_funding", "region": "330327"}, "There is no such target", "/district/330327"),
    ],
)
def test_an_example_there_is_not_offers_those_near_it(asked: dict[str, str], title: str, way: str) -> None:
    page = method.layout(**asked)
    assert text_of(page).startswith(title)
    assert way in links(page)
