"""Signing in: by name and password, and not without end.

Who guesses is locked out: the name after a few wrong passwords in a row, the place they come from after more of them.
A name nobody has is treated like any other, in the words and in the time it takes.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.passwords import is_right
from accounts.people import of_name, viewer_of
from accounts.sessions import open_session
from common.moments import now
from common.problems import Problem, Refusal
from common.viewer import Viewer
from data.account_models import AttemptRow, PersonRow
from data.audit import Actor, record, wait_for_turn
from data.database import Database

MOST_OF_A_NAME, MOST_FROM_A_PLACE = 5, 50
LOCKED_FOR = timedelta(minutes=15)
_LONGEST_NAME = 200
# What the names begin with that are kept of strangers; no account's name does.
UNKNOWN = "?"


class Stranger(NamedTuple):
    """Who tries to come in under a name, and from where."""

    identity: str
    address: str


def sign_in(database: Database, name: str, password: str, address: str) -> str:
    """The token of a new session; raises Refusal where name and password do not go together, or after too many tries.

    `address` is where the request comes from.
    """
    name = name.strip()[:_LONGEST_NAME]
    with database.reading() as session:
        found = session.scalar(of_name(name))
        stranger = Stranger(found.name if found else _unknown(name), address)
        _refuse_locked(session, stranger)
    # Outside of any transaction: it takes a while on purpose.
    matches = is_right(found.password_hash if found else None, password)
    with database.writing() as session:
        _take_turn(session, stranger)
        person = session.scalar(of_name(name))
        if person is None or found is None or not matches or _may_not_come_in(person, found):
            _keep_wrong(session, stranger, "sign_in_failed")
            raise Refusal(Problem("sign_in_wrong"))
        session.add(AttemptRow(name=person.name, address=address, tried_at=now(), is_right=True))
        token = _let_in(session, person, address)
        session.commit()
    return token


def prove(database: Database, viewer: Viewer, password: str) -> None:
    """See that it is really the person themselves; raises Refusal where the password is another, counted as above."""
    with database.reading() as session:
        _refuse_locked(session, viewer)
        found = session.scalar(select(PersonRow.password_hash).where(PersonRow.name == viewer.identity))
    if is_right(found, password):
        return
    with database.writing() as session:
        _take_turn(session, viewer)
        _keep_wrong(session, viewer, "change_password_failed")
    raise Refusal(Problem("old_password_wrong"))


def sign_in_for_demo(database: Database, name: str, address: str) -> str:
    """The token of a new session of a demonstration's account; raises Refusal where there is none of that name."""
    with database.writing() as session:
        person = session.scalar(select(PersonRow).where(PersonRow.name == name, PersonRow.is_demo))
        if person is None or person.is_disabled:
            raise Refusal(Problem("sign_in_wrong"))
        token = _let_in(session, person, address)
        session.commit()
    return token


def _let_in(session: Session, person: PersonRow, address: str) -> str:
    record(session, viewer_of(person, address), "sign_in", f"person:{person.name}")
    return open_session(session, person, address)


def _may_not_come_in(person: PersonRow, found: PersonRow) -> bool:
    """Whether somebody is kept out, or was given another password while theirs was compared."""
    return person.is_disabled or person.password_hash != found.password_hash


def _unknown(name: str) -> str:
    """What is kept of a name nobody has, which may be a password in the wrong field: enough to tell it from others."""
    return f"{UNKNOWN}{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def locked_names(session: Session, names: Iterable[str]) -> set[str]:
    """Which of these names wait, because of wrong passwords."""
    since = now() - LOCKED_FOR
    wrong = select(AttemptRow.name).where(AttemptRow.is_right.is_(False), AttemptRow.tried_at > since)
    tried = set(session.scalars(wrong.group_by(AttemptRow.name).having(func.count() >= MOST_OF_A_NAME)))
    return {name for name in names if name in tried and _tries(session, name) >= MOST_OF_A_NAME}


def _take_turn(session: Session, who: Actor) -> None:
    """Ask again once everybody who tried before has: of a thousand tries at once, all were waiting just now."""
    wait_for_turn(session)
    _refuse_locked(session, who)


def _keep_wrong(session: Session, who: Actor, action: str) -> None:
    """Keep a wrong try, and where it was one too many, that it locks."""
    session.add(AttemptRow(name=who.identity, address=who.address, tried_at=now(), is_right=False))
    session.flush()
    locks = {"locked_minutes": _MINUTES} if _is_locked(session, who) else None
    record(session, who, action, f"person:{who.identity}", after=locks)
    session.commit()


def _refuse_locked(session: Session, who: Actor) -> None:
    if _is_locked(session, who):
        raise Refusal(Problem("sign_in_locked", params={"minutes": _MINUTES}))


def _is_locked(session: Session, who: Actor) -> bool:
    since = now() - LOCKED_FOR
    from_place = _WRONG.where(AttemptRow.address == who.address, AttemptRow.tried_at > since)
    return _tries(session, who.identity) >= MOST_OF_A_NAME or (session.scalar(from_place) or 0) >= MOST_FROM_A_PLACE


def _tries(session: Session, name: str) -> int:
    """How many wrong passwords were given of a name lately, since the last right one, or since it was given another."""
    right = select(func.max(AttemptRow.tried_at)).where(AttemptRow.name == name, AttemptRow.is_right)
    last_right: datetime | None = session.scalar(right)
    forgiven: datetime | None = session.scalar(select(PersonRow.tries_from).where(PersonRow.name == name))
    counts_from = max(filter(None, (now() - LOCKED_FOR, last_right, forgiven)))
    return session.scalar(_WRONG.where(AttemptRow.name == name, AttemptRow.tried_at > counts_from)) or 0


_WRONG = select(func.count()).where(AttemptRow.is_right.is_(False))


_MINUTES = LOCKED_FOR // timedelta(minutes=1)
