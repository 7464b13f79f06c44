"""A return on its way: draft, submitted, approved or sent back; on SQLite and on PostgreSQL."""

import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from common.periods import Period
from common.problems import Refusal
from common.viewer import Viewer
from data.assessments import assess_plan
from data.database import Database
from data.queries import changes_after_approval, returns_with_steps
from data.return_models import FactRow, FileRow, RevisionRow
from data.return_states import State, approve, revision_in_turn, send_back, standing, state_of, submit
from etl.intake import Step, Taken
from etl.keeping import Upload
from etl.table import Choice
from tests.etl.workbooks import book
from tests.taking import take

ANALYST = Viewer("analyst:330327", "analyst", frozenset({"330327"}))
REVIEWER = Viewer("reviewer", "reviewer")
RATED, CHARITIES = "4A5A等级", "慈善组织数"


def figures(**values: object) -> bytes:
    """苍南's figures at the end of 2023, where 34 and 7 are published: `rated`, `charities`."""
    names = {"rated": RATED, "charities": CHARITIES}
    return book(
        [["区划", *(names[one] for one in values)], ["", *("2023年" for _one in values)], ["苍南", *values.values()]]
    )


def send(database: Database, content: bytes, upto: Step = "draft", reason: str = "") -> Taken:
    upload = Upload("return.xlsx", content, ANALYST)
    (taken,) = take(database, upload, Choice(), upto=upto, reason=reason).taken
    return taken


def with_a_picture(content: bytes) -> bytes:
    """The same workbook with 400 KB in it that nothing reads."""
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("xl/media/image1.png", b"\x89PNG" * 100_000)
    return file.getvalue()


def revision_id(session: Session, number: int) -> int:
    (row,) = [one for one in session.scalars(returns_with_steps(1, regions={"330327"})) if one.period == "2023Q4"]
    return row.revisions[number - 1].id


def step(database: Database, number: int, take: Callable[[Session, RevisionRow], None]) -> None:
    with database.writing() as session:
        take(session, revision_in_turn(session, REVIEWER, revision_id(session, number)))
        session.commit()


def approve_it(session: Session, revision: RevisionRow) -> None:
    approve(session, REVIEWER, revision)


def send_it_back(session: Session, revision: RevisionRow) -> None:
    send_back(session, REVIEWER, revision, "请附名单")


def submit_it(session: Session, revision: RevisionRow) -> None:
    submit(session, ANALYST, revision, "漏报一家")


def states(database: Database) -> list[State]:
    with database.reading() as session:
        (row,) = [one for one in session.scalars(returns_with_steps(1, regions={"330327"})) if one.period == "2023Q4"]
        return [state_of(one) for one in row.revisions]


def approved(database: Database, indicator: str = "rated_4a5a") -> object:
    with database.reading() as session:
        row = assess_plan(session, Viewer("x", "leader"), None, Period(2023, 4)).cell(indicator, "330327")
        return row.value if row else None


def test_a_draft_is_submitted_and_approved(loaded: Database) -> None:
    send(loaded, figures(rated=35))
    assert (states(loaded), approved(loaded)) == (["approved", "draft"], 34)
    step(loaded, 2, submit_it)
    assert (states(loaded), approved(loaded)) == (["approved", "submitted"], 34)
    step(loaded, 2, approve_it)
    assert (states(loaded), approved(loaded)) == (["approved", "approved"], 35)


def test_what_is_sent_back_is_answered_by_a_new_revision_even_of_the_same_figures(loaded: Database) -> None:
    send(loaded, figures(rated=35), "submitted", "漏报一家")
    step(loaded, 2, send_it_back)
    assert (states(loaded), approved(loaded)) == (["approved", "sent_back"], 34)
    assert send(loaded, figures(rated=35), "submitted", "名单已附").revision == 3
    # Sending it once more adds nothing.
    assert send(loaded, figures(rated=35), "submitted", "名单已附").revision == 3
    step(loaded, 3, approve_it)
    assert (states(loaded), approved(loaded)) == (["approved", "sent_back", "approved"], 35)


@pytest.mark.parametrize(
    ("first", "second"),
    [(approve_it, approve_it), (approve_it, send_it_back), (send_it_back, approve_it), (approve_it, submit_it)],
)
def test_a_second_decision_is_told_of_the_first(
    loaded: Database,
    first: Callable[[Session, RevisionRow], None],
    second: Callable[[Session, RevisionRow], None],
) -> None:
    send(loaded, figures(rated=35), "submitted", "漏报一家")
    step(loaded, 2, first)
    before = states(loaded)
    with pytest.raises(Refusal) as told:
        step(loaded, 2, second)
    assert [problem.code for problem in told.value.problems] == ["not_waiting"]
    assert states(loaded) == before


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(loaded: Database) -> None:
    send(loaded, figures(rated=35), "submitted", "漏报一家")

    def decide(take: Callable[[Session, RevisionRow], None]) -> str:
        try:
            step(loaded, 2, take)
        except Refusal as refusal:
            return refusal.problems[0].code
        return "done"

    with ThreadPoolExecutor(4) as people:
        outcomes = list(people.map(decide, [approve_it, send_it_back, approve_it, send_it_back]))
    assert sorted(outcomes) == ["done", "not_waiting", "not_waiting", "not_waiting"]
    assert states(loaded)[1] in ("approved", "sent_back")
    assert approved(loaded) == (35 if states(loaded)[1] == "approved" else 34)


def test_a_correction_that_comes_meanwhile_is_not_approved_unseen(loaded: Database) -> None:
    send(loaded, figures(rated=35), "submitted", "漏报一家")
    send(loaded, figures(rated=36), "submitted", "漏报两家")
    assert states(loaded) == ["approved", "superseded", "submitted"]
    with pytest.raises(Refusal, match="superseded by a newer revision"):
        step(loaded, 2, approve_it)
    assert approved(loaded) == 34


def test_a_newer_revision_of_some_figures_takes_only_these_from_the_older(loaded: Database) -> None:
    send(loaded, figures(rated=35, charities=8), "submitted", "漏报一家")
    send(loaded, figures(rated=36), "submitted", "漏报两家")
    step(loaded, 2, approve_it)
    assert (approved(loaded), approved(loaded, "charities")) == (34, 8)
    step(loaded, 3, approve_it)
    assert (approved(loaded), approved(loaded, "charities")) == (36, 8)


def test_a_draft_does_not_hold_up_what_was_submitted(loaded: Database) -> None:
    send(loaded, figures(rated=35), "submitted", "漏报一家")
    send(loaded, figures(rated=36))
    assert states(loaded) == ["approved", "submitted", "draft"]
    step(loaded, 2, approve_it)
    assert approved(loaded) == 35
    with loaded.reading() as session:
        row = session.get_one(RevisionRow, revision_id(session, 3)).return_
        stands = standing(row)
        assert stands is not None
        assert stands.number == 2


def test_correcting_an_approved_figure_needs_a_reason_and_adding_one_does_not(loaded: Database) -> None:
    assert send(loaded, figures(rated=35), "submitted").held_up[0].code == "correction_without_reason"
    step(loaded, 2, submit_it)
    step(loaded, 2, approve_it)
    with loaded.reading() as session:
        (change,) = session.execute(changes_after_approval(1)).all()
    assert (change.region, change.indicator, change.before, change.value) == ("330327", "rated_4a5a", 34, 35)
    assert (change.reason, change.revision) == ("漏报一家", 2)

    added = book([["区划", RATED], ["", "2024年一季度"], ["苍南", 36]])
    assert (send(loaded, added, "submitted").state, send(loaded, added, "submitted").held_up) == ("submitted", ())


def test_an_unexplained_figure_cannot_be_submitted(loaded: Database) -> None:
    unusual = book([["区划", RATED], ["", "2024年一季度"], ["苍南", 80]])
    taken = send(loaded, unusual, "submitted")
    assert (taken.state, [problem.code for problem in taken.held_up]) == (
        "draft",
        ["explanation_missing", "jump_since_last"],
    )


def test_sending_back_needs_a_reason(loaded: Database) -> None:
    send(loaded, figures(rated=35), "submitted", "漏报一家")
    with pytest.raises(Refusal) as told:
        step(loaded, 2, lambda session, revision: send_back(session, REVIEWER, revision, ""))
    assert [problem.code for problem in told.value.problems] == ["send_back_without_reason"]


@pytest.mark.parametrize(
    "take",
    [
        lambda session, revision: approve(session, ANALYST, revision),
        lambda session, revision: send_back(session, ANALYST, revision, "x"),
        lambda session, revision: approve(session, Viewer("leader", "leader"), revision),
        lambda session, revision: submit(session, REVIEWER, revision, "x"),
        lambda session, revision: submit(session, Viewer("x", "analyst", frozenset({"330383"})), revision, "x"),
    ],
)
def test_who_may_not_take_a_step_does_not(loaded: Database, take: Callable[[Session, RevisionRow], None]) -> None:
    send(loaded, figures(rated=35), "submitted", "漏报一家")
    with pytest.raises(PermissionError):
        step(loaded, 2, take)


def test_a_full_disk_leaves_the_old_state_and_the_file_can_be_sent_again(loaded_sqlite: Database) -> None:
    """SQLite refuses to grow beyond the pages it has, as it does where the disk is full."""

    @event.listens_for(loaded_sqlite.engine, "connect")
    def limit(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

    loaded_sqlite.engine.dispose()
    large = with_a_picture(figures(rated=35))
    with pytest.raises(OperationalError, match="full"):
        send(loaded_sqlite, large, "submitted", "漏报一家")
    event.remove(loaded_sqlite.engine, "connect", limit)
    loaded_sqlite.engine.dispose()
    with loaded_sqlite.reading() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        kept = [len(session.scalars(select(table)).all()) for table in (FileRow, RevisionRow, FactRow)]
    assert kept == [2, 14, 87]
    assert send(loaded_sqlite, large, "submitted", "漏报一家").state == "submitted"
