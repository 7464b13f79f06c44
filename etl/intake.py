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
from data.models import (
    ApprovalRow,
    FactRow,
    FileRow,
    PlanRow,
    RejectedUploadRow,
    ReportedValueRow,
    ReturnRow,
    RevisionRow,
)
from data.plan_store import StoredPlan
from data.queries import facts_as_of
from etl.locate import Choice
from etl.parse import ReportedValue
from etl.reading import Reading, ReadReturn, read_return_file
from indicators.plan import Region

# What a figure says, apart from where it stands: the same again is recognised, not taken as a correction.
_Figures = dict[str, tuple[int | None, str | None]]


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
    """One return taken in: its revision, and whether the file brought anything new."""

    region: Region
    period: Period
    revision: int
    values: int
    is_new: bool


@dataclass(frozen=True)
class Intake:
    """What became of a file: what was read, what was taken in, and whether it (or part of it) was refused."""

    reading: Reading
    taken: list[Taken] = field(default_factory=list)

    @property
    def is_rejected(self) -> bool:
        return any(problem.is_hard for problem in self.reading.problems)


def read_upload(stored: StoredPlan, upload: Upload, choice: Choice) -> Reading:
    """Read a file as `take_in` would, and store nothing: its problems, and what would be taken in."""
    reading = read_return_file(upload.base_name, upload.content, stored.plan, choice)
    for read in reading.returns:
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


def take_in(
    session: Session, stored: StoredPlan, upload: Upload, choice: Choice, *, approve: bool, origin: str = "official"
) -> Intake:
    """Take a file's returns in; with `approve`, publish their figures as facts. Commits once, at the end.

    A return with a hard problem is not taken; a file with one takes nothing. Either way the file is kept with its
    problems. `approve` raises PermissionError where the viewer may not.
    """
    # Two uploads at once take turns here, so that each sees the other's revision (SQLite: the transaction itself).
    session.scalar(select(PlanRow.id).where(PlanRow.id == stored.plan_id).with_for_update())
    reading = read_upload(stored, upload, choice)
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
    row = _return_row(session, stored.plan_id, read, origin)
    is_new = not _repeats(row, read.values)
    revision = _add_revision(session, stored, upload, row, read) if is_new else row.revisions[-1]
    if approve and revision.approval is None:
        _approve(session, stored, revision, row, upload.viewer)
    return Taken(read.region, read.period, revision.number, len(read.values), is_new)


def _return_row(session: Session, plan_id: int, read: ReadReturn, origin: str) -> ReturnRow:
    row = session.scalar(
        select(ReturnRow).where(
            ReturnRow.plan_id == plan_id, ReturnRow.region == read.region.code, ReturnRow.period == str(read.period)
        )
    )
    if row is None:
        row = ReturnRow(plan_id=plan_id, region=read.region.code, period=str(read.period), origin=origin)
        session.add(row)
    if row.origin != origin:
        raise ValueError(f"an {origin} return cannot revise a {row.origin} one")
    return row


def _repeats(row: ReturnRow, values: list[ReportedValue]) -> bool:
    """Whether every figure is the one this return already holds, from whichever revision gave it last."""
    held: _Figures = {}
    for revision in row.revisions:
        held.update({value.indicator: (value.value, value.gap) for value in revision.values})
    return all(held.get(value.indicator.code) == (value.value, value.gap) for value in values)


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
                value=value.value,
                gap=value.gap,
                text=value.text,
                sheet=value.sheet,
                cell=value.cell,
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
    approved: _Figures = {
        fact.indicator: (fact.value, fact.gap)
        for fact in session.scalars(facts_as_of(stored.plan_id, row.period, None))
        if fact.region == row.region
    }
    session.add_all(
        FactRow(
            plan_id=stored.plan_id,
            indicator=value.indicator,
            region=row.region,
            period=row.period,
            value=value.value,
            gap=value.gap,
            approved_at=moment,
            reported_value=value,
        )
        for value in revision.values
        if approved.get(value.indicator) != (value.value, value.gap)
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
