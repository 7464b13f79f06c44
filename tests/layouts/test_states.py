"""States of a page that has not what was asked for: each is worded for what it is, and says what can be done."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from dash import Dash

from common.failures import failure_words, unreachable_words
from common.gaps import GAPS, SETTLED_BY, SHORT_GAPS, gap_words, settled_words
from common.language import LANGUAGES, use_language
from common.viewer import Viewer
from data.database import Database
from data.plan_store import load_plan, save_plan
from layouts import district, indicator, method, not_found, overview, return_page, returns, search, source_panel
from layouts.refused import failure_page
from tests.layouts.components import links, text_of, walk
from tests.layouts.conftest import As
from tests.layouts.test_permissions import signed_in
from tests.quarters import take_in_quarters

Said = Callable[[], str]


def heading(page: object) -> str:
    return text_of(next(one for one in walk(page) if type(one).__name__ == "H1"))


# Every state in which a page, or a part of one, has not what was asked for, as somebody reads it.
STATES: dict[str, Said] = {
    "no such page": lambda: heading(not_found.layout(path="/nowhere")),
    "no such plan": lambda: heading(overview.layout(plan="nowhere")),
    "no such region": lambda: heading(district.layout(region_code="1")),
    "no such indicator": lambda: heading(indicator.layout(indicator_code="1")),
    "no such period": lambda: heading(overview.layout(period="x")),
    "no figures for a period": lambda: heading(overview.layout(period="2030Q1")),
    "no such day": lambda: heading(overview.layout(**{"as-of": "x"})),
    "not known then": lambda: heading(overview.layout(**{"as-of": "2001-01-01"})),
    "no such return": lambda: heading(return_page.layout(return_id="99")),
    "no such figure": lambda: source_panel.follow("#source=x", "", closed_by_hand=False).title,
    "nothing found": lambda: text_of(search.find("zzzz", "")),
    "failed": lambda: heading(failure_page(failure_words("12345678"))),
    "failed, in words": lambda: failure_words("12345678"),
    "no answer": unreachable_words,
    "not reported": lambda: gap_words("not_reported"),
    "not assessable": lambda: gap_words("direction_unconfirmed"),
    "not applicable": lambda: gap_words("not_applicable"),
    "nothing asked": lambda: gap_words("no_target"),
}


@pytest.mark.usefixtures("as_leader")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_states_are_worded_alike(language: str) -> None:
    use_language(language)
    said = {state: words() for state, words in STATES.items()}
    assert all(said.values())
    assert len(set(said.values())) == len(said), said


@pytest.mark.usefixtures("as_leader")
def test_every_page_in_place_of_another_has_a_way_on() -> None:
    for page in (
        not_found.layout(path="/nowhere"),
        overview.layout(plan="nowhere"),
        district.layout(region_code="1"),
        return_page.layout(return_id="99"),
        failure_page(failure_words("12345678")),
    ):
        assert "/" in links(page), text_of(page)


def test_what_is_not_for_a_role_says_who_can_change_that(seen_by: As) -> None:
    with seen_by("administrator"):
        page = overview.layout()
    assert heading(page) == "This is not for your role"
    assert "asks the administrator" in text_of(page)


def test_a_failure_says_that_nothing_is_lost_what_to_try_and_what_to_quote() -> None:
    for words in ("nothing you entered", "Try again", "reference number: 12345678"):
        assert words in failure_words("12345678")
    for words in ("Nothing that was stored is lost", "try again", "tell the administrator"):
        assert words in unreachable_words()


def test_a_plan_without_figures_says_how_to_get_some(loaded_sqlite: Database, seen_by: As) -> None:
    """The same plan under another name has none."""
    with seen_by("analyst:330327"):
        with loaded_sqlite.writing() as session:
            save_plan(session, replace(load_plan(session).plan, slug="empty"), Viewer("r", "operator"))
            session.commit()
        page = overview.layout(plan="empty")
        assert heading(page) == "There is nothing here yet"
        assert "Send returns and have them approved first" in text_of(page)
        assert "/returns?plan=empty" in links(page)
        assert "Returns" in text_of(returns.layout(plan="empty"))


@pytest.mark.usefixtures("as_leader")
@pytest.mark.parametrize(
    ("fragment", "why", "who"),
    [
        ("lead:illegal_organisations:330300", "whether more or less is better", "The bureau's reviewer can settle this"),
        ("baseline:healthy_rate:330300", "no base", "The plan's owner can settle this"),
        ("value:healthy_rate:330327", "unreported", "Who reports it can settle this"),
        ("target:parks:330327", "no target", "The plan's owner can settle this"),
        ("progress:jobs:330303", "the target equals the baseline", None),
        ("progress:rated_4a5a:330327", "(36 − 34) ÷ (50 − 34)", None),
    ],
)  # fmt: skip
def test_what_cannot_be_assessed_says_why_and_who_can_settle_it(
    loaded_sqlite: Database, fragment: str, why: str, who: str | None
) -> None:
    take_in_quarters(loaded_sqlite)
    said = text_of(source_panel.follow(f"#source={fragment}", "", closed_by_hand=False).content)
    assert why in said
    assert "can settle this" in said if who else "can settle this" not in said
    assert (who or "") in said


@pytest.mark.usefixtures("as_leader")
def test_the_method_says_of_each_missing_thing_who_can_settle_it() -> None:
    assert SETTLED_BY.keys() < GAPS.keys() == SHORT_GAPS.keys()
    said = text_of(method.layout())
    assert f"{gap_words('missing_baseline')}  {settled_words('missing_baseline')}" in said
    assert settled_words("nothing_left") is None


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/district/330327", 200), ("/returns/1", 200), ("/method/", 200), ("/nowhere", 404), ("/404", 404)],
)
def test_a_page_that_there_is_not_is_answered_with_404_and_the_page_all_the_same(
    app: Dash, path: str, status: int
) -> None:
    response = signed_in(app, "reviewer").get(path, headers={"Accept": "text/html"})
    assert response.status_code == status
    assert "react-entry-point" in response.text
