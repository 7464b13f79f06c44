"""Which regions come first: those that most need somebody; the same as of every row looked at as an object."""

from fractions import Fraction

import pytest

from common.periods import Period
from data.assessments import assess_plan
from data.database import Database
from data.ranking import cells_by_need, regions_by_need
from data.results import Assessment, PlanAssessment
from tests.data.made_up import QUARTERS, report_a_year
from tests.data.test_judgement import LEADER, report


def assessed(database: Database, period: str) -> PlanAssessment:
    with database.reading() as session:
        return assess_plan(session, LEADER, None, Period.read(period))


def need(assessment: PlanAssessment, region: str) -> tuple[int, int, bool, Fraction]:
    """How many red and yellow lights a region has, and its least lead: what sorts it, reckoned from objects."""
    rows = assessment.of_region(region)
    leads = [row.lead.value for row in rows if row.lead.value is not None]
    lights = [row.light for row in rows]
    return -lights.count("red"), -lights.count("yellow"), not leads, min(leads, default=Fraction(0))


def need_of(row: Assessment) -> tuple[int, bool, Fraction, bool, Fraction]:
    grave = {"red": 0, "yellow": 1}.get(row.light or "", 2)
    lead, share = row.lead.value, row.completion.value
    return grave, lead is None, lead or Fraction(0), share is None, share or Fraction(0)


@pytest.mark.parametrize("period", QUARTERS)
def test_regions_and_cells_are_sorted_as_their_objects_would_be(loaded_sqlite: Database, period: str) -> None:
    report_a_year(loaded_sqlite)
    found = assessed(loaded_sqlite, period)
    regions = found.plan.reporting_regions
    assert list(regions_by_need(found)) == sorted(regions, key=lambda region: need(found, region.code))
    for indicator in found.plan.indicators:
        below = [row for row in found.of_indicator(indicator.code) if row.region != found.plan.root]
        assert list(found.of_cells(cells_by_need(found, indicator.code))) == sorted(below, key=need_of)


def test_the_gravest_come_first(loaded_sqlite: Database) -> None:
    """文成 has one red light, 苍南 a yellow one that lags more than 永嘉's, everybody else none."""
    figures = {("rated_4a5a", "330328"): 1, ("rated_4a5a", "330327"): 40, ("rated_4a5a", "330324"): 100}
    report(loaded_sqlite, "2024Q4", figures)
    found = assessed(loaded_sqlite, "2024Q4")
    lights = {code: found.cell("rated_4a5a", code).light for _indicator, code in figures}  # type: ignore[union-attr]
    assert lights == {"330328": "red", "330327": "yellow", "330324": "green"}
    names = [region.code for region in regions_by_need(found)]
    assert names[:3] == ["330328", "330327", "330324"]
    # Of those nothing is known of, the plan's order.
    others = [region.code for region in found.plan.reporting_regions if region.code not in names[:3]]
    assert names[3:] == others
    of_one = [row.region.code for row in found.of_cells(cells_by_need(found, "rated_4a5a"))]
    assert of_one[:3] == ["330328", "330327", "330324"]


def test_before_anything_is_judged_regions_stand_as_in_the_plan(loaded_sqlite: Database) -> None:
    found = assessed(loaded_sqlite, "2023Q4")
    assert regions_by_need(found) == found.plan.reporting_regions
    shares = [row.completion.value for row in found.of_cells(cells_by_need(found, "rated_4a5a"))]
    assert shares == sorted(shares)  # type: ignore[type-var]
    assert len(shares) == 13
