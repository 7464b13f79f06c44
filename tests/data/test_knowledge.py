"""What was judged is not judged again, what changed is; and no page asks more questions for more regions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event

from common.moments import end_of_day, now
from common.periods import Period
from data import judging, knowledge
from data.assessments import assess_plan
from data.confirmations import Said
from data.database import Database
from data.kept import Kept
from data.results import Assessment, PlanAssessment
from indicators.plan import Plan
from indicators.rules import Thresholds
from tests.data.test_judgement import LEADER, ROOT, assessed, cell, report, say, store

CHARITIES, CANGNAN = "charities", "330327"


@contextmanager
def asked_of(database: Database) -> Iterator[list[str]]:
    """The questions sent to a database meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def seen(database: Database, period: str = "2024Q4") -> list[Assessment]:
    """What pages ask for: the whole, one region, one indicator, and where their figures come from."""
    with database.reading() as session:
        assessment = assess_plan(session, LEADER, None, Period.read(period))
        assert assessment.regions_reported
        rows = [
            *assessment.of_region(ROOT),
            *assessment.of_region(CANGNAN),
            *assessment.of_indicator("rated_4a5a"),
            *assessment.rows,
        ]
        assert [row.history[-1] for row in rows] == [row.judgement for row in rows]
        assert any(row.sources for row in rows)
        assert any(row.own_sources for row in rows)
    return rows


def fail(*_given: Any, **_named: Any) -> Any:
    raise AssertionError("nothing has changed")


def test_what_was_judged_is_not_judged_again(loaded: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    report(loaded, "2024Q4", {("rated_4a5a", CANGNAN): 40, (CHARITIES, CANGNAN): 12})
    before = seen(loaded)
    monkeypatch.setattr(judging, "assess", fail)
    monkeypatch.setattr(judging, "read_facts", fail)
    with asked_of(loaded) as sent, loaded.reading() as session:
        assessment = assess_plan(session, LEADER, None, Period(2024, 4))
        again = [*assessment.of_region(ROOT), *assessment.of_region(CANGNAN)]
        assert [row.judgement for row in again] == [row.judgement for row in before[: len(again)]]
        # Which plans there are, which this is, its newest version, and what is known of it.
        assert len(sent) == 4
        assert not [one for one in sent if "FROM targets" in one or "facts.value" in one]
        kept = assessment.cell(CHARITIES, CANGNAN)
        assert kept == next(row for row in before if (row.indicator, row.region) == (kept.indicator, kept.region))  # type: ignore[union-attr]


def test_what_was_made_of_a_row_is_made_once(loaded_sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    first = assessed(loaded_sqlite, "2023Q4").of_indicator(CHARITIES)
    monkeypatch.setattr("data.judged._assessment", fail)
    again = assessed(loaded_sqlite, "2023Q4").of_indicator(CHARITIES)
    assert again == first
    assert all(one.completion is other.completion for one, other in zip(first, again, strict=True))


def test_more_rows_than_are_kept_are_all_given_out(loaded_sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.judged._MOST_MADE", 30)
    assessment = assessed(loaded_sqlite, "2023Q4")
    some = assessment.of_indicator(CHARITIES)
    assert len(assessment.rows) == len({row.target for row in assessment.rows}) == 100
    assert [row for row in assessment.rows if row.indicator.code == CHARITIES] == list(some)
    assert assessment.of_region(ROOT) == tuple(row for row in assessment.rows if row.region.code == ROOT)


Change = Callable[[Database, Plan], Any]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda database, _plan: report(database, "2024Q4", {("rated_4a5a", CANGNAN): 46}), "ahead"),
        (lambda database, plan: store(database, replace(plan, thresholds=Thresholds(10, 0, -20, -30))), "roughly"),
        (lambda database, _plan: say(database, "rated_4a5a", Said(read_as="≥44"), CANGNAN), "ahead"),
    ],
    ids=["approval", "plan version", "confirmation"],
)
def test_a_change_is_seen_at_once_and_not_before_it_was_made(
    loaded: Database, wenzhou: Plan, change: Change, expected: str
) -> None:
    report(loaded, "2024Q4", {("rated_4a5a", CANGNAN): 40})
    assert cell(loaded, "rated_4a5a", CANGNAN, "2024Q4").status == "behind"
    before = now()
    change(loaded, wenzhou)
    assert cell(loaded, "rated_4a5a", CANGNAN, "2024Q4").status.startswith(expected)
    assert cell(loaded, "rated_4a5a", CANGNAN, "2024Q4", before).status == "behind"
    assert cell(loaded, "rated_4a5a", CANGNAN, "2024Q4").status.startswith(expected)


def test_an_approval_of_an_earlier_moment_is_seen_from_that_moment(
    loaded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Brought in later with the moment it had: what was shown as of then is shown anew."""
    earlier = now()
    report(loaded, "2024Q4", {("rated_4a5a", CANGNAN): 36})
    then = now()
    assert cell(loaded, "rated_4a5a", CANGNAN, "2024Q4", then).status == "far_behind"
    assert assessed(loaded, "2024Q4", then).cell(CHARITIES, CANGNAN).value is None  # type: ignore[union-attr]
    monkeypatch.setattr("tests.data.test_judgement.now", lambda: earlier)
    report(loaded, "2024Q4", {(CHARITIES, CANGNAN): 12})
    assert assessed(loaded, "2024Q4", then).cell(CHARITIES, CANGNAN).value == 12  # type: ignore[union-attr]


def test_a_return_is_overdue_from_one_day_to_the_next(loaded_sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    report(loaded_sqlite, "2025Q1", {("rated_4a5a", CANGNAN): 40})

    def warning(day: datetime) -> str | None:
        monkeypatch.setattr(knowledge, "now", lambda: day)
        return cell(loaded_sqlite, CHARITIES, CANGNAN, "2025Q1").warning

    due = Period(2025, 1).last_day.replace(month=4, day=15)
    assert warning(end_of_day(due)) is None
    assert warning(end_of_day(due.replace(day=16))) == "not_reported"
    assert warning(end_of_day(due)) is None


def test_sources_are_those_of_what_was_judged(loaded: Database) -> None:
    """Also where a correction is approved between the two."""
    report(loaded, "2024Q4", {("rated_4a5a", CANGNAN): 36})
    with loaded.reading() as session:
        assessment: PlanAssessment = assess_plan(session, LEADER, None, Period(2024, 4))
        report(loaded, "2024Q4", {("rated_4a5a", CANGNAN): 42})
        row = assessment.cell("rated_4a5a", CANGNAN)
        assert row is not None
        assert [source.value for source in row.sources] == [row.value] == [36]


def test_sources_asked_for_later_keep_no_connection(loaded: Database) -> None:
    with loaded.reading() as session:
        rows = assess_plan(session, LEADER, None, Period(2023, 4)).of_region(CANGNAN)
    assert any(row.sources for row in rows)
    assert not session.in_transaction()


def test_more_regions_ask_no_more_questions(loaded: Database, wenzhou: Plan) -> None:
    report(loaded, "2024Q4", {("rated_4a5a", CANGNAN): 40})
    with asked_of(loaded) as few:
        seen(loaded)
    more = [replace(one, code=f"9{one.code}", name=f"新{one.name}") for one in wenzhou.reporting_regions]
    targets = [replace(one, region=f"9{one.region}") for one in wenzhou.targets if one.region != ROOT]
    regions = (*wenzhou.regions, *(replace(one, aliases=()) for one in more))
    store(loaded, replace(wenzhou, regions=regions, targets=(*wenzhou.targets, *targets)))
    with asked_of(loaded) as many:
        assert len(seen(loaded)) > 180
    # The plan itself was read by who reported, or stored it.
    assert not [one for one in (*few, *many) if "FROM targets" in one]
    assert len(many) == len(few) < 15


def test_of_what_is_kept_the_last_asked_for_stay() -> None:
    kept: Kept[int] = Kept(10, size=lambda one: one)
    made: list[int] = []

    def make(one: int) -> Callable[[], int]:
        return lambda: made.append(one) or one  # type: ignore[func-returns-value]

    for one in (4, 5, 4, 3, 5, 20, 20):
        assert kept.get(one, make(one)) == one
    assert made == [4, 5, 3, 5, 20]
