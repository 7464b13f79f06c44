"""A region's place in each indicator: the same as every share compared with every other would say."""

from fractions import Fraction

import polars as pl
import pytest

from common.periods import Period
from data.database import Database
from data.judged import Judged
from data.pace import made_per_quarter
from data.places import Place, _places, places_of
from data.results import Assessment, PlanAssessment
from tests.data.test_judgement import ROOT, assessed, report
from tests.quarters import take_in_city, take_in_quarters

LUCHENG, CANGNAN, YUEQING, OWN = "330302", "330327", "330382", "330300-0"


@pytest.fixture
def judged(loaded_sqlite: Database) -> PlanAssessment:
    take_in_quarters(loaded_sqlite)
    return assessed(loaded_sqlite, "2024Q4")


def shares(assessment: PlanAssessment, indicator: str, by: str) -> dict[str, Fraction]:
    """The share of each county that is compared, worked out from its whole assessment."""
    rows = [row for row in assessment.of_indicator(indicator) if row.region.level == "county"]
    fit = [row for row in rows if row.progress.gap != "target_below_baseline"]
    return {row.region.code: share for row in fit if (share := getattr(row, by).value) is not None}


def expected(assessment: PlanAssessment, row: Assessment) -> Place | None:
    """The place by the book: sort all shares and count."""
    for by in ("progress", "completion"):
        found = shares(assessment, row.indicator.code, by)
        if row.region.code in found:
            own = found.pop(row.region.code)
            if not found:
                return None
            better = sorted(one for one in found.values() if one > own)
            worse = sorted(one for one in found.values() if one < own)
            following = better[0] if better else worse[-1] if worse else None
            tied = len(found) - len(better) - len(worse)
            first = better[-1] if better else own
            return Place(by, own, len(better) + 1, len(found) + 1, tied, first, following)
    return None


def test_every_countys_places_are_those_of_the_book(judged: PlanAssessment) -> None:
    seen: set[tuple[str, bool, bool] | None] = set()
    for region in judged.plan.regions:
        if region.level == "county":
            places = places_of(judged, region.code)
            for row in judged.of_region(region.code):
                place = places.get(row.indicator.code)
                assert place == expected(judged, row), (region.name, row.indicator.name)
                seen |= {(place.by, place.tied > 0, place.rank == 1)} if place else {None}
    # The figures hold every case: by both measures, alone and shared, first and not, and without any place.
    assert {("progress", False, True), ("progress", True, False), ("completion", True, True), None} <= seen


def test_a_place_says_how_far_the_first_and_the_next_are(judged: PlanAssessment) -> None:
    # By hand: 鹿城 and 瓯海 are there, 洞头 has gone two thirds, seven have gone half, 文成 and 平阳 nothing.
    place = places_of(judged, CANGNAN)["community_foundations"]
    assert (place.rank, place.of, place.tied, place.share) == (4, 12, 6, Fraction(1, 2))
    assert (place.to_first, place.next) == (Fraction(1, 2), Fraction(2, 3))
    first = places_of(judged, LUCHENG)["community_foundations"]
    assert (first.rank, first.tied, first.to_first, first.next) == (1, 1, Fraction(0), Fraction(2, 3))


def test_a_target_below_its_baseline_is_no_way_to_go(judged: PlanAssessment) -> None:
    below = judged.cell("charities", LUCHENG)
    assert below is not None
    assert below.progress.gap == "target_below_baseline" and below.completion.value is not None
    assert "charities" not in places_of(judged, LUCHENG)
    assert places_of(judged, CANGNAN)["charities"].of == 12 - sum(
        row.progress.gap == "target_below_baseline" or row.progress.value is None
        for row in judged.of_indicator("charities")
        if row.region.level == "county"
    )


@pytest.mark.parametrize("region", [ROOT, OWN])
def test_who_has_nobody_of_its_level_has_no_place(judged: PlanAssessment, region: str) -> None:
    assert places_of(judged, region) == {}


def test_in_the_baseline_period_nobody_has_a_place(loaded_sqlite: Database) -> None:
    assert places_of(assessed(loaded_sqlite, "2023Q4"), CANGNAN) == {}


def test_alone_with_a_figure_is_no_place(loaded_sqlite: Database) -> None:
    report(loaded_sqlite, "2024Q1", {("rated_4a5a", CANGNAN): 40})
    assert places_of(assessed(loaded_sqlite, "2024Q1"), CANGNAN) == {}
    report(loaded_sqlite, "2024Q1", {("rated_4a5a", YUEQING): 50})
    assert places_of(assessed(loaded_sqlite, "2024Q1"), CANGNAN)["rated_4a5a"].of == 2


def test_shares_that_no_decimal_can_tell_apart_are_told_apart() -> None:
    least = 10**18
    shares = {
        "own": (least - 1, least),
        "whole": (1, 1),
        "less": (least - 2, least),
        "same": (2 * least - 2, 2 * least),
    }
    rows = [
        {"indicator": "x", "region": region, "progress_over": over, "progress_under": under}
        for region, (over, under) in shares.items()
    ]
    ((_indicator, place),) = _places(pl.DataFrame(rows), "own", "progress")
    assert (float(place.share), place.rank, place.of, place.tied) == (1.0, 2, 4, 1)
    assert (place.to_first, place.next) == (Fraction(1, least), Fraction(1))
    ((_indicator, place),) = _places(pl.DataFrame(rows), "whole", "progress")
    assert (place.rank, place.next) == (1, Fraction(least - 1, least))


def test_no_object_is_made_of_the_others(judged: PlanAssessment, monkeypatch: pytest.MonkeyPatch) -> None:
    """A nation has 2,844 counties."""

    def fail(*_given: object) -> object:
        raise AssertionError("made of the columns alone")

    monkeypatch.setattr(Judged, "assessments", fail)
    assert places_of(judged, CANGNAN)


# What was made in each quarter: indicator and region at a period, with the figures of tests/quarters.py.
@pytest.mark.parametrize(
    ("indicator", "region", "made"),
    [
        ("rated_4a5a", CANGNAN, Fraction(36 - 34, 4)),
        ("charities", CANGNAN, Fraction(9 - 7, 4)),
        # 苍南 had 0.5 万个, counted to the person.
        ("jobs", CANGNAN, Fraction(5600 - 5000, 4)),
        # Counted by year, since the year began.
        ("venture_projects", ROOT, Fraction(180, 4)),
        ("illegal_organisations", ROOT, Fraction(8, 4)),
        ("healthy_rate", CANGNAN, "not_reported"),
        ("youth_jobs", ROOT, Fraction(1600, 4)),
    ],
)
def test_the_pace_so_far_is_the_mean_change_of_a_quarter(
    judged: PlanAssessment, indicator: str, region: str, made: Fraction | str
) -> None:
    row = judged.cell(indicator, region)
    assert row is not None
    found = made_per_quarter(judged.plan, row)
    assert (found.value if found.gap is None else found.gap) == made


def test_of_what_is_counted_by_year_the_pace_is_that_of_the_year(loaded_sqlite: Database) -> None:
    take_in_city(loaded_sqlite, (("公益创投资助项目数", 120),), Period(2024, 2))
    row = assessed(loaded_sqlite, "2024Q2").cell("venture_projects", ROOT)
    assert row is not None
    assert made_per_quarter(assessed(loaded_sqlite, "2024Q2").plan, row).value == 60


def test_what_fell_was_made_backwards_and_a_part_of_a_sum_is_no_pace(loaded_sqlite: Database) -> None:
    report(loaded_sqlite, "2024Q2", {("rated_4a5a", CANGNAN): 30})
    after = assessed(loaded_sqlite, "2024Q2")
    row, whole = after.cell("rated_4a5a", CANGNAN), after.cell("rated_4a5a", ROOT)
    assert row is not None and whole is not None
    assert made_per_quarter(after.plan, row).value == -2
    assert made_per_quarter(after.plan, whole).gap == "partly_reported"


def test_before_a_quarter_has_run_there_is_no_pace(loaded_sqlite: Database) -> None:
    begun = assessed(loaded_sqlite, "2023Q4")
    row = begun.cell("rated_4a5a", CANGNAN)
    assert row is not None
    assert made_per_quarter(begun.plan, row).gap == "too_few_points"


def test_the_steps_are_what_each_period_is_assessed_to(loaded_sqlite: Database, judged: PlanAssessment) -> None:
    row = judged.cell("rated_4a5a", CANGNAN)
    assert row is not None
    steps = {step.period: step for step in row.steps}
    assert list(steps) == [Period(2023, 4), *(Period(2024, quarter) for quarter in (1, 2, 3, 4))]
    for period in judged.known_periods:
        then = assessed(loaded_sqlite, str(period)).cell("rated_4a5a", CANGNAN)
        assert then is not None
        step = steps[period]
        assert (step.completion, step.schedule, step.lead) == (then.completion, then.schedule, then.lead)
        assert step.is_simulated == then.is_simulated
