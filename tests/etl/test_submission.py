"""What is handed in or approved is held against what is approved, or waits for it, at that moment."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from common.periods import Period
from common.problems import Refusal
from common.viewer import Viewer
from data.database import Database
from data.plan_store import StoredPlan, load_plan
from data.return_models import RevisionRow
from data.return_states import state_of
from etl import intake
from etl.intake import Intake, take_in
from etl.keeping import Upload
from etl.submission import decide, hand_in
from etl.table import Choice
from indicators.plan import Check
from tests.etl.workbooks import book

REVIEWER = Viewer("reviewer", "reviewer")
WITHIN = Check("within", "rated_4a5a", "<=", "charities", "hard", "按定义")
NAMES = {"rated_4a5a": "4A5A等级", "charities": "慈善组织数"}


@pytest.fixture
def checking(loaded: Database) -> StoredPlan:
    """Wenzhou's plan with a check: no more 4A5A等级 than 慈善组织数."""
    with loaded.reading() as session:
        stored = load_plan(session)
    return replace(stored, plan=replace(stored.plan, checks=(WITHIN,)))


def send(
    database: Database, stored: StoredPlan, indicator: str, figure: int, upto: intake.Step = "draft", *, quarter: int = 1,
    explanation: str = "评估周期调整",
) -> Intake:  # fmt: skip
    """苍南's figure of one indicator for a quarter of 2024."""
    upload = Upload("return.xlsx", book([["指标", "完成值"], [NAMES[indicator], figure]]), Viewer("clerk", "operator"))
    choice = Choice(stored.plan.region_by_code["330327"], Period(2024, quarter), explanation=explanation)
    return take_in(database, stored, upload, choice, upto=upto, reason="漏报")


def hand_in_draft(database: Database, stored: StoredPlan, drafted: Intake) -> list[str]:
    """Hand a draft in from its page; the codes of what keeps it from being."""
    with database.writing() as session:
        revision = revision_of(session, drafted)
        try:
            hand_in(session, stored, Viewer("clerk", "operator"), revision, "")
        except Refusal as refusal:
            return [one.code for one in refusal.problems]
        session.commit()
    return []


def revision_of(session: Session, drafted: Intake) -> RevisionRow:
    taken = drafted.taken[0]
    query = select(RevisionRow).where(RevisionRow.return_id == taken.return_id, RevisionRow.number == taken.revision)
    return session.scalars(query).one()


@pytest.mark.parametrize(("charities", "codes"), [(33, ["relation_broken"]), (34, [])])
def test_a_draft_is_held_against_what_was_approved_since(
    loaded: Database, checking: StoredPlan, charities: int, codes: list[str]
) -> None:
    drafted = send(loaded, checking, "rated_4a5a", 34)
    send(loaded, checking, "charities", charities, "approved")
    assert hand_in_draft(loaded, checking, drafted) == codes


@pytest.mark.parametrize(("charities", "codes"), [(33, ["relation_broken"]), (34, [])])
def test_a_draft_is_held_against_what_waits_for_approval(
    loaded: Database, checking: StoredPlan, charities: int, codes: list[str]
) -> None:
    drafts = [send(loaded, checking, "rated_4a5a", 34), send(loaded, checking, "charities", charities)]
    assert [hand_in_draft(loaded, checking, one) for one in drafts] == [[], codes]


def test_a_file_is_held_against_what_waits_and_not_against_what_that_replaces(
    loaded: Database, checking: StoredPlan
) -> None:
    send(loaded, checking, "charities", 33, "approved")
    send(loaded, checking, "charities", 40, "submitted")
    (taken,) = send(loaded, checking, "rated_4a5a", 38, "submitted").taken
    assert taken.state == "submitted"


def test_what_contradicts_by_the_time_it_is_decided_on_is_not_approved(loaded: Database, checking: StoredPlan) -> None:
    send(loaded, checking, "charities", 33, "approved")
    unchecked = replace(checking, plan=replace(checking.plan, checks=()))
    waiting = send(loaded, unchecked, "rated_4a5a", 34, "submitted")
    with loaded.writing() as session:
        revision = revision_of(session, waiting)
        with pytest.raises(Refusal) as refused:
            decide(session, checking, REVIEWER, revision, "", is_approved=True)
        assert [one.code for one in refused.value.problems] == ["relation_broken"]
        decide(session, checking, REVIEWER, revision, "与慈善组织数不符", is_approved=False)
        assert state_of(revision) == "sent_back"


def test_the_same_file_sent_on_later_is_checked_again(loaded: Database, checking: StoredPlan) -> None:
    unchecked = replace(checking, plan=replace(checking.plan, checks=()))
    send(loaded, unchecked, "rated_4a5a", 36, quarter=2, explanation="")
    send(loaded, unchecked, "rated_4a5a", 90, "approved")
    (taken,) = send(loaded, unchecked, "rated_4a5a", 36, "approved", quarter=2, explanation="").taken
    assert (taken.is_new, taken.state, taken.held_up[0].code) == (False, "draft", "explanation_missing")


def test_what_is_approved_while_a_file_is_read_counts(
    loaded: Database, checking: StoredPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = intake.read_upload

    def read_and_be_overtaken(*asked: object) -> object:
        reading = read(*asked)  # type: ignore[arg-type]
        monkeypatch.setattr(intake, "read_upload", read)
        send(loaded, checking, "charities", 33, "approved")
        return reading

    monkeypatch.setattr(intake, "read_upload", read_and_be_overtaken)
    (taken,) = send(loaded, checking, "rated_4a5a", 34, "approved").taken
    assert (taken.state, [one.code for one in taken.held_up]) == ("draft", ["relation_broken"])
