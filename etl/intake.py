"""Taking returns in: the file kept whole, its values as a new revision, and, when approved, facts. All or nothing."""

import hashlib
from dataclasses import asdict, dataclass, field
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from common.moments import now
from common.periods import Period
from common.problems import Problem
from common.viewer import Viewer, can
from data.plan_models import PlanRow
from data.plan_store import StoredPlan
from data.queries import facts_as_of
from data.return_models import (
    ApprovalRow,
    FactRow,
    FileRow,
    RejectedUploadRow,
    ReportedValueRow,
    ReturnRow,
    RevisionRow,
)
from etl.plausible import Known, check_plausible
from etl.reading import Reading, ReadReturn, read_return_file
from etl.relations import check_relations
from etl.remembering import remembered
from etl.table import Choice
from indicators.plan import Region

# What a figure of an indicator's part says, apart from where it stands, and what was written beside it: the same again
# is recognised, not taken as a correction.
_Figures = dict[tuple[str, str], tuple[int | None, str | None, str]]


@dataclass(frozen=True)
class Upload:
    """A file someone sends, and who."""

    name: str
    content: bytes
    viewer: Viewer

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def base_name(self) -> str:
        """The file's own name, without the folders some senders' programs put before it."""
        return PurePath(self.name.replace("\\", "/")).name[-255:] or "?"


@dataclass(frozen=True)
class Taken:
    """One return of a file: the revision that says it, whether that is new, and whether it was approved just now.

    `is_unexplained`: it cannot be approved before its unusual figures are explained.
    """

    region: Region
    period: Period
    revision: int
    values: int
    is_new: bool
    approved: bool
    is_unexplained: bool


@dataclass(frozen=True)
class Intake:
    """What became of a file: what was read, what was taken in, and whether it (or part of it) was refused."""

    reading: Reading
    taken: list[Taken] = field(default_factory=list)

    @property
    def unexplained(self) -> int:
        """How many of its returns stay drafts until their unusual figures are explained."""
        return sum(taken.is_unexplained for taken in self.taken)

    @property
    def is_rejected(self) -> bool:
        return any(problem.is_hard for problem in self.reading.problems)


def read_upload(session: Session, stored: StoredPlan, upload: Upload, choice: Choice) -> Reading:
    """Read a file as `take_in` would, and store nothing: its problems, and what would be taken in."""
    bindings = remembered(session, stored.plan_id, upload.viewer, choice)
    reading = read_return_file(upload.base_name, upload.content, stored.plan, choice, bindings)
    known = _known_figures(session, stored, {read.region.code for read in reading.returns})
    for read in reading.returns:
        read.problems += check_plausible(read.values, stored.plan, known)
        read.problems += check_relations(read.values, stored.plan)
        read.explain(choice.explanation)
        if not can(upload.viewer, "submit", read.region.code):
            first = read.values[0] if read.values else None
            read.problems.append(
                Problem(
                    "not_allowed",
                    first.sheet if first else None,
                    first.cell if first else None,
                    "region",
                    read.region.name,
                    {"region": read.region.name},
                )
            )
    return reading


def _known_figures(session: Session, stored: StoredPlan, regions: set[str]) -> Known:
    """What is approved of some regions, beside which a new figure may be unusual."""
    facts = session.scalars(facts_as_of(stored.plan_id, None, regions=regions))
    return Known(
        {
            (one.indicator, one.region, one.part, Period.read(one.period)): one.value
            for one in facts
            if one.value is not None
        }
    )


def take_in(
    session: Session, stored: StoredPlan, upload: Upload, choice: Choice, *, approve: bool, origin: str = "official"
) -> Intake:
    """Take a file's returns in; with `approve`, publish their figures as facts. Commits once, at the end.

    A return with a hard problem is not taken; a file with one takes nothing. Either way the file is kept with its
    problems. A return with a figure that asks for an explanation and has none stays a draft. `approve` raises
    PermissionError where the viewer may not.
    """
    reading = read_upload(session, stored, upload, choice)
    # Two uploads at once take turns from here, so that each sees the other's revision (SQLite: the transaction itself).
    session.scalar(select(PlanRow.id).where(PlanRow.id == stored.plan_id).with_for_update())
    _keep_file(session, upload)
    taken = [_take_return(session, stored, upload, read, approve, origin) for read in reading.to_take]
    intake = Intake(reading, taken)
    if intake.is_rejected:
        _keep_rejection(session, stored, upload, reading)
    session.commit()
    return intake


def _take_return(
    session: Session, stored: StoredPlan, upload: Upload, read: ReadReturn, approve: bool, origin: str
) -> Taken:
    """Add a revision, unless the return says all this already; approve exactly the revision that says it."""
    row = _return_row(session, stored.plan_id, read, origin)
    figures: _Figures = {
        (value.indicator.code, value.part): (value.value, value.gap, value.explanation) for value in read.values
    }
    revision = _revision_that_says(row, figures)
    if revision is None and _says_already(session, row, figures, approved=approve):
        return Taken(
            read.region, read.period, row.revisions[-1].number, len(read.values), False, False, read.is_unexplained
        )
    is_new = revision is None
    revision = revision or _add_revision(session, stored, upload, row, read)
    is_approved_now = approve and revision.approval is None and not read.is_unexplained
    if is_approved_now:
        _approve(session, stored, revision, row, upload.viewer)
    count = len(read.values)
    return Taken(read.region, read.period, revision.number, count, is_new, is_approved_now, read.is_unexplained)


def _revision_that_says(row: ReturnRow, figures: _Figures) -> RevisionRow | None:
    """The revision of just these figures, if none that came later says otherwise of any of them."""
    for revision in reversed(row.revisions):
        said = _figures_of(revision)
        if said == figures:
            return revision
        if any(part in said and said[part] != figure for part, figure in figures.items()):
            return None
    return None


def _says_already(session: Session, row: ReturnRow, figures: _Figures, *, approved: bool) -> bool:
    """Whether the return holds these figures already, in whichever revisions (only in approved ones, if asked)."""
    if not row.revisions:
        return False
    held = _approved_figures(session, row) if approved else _sent_figures(row)
    return all(held.get(part) == figure for part, figure in figures.items())


def _sent_figures(row: ReturnRow) -> _Figures:
    """Every figure of a return as the last revision to name it gave it."""
    held: _Figures = {}
    for revision in row.revisions:
        held.update(_figures_of(revision))
    return held


def _figures_of(revision: RevisionRow) -> _Figures:
    return {(value.indicator, value.part): (value.value, value.gap, value.explanation) for value in revision.values}


def _approved_figures(session: Session, row: ReturnRow) -> _Figures:
    facts = session.scalars(facts_as_of(row.plan_id, None, row.period))
    return {
        (fact.indicator, fact.part): (fact.value, fact.gap, fact.reported_value.explanation)
        for fact in facts
        if fact.region == row.region
    }


def _return_row(session: Session, plan_id: int, read: ReadReturn, origin: str) -> ReturnRow:
    row = session.scalar(
        select(ReturnRow).where(
            ReturnRow.plan_id == plan_id, ReturnRow.region == read.region.code, ReturnRow.period == str(read.period)
        )
    )
    if row is None:
        row = ReturnRow(plan_id=plan_id, region=read.region.code, period=str(read.period), origin=origin)
        session.add(row)
    # What began as made-up stays so, and is shown so, whoever revises it.
    if origin == "simulated" and row.origin == "official":
        raise ValueError("made-up figures cannot revise an official return")
    return row


def _add_revision(
    session: Session, stored: StoredPlan, upload: Upload, row: ReturnRow, read: ReadReturn
) -> RevisionRow:
    revision = RevisionRow(
        return_=row,
        number=len(row.revisions) + 1,
        plan_version_id=stored.version_id,
        file_sha256=upload.sha256,
        file_name=upload.base_name,
        problems=[asdict(problem) for problem in read.problems],
        sent_at=now(),
        sent_by=upload.viewer.identity,
        values=[
            ReportedValueRow(
                indicator=value.indicator.code,
                part=value.part,
                value=value.value,
                gap=value.gap,
                text=value.text,
                sheet=value.sheet,
                cell=value.cell,
                explanation=value.explanation,
            )
            for value in read.values
        ],
    )
    session.add(revision)
    session.flush()
    return revision


def _approve(session: Session, stored: StoredPlan, revision: RevisionRow, row: ReturnRow, viewer: Viewer) -> None:
    """Publish a revision's figures as facts; those already approved and unchanged stay the facts they are."""
    if not can(viewer, "approve", row.region):
        raise PermissionError(f"{viewer.identity} may not approve figures of {row.region}")
    moment = now()
    session.add(ApprovalRow(revision=revision, approved_at=moment, approved_by=viewer.identity))
    approved = _approved_figures(session, row)
    session.add_all(
        FactRow(
            plan_id=stored.plan_id,
            indicator=value.indicator,
            region=row.region,
            period=row.period,
            part=value.part,
            value=value.value,
            gap=value.gap,
            approved_at=moment,
            reported_value=value,
        )
        for value in revision.values
        if approved.get((value.indicator, value.part)) != (value.value, value.gap, value.explanation)
    )
    session.flush()


def _keep_file(session: Session, upload: Upload) -> None:
    if session.get(FileRow, upload.sha256) is None:
        session.add(FileRow(sha256=upload.sha256, content=upload.content, stored_at=now()))
        session.flush()


def _keep_rejection(session: Session, stored: StoredPlan, upload: Upload, reading: Reading) -> None:
    session.add(
        RejectedUploadRow(
            plan_id=stored.plan_id,
            file_sha256=upload.sha256,
            file_name=upload.base_name,
            problems=[asdict(problem) for problem in reading.problems],
            rejected_at=now(),
            sent_by=upload.viewer.identity,
        )
    )
