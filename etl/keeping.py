"""The rows a file's returns are kept in: the file whole, a return, a revision with its figures, a refusal."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from pathlib import PurePath

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from common.moments import now
from common.viewer import Viewer
from data.audit import record
from data.plan_store import StoredPlan
from data.return_models import FILES, REPORTED_VALUES, RETURNS, REVISIONS, RejectedUploadRow
from etl.parse import ReportedValue
from etl.reading import Reading, ReadReturn


@dataclass(frozen=True)
class Upload:
    """A file someone sends, who, and when (this moment, if None)."""

    name: str
    content: bytes
    viewer: Viewer
    sent_at: datetime | None = None

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def base_name(self) -> str:
        """The file's own name, without the folders some senders' programs put before it."""
        return PurePath(self.name.replace("\\", "/")).name[-255:] or "?"


def add_return(session: Session, plan_id: int, read: ReadReturn, origin: str) -> int:
    """Add the return of a region for a period; its id."""
    row = {"plan_id": plan_id, "region": read.region.code, "period": str(read.period), "origin": origin}
    return_id: int = session.execute(insert(RETURNS).returning(RETURNS.c.id), row).scalar_one()
    return return_id


def add_revision(
    session: Session, stored: StoredPlan, upload: Upload, read: ReadReturn, return_id: int, number: int
) -> int:
    """Add what a file says of a return, with every figure of it and its cell; its id."""
    row = {
        "return_id": return_id,
        "number": number,
        "plan_version_id": stored.version_id,
        "file_sha256": upload.sha256,
        "file_name": upload.base_name,
        "problems": [asdict(problem) for problem in read.problems],
        "sent_at": upload.sent_at or now(),
        "sent_by": upload.viewer.identity,
    }
    revision_id: int = session.execute(insert(REVISIONS).returning(REVISIONS.c.id), row).scalar_one()
    session.execute(insert(REPORTED_VALUES), [_value_row(revision_id, value) for value in read.values])
    record(session, upload.viewer, "take_in", f"return:{return_id}/{number}", after=_as_recorded(upload, read))
    return revision_id


def _as_recorded(upload: Upload, read: ReadReturn) -> dict[str, object]:
    return {
        "region": read.region.code,
        "period": str(read.period),
        "figures_count": len(read.values),
        "file": upload.base_name,
        "sha256": upload.sha256,
    }


def _value_row(revision_id: int, value: ReportedValue) -> dict[str, object]:
    return {
        "revision_id": revision_id,
        "indicator": value.indicator.code,
        "part": value.part,
        "value": value.value,
        "gap": value.gap,
        "text": value.text,
        "sheet": value.sheet,
        "cell": value.cell,
        "explanation": value.explanation,
    }


def keep_file(session: Session, upload: Upload) -> None:
    """Keep a file byte for byte, once."""
    if session.scalar(select(FILES.c.sha256).where(FILES.c.sha256 == upload.sha256)) is None:
        session.execute(insert(FILES), {"sha256": upload.sha256, "content": upload.content, "stored_at": now()})


def keep_rejection(session: Session, stored: StoredPlan, upload: Upload, reading: Reading) -> None:
    """Keep that a file, or part of it, was refused, and why."""
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
    codes = sorted({problem.code for problem in reading.problems if problem.is_hard})
    said = {"file": upload.base_name, "problems": codes}
    record(session, upload.viewer, "reject_file", f"file:{upload.sha256}", after=said)
