"""People with accounts: who they are, what they may do, and for whom. Every change is in the audit trail."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from accounts.passwords import InitialPassword, faults_of, hash_of, is_right
from accounts.sessions import end_all_sessions
from common.moments import now
from common.problems import Problem, Refusal
from common.viewer import COMMAND_LINE, EVERY_REGION, Role, Viewer, require
from data.account_models import PersonRow, SessionRow
from data.audit import record
from data.plan_store import region_not_in_plan

# Whom there can be accounts for; the command line has no account.
ROLES: tuple[Role, ...] = tuple(role for role in get_args(Role) if role != "operator")
_NAME = re.compile(r"[\w.-]{2,64}")
_LONGEST_FULL_NAME = 100
# Whose deeds are not those of anybody with an account.
_RESERVED = frozenset({COMMAND_LINE, "operator"})


@dataclass(frozen=True)
class Said:
    """What is said of a person: their name in words, role, and of an analyst the regions' codes, or EVERY_REGION."""

    full_name: str
    role: str
    regions: frozenset[str] = frozenset()


def everybody() -> Select[PersonRow]:
    """All people, by name."""
    return select(PersonRow).order_by(PersonRow.name)


def full_names() -> Select[str, str]:
    """The name of each account, and the name in words of whose it is; those of a demonstration are nobody's."""
    return select(PersonRow.name, PersonRow.full_name).where(PersonRow.is_demo.is_(False))


def demo_people() -> Select[PersonRow]:
    """The accounts of a demonstration that may come in: those for the whole, then the regions', as they were added."""
    of_demo = select(PersonRow).where(PersonRow.is_demo, PersonRow.is_disabled.is_(False))
    return of_demo.order_by(PersonRow.regions.not_in(("", EVERY_REGION)), PersonRow.id)


def last_seen(session: Session) -> dict[int, datetime]:
    """When each person was last here, by their id; those who never were are left out."""
    query = select(SessionRow.person_id, func.max(SessionRow.seen_at).label("seen_at")).group_by(SessionRow.person_id)
    return {one.person_id: one.seen_at for one in session.execute(query)}


def person_named(session: Session, name: str) -> PersonRow:
    """Somebody by their account's name; raises Refusal where there is nobody."""
    person = session.scalar(of_name(name))
    if person is None:
        raise Refusal(Problem("unknown_person", value=name))
    return person


def of_name(name: str) -> Select[PersonRow]:
    """The person of an account's name; capital letters make no other account."""
    return select(PersonRow).where(func.lower(PersonRow.name) == name.lower())


def viewer_of(person: PersonRow, address: str = "") -> Viewer:
    """A person as who asks."""
    return Viewer(person.name, cast(Role, person.role), regions_of(person), address)


def regions_of(person: PersonRow) -> frozenset[str]:
    """The codes of the regions an analyst reports for, or EVERY_REGION."""
    return frozenset(filter(None, person.regions.split(",")))


def add_person(
    session: Session, viewer: Viewer, name: str, said: Said, known_regions: Collection[str], password: InitialPassword
) -> None:
    """Add somebody with a password to begin with. The caller commits, and shows them the password.

    Raises Refusal where the name is taken or none, and where role or regions are none; PermissionError where the viewer
    may not.
    """
    require(viewer, "manage_people")
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED:
        raise Refusal(Problem("bad_account_name", value=name))
    if session.scalar(of_name(name)) is not None:
        raise Refusal(Problem("account_name_taken", value=name))
    checked = _checked(said, known_regions)
    _add(session, viewer, name, checked, password.hash)


def change_person(
    session: Session, viewer: Viewer, person: PersonRow, said: Said, known_regions: Collection[str]
) -> None:
    """Say otherwise of a person. The caller commits. Raises what `add_person` raises, and Refusal for oneself."""
    _require_other(viewer, person)
    before, checked = _as_said(person), _checked(said, known_regions)
    person.full_name, person.role, person.regions = checked.full_name, checked.role, _joined(checked.regions)
    if _as_said(person) != before:
        # What they may do has changed: they come in anew.
        end_all_sessions(session, person)
        record(session, viewer, "change_person", _subject(person), before=before, after=_as_said(person))
    session.flush()


def disable_person(session: Session, viewer: Viewer, person: PersonRow, *, is_disabled: bool) -> None:
    """Keep somebody out from now on, or let them in again. The caller commits. Raises what `change_person` raises."""
    _require_other(viewer, person)
    before = _as_said(person)
    if person.is_disabled == is_disabled:
        return
    person.is_disabled = is_disabled
    end_all_sessions(session, person)
    action = "disable_person" if is_disabled else "enable_person"
    record(session, viewer, action, _subject(person), before=before, after=_as_said(person))
    session.flush()


def reset_password(session: Session, viewer: Viewer, person: PersonRow, password: InitialPassword) -> None:
    """Give somebody a new password to begin with. The caller commits, and shows it. Raises as `change_person` does."""
    _require_other(viewer, person)
    if person.is_demo:
        raise Refusal(Problem("demo_account_has_none", value=person.name))
    person.password_hash, person.must_change = password.hash, True
    # Whoever was locked out for wrong tries comes in with the new one.
    person.tries_from = now()
    end_all_sessions(session, person)
    record(session, viewer, "reset_password", _subject(person))
    session.flush()


def change_own_password(session: Session, viewer: Viewer, old: str, new: str) -> None:
    """Change one's own password, and be signed out everywhere. The caller commits. Raises Refusal."""
    person = person_named(session, viewer.identity)
    if not is_right(person.password_hash, old):
        raise Refusal(Problem("old_password_wrong"))
    if faults := faults_of(new, person.name):
        raise Refusal(*faults)
    if is_right(person.password_hash, new):
        raise Refusal(Problem("password_as_before"))
    person.password_hash, person.must_change = hash_of(new), False
    end_all_sessions(session, person)
    record(session, viewer, "change_password", _subject(person))
    session.flush()


def add_demo_people(session: Session, viewer: Viewer, people: Collection[tuple[str, Said]]) -> int:
    """Add a demonstration's accounts that are not there yet, without passwords; how many were. The caller commits."""
    require(viewer, "manage_people")
    there = set(session.scalars(select(PersonRow.name)))
    missing = [(name, said) for name, said in people if name not in there]
    for name, said in missing:
        _add(session, viewer, name, said, None)
    return len(missing)


def _add(session: Session, viewer: Viewer, name: str, said: Said, password_hash: str | None) -> None:
    """Keep somebody new; without a password as an account of a demonstration."""
    person = PersonRow(
        name=name,
        full_name=said.full_name,
        role=said.role,
        regions=_joined(said.regions),
        password_hash=password_hash,
        must_change=password_hash is not None,
        is_disabled=False,
        is_demo=password_hash is None,
        added_at=now(),
        added_by=viewer.identity,
    )
    session.add(person)
    session.flush()
    record(session, viewer, "add_person", _subject(person), after=_as_said(person))


def _require_other(viewer: Viewer, person: PersonRow) -> None:
    """Nobody changes what they themselves may do, so that the last administrator cannot lock everybody out."""
    require(viewer, "manage_people")
    if viewer.identity == person.name:
        raise Refusal(Problem("not_oneself"))


def _checked(said: Said, known_regions: Collection[str]) -> Said:
    full_name = said.full_name.strip()
    if not full_name or len(full_name) > _LONGEST_FULL_NAME:
        raise Refusal(Problem("bad_full_name", value=said.full_name[:_LONGEST_FULL_NAME]))
    if said.role not in ROLES:
        raise Refusal(Problem("unknown_role", value=said.role, params={"known": ", ".join(ROLES)}))
    is_analyst = said.role == "analyst"
    # Of anybody else "all" says what holds anyway.
    regions = said.regions if is_analyst else said.regions - {EVERY_REGION}
    unknown = sorted(regions - {EVERY_REGION, *known_regions})
    if unknown:
        raise Refusal(region_not_in_plan(unknown[0], sorted(known_regions)))
    if is_analyst != bool(regions):
        raise Refusal(Problem("regions_missing" if is_analyst else "regions_for_analysts"))
    return Said(full_name, said.role, regions)


def _as_said(person: PersonRow) -> dict[str, object]:
    return {
        "full_name": person.full_name,
        "role": person.role,
        "regions": person.regions,
        "is_disabled": person.is_disabled,
    }


def _joined(regions: Collection[str]) -> str:
    return ",".join(sorted(regions))


def _subject(person: PersonRow) -> str:
    return f"person:{person.name}"
