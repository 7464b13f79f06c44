"""What somebody may have meant: the names, codes, periods and days nearest to what they wrote."""

from datetime import date

import pytest

from common.nearest import MOST, matching, nearest, nearest_day, nearest_of, nearest_periods
from common.periods import Period
from indicators.plan import Plan

KNOWN = [Period(2023, 4), *(Period(2024, quarter) for quarter in range(1, 5)), Period(2025, 1), Period(2025, 2)]


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("鹿城", ["鹿城区"]),
        (" ３３０３０２ ", ["鹿城区"]),
        ("330300", ["温州市"]),
        ("苍", ["苍南县"]),
        ("鹿成区", ["鹿城区"]),
        ("鹿城区人民政府", ["鹿城区"]),
        # A code cut short: those that begin with it, in the plan's order.
        ("33030", ["温州市", "温州市本级", "鹿城区", "龙湾区", "瓯海区"]),
        ("Lucheng", []),
    ],
)
def test_a_region_is_found_by_what_it_goes_by(wenzhou: Plan, written: str, first: list[str]) -> None:
    found = nearest(written, wenzhou.regions, lambda region: region.names)
    assert [region.full_name for region in found] == first


@pytest.mark.parametrize(
    ("written", "first"),
    [("rated-4a5a", "rated_4a5a"), ("4a5a", "rated_4a5a"), ("慈善组织数", "charities"), ("foundation", "community_foundations")],
)  # fmt: skip
def test_an_indicator_is_found_by_what_it_goes_by(wenzhou: Plan, written: str, first: str) -> None:
    assert nearest(written, wenzhou.indicators, lambda one: one.names)[0].code == first


def test_what_matches_comes_before_what_is_alike_and_nothing_twice() -> None:
    known = ["charities", "charity_events", "parks"]
    assert nearest("charity", known, lambda name: (name,)) == ["charity_events", "charities"]
    assert nearest("charity_events", known, lambda name: (name, name)) == ["charity_events"]


def test_no_more_than_a_few_are_named(wenzhou: Plan) -> None:
    assert len(wenzhou.regions) > MOST
    assert len(nearest("", wenzhou.regions, lambda region: region.names)) == MOST
    assert nearest_of("zzz", list(map(str, range(100)))) == "0, 1, 2, 3, 4"


def test_those_that_match_are_all_there_the_best_first() -> None:
    known = ["10", "21", "1", "11", "x"]
    assert matching("1", known, lambda name: (name,)) == ["1", "10", "11", "21"]


def test_much_that_is_written_takes_no_time(wenzhou: Plan) -> None:
    assert nearest("长" * 1_000_000, wenzhou.regions, lambda region: region.names) == []


@pytest.mark.parametrize(
    ("written", "periods"),
    [
        ("2031Q9", "2025Q2 2025Q1 2024Q4 2024Q3 2024Q2"),
        ("2024Q9", "2024Q4 2025Q1 2024Q3 2025Q2 2024Q2"),
        ("2024q3", "2024Q3 2024Q4 2024Q2 2025Q1 2024Q1"),
        ("2024年三季度", "2024Q3 2024Q4 2024Q2 2025Q1 2024Q1"),
        ("2024", "2024Q4 2025Q1 2024Q3 2025Q2 2024Q2"),
        ("1999Q1", "2023Q4 2024Q1 2024Q2 2024Q3 2024Q4"),
        ("soon", "2025Q2 2025Q1 2024Q4 2024Q3 2024Q2"),
    ],
)
def test_the_nearest_periods_are_those_that_have_figures(written: str, periods: str) -> None:
    assert " ".join(map(str, nearest_periods(written, KNOWN))) == periods


def test_without_figures_no_period_is_near() -> None:
    assert nearest_periods("2024Q3", []) == []


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-6-30", date(2025, 6, 30)),
        ("2025/06/30", date(2025, 6, 30)),
        ("2025年6月3日", date(2025, 6, 3)),
        ("２０２５-０６-３１", date(2025, 6, 30)),
        ("2025-13-01", date(2025, 12, 1)),
        ("2024-02-99", date(2024, 2, 29)),
        ("2025-00-00", date(2025, 1, 1)),
        ("0999-01-01", None),
        ("yesterday", None),
        ("2025-06", date(2025, 6, 30)),
        ("20250631", date(2025, 6, 30)),
    ],
)
def test_a_day_written_otherwise_or_that_there_is_not(written: str, day: date | None) -> None:
    assert nearest_day(written) == day
