"""Sessions: somebody signed in, until they go, stay away too long, or are signed out everywhere."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from common.moments import now
from data.account_models import PersonRow, SessionRow

# After so long without a request, and after so long in any case, one signs in again.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# A session is marked as seen no more often than this, so that reading a page rarely writes.
_SEEN_EVERY = timedelta(minutes=1)


def open_session(session: Session, person: PersonRow, address: str, at: datetime | None = None) -> str:
    """Begin a session and give its token, which is kept nowhere here. The caller commits."""
    token, moment = secrets.token_urlsafe(32), at or now()
    row = SessionRow(
        token_sha256=_hash_of(token), person_id=person.id, address=address, started_at=moment, seen_at=moment
    )
    session.add(row)
    session.flush()
    return token


def session_of(session: Session, token: str, at: datetime | None = None) -> SessionRow | None:
    """The session of a token with its person; none where it has ended, grown old, or the person may not come in."""
    moment = at or now()
    query = select(SessionRow).where(SessionRow.token_sha256 == _hash_of(token)).options(joinedload(SessionRow.person))
    row = session.scalar(query)
    if row is None or row.ended_at is not None or row.person.is_disabled:
        return None
    is_old = moment - row.seen_at > IDLE or moment - row.started_at > LONGEST
    return None if is_old else row


def is_to_mark(row: SessionRow, at: datetime | None = None) -> bool:
    """Whether it is time to mark a session as seen."""
    return (at or now()) - row.seen_at > _SEEN_EVERY


def mark_seen(session: Session, session_id: int, at: datetime | None = None) -> None:
    """Keep that a session is in use. The caller commits."""
    session.execute(update(SessionRow).where(SessionRow.id == session_id).values(seen_at=at or now()))


def end_session(session: Session, token: str) -> None:
    """Sign out here. The caller commits."""
    session.execute(
        update(SessionRow)
        .where(SessionRow.token_sha256 == _hash_of(token), SessionRow.ended_at.is_(None))
        .values(ended_at=now())
    )


def end_all_sessions(session: Session, person: PersonRow) -> None:
    """Sign a person out everywhere. The caller commits."""
    session.execute(
        update(SessionRow)
        .where(SessionRow.person_id == person.id, SessionRow.ended_at.is_(None))
        .values(ended_at=now())
    )


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
