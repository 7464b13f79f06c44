"""Findings as sentences, for every way a target can be meant and every place a value can have beside it."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from data.assessments import assess_plan
from data.database import Database
from data.plan_store import save_plan
from data.results import Assessment, Measure, PlanAssessment
from indicators.plan import Plan
from layouts.findings import forecast_finding, furthest_finding, lacking, lights_finding, named, needed_finding
from tests.data.test_judgement import LEADER, ROOT, report

FOUNDATIONS = "community_foundations"


@pytest.fixture
def assessment(loaded_sqlite: Database) -> PlanAssessment:
    return _assessed(loaded_sqlite)


def _assessed(database: Database) -> PlanAssessment:
    report(database, "2024Q4", {("rated_4a5a", "330327"): 40, ("assets", ROOT): 694_700})
    with database.reading() as session:
        return assess_plan(session, LEADER, None, None)


def row_of(assessment: PlanAssessment, code: str, region: str = ROOT, **changes: Any) -> Assessment:
    row = assessment.cell(code, region)
    assert row is not None
    return replace(row, **changes)


def is_(value: Any) -> Measure:
    return Measure(Fraction(value), None)


def lacks(gap: str) -> Measure:
    return Measure(None, gap)


def forecast_of(database: Database, plan: Plan, target: str, value: Any, **changes: Any) -> str:
    """The finding where a target is written so and the forecast comes to this."""
    targets = [replace(one, target=target) if (one.indicator, one.region) == (FOUNDATIONS, ROOT) else one
               for one in plan.targets]  # fmt: skip
    directed = [replace(one, direction="hold") if one.code == FOUNDATIONS else one for one in plan.indicators]
    with database.writing() as session:
        save_plan(session, replace(plan, targets=tuple(targets), indicators=tuple(directed)), LEADER_OF_PLANS)
        session.commit()
    assessment = _assessed(database)
    return forecast_finding(assessment, row_of(assessment, FOUNDATIONS, forecast=is_(value), **changes))


LEADER_OF_PLANS = replace(LEADER, role="operator")
DUE = "by fourth quarter 2025"


@pytest.mark.parametrize(
    ("target", "number", "forecast", "words"),
    [
        ("50", 50, 52, f"the target is reached: 52家 {DUE}, 2家 above it"),
        ("50", 50, 50, f"the target is just reached: 50家 {DUE}"),
        ("50", 50, Fraction(97, 2), f"the target is missed: 48.5家 {DUE}, 1.5家 short of it"),
        ("超过50家", 50, 50, f"the target is only equalled: 50家 {DUE}"),
        ("超过50家", 50, 51, f"the target is reached: 51家 {DUE}, 1家 above it"),
        ("不超过50家", 50, 48, f"the target is kept: 48家 {DUE}, 2家 below it"),
        ("不超过50家", 50, 50, f"the target is just reached: 50家 {DUE}"),
        ("不超过50家", 50, 53, f"the target is missed: 53家 {DUE}, 3家 too much"),
        ("低于50家", 50, 50, f"the target is only equalled: 50家 {DUE}"),
    ],
)
def test_what_would_be_reached_by_the_target_date(
    loaded_sqlite: Database, wenzhou: Plan, target: str, number: int, forecast: Any, words: str
) -> None:
    said = forecast_of(loaded_sqlite, wenzhou, target, forecast, target_value=Fraction(number))
    assert said == f"On this course {words}"


@pytest.mark.parametrize(
    ("forecast", "words"),
    [(37, "just reached: 37家"), (42, "missed: 42家 {}, 2家 too much"), (33, "missed: 33家 {}, 2家 short of it")],
)
def test_a_range_is_missed_on_either_side(loaded_sqlite: Database, wenzhou: Plan, forecast: int, words: str) -> None:
    bounds = {"target_value": Fraction(35), "upper_value": Fraction(40)}
    assert words.format(DUE) in forecast_of(loaded_sqlite, wenzhou, "35~40家", forecast, **bounds)


def test_a_rates_distance_is_in_percentage_points(assessment: PlanAssessment) -> None:
    row = row_of(assessment, "party_charter_rate", forecast=is_(9400))
    assert forecast_finding(assessment, row).endswith("94.0% by fourth quarter 2025, 1.0 percentage points short of it")


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        ("target_date_reached", "The target date has come: nothing is left to forecast"),
        ("not_reported", "No forecast for fourth quarter 2025: not reported"),
        ("too_few_points", "No forecast for fourth quarter 2025: fewer than four comparable points"),
    ],
)
def test_without_a_forecast_its_reason_stands_there(assessment: PlanAssessment, gap: str, words: str) -> None:
    assert forecast_finding(assessment, row_of(assessment, "rated_4a5a", forecast=lacks(gap))) == words


@pytest.mark.parametrize(
    ("left", "needed", "words"),
    [
        (is_(8), is_(2), "8个 are left to the target: 2个 a quarter up to fourth quarter 2025."),
        (is_(-8), is_(-2), "8个 too much: 2个 less are needed a quarter up to fourth quarter 2025."),
        (is_(-8), lacks("nothing_left"), "Nothing is left to do."),
        (is_(0), lacks("strictly_more"), "The target itself is reached, and must be passed."),
        (is_(3), lacks("target_date_reached"), "The target date has come, 3个 from the target."),
        (is_(3), lacks("year_is_over"), "The year is over, and the next begins anew."),
        (lacks("not_reported"), lacks("not_reported"), ""),
    ],
)
def test_what_is_left(assessment: PlanAssessment, left: Measure, needed: Measure, words: str) -> None:
    assert needed_finding(row_of(assessment, "rated_4a5a", remaining=left, needed=needed)) == words


def region(assessment: PlanAssessment, name: str, left: Any, needed: Measure, **changes: Any) -> Assessment:
    row = row_of(assessment, "rated_4a5a", "330327", remaining=is_(left), needed=needed, **changes)
    return replace(row, region=replace(row.region, name=name))


def test_the_share_that_lacks_tells_who_is_furthest(assessment: PlanAssessment) -> None:
    far = region(assessment, "甲", 10, is_(5), target_value=Fraction(20))
    # More to do, and less of its target.
    near = region(assessment, "乙", 40, is_(20), target_value=Fraction(100))
    done = region(assessment, "丙", -2, lacks("nothing_left"))
    assert furthest_finding([near, done, far]) == "甲 is furthest from its target, by 10个: 5个 in each quarter"
    assert [lacking(row) for row in (far, near, done)] == [Fraction(1, 2), Fraction(2, 5), 0]
    other = region(assessment, "丁", 50, is_(25), target_value=Fraction(100))
    assert furthest_finding([far, done, other]) == "甲, 丁 are furthest from their targets"
    late = region(assessment, "戊", 10, lacks("target_date_reached"))
    assert furthest_finding([late]) == "戊 is furthest from its target, by 10个"
    assert furthest_finding([done, done]) == "Every region that can be set against its own target has reached it"
    missing = region(assessment, "己", 1, lacks("not_reported"), target_value=None)
    assert furthest_finding([missing]) == "No region can be set against its own target"


def test_a_target_that_must_be_passed_is_not_reached_by_equalling_it(assessment: PlanAssessment) -> None:
    equal = region(assessment, "甲", 0, lacks("strictly_more"))
    done = region(assessment, "乙", -2, lacks("nothing_left"))
    assert furthest_finding([done, equal]) == "甲: the target is equalled, and must be passed"


def lit(assessment: PlanAssessment, name: str, light: str | None, status: str = "behind") -> Assessment:
    row = region(assessment, name, 1, is_(1))
    return replace(row, judgement=replace(row.judgement, light=light, status=status))


@pytest.mark.parametrize(
    ("lights", "words"),
    [
        (("red", "yellow", "green"), "Red: 甲. Yellow: 乙"),
        (("red", "red", "grey"), "Red: 甲, 乙. No region is yellow"),
        (("yellow", "green", "green"), "Yellow: 甲. No region is red"),
        (("green", "grey", "green"), "No region is red or yellow"),
        ((None, None, None), "Values of the regions: nothing is judged yet"),
        (("red",) * 5, "Red: 甲, 乙, 丙 and others, 5 in all. No region is yellow"),
    ],
)
def test_red_and_yellow_regions_are_named(
    assessment: PlanAssessment, lights: tuple[str | None, ...], words: str
) -> None:
    names = "甲乙丙丁戊"
    assert lights_finding([lit(assessment, *one) for one in zip(names, lights, strict=False)]) == words


def test_a_region_it_does_not_apply_to_is_not_judged(assessment: PlanAssessment) -> None:
    rows = [lit(assessment, "甲", None), lit(assessment, "乙", "grey", "not_applicable")]
    assert lights_finding(rows) == "Values of the regions: nothing is judged yet"


def test_three_are_named_and_more_are_counted() -> None:
    assert named(["甲", "乙", "丙"]) == "甲, 乙, 丙"
    assert named(["甲", "乙", "丙", "丁"]) == "甲, 乙, 丙 and others, 4 in all"
