"""A large plan is judged by another process, once for all; nobody waits for it, or reads half of it."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from common.moments import now
from common.periods import Period
from common.problems import Refusal
from data import judged_files, judged_once, judging_apart
from data.assessments import assess_plan
from data.changes import changes_of
from data.coverage import coverage_of
from data.database import Database
from data.judging_apart import BeingJudged, JudgingFailedError
from data.results import Assessment, PlanAssessment
from indicators.plan import Plan
from tests.data.made_up import report_a_year
from tests.data.test_judgement import LEADER, ROOT, report, store

CANGNAN = "330327"


class Ended:
    """A process that has ended."""

    def __init__(self, status: int = 0) -> None:
        self.status = status

    def poll(self) -> int:
        return self.status


class Judge:
    """Stands for the process: notes what it is asked, and does it when it is told to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[dict[str, Any]] = []

    def start(self, asked: dict[str, Any], _lock: int) -> Any:
        self.asked.append(asked)
        return Ended()

    def work(self) -> None:
        judging_apart.judge_and_keep(self.asked.pop())

    @property
    def results(self) -> list[Path]:
        return sorted(one for one in self.folder.iterdir() if one.is_dir())


@pytest.fixture(autouse=True)
def _every_plan_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judged_once, "_MOST_HERE", 0)
    monkeypatch.setattr(judging_apart, "process", judging_apart._Process())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "results"


@pytest.fixture
def judge(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    judge = Judge(folder)
    monkeypatch.setattr(judging_apart, "_started", judge.start)
    return judge


def opened(loaded: Database, folder: Path | None) -> Database:
    return Database(loaded.url.render_as_string(hide_password=False), folder)


@pytest.fixture
def large(loaded_sqlite: Database, folder: Path) -> Iterator[Database]:
    database = opened(loaded_sqlite, folder)
    yield database
    database.close()


def assess(database: Database, period: Period | None = None, as_of: datetime | None = None) -> PlanAssessment:
    with database.reading() as session:
        return assess_plan(session, LEADER, None, period, as_of)


def value(assessment: PlanAssessment) -> int | None:
    row = assessment.cell("rated_4a5a", CANGNAN)
    return None if row is None or row.value is None else int(row.value)


def everything(assessment: PlanAssessment) -> list[Any]:
    """All that is found out about every cell, and about the whole."""

    def of_row(row: Assessment) -> tuple[Any, ...]:
        return row, row.history, row.sources, row.own_sources

    changes = changes_of(assessment)
    return [
        [of_row(row) for row in assessment.rows],
        (changes.worse, changes.better, changes.newly_reported, changes.restated),
        (assessment.known_periods, assessment.problems, assessment.regions_reported, assessment.is_simulated),
    ]


def test_another_process_judges_as_this_one_does(loaded: Database, wenzhou: Plan, folder: Path) -> None:
    report_a_year(loaded)
    report(loaded, "2024Q4", {("rated_4a5a", CANGNAN): 41})
    # A figure without a place in the plan is named as one.
    targets = [target for target in wenzhou.targets if (target.indicator, target.region) != ("charities", CANGNAN)]
    store(loaded, replace(wenzhou, targets=tuple(targets)))
    here, apart = opened(loaded, None), opened(loaded, folder)
    with pytest.raises(BeingJudged):
        assess(apart)
    judging_apart.process.wait()
    for period in (Period(2023, 4), Period(2024, 3), Period(2024, 4)):
        with here.reading() as session, apart.reading() as beside:
            ours, theirs = (assess_plan(one, LEADER, None, period) for one in (session, beside))
            assert theirs.problems
            assert everything(theirs) == everything(ours)
    here.close()
    apart.close()


def test_a_result_is_read_by_every_worker_and_made_once(large: Database, judge: Judge, folder: Path) -> None:
    with pytest.raises(BeingJudged):
        assess(large)
    judge.work()
    for worker in (large, opened(large, folder)):
        judged_once._READ._things.clear()
        assert value(assess(worker)) == 34
        worker.close()
    assert judge.asked == []


def test_while_somebody_judges_nobody_else_begins(large: Database, judge: Judge, folder: Path) -> None:
    folder.mkdir()
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BeingJudged):
            assess(large)
        assert judge.asked == []
    with pytest.raises(BeingJudged):
        assess(large)
    assert len(judge.asked) == 1


def test_the_process_holds_the_lock_until_it_ends(large: Database, folder: Path) -> None:
    with pytest.raises(BeingJudged):
        assess(large)
    with (folder / "lock").open("w") as lock:
        with pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        judging_apart.process.wait()
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_after_an_approval_what_was_known_before_is_shown_until_the_new_is_there(large: Database, judge: Judge) -> None:
    report(large, "2024Q4", {("rated_4a5a", CANGNAN): 40})
    with pytest.raises(BeingJudged):
        assess(large)
    judge.work()
    assert (value(assess(large)), assess(large).as_of) == (40, None)

    before = now()
    report(large, "2024Q4", {("rated_4a5a", CANGNAN): 44, ("rated_4a5a", "330302"): 28})
    with large.reading() as session:
        earlier = assess_plan(session, LEADER, None, None)
        assert value(earlier) == 40
        assert earlier.as_of is not None and earlier.as_of < before
        # All of it is of that moment: sources, who has reported, what was restated.
        (source,) = earlier.cell("rated_4a5a", CANGNAN).sources  # type: ignore[union-attr]
        assert source.value == 40
        assert {region.code for region in coverage_of(session, earlier).approved} == {CANGNAN}
        assert changes_of(earlier).restated.count == 0
    judge.work()
    new = assess(large)
    assert (value(new), new.as_of, changes_of(new).restated.count) == (44, None, 1)


def test_a_new_version_of_the_plan_is_not_shown_with_the_figures_of_the_old(
    large: Database, judge: Judge, wenzhou: Plan
) -> None:
    with pytest.raises(BeingJudged):
        assess(large)
    judge.work()
    store(large, replace(wenzhou, name="新的规划", targets=wenzhou.targets[:-1]))
    assert assess(large).plan.name == wenzhou.name
    judge.work()
    assert assess(large).plan.name == "新的规划"


def test_as_of_a_moment_nothing_else_is_shown(large: Database, judge: Judge) -> None:
    before = now()
    report(large, "2024Q4", {("rated_4a5a", CANGNAN): 40})
    with pytest.raises(BeingJudged):
        assess(large)
    judge.work()
    with pytest.raises(BeingJudged):
        assess(large, Period(2023, 4), before)
    judge.work()
    assert assess(large, Period(2023, 4), before).as_of == before
    assert str(assess(large).period) == "2024Q4"


def test_what_became_known_while_the_process_started_is_asked_for_anew(large: Database, judge: Judge) -> None:
    """The moment it is asked for lies after the approval, what it is asked for before."""
    with pytest.raises(BeingJudged):
        assess(large)
    report(large, "2024Q4", {("rated_4a5a", CANGNAN): 40})
    judge.asked[-1]["moment"] = now().isoformat()
    judge.work()
    assert judge.results == []
    with pytest.raises(BeingJudged):
        assess(large)
    judge.work()
    assert value(assess(large)) == 40


def test_a_process_that_ends_badly_is_a_failure_once_and_is_tried_again(
    large: Database, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging_apart, "_started", lambda *_asked: Ended(1))
    with pytest.raises(BeingJudged):
        assess(large)
    with pytest.raises(JudgingFailedError):
        assess(large)
    monkeypatch.setattr(judging_apart, "_started", judge.start)
    with pytest.raises(BeingJudged):
        assess(large)
    judge.work()
    assert value(assess(large)) == 34


def test_what_goes_wrong_in_the_process_is_logged_and_leaves_nothing(
    large: Database, judge: Judge, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(BeingJudged):
        assess(large)
    asked = judge.asked[0]
    (tmp_path / "asked").write_text(json.dumps(asked), "utf-8")

    def fail(*_given: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(judged_files, "_flush", fail)
    monkeypatch.setattr(os, "nice", lambda _more: 0)
    with (tmp_path / "asked").open() as stdin, pytest.raises(SystemExit) as ended:
        monkeypatch.setattr("sys.stdin", stdin)
        judging_apart.main()
    assert ended.value.code == 1
    assert "no space left" in (tmp_path / "dabiao.log").read_text("utf-8")
    with pytest.raises(BeingJudged):
        assess(large)
    monkeypatch.undo()


def test_half_a_result_is_never_read_and_is_removed(large: Database, judge: Judge, folder: Path) -> None:
    with pytest.raises(BeingJudged):
        assess(large)
    key = judge.asked[0]["key"]
    (folder / f".{key}").mkdir()
    (folder / f".{key}" / "rows.arrow").write_bytes(b"half")
    with pytest.raises(BeingJudged):
        assess(large)
    judge.work()
    assert [one.name for one in judge.results] == [key]
    assert value(assess(large)) == 34


def test_a_result_of_another_program_is_not_read(
    large: Database, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BeingJudged):
        assess(large)
    judge.work()
    monkeypatch.setattr(judged_files, "_program", lambda: "of tomorrow")
    with pytest.raises(BeingJudged):
        assess(large)
    assert len(judge.asked) == 1


def test_the_last_results_stay_and_those_somebody_reads(
    large: Database, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judged_files, "_MOST_LEFT", 2)
    made: list[Path] = []

    def make(figure: int) -> list[bool]:
        report(large, "2024Q4", {("rated_4a5a", CANGNAN): figure})
        try:
            assess(large)
        except BeingJudged:
            assert made == []
        judge.work()
        made.extend(one for one in judge.results if one not in made)
        return [one.exists() for one in made]

    def let_rest(result: Path) -> None:
        os.utime(result, (time.time() - 3600,) * 2)

    assert [make(figure) for figure in (40, 41, 42)][-1] == [True, True, True]
    let_rest(made[0])
    assert make(43) == [False, True, True, True]
    # What somebody looks at again stays, however long it had been there.
    for one in made[1:]:
        let_rest(one)
    assert value(assess(large)) == 43
    assert make(44) == [False, False, False, True, True]
    assert not list(judge.folder.glob(".*"))


def test_a_result_that_is_gone_is_made_again(large: Database, judge: Judge, folder: Path) -> None:
    with pytest.raises(BeingJudged):
        assess(large)
    judge.work()
    assert value(assess(large)) == 34
    for one in judge.results:
        one.rename(folder.parent / one.name)
    with pytest.raises(BeingJudged):
        assess(large)
    judge.work()
    assert value(assess(large)) == 34


def test_a_small_plan_is_judged_at_once_and_leaves_no_file(
    large: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    assert value(assess(large)) == 34
    assert not folder.exists()


def test_of_a_large_plan_only_what_is_asked_for_is_read(large: Database, judge: Judge) -> None:
    report_a_year(large)
    with pytest.raises(BeingJudged):
        assess(large)
    judge.work()
    found = assess(large, Period(2024, 4))
    assert found.of_region(ROOT)
    (judged,) = judged_once._READ._things.values()
    assert list(judged._at_hand._things) == [Period(2024, 4)]
    assert "course" not in vars(judged)


def test_refused_is_said_to_whoever_asks_otherwise(large: Database, judge: Judge) -> None:
    with pytest.raises(Refusal) as refused:
        assess(large)
    assert [problem.code for problem in refused.value.problems] == ["being_judged"]
    assert "computed" in str(refused.value)
    assert len(judge.asked) == 1
