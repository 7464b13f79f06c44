"""Signing in: by name and password, and not without end.

Who guesses is locked out: the name after a few wrong passwords in a row, the place they come from after more of them.
A name nobody has is treated like any other, in the words and in the time it takes.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.passwords import is_right
from accounts.sessions import open_session
from common.moments import now
from common.problems import Problem, Refusal
from common.viewer import Viewer
from data.account_models import AttemptRow, PersonRow
from data.audit import record
from data.database import Database

MOST_OF_A_NAME, MOST_FROM_A_PLACE = 5, 50
LOCKED_FOR = timedelta(minutes=15)
_LONGEST_NAME = 200


def sign_in(database: Database, name: str, password: str, address: str) -> str:
    """The token of a new session; raises Refusal where name and password do not go together, or after too many tries.

    `address` is where the request comes from.
    """
    name = name.strip()[:_LONGEST_NAME]
    with database.reading() as session:
        _check_tries(session, name, address)
        found = session.scalar(select(PersonRow.password_hash).where(PersonRow.name == name))
    # Outside of any transaction: it takes a while on purpose.
    matches = is_right(found, password)
    with database.writing() as session:
        # Asked again: of a thousand tries at once, all were waiting for their answer just now.
        _check_tries(session, name, address)
        person = session.scalar(select(PersonRow).where(PersonRow.name == name))
        is_let_in = matches and person is not None and person.password_hash == found and not person.is_disabled
        session.add(AttemptRow(name=name, address=address, tried_at=now(), is_right=is_let_in))
        viewer = Viewer(name, "leader", address=address)
        record(session, viewer, "sign_in" if is_let_in else "sign_in_failed", f"person:{name}")
        token = open_session(session, person, address) if is_let_in and person is not None else None
        session.commit()
    if token is None:
        raise Refusal(Problem("sign_in_wrong"))
    return token


def prove(database: Database, viewer: Viewer, password: str) -> None:
    """See that it is really the person themselves; raises Refusal where the password is another, counted as above."""
    with database.reading() as session:
        _check_tries(session, viewer.identity, viewer.address)
        found = session.scalar(select(PersonRow.password_hash).where(PersonRow.name == viewer.identity))
    if is_right(found, password):
        return
    with database.writing() as session:
        session.add(AttemptRow(name=viewer.identity, address=viewer.address, tried_at=now(), is_right=False))
        record(session, viewer, "change_password_failed", f"person:{viewer.identity}")
        session.commit()
    raise Refusal(Problem("old_password_wrong"))


def sign_in_for_demo(database: Database, name: str, address: str) -> str:
    """The token of a new session of a demonstration's account; raises Refusal where there is none of that name."""
    with database.writing() as session:
        person = session.scalar(select(PersonRow).where(PersonRow.name == name, PersonRow.is_demo))
        if person is None or person.is_disabled:
            raise Refusal(Problem("sign_in_wrong"))
        record(session, Viewer(name, "leader", address=address), "sign_in", f"person:{name}")
        token = open_session(session, person, address)
        session.commit()
    return token


def _check_tries(session: Session, name: str, address: str) -> None:
    since = now() - LOCKED_FOR
    right = select(func.max(AttemptRow.tried_at)).where(AttemptRow.name == name, AttemptRow.is_right)
    last_right: datetime | None = session.scalar(right)
    forgiven: datetime | None = session.scalar(select(PersonRow.tries_from).where(PersonRow.name == name))
    wrong = select(func.count()).where(AttemptRow.is_right.is_(False))
    counts_from = max(filter(None, (since, last_right, forgiven)))
    of_name = wrong.where(AttemptRow.name == name, AttemptRow.tried_at > counts_from)
    from_place = wrong.where(AttemptRow.address == address, AttemptRow.tried_at > since)
    if (session.scalar(of_name) or 0) >= MOST_OF_A_NAME or (session.scalar(from_place) or 0) >= MOST_FROM_A_PLACE:
        raise Refusal(Problem("sign_in_locked", params={"minutes": LOCKED_FOR // timedelta(minutes=1)}))
