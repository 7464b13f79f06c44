"""The audit trail: who did what, when, from where and to what, each entry carrying the hash of the one before.

An entry is written in the transaction of what it tells of: both are kept, or neither. Whoever alters, removes or puts
in an entry breaks the chain; whoever removes the last ones leaves a head that names others (docs/decisions/0018).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Protocol, cast

from sqlalchemy import Row, Select, Table, insert, select, true, update
from sqlalchemy.orm import Session

from common.moments import now
from data.account_models import AuditHeadRow, AuditRow

FIRST = "0" * 64

Said = Mapping[str, Any] | None

# Made once: to make a statement takes longer than the database needs to answer it.
_ENTRIES = cast(Table, AuditRow.__table__)
_HEAD = cast(Table, AuditHeadRow.__table__)
_IN_TURN = select(_HEAD.c.number, _HEAD.c.hash).where(_HEAD.c.name == "head").with_for_update()
_ADD, _MOVE_HEAD = insert(_ENTRIES), update(_HEAD)
_HEAD_NAMED = (_HEAD.c.number.label("head_number"), _HEAD.c.hash.label("head_hash"))
_HASHED = [column.name for column in _ENTRIES.c if column.name != "hash"]


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: at which entry, and how."""

    number: int
    code: str


@dataclass(frozen=True)
class Verified:
    """What a check of the whole trail found: how many entries there are, the hash of the last, and every break."""

    count: int
    last: str
    breaks: list[Break]


class Actor(Protocol):
    """Who did something, and from where: a viewer, or somebody who is not let in."""

    @property
    def identity(self) -> str: ...
    @property
    def address(self) -> str: ...


def wait_for_turn(session: Session) -> None:
    """Wait until whoever adds an entry has committed it; nobody adds another before the caller commits."""
    session.execute(_IN_TURN)


def record(
    session: Session,
    who: Actor,
    action: str,
    subject: str,
    *,
    before: Said = None,
    after: Said = None,
) -> None:
    """Add an entry, of this moment. The caller commits it with what it tells of.

    `subject` names what was acted on, like `return:3/2` or `person:zhang`; `before` and `after` say what of it changed,
    in what JSON holds and nothing else: it is read back to be hashed again.
    """
    head = session.execute(_IN_TURN).one()
    entry = {
        "number": head.number + 1,
        "at": now(),
        "who": who.identity,
        "address": who.address,
        "action": action,
        "subject": subject,
        "before": dict(before) if before is not None else None,
        "after": dict(after) if after is not None else None,
        "previous": head.hash,
    }
    said = {"number": entry["number"], "hash": hash_of(entry)}
    session.execute(_ADD, {**entry, "hash": said["hash"]})
    session.execute(_MOVE_HEAD, said)


def hash_of(entry: Mapping[str, Any]) -> str:
    """The SHA-256 of an entry, the hash of the one before it included."""
    said = {**entry, "at": entry["at"].astimezone(UTC).isoformat(timespec="microseconds")}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(session: Session) -> Verified:
    """Read the whole trail: an entry altered, one removed or put in, the last ones cut off, all are found.

    Head and entries come in one question, so that an entry added meanwhile is in neither or in both.
    """
    query = select(*_HEAD_NAMED, *_ENTRIES.c).select_from(_HEAD).outerjoin(_ENTRIES, true()).order_by(_ENTRIES.c.number)
    try:
        return _verified(session.execute(query.execution_options(yield_per=1000)))
    except ValueError:
        # SQLite takes any text for a moment or for JSON: find the entry that holds what nothing of ours wrote.
        return _verified(_rows_one_by_one(session))


def entries(who: str = "", action: str = "", subject: str = "", before: int | None = None) -> Select[AuditRow]:
    """The entries of somebody, of an action, with this in the subject's name, before a number; the newest first."""
    query = select(AuditRow).order_by(AuditRow.number.desc())
    if who:
        query = query.where(AuditRow.who == who)
    if action:
        query = query.where(AuditRow.action == action)
    if subject:
        query = query.where(AuditRow.subject.contains(subject, autoescape=True))
    return query if before is None else query.where(AuditRow.number < before)


def entry_of_hash(session: Session, wanted: str) -> int | None:
    """The number of the entry that has this hash, if any has."""
    return session.scalar(select(AuditRow.number).where(AuditRow.hash == wanted))


def _rows_one_by_one(session: Session) -> Iterator[Any]:
    """Every entry beside the head; of one that cannot be read only what links it to the others."""
    every = select(*_HEAD_NAMED, _ENTRIES.c.number, _ENTRIES.c.previous, _ENTRIES.c.hash)
    beside = every.select_from(_HEAD).outerjoin(_ENTRIES, true()).order_by(_ENTRIES.c.number)
    for link in session.execute(beside).all():
        whole = select(*_HEAD_NAMED, *_ENTRIES.c).select_from(_HEAD).join(_ENTRIES, _ENTRIES.c.number == link.number)
        try:
            yield session.execute(whole).one()
        except ValueError:
            yield link


def _verified(rows: Iterable[Row[Any]]) -> Verified:
    number, count, last, head = 0, 0, FIRST, None
    breaks: list[Break] = []
    for row in rows:
        head = (row.head_number, row.head_hash)
        if row.number is not None:
            breaks += _breaks_at(row, number, last)
            number, count, last = row.number, count + 1, row.hash
    if (number, last) != head:
        breaks.append(Break(number + 1, "audit_end_missing"))
    return Verified(count, last, breaks)


def _breaks_at(entry: Row[Any], number: int, last: str) -> Iterator[Break]:
    """What does not hold of an entry after the one of this number and hash."""
    if entry.number != number + 1:
        yield Break(number + 1, "audit_entry_missing")
    elif entry.previous != last:
        yield Break(entry.number, "audit_chain_broken")
    if not _is_as_written(entry):
        yield Break(entry.number, "audit_entry_altered")


def _is_as_written(entry: Row[Any]) -> bool:
    try:
        return bool(entry.hash == hash_of({name: getattr(entry, name) for name in _HASHED}))
    except (AttributeError, TypeError):
        # It holds what cannot be read as an entry at all.
        return False
