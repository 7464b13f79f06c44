"""Judged from stored figures: everything as it stood at any earlier moment, and every doubtful thing named."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest

from common.moments import now
from common.periods import Period
from common.problems import Refusal
from common.viewer import Viewer
from data.assessments import assess_plan
from data.confirmations import Said, confirm
from data.database import Database
from data.plan_store import StoredPlan, load_plan, save_plan
from data.printing import print_lead, print_status, print_value
from data.results import Assessment, PlanAssessment
from data.return_models import ApprovalRow, FactRow, ReportedValueRow, ReturnRow, RevisionRow
from indicators.plan import Milestone, Plan
from indicators.rules import Thresholds

LEADER = Viewer("someone", "leader")
ROOT = "330300"


def report(database: Database, period: str, figures: dict[tuple[str, str], int], *, part: str = "value") -> datetime:
    """Approve figures, as they are stored after the intake; the moment of the approval comes back."""
    moment = now()
    with database.writing() as session:
        stored = load_plan(session)
        for region in sorted({region for _indicator, region in figures}):
            row = session.query(ReturnRow).filter_by(region=region, period=period).one_or_none() or ReturnRow(
                plan_id=stored.plan_id, region=region, period=period, origin="simulated"
            )
            sha256 = session.query(RevisionRow).first().file_sha256  # type: ignore[union-attr]
            revision = RevisionRow(
                return_=row, number=len(row.revisions) + 1, plan_version_id=stored.version_id, file_sha256=sha256,
                file_name="test.xlsx", problems=[], sent_at=moment, sent_by="test",
                values=[
                    ReportedValueRow(indicator=indicator, part=part, value=value, text=str(value), sheet="s", cell="A1")
                    for (indicator, place), value in figures.items()
                    if place == region
                ],
            )  # fmt: skip
            session.add_all([revision, ApprovalRow(revision=revision, approved_at=moment, approved_by="test")])
            session.add_all(
                FactRow(
                    plan_id=stored.plan_id, indicator=value.indicator, region=region, period=period, part=part,
                    value=value.value, approved_at=moment, reported_value=value,
                )
                for value in revision.values
            )  # fmt: skip
        session.commit()
    return moment


def assessed(database: Database, period: str, as_of: datetime | None = None) -> PlanAssessment:
    with database.reading() as session:
        return assess_plan(session, LEADER, None, Period.read(period), as_of)


def cell(database: Database, indicator: str, region: str, period: str, as_of: datetime | None = None) -> Assessment:
    row = assessed(database, period, as_of).cell(indicator, region)
    assert row is not None
    return row


def say(database: Database, indicator: str, said: Said, region: str = ROOT) -> datetime:
    with database.writing() as session:
        stored = load_plan(session)
        confirm(session, stored, Viewer("owner", "reviewer"), stored.plan.target_by_cell[(indicator, region)], said)
        session.commit()
    return now()


def store(database: Database, plan: Plan) -> StoredPlan:
    with database.writing() as session:
        stored = save_plan(session, plan, Viewer("owner", "administrator"))
        session.commit()
    return stored


def test_a_county_on_its_way(loaded: Database) -> None:
    """慈善组织 of 龙港: 21 in 2023, 8 asked for: the target lies below the baseline, and no figure makes it achieved."""
    report(loaded, "2024Q4", {("charities", "330383"): 21, ("rated_4a5a", "330327"): 42})
    below = cell(loaded, "charities", "330383", "2024Q4")
    assert (below.status, below.light, below.warning) == ("target_below_baseline", "grey", "target_below_baseline")
    ahead = cell(loaded, "rated_4a5a", "330327", "2024Q4")
    assert (ahead.progress.value, ahead.schedule.value, ahead.lead.value) == (
        Fraction(8, 16), Fraction(1, 2), Fraction(0)
    )  # fmt: skip
    assert (ahead.status, ahead.light, ahead.warning) == ("on_schedule", "green", None)
    assert [judgement.status for judgement in ahead.history] == [
        "baseline_period", "not_reported", "not_reported", "not_reported", "on_schedule",
    ]  # fmt: skip


def test_the_city_is_judged_when_every_county_has_reported(loaded: Database, wenzhou: Plan) -> None:
    counties = [target for target in wenzhou.targets if target.indicator == "rated_4a5a" and target.region != ROOT]
    some = {("rated_4a5a", target.region): int(target.baseline) + 1 for target in counties[:-1]}
    report(loaded, "2024Q4", some)
    row = cell(loaded, "rated_4a5a", ROOT, "2024Q4")
    assert (row.status, row.reported, row.expected, row.lead.gap) == ("partly_reported", 12, 13, "partly_reported")
    assert [one.is_partial for one in row.history] == [False, False, False, False, True]
    assert print_status(row.judgement, row) == "partly reported 12/13"
    report(loaded, "2024Q4", {("rated_4a5a", counties[-1].region): int(counties[-1].baseline) + 5})
    row = cell(loaded, "rated_4a5a", ROOT, "2024Q4")
    assert (row.value, row.progress.value, row.status) == (Fraction(470), Fraction(17, 47), "behind")
    assert print_lead(row, wenzhou.thresholds) == "-13.8"
    assert (row.remaining.value, row.needed.value) == (Fraction(30), Fraction(30, 4))


def test_facts_are_those_of_the_moment(loaded: Database) -> None:
    report(loaded, "2024Q4", {("rated_4a5a", "330327"): 36})
    before = now()
    report(loaded, "2024Q4", {("rated_4a5a", "330327"): 42})
    assert cell(loaded, "rated_4a5a", "330327", "2024Q4").status == "on_schedule"
    assert cell(loaded, "rated_4a5a", "330327", "2024Q4", before).status == "far_behind"


def test_a_light_that_was_made_up_for_keeps_its_past(loaded: Database) -> None:
    report(loaded, "2024Q4", {("rated_4a5a", "330327"): 36})
    before = now()
    assert not cell(loaded, "rated_4a5a", "330327", "2024Q4").judgement.recovered
    report(loaded, "2025Q1", {("rated_4a5a", "330327"): 46})
    earlier = cell(loaded, "rated_4a5a", "330327", "2024Q4").judgement
    assert (earlier.light, earlier.recovered) == ("red", True)
    assert not cell(loaded, "rated_4a5a", "330327", "2024Q4", before).judgement.recovered


def test_thresholds_are_those_of_the_plan_version(loaded: Database, wenzhou: Plan) -> None:
    report(loaded, "2024Q4", {("rated_4a5a", "330327"): 40})
    row = cell(loaded, "rated_4a5a", "330327", "2024Q4")
    assert (row.lead.value, row.status) == (Fraction(-1, 8), "behind")
    before = now()
    store(loaded, replace(wenzhou, thresholds=Thresholds(10, 0, -20, -30)))
    assert cell(loaded, "rated_4a5a", "330327", "2024Q4").status == "roughly_on_schedule"
    assert cell(loaded, "rated_4a5a", "330327", "2024Q4", before).status == "behind"
    assert assessed(loaded, "2024Q4", before).plan.thresholds.roughly_on_schedule == -10


def test_the_plans_own_schedule_is_the_line(loaded: Database, wenzhou: Plan) -> None:
    report(loaded, "2024Q4", {("rated_4a5a", "330327"): 40})
    milestone = Milestone("rated_4a5a", "330327", Period(2024, 4), "38", "分年计划")
    store(loaded, replace(wenzhou, milestones=(milestone,)))
    row = cell(loaded, "rated_4a5a", "330327", "2024Q4")
    assert (row.schedule.value, row.status) == (Fraction(4, 16), "ahead")


def test_the_scheduled_value_is_known_to_the_target_date(loaded: Database, wenzhou: Plan) -> None:
    report(loaded, "2024Q2", {("rated_4a5a", "330327"): 35})
    report(loaded, "2024Q4", {("rated_4a5a", "330327"): 40, ("venture_funding", ROOT): 9_000_000})
    row = cell(loaded, "rated_4a5a", "330327", "2024Q2")
    assert [one.scheduled for one in row.history] == [34, 36, 38]
    assert [str(period) for period, _value in row.schedule_ahead] == [
        "2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4",
    ]  # fmt: skip
    assert [value for _period, value in row.schedule_ahead] == [40, 42, 44, 46, 48, 50]
    # Counted by year, at a scale of four: a year's part of 937.5 and 1000, and the whole of it in the fourth quarter.
    by_year = cell(loaded, "venture_funding", ROOT, "2024Q4")
    assert [one.scheduled for one in by_year.history[1:]] == [2_343_750, 4_687_500, 7_031_250, 9_375_000]
    assert by_year.schedule_ahead[0] == (Period(2025, 1), Fraction(2_500_000))
    assert cell(loaded, "cases_handled", ROOT, "2024Q4").schedule_ahead[0] == (Period(2025, 1), None)
    milestone = Milestone("rated_4a5a", "330327", Period(2024, 4), "38", "分年计划")
    store(loaded, replace(wenzhou, milestones=(milestone,)))
    row = cell(loaded, "rated_4a5a", "330327", "2024Q4")
    assert [one.scheduled for one in row.history] == [34, 35, 36, 37, 38]
    assert [value for _period, value in row.schedule_ahead] == [41, 44, 47, 50]


def test_after_the_target_date_no_schedule_lies_ahead(loaded_sqlite: Database) -> None:
    report(loaded_sqlite, "2026Q1", {("rated_4a5a", "330327"): 48})
    row = cell(loaded_sqlite, "rated_4a5a", "330327", "2026Q1")
    assert row.schedule_ahead == ()
    assert row.history[-1].scheduled == 50


def test_a_direction_is_settled_by_a_person_and_from_then_on(loaded: Database) -> None:
    report(loaded, "2024Q4", {("cases_handled", ROOT): 60})
    row = cell(loaded, "cases_handled", ROOT, "2024Q4")
    assert (row.status, row.lead.gap) == ("not_assessable", "direction_unconfirmed")
    before = now()
    say(loaded, "cases_handled", Said(direction="decrease", note="局长办公会"))
    row = cell(loaded, "cases_handled", ROOT, "2024Q4")
    assert (row.progress.value, row.status) == (Fraction(31, 61), "on_schedule")
    assert cell(loaded, "cases_handled", ROOT, "2024Q4", before).status == "not_assessable"
    kept = assessed(loaded, "2024Q4").confirmations.direction(row.indicator)
    assert kept is not None
    assert (kept.confirmed, kept.confirmed_by, kept.note, kept.text) == (
        "decrease",
        "owner",
        "局长办公会",
        "unconfirmed",
    )


def test_a_reading_is_corrected_by_a_person_and_holds_for_that_text_only(loaded: Database, wenzhou: Plan) -> None:
    report(loaded, "2024Q4", {("assets", ROOT): 695_000})
    assert cell(loaded, "assets", ROOT, "2024Q4").status == "on_schedule"
    say(loaded, "assets", Said(read_as="超过72亿元"))
    assert cell(loaded, "assets", ROOT, "2024Q4").target_value == 720_000
    changed = [replace(target, target="71") if target.indicator == "assets" else target for target in wenzhou.targets]
    store(loaded, replace(wenzhou, targets=tuple(changed)))
    assert cell(loaded, "assets", ROOT, "2024Q4").target_value == 710_000


def test_a_reading_confirmed_before_a_direction_is_not_turned_round_by_it(loaded: Database) -> None:
    """30 was confirmed as at least 30; who then says that less is better contradicts that, and is told."""
    say(loaded, "cases_handled", Said(read_as="30"))
    with pytest.raises(Refusal, match="contradicts the direction"):
        say(loaded, "cases_handled", Said(direction="decrease"))
    say(loaded, "cases_handled", Said(withdraw=True))
    say(loaded, "cases_handled", Said(direction="decrease"))
    report(loaded, "2024Q4", {("cases_handled", ROOT): 60})
    assert cell(loaded, "cases_handled", ROOT, "2024Q4").status == "on_schedule"


def test_what_was_confirmed_can_be_taken_back(loaded: Database) -> None:
    report(loaded, "2024Q4", {("charities", "330383"): 21})
    say(loaded, "charities", Said(acknowledge=True), region="330383")
    before = now()
    say(loaded, "charities", Said(withdraw=True), region="330383")
    assert cell(loaded, "charities", "330383", "2024Q4").warning == "target_below_baseline"
    assert cell(loaded, "charities", "330383", "2024Q4", before).warning is None


def test_an_acknowledged_target_below_its_baseline_warns_no_more(loaded: Database) -> None:
    report(loaded, "2024Q4", {("charities", "330383"): 21})
    say(loaded, "charities", Said(acknowledge=True), region="330383")
    row = cell(loaded, "charities", "330383", "2024Q4")
    assert (row.status, row.warning) == ("target_below_baseline", None)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Said(read_as="大概差不多"), "not understood as a target"),
        (Said(direction="up"), "is no direction"),
        (Said(direction="decrease"), "itself declares"),
        (Said(read_as="≥90%"), "unit is not"),
        (Said(acknowledge=True), "nothing to acknowledge"),
    ],
)
def test_what_is_no_reading_is_not_confirmed(loaded_sqlite: Database, said: Said, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        say(loaded_sqlite, "assets", said)


def test_only_the_owner_of_a_plan_confirms(loaded_sqlite: Database, wenzhou: Plan) -> None:
    with loaded_sqlite.writing() as session, pytest.raises(PermissionError):
        confirm(session, load_plan(session), LEADER, wenzhou.targets[0], Said(acknowledge=True))


def test_every_one_of_them_needs_how_many_there_should_be(loaded: Database) -> None:
    report(loaded, "2024Q4", {("party_organisations", ROOT): 2400})
    row = cell(loaded, "party_organisations", ROOT, "2024Q4")
    assert (row.status, row.completion.gap) == ("not_assessable", "missing_denominator")
    report(loaded, "2024Q4", {("party_organisations", ROOT): 2445}, part="denominator")
    row = cell(loaded, "party_organisations", ROOT, "2024Q4")
    assert (row.completion.value, row.progress.value, row.status) == (
        Fraction(2400, 2445), Fraction(45, 90), "on_schedule"
    )  # fmt: skip
    assert [(source.part, source.value) for source in row.sources] == [("value", 2400), ("denominator", 2445)]


def test_a_rate_is_its_parts_and_never_rounded_over_its_target(loaded: Database) -> None:
    report(loaded, "2024Q4", {("timely_election_rate", ROOT): 89_960}, part="numerator")
    report(loaded, "2024Q4", {("timely_election_rate", ROOT): 100_000}, part="denominator")
    row = cell(loaded, "timely_election_rate", ROOT, "2024Q4")
    assert (row.value, row.status, print_value(row)) == (Fraction(8996), "no_baseline", "89.96%")


def test_a_figure_without_a_place_in_the_plan_is_named(loaded: Database, wenzhou: Plan) -> None:
    report(loaded, "2024Q4", {("rated_4a5a", "330327"): 40})
    without = tuple(one for one in wenzhou.targets if (one.indicator, one.region) != ("rated_4a5a", "330327"))
    store(loaded, replace(wenzhou, targets=without))
    found = assessed(loaded, "2024Q4").problems
    assert [problem.params["period"] for problem in found] == ["2023Q4", "2024Q4"]
    assert {problem.params["region"] for problem in found} == {"330327"}


def test_what_is_overdue_depends_on_the_day(loaded: Database) -> None:
    report(loaded, "2025Q1", {("rated_4a5a", "330327"): 40})
    row = cell(loaded, "charities", "330327", "2025Q1")
    assert (row.status, row.warning) == ("not_reported", "not_reported")


def test_a_region_counts_while_it_exists(loaded: Database, wenzhou: Plan) -> None:
    gone = [replace(one, valid_to="2024-06-30") if one.code == "330383" else one for one in wenzhou.regions]
    store(loaded, replace(wenzhou, regions=tuple(gone)))
    report(loaded, "2024Q4", {("rated_4a5a", "330327"): 40})
    row = cell(loaded, "rated_4a5a", ROOT, "2024Q4")
    assert (row.expected, cell(loaded, "rated_4a5a", "330383", "2024Q4").status) == (12, "not_applicable")


def test_the_wenzhou_baseline_is_as_published(loaded_sqlite: Database) -> None:
    row = cell(loaded_sqlite, "charities", ROOT, "2023Q4")
    assert row.attainment is not None
    assert (row.attainment.regions, row.attainment.met, row.attainment.met_below_baseline) == (13, 4, 4)
    assert (row.completion.value, row.attainment.capped) == (Fraction(247, 260), Fraction(209, 260))
