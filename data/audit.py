"""The audit trail: who did what, when, from where and to what, each entry carrying the hash of the one before.

An entry is written in the transaction of what it tells of: both are kept, or neither. Whoever alters, removes or puts
in an entry breaks the chain; whoever removes the last ones leaves a head that names others (docs/decisions/0018).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from common.moments import now
from common.viewer import Viewer
from data.account_models import AuditHeadRow, AuditRow

FIRST = "0" * 64

Said = Mapping[str, Any] | None


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: at which entry, and how."""

    number: int
    code: str


def record(
    session: Session,
    viewer: Viewer,
    action: str,
    subject: str,
    *,
    before: Said = None,
    after: Said = None,
    at: datetime | None = None,
) -> None:
    """Add an entry. The caller commits it with what it tells of.

    `subject` names what was acted on, like `return:3/2` or `person:zhang`; `before` and `after` say what of it changed.
    """
    head = session.execute(
        select(AuditHeadRow.number, AuditHeadRow.hash).where(AuditHeadRow.name == "head").with_for_update()
    ).one()
    entry = {
        "number": head.number + 1,
        "at": at or now(),
        "who": viewer.identity,
        "address": viewer.address,
        "action": action,
        "subject": subject,
        "before": dict(before) if before is not None else None,
        "after": dict(after) if after is not None else None,
        "previous": head.hash,
    }
    said = {"number": entry["number"], "hash": hash_of(entry)}
    session.execute(insert(AuditRow), {**entry, "hash": said["hash"]})
    session.execute(update(AuditHeadRow).values(**said))


def hash_of(entry: Mapping[str, Any]) -> str:
    """The SHA-256 of an entry, the hash of the one before it included."""
    said = {**entry, "at": entry["at"].astimezone(UTC).isoformat(timespec="microseconds")}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(session: Session) -> list[Break]:
    """Where the trail was tampered with: an entry altered, one removed or put in, the last ones cut off."""
    head = session.execute(select(AuditHeadRow.number, AuditHeadRow.hash)).one_or_none()
    query = select(AuditRow).order_by(AuditRow.number).execution_options(yield_per=1000)
    return list(_breaks(session.scalars(query), (head.number, head.hash) if head else (0, FIRST)))


def _breaks(entries: Iterable[AuditRow], head: tuple[int, str]) -> Iterator[Break]:
    number, last = 0, FIRST
    for entry in entries:
        if entry.number != number + 1:
            yield Break(number + 1, "audit_entry_missing")
        elif entry.previous != last:
            yield Break(entry.number, "audit_chain_broken")
        if entry.hash != hash_of(_said(entry)):
            yield Break(entry.number, "audit_entry_altered")
        number, last = entry.number, entry.hash
    if (number, last) != head:
        yield Break(number + 1, "audit_end_missing")


def _said(entry: AuditRow) -> dict[str, Any]:
    names = ("number", "at", "who", "address", "action", "subject", "before", "after", "previous")
    return {name: getattr(entry, name) for name in names}
