"""What changed since the period before, and who has reported: on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest

from common.moments import now
from common.periods import Period
from common.viewer import Viewer
from data import knowledge
from data.assessments import assess_plan
from data.changes import Changes, Some, changes_of
from data.coverage import coverage_of
from data.database import Database
from data.results import Assessment, PlanAssessment
from etl.keeping import Upload
from etl.table import Choice
from tests.data.made_up import QUARTERS, report_a_year
from tests.etl.workbooks import book
from tests.quarters import take_in_quarters
from tests.taking import take

REVIEWER = Viewer("reviewer", "reviewer")
OPERATOR = Viewer("command-line", "operator")


def changes(database: Database, period: str, as_of: datetime | None = None) -> Changes:
    with database.reading() as session:
        return changes_of(assess_plan(session, REVIEWER, None, Period.read(period), as_of))


def named(rows: Some[Assessment]) -> set[tuple[str, str]]:
    assert rows.count == len(rows.first)
    return {(row.region.name, row.indicator.code) for row in rows.first}


def send(database: Database, region: str, rated: int, upto: str, period: str = "2024年四季度") -> None:
    content = book([["区划", "4A5A等级"], ["", period], [region, rated]])
    upload = Upload("return.xlsx", content, OPERATOR)
    assert take(database, upload, upto=upto, reason="漏报").taken


def test_what_is_reported_for_the_first_time_is_named_and_what_was_before_is_not(loaded: Database) -> None:
    take_in_quarters(loaded)
    assert {("苍南", "jobs"), ("鹿城", "jobs")} <= named(changes(loaded, "2024Q2").newly_reported)
    assert named(changes(loaded, "2024Q4").newly_reported).isdisjoint({("苍南", "jobs"), ("鹿城", "jobs")})


def test_a_light_that_went_down_is_worse_and_one_that_went_up_is_better(loaded: Database) -> None:
    for quarter, rated in (("2024年一季度", 37), ("2024年二季度", 34), ("2024年三季度", 42)):
        content = book([["区划", "4A5A等级"], ["", quarter], ["苍南", rated]])
        choice = Choice(explanation="made up for tests")
        take(loaded, Upload("return.xlsx", content, OPERATOR), choice, upto="approved")
    down, up = changes(loaded, "2024Q2"), changes(loaded, "2024Q3")
    assert (named(down.worse), named(down.better)) == ({("苍南", "rated_4a5a")}, set())
    assert (named(up.worse), named(up.better)) == (set(), {("苍南", "rated_4a5a")})


def test_a_figure_approved_again_as_another_is_restated_and_was_not_before(loaded: Database) -> None:
    before = now()
    send(loaded, "苍南", 35, "approved", "2023年")
    (restated,) = changes(loaded, "2023Q4").restated.first
    assert (restated.indicator, restated.region, restated.was, restated.now) == ("rated_4a5a", "330327", 34, 35)
    assert changes(loaded, "2023Q4", as_of=before).restated.first == ()
    assert changes(loaded, "2023Q4").newly_reported.count == 0
    # Said otherwise and back again is nothing restated.
    send(loaded, "苍南", 34, "approved", "2023年")
    assert changes(loaded, "2023Q4").restated.count == 0


def walked(assessment: PlanAssessment) -> tuple[list[Assessment], list[Assessment], list[Assessment]]:
    """Worse, better and newly reported, from the history of every row."""
    ranks = {"red": 0, "yellow": 1, "green": 2}
    worse: list[Assessment] = []
    better: list[Assessment] = []
    new: list[Assessment] = []
    for row in assessment.rows:
        before, now = (ranks.get(one.light or "") for one in row.history[-2:])
        if before is not None and now is not None and before != now:
            (worse if now < before else better).append(row)
        earlier = row.history[1:-1]
        if row.value is not None and earlier and all(one.value is None for one in earlier):
            new.append(row)
    return worse, better, new


@pytest.mark.parametrize("period", QUARTERS)
def test_the_columns_say_what_every_history_says(loaded_sqlite: Database, period: str) -> None:
    report_a_year(loaded_sqlite)
    with loaded_sqlite.reading() as session:
        assessment = assess_plan(session, REVIEWER, None, Period.read(period))
        found = changes_of(assessment)
        assert found.is_empty is (period == "2024Q1")
        assert period == "2024Q1" or (found.worse.count and found.better.count)
        some = (found.worse, found.better, found.newly_reported)
        assert [list(one.first) for one in some] == list(walked(assessment))
        few = changes_of(assessment, most=2)
        assert [one.first[:2] for one in some] == [one.first for one in (few.worse, few.better, few.newly_reported)]
        assert few.newly_reported.count == found.newly_reported.count


def assessed(
    database: Database, period: str, as_of: datetime | None = None
) -> tuple[PlanAssessment, dict[str, set[str]]]:
    with database.reading() as session:
        assessment = assess_plan(session, REVIEWER, None, Period.read(period), as_of)
        coverage = coverage_of(session, assessment)
        stages = {
            name: {region.name for region in getattr(coverage, name)} for name in ("approved", "submitted", "not_sent")
        }
        assert coverage.expected == 13
        return assessment, stages


def test_who_has_reported_waits_or_is_missing(loaded: Database) -> None:
    send(loaded, "鹿城", 28, "approved")
    send(loaded, "苍南", 36, "submitted")
    send(loaded, "龙港", 11, "draft")
    _assessment, stages = assessed(loaded, "2024Q4")
    assert (stages["approved"], stages["submitted"]) == ({"鹿城"}, {"苍南"})
    # A draft is nobody's business but its region's and the bureau's.
    assert {"龙港", "瓯海"} <= stages["not_sent"]


def test_who_had_reported_is_told_as_of_the_day(loaded: Database) -> None:
    send(loaded, "鹿城", 28, "approved")
    before = now() + timedelta(microseconds=1)
    send(loaded, "苍南", 36, "approved")
    assert assessed(loaded, "2024Q4", before.astimezone(UTC))[1]["approved"] == {"鹿城"}
    assert assessed(loaded, "2024Q4")[1]["approved"] == {"鹿城", "苍南"}


def test_a_new_quarter_is_shown_once_all_have_reported_or_are_overdue(
    loaded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown() -> str:
        with loaded.reading() as session:
            return str(assess_plan(session, REVIEWER, None, None).period)

    monkeypatch.setattr(knowledge, "now", lambda: datetime(2024, 10, 6, tzinfo=UTC))
    send(loaded, "鹿城", 28, "approved", "2024年三季度")
    assert shown() == "2023Q4"
    monkeypatch.setattr(knowledge, "now", lambda: datetime(2025, 1, 6, tzinfo=UTC))
    take_in_quarters(loaded)
    assert shown() == "2024Q4"
    monkeypatch.setattr(knowledge, "now", lambda: datetime(2025, 4, 6, tzinfo=UTC))
    send(loaded, "鹿城", 29, "approved", "2025年一季度")
    assert shown() == "2024Q4"
    monkeypatch.setattr(knowledge, "now", lambda: datetime(2025, 4, 20, tzinfo=UTC))
    assert shown() == "2025Q1"
