"""An analyst of one county finds no other county's work: not in a list, a choice, or by which period opens first."""

from typing import Any

import pytest

from layouts import returns, review
from tests.etl.workbooks import book
from tests.layouts.components import text_of, walk
from tests.layouts.conftest import As
from tests.layouts.test_returns_pages import send, waiting

OWN, OTHER = "analyst:330327", "analyst:330383"


def rated(figure: int, period: str) -> bytes:
    """A return of 苍南."""
    return book([["区划", "4A5A等级"], ["", period], ["苍南", figure]])


def test_what_was_changed_after_approval_is_shown_to_whose_it_is(seen_by: As) -> None:
    with seen_by(OWN):
        send(rated(35, "2023年"), "returns-submit", reason="漏报一家")
    with seen_by("reviewer"):
        review.decide(waiting("2023Q4"), "", "2023Q4", "", pressed="review-approve")
    for account, sees in ((OWN, True), ("reviewer", True), (OTHER, False)):
        with seen_by(account):
            said = text_of(review.layout(period="2023Q4"))
            assert ("漏报一家" in said, "No approved figure of this period was changed" in said) == (sees, not sees)


def test_what_is_unfinished_is_listed_to_whose_it_is(seen_by: As) -> None:
    with seen_by(OWN):
        send(rated(36, "2024年一季度"), "returns-take")
    for account, sees in ((OWN, True), ("analyst", True), (OTHER, False)):
        with seen_by(account):
            assert ("Not yet approved" in text_of(returns.layout())) is sees


@pytest.mark.parametrize(("account", "regions"), [(OWN, ["330327"]), (OTHER, ["330383"])])
def test_only_ones_own_regions_can_be_chosen(seen_by: As, account: str, regions: list[str]) -> None:
    with seen_by(account):
        chosen: Any = next(one for one in walk(returns.layout()) if getattr(one, "id", None) == "returns-region")
    assert ([one["value"] for one in chosen.data], chosen.value) == (regions, regions[0])


def test_the_list_opens_with_the_newest_period_that_is_ones_own(seen_by: As) -> None:
    with seen_by(OWN):
        send(rated(36, "2024年二季度"), "returns-submit")
    for account, period in ((OWN, "2024Q2"), ("reviewer", "2024Q2"), (OTHER, "2023Q4")):
        with seen_by(account):
            shown = next(one.data for one in walk(review.layout()) if getattr(one, "id", None) == "review-period")
            assert shown == period
