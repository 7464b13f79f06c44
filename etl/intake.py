"""Taking returns in: the file kept whole, its values as a new revision, handed in or approved. All or nothing."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from common.problems import Problem, Refusal
from common.viewer import Viewer, can, require
from data.database import Database
from data.plan_store import StoredPlan
from data.queries import return_of
from data.return_models import (
    ReturnRow,
    RevisionRow,
)
from data.return_states import (
    FigureKey,
    Said,
    State,
    approved_of,
    corrects_approved,
    figures_of,
    state_of,
    take_turn,
)
from etl.checking import beside_waiting, check_figures, figures_known_of
from etl.keeping import Upload, add_return, add_revision, keep_file, keep_rejection
from etl.reading import Reading, ReadReturn, read_return_file
from etl.remembering import remembered
from etl.submission import approve_one, hand_in
from etl.table import Choice

# How far a file's returns are to go.
Step = Literal["draft", "submitted", "approved"]
# What the figures of a return say: the same again is recognised, not taken as a correction.
_Figures = dict[FigureKey, Said]


@dataclass(frozen=True)
class Decision:
    """Who approves, and when (this moment, if None)."""

    viewer: Viewer
    at: datetime | None = None


@dataclass(frozen=True)
class _Task:
    """A file for a plan, what is to become of its returns, and the last revision of the plan that its sender saw."""

    stored: StoredPlan
    upload: Upload
    upto: Step
    reason: str
    decision: Decision
    origin: str
    seen: int | None


@dataclass(frozen=True)
class Taken:
    """One return of a file: the revision that says it, whether that is new, and where it stands now.

    `is_forth`: it took a step just now. `held_up` says what kept it from going as far as was asked.
    """

    return_id: int
    read: ReadReturn
    revision: int
    is_new: bool
    state: State
    is_forth: bool = False
    held_up: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Intake:
    """What became of a file: what was read, what was taken in, and whether it (or part of it) was refused."""

    reading: Reading
    taken: list[Taken] = field(default_factory=list)

    @property
    def held_up(self) -> list[Taken]:
        """The returns that did not come as far as was asked."""
        return [taken for taken in self.taken if taken.held_up]

    @property
    def is_rejected(self) -> bool:
        return any(problem.is_hard for problem in self.reading.problems)


def read_upload(session: Session, stored: StoredPlan, upload: Upload, choice: Choice) -> Reading:
    """Read a file as `take_in` would, and store nothing: its problems, and what would be taken in."""
    bindings = partial(remembered, session, stored.plan_id, upload.viewer, choice)
    reading = read_return_file(upload.base_name, upload.content, stored.plan, choice, bindings)
    own = {read.region.code for read in reading.returns if can(upload.viewer, "submit", read.region.code)}
    known = figures_known_of(session, stored, own)
    for read in reading.returns:
        if read.region.code not in own:
            # Nothing is held against figures that are not the sender's to see.
            read.problems.append(_not_allowed(read))
            continue
        beside = beside_waiting(session, stored, known, read.region.code, read.period)
        read.problems += check_figures(read.values, stored.plan, beside)
        read.explain(choice.explanation)
    return reading


def _not_allowed(read: ReadReturn) -> Problem:
    """That a return is not the sender's to report, said at its first figure."""
    first = read.values[0] if read.values else None
    sheet, cell = (first.sheet, first.cell) if first else (None, None)
    return Problem("not_allowed", sheet, cell, "region", read.region.name, {"region": read.region.name})


def corrects(session: Session, stored: StoredPlan, reading: Reading) -> bool:
    """Whether a file's returns say otherwise of a figure that is approved: then their sender says why."""
    for read in reading.to_take:
        row = session.scalar(return_of(stored.plan_id, read.region.code, str(read.period)))
        if row is not None and corrects_approved(session, row, read.figures):
            return True
    return False


def take_in(
    database: Database,
    stored: StoredPlan,
    upload: Upload,
    choice: Choice,
    *,
    upto: Step = "draft",
    reason: str = "",
    decision: Decision | None = None,
    origin: str = "official",
    seen: int | None = None,
) -> Intake:
    """Take a file's returns in as drafts, or submit them too, or approve them as well: in one transaction, at the end.

    The file is read before, so that nobody waits for their turn while it is. A return with a hard problem is not taken;
    a file with one takes nothing. Either way the file is kept with its problems. A return with a figure that asks for
    an explanation and has none stays a draft, and so does a correction of approved figures without a reason. Without a
    `decision` the sender approves at once. Where the sender has `seen` what there was up to a revision (newest_seen),
    nothing is stored beside what somebody sent since.

    Raises Refusal for that, and PermissionError where the viewer may not submit or approve.
    """
    require(upload.viewer, "submit")
    with database.reading() as session:
        reading = read_upload(session, stored, upload, choice)
    task = _Task(stored, upload, upto, reason, decision or Decision(upload.viewer), origin, seen)
    with database.writing() as session:
        # Two uploads at once take turns from here, so that each sees the other's revision.
        take_turn(session, stored.plan_id)
        keep_file(session, upload)
        taken = [_take_return(session, task, read) for read in reading.to_take]
        intake = Intake(reading, taken)
        if intake.is_rejected:
            keep_rejection(session, stored, upload, reading)
        session.commit()
    return intake


def _take_return(session: Session, task: _Task, read: ReadReturn) -> Taken:
    """Add a revision, unless the return says all this already; take it as far as asked, if it can go there."""
    row = _return_row(session, task.stored.plan_id, read, task.origin)
    if row is None:
        return_id, number = add_return(session, task.stored.plan_id, read, task.origin), 1
    elif (revision := _revision_that_says(row, read.figures)) is not None:
        return _take_steps(session, task, read, revision, is_new=False)
    elif _says_already(session, row, read.figures, task.upto):
        last = row.revisions[-1]
        return Taken(row.id, read, last.number, False, state_of(last))
    else:
        _refuse_unseen(task, read, row.revisions[-1])
        return_id, number = row.id, len(row.revisions) + 1
        session.expire(row)
    revision_id = add_revision(session, task.stored, task.upload, read, return_id, number)
    if task.upto == "draft":
        # Most files go no further: nothing of them is asked of the database again.
        return Taken(return_id, read, number, True, "draft")
    return _take_steps(session, task, read, session.get_one(RevisionRow, revision_id), is_new=True)


def newest_seen(session: Session, plan_id: int) -> int:
    """The last revision of a plan's returns there is: who reads now has seen no later one."""
    query = select(func.max(RevisionRow.id)).join(ReturnRow).where(ReturnRow.plan_id == plan_id)
    return session.scalar(query) or 0


def _refuse_unseen(task: _Task, read: ReadReturn, last: RevisionRow) -> None:
    """Refuse to say otherwise of a return than somebody whose revision the sender has not seen."""
    if task.seen is not None and last.id > task.seen:
        params = {
            "who": last.sent_by,
            "revision": last.number,
            "region": read.region.name,
            "period": read.period.words(),
        }
        raise Refusal(Problem("changed_meanwhile", params=params))


def _take_steps(session: Session, task: _Task, read: ReadReturn, revision: RevisionRow, *, is_new: bool) -> Taken:
    """Take a revision as far as asked, if it can go there."""
    before = state_of(revision)
    held_up = _advance(session, task, revision)
    state = state_of(revision)
    return Taken(revision.return_id, read, revision.number, is_new, state, is_forth=state != before, held_up=held_up)


def _advance(session: Session, task: _Task, revision: RevisionRow) -> tuple[Problem, ...]:
    """Take a revision's steps up to one; what keeps it from going there."""
    try:
        if task.upto != "draft" and state_of(revision) == "draft":
            hand_in(session, task.stored, task.upload.viewer, revision, task.reason, task.upload.sent_at)
        if task.upto == "approved" and state_of(revision) == "submitted":
            approve_one(session, task.stored, task.decision.viewer, revision, task.decision.at)
    except Refusal as refusal:
        return refusal.problems
    return ()


def _revision_that_says(row: ReturnRow, figures: _Figures) -> RevisionRow | None:
    """The revision of just these figures, if none that came later says otherwise of any of them.

    One that was sent back is left as it was: the same figures again are a new answer. So is one that was superseded.
    """
    for revision in reversed(row.revisions):
        said = figures_of(revision)
        if said == figures and state_of(revision) not in ("sent_back", "superseded"):
            return revision
        if any(part in said and said[part] != figure for part, figure in figures.items()):
            return None
    return None


def _says_already(session: Session, row: ReturnRow, figures: _Figures, upto: Step) -> bool:
    """Whether the return holds these figures already, as far as they are to go, in whichever revisions."""
    if upto == "approved":
        held = approved_of(session, row)
    else:
        kept = [one for one in row.revisions if one.send_back is None]
        as_far = [one for one in kept if upto == "draft" or one.submission is not None]
        held = figures_of(*as_far)
    return bool(row.revisions) and all(held.get(part) == figure for part, figure in figures.items())


def _return_row(session: Session, plan_id: int, read: ReadReturn, origin: str) -> ReturnRow | None:
    row = session.scalar(return_of(plan_id, read.region.code, str(read.period)))
    # What began as made-up stays so, and is shown so, whoever revises it.
    if row is not None and origin == "simulated" and row.origin == "official":
        raise ValueError("made-up figures cannot revise an official return")
    return row
