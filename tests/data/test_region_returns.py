"""A region's returns, period by period, and what was written beside its figures: who may know what, and as of when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from common.moments import now
from common.periods import Period
from common.viewer import Viewer
from data import region_returns
from data.assessments import assess_plan
from data.changes import Restated, restated_of
from data.coverage import coverage_of
from data.database import Database
from data.explanations import Explanation, explanations_of
from data.region_returns import PeriodReturn, returns_of
from data.results import PlanAssessment
from data.return_models import RevisionRow
from data.return_states import approve, revision_in_turn, send_back
from etl.intake import Decision
from etl.keeping import Upload
from etl.table import Choice
from tests.data.test_knowledge import asked_of
from tests.etl.workbooks import book
from tests.taking import take

CANGNAN, LONGGANG, ROOT = "330327", "330383", "330300"
LEADER, REVIEWER = Viewer("leader", "leader"), Viewer("reviewer", "reviewer")
SENDER = Viewer("analyst:330327", "analyst", frozenset({CANGNAN}))
OTHER = Viewer("analyst:330383", "analyst", frozenset({LONGGANG}))
# The third quarter of 2024 is to be reported by 15 October in China; the tests stand some days after.
TODAY = datetime(2024, 11, 1, tzinfo=UTC)
LAST_HOUR, NEXT_DAY = datetime(2024, 10, 15, 15, 59, tzinfo=UTC), datetime(2024, 10, 15, 16, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(region_returns, "now", lambda: TODAY)


def send(
    database: Database,
    upto: str,
    *,
    rated: int = 30,
    at: datetime | None = LAST_HOUR,
    period: str = "2024年三季度",
    explanation: str = "撤销4家",
    reason: str = "",
) -> int:
    """苍南's 4A5A等级, 34 before, sent at a moment and taken as far as told, approved two days later; the revision.

    What falls asks for an explanation.
    """
    content = book([["区划", "4A5A等级"], ["", period], ["苍南", rated]])
    intake = take(
        database,
        Upload(f"{rated}.xlsx", content, SENDER, at),
        Choice(explanation=explanation),
        upto=upto,
        reason=reason,
        decision=Decision(REVIEWER, at and at + timedelta(days=2)),
    )
    assert intake.taken, intake.reading.problems
    with database.reading() as session:
        return session.scalars(select(RevisionRow.id).order_by(RevisionRow.id.desc())).first() or 0


def known(
    database: Database, viewer: Viewer, as_of: datetime | None = None, region: str = CANGNAN, period: str | None = None
) -> tuple[PlanAssessment, tuple[PeriodReturn, ...], tuple[Explanation, ...]]:
    """What somebody is told at a moment of a region: its returns, and its explanations up to a period."""
    with database.reading() as session:
        assessment = assess_plan(session, viewer, None, Period.read(period) if period else None, as_of)
        place = assessment.plan.region_by_code[region]
        returns = returns_of(session, viewer, assessment, place)
        return assessment, returns, explanations_of(session, assessment, place, returns)


def third(database: Database, viewer: Viewer = LEADER, as_of: datetime | None = None) -> PeriodReturn:
    """苍南's return of the third quarter of 2024."""
    _assessment, returns, _explanations = known(database, viewer, as_of)
    return next(one for one in returns if one.period == Period(2024, 3))


def test_every_period_that_has_ended_is_there_the_newest_first(loaded: Database) -> None:
    _assessment, returns, _explanations = known(loaded, LEADER)
    assert [str(one.period) for one in returns] == ["2024Q3", "2024Q2", "2024Q1", "2023Q4"]
    assert [one.stage for one in returns] == ["not_sent"] * 3 + ["approved"]
    assert [one.due_day for one in returns[:2]] == [date(2024, 10, 15), date(2024, 7, 15)]
    assert [one.days_late for one in returns[:2]] == [17, 109]
    # What the plan starts from was published with it, and asked of nobody by a day.
    assert (returns[-1].is_asked, returns[-1].days_late) == (False, 0)


def test_a_period_not_ended_is_there_once_something_came(loaded_sqlite: Database) -> None:
    send(loaded_sqlite, "submitted", period="2024年四季度")
    _assessment, returns, _explanations = known(loaded_sqlite, LEADER)
    assert (returns[0].period, returns[0].stage, returns[0].days_late) == (Period(2024, 4), "submitted", 0)


# How far a return came, and what a leader and who sees its drafts are told: stage, who sent it, whether they may open it.
@pytest.mark.parametrize(
    ("upto", "of_leader", "of_region"),
    [
        ("draft", ("not_sent", "", False), ("draft", SENDER.identity, True)),
        ("submitted", ("submitted", "", False), ("submitted", SENDER.identity, True)),
        ("approved", ("approved", SENDER.identity, True), ("approved", SENDER.identity, True)),
    ],
)
def test_each_is_told_what_they_may_know(loaded: Database, upto: str, of_leader: Any, of_region: Any) -> None:
    send(loaded, upto)
    for viewer, expected in ((LEADER, of_leader), (OTHER, of_leader), (SENDER, of_region), (REVIEWER, of_region)):
        one = third(loaded, viewer)
        assert (one.stage, one.sent_by, one.return_id is not None) == expected, viewer.identity


def test_what_was_sent_back_is_not_sent_to_who_sees_no_drafts(loaded: Database) -> None:
    revision = send(loaded, "submitted")
    with loaded.writing() as session:
        send_back(session, REVIEWER, revision_in_turn(session, REVIEWER, revision), "请核实")
        session.commit()
    assert [third(loaded, one).stage for one in (LEADER, OTHER, SENDER, REVIEWER)] == [
        "not_sent", "not_sent", "sent_back", "sent_back",
    ]  # fmt: skip
    assert third(loaded, SENDER).days_late == 17
    assert third(loaded, SENDER).open_revisions == ()


@pytest.mark.parametrize(("at", "days_late"), [(LAST_HOUR, 0), (NEXT_DAY, 1), (LAST_HOUR + timedelta(days=85), 85)])
def test_in_time_is_to_the_end_of_the_due_day_in_china(loaded_sqlite: Database, at: datetime, days_late: int) -> None:
    send(loaded_sqlite, "approved", at=at)
    one = third(loaded_sqlite)
    assert (one.stage, one.sent_at, one.days_late) == ("approved", at, days_late)
    assert one.approved_at == at + timedelta(days=2)


def test_a_correction_does_not_make_a_return_late_and_waits_beside_what_is_approved(loaded: Database) -> None:
    send(loaded, "approved")
    send(loaded, "submitted", rated=37, at=LAST_HOUR + timedelta(days=30), reason="漏报1家")
    one = third(loaded)
    assert (one.stage, one.sent_at, one.days_late, one.waits) == ("approved", LAST_HOUR, 0, True)
    send(loaded, "approved", rated=38, at=LAST_HOUR + timedelta(days=40), reason="漏报2家")
    one = third(loaded)
    # The one between is superseded: nothing waits any more.
    assert (one.sent_at, one.days_late, one.waits) == (LAST_HOUR, 0, False)
    assert one.approved_at == LAST_HOUR + timedelta(days=42)


def test_a_return_is_told_as_of_the_day(loaded: Database) -> None:
    before = now()
    revision = send(loaded, "submitted", at=None)
    between = now()
    with loaded.writing() as session:
        approve(session, REVIEWER, revision_in_turn(session, REVIEWER, revision))
        session.commit()
    for viewer in (LEADER, SENDER):
        stages = [third(loaded, viewer, moment).stage for moment in (before, between, None)]
        assert stages == ["not_sent", "submitted", "approved"], viewer.identity
    assert third(loaded, SENDER, before).open_revisions == ()


def test_the_list_and_the_coverage_of_the_overview_agree(loaded: Database) -> None:
    send(loaded, "submitted")
    send(loaded, "approved", period="2024年二季度")
    send(loaded, "draft", period="2024年一季度")
    with loaded.reading() as session:
        for period in (Period(2024, 2), Period(2023, 4)):
            assessment = assess_plan(session, LEADER, None, period)
            coverage = coverage_of(session, assessment)
            for region in assessment.plan.reporting_regions:
                told = {one.period: one.stage for one in returns_of(session, LEADER, assessment, region)}
                assert region in getattr(coverage, told[period]), (region.name, period)


def test_all_periods_take_one_question(loaded: Database) -> None:
    send(loaded, "approved")
    with loaded.reading() as session:
        assessment = assess_plan(session, SENDER, None, None)
        region = assessment.plan.region_by_code[CANGNAN]
        with asked_of(loaded) as sent:
            returns = returns_of(session, SENDER, assessment, region)
            assert len(sent) == 1
        with asked_of(loaded) as sent:
            explanations_of(session, assessment, region, returns)
            # One more where there are drafts.
            assert len(sent) == 1


# How far a return came, and who reads what was written beside its figures, and as what.
@pytest.mark.parametrize(
    ("upto", "readers", "is_approved"),
    [
        ("draft", {SENDER.identity, REVIEWER.identity}, False),
        ("submitted", {SENDER.identity, REVIEWER.identity}, False),
        ("approved", {one.identity for one in (LEADER, OTHER, SENDER, REVIEWER)}, True),
    ],
)
def test_an_explanation_is_read_by_who_may_read_the_figure(
    loaded: Database, upto: str, readers: set[str], is_approved: bool
) -> None:
    send(loaded, "approved", rated=35, period="2024年四季度", explanation="")
    send(loaded, upto)
    read = {
        viewer.identity: explanations
        for viewer in (LEADER, OTHER, SENDER, REVIEWER)
        if (explanations := known(loaded, viewer, period="2024Q4")[2])
    }
    assert read.keys() == readers
    for (one,) in read.values():
        assert (one.period, one.text, one.file) == (Period(2024, 3), "撤销4家", "30.xlsx")
        assert (one.is_approved, one.is_simulated) == (is_approved, False)
        (figure,) = one.figures
        assert (figure.indicator.code, figure.value, figure.cell) == ("rated_4a5a", 30, "B3")


def test_explanations_are_those_up_to_the_period_and_the_newest_first(loaded: Database) -> None:
    for period, rated in (("2024年一季度", 33), ("2024年二季度", 32), ("2024年三季度", 30)):
        send(loaded, "approved", period=period, rated=rated, explanation=f"本期{rated}家")
    told = {
        period: [one.text for one in known(loaded, LEADER, period=period)[2]]
        for period in ("2024Q3", "2024Q2", "2024Q1")
    }
    assert told["2024Q3"] == ["本期30家", "本期32家", "本期33家"]
    assert (told["2024Q2"], told["2024Q1"]) == (["本期32家", "本期33家"], ["本期33家"])


def test_a_corrected_figures_explanation_is_that_of_what_holds(loaded: Database) -> None:
    before = now()
    send(loaded, "approved", at=None)
    between = now()
    send(loaded, "approved", rated=28, at=None, reason="多报", explanation="撤销6家")
    texts = [
        [one.text for one in known(loaded, LEADER, moment, period="2023Q4" if moment == before else "2024Q3")[2]]
        for moment in (before, between, None)
    ]
    assert texts == [[], ["撤销4家"], ["撤销6家"]]


def test_a_newer_drafts_explanation_stands_before_the_approved_one(loaded: Database) -> None:
    send(loaded, "approved")
    send(loaded, "draft", rated=28, at=LAST_HOUR + timedelta(days=1), explanation="撤销6家")
    send(loaded, "draft", rated=27, at=LAST_HOUR + timedelta(days=2), explanation="撤销7家")
    told = [(one.text, one.is_approved) for one in known(loaded, SENDER, period="2024Q3")[2]]
    # Of two drafts the last says how the figure is meant.
    assert told == [("撤销7家", False), ("撤销4家", True)]
    assert [one.text for one in known(loaded, LEADER, period="2024Q3")[2]] == ["撤销4家"]


def test_another_regions_explanations_are_not_told(loaded_sqlite: Database) -> None:
    send(loaded_sqlite, "approved")
    assert known(loaded_sqlite, LEADER, region=LONGGANG, period="2024Q3")[2] == ()


def test_what_a_region_restated_is_told_of_it_alone(loaded: Database) -> None:
    send(loaded, "approved")
    send(loaded, "approved", rated=38, at=LAST_HOUR + timedelta(days=5), reason="漏报")
    with loaded.reading() as session:
        assessment = assess_plan(session, LEADER, None, Period(2024, 3))
        assert restated_of(assessment, CANGNAN) == (Restated("rated_4a5a", CANGNAN, "value", 30, 38),)
        assert restated_of(assessment, LONGGANG) == ()
