"""People with accounts: who may say what of whom, what is refused, and that every change leaves its trace."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.passwords import LONGEST, faults_of, initial_password, is_right
from accounts.people import (
    Said,
    add_demo_people,
    add_person,
    change_own_password,
    change_person,
    disable_person,
    last_seen,
    person_named,
    reset_password,
    viewer_of,
)
from accounts.sessions import open_session, session_of
from accounts.signing_in import MOST_OF_A_NAME, sign_in
from common.problems import Refusal
from common.viewer import ALLOWED, Role, Viewer
from data.account_models import AuditRow, PersonRow
from data.audit import verify
from data.database import Database

ADMINISTRATOR = Viewer("admin", "administrator", address="10.0.0.1")
REGIONS = ("330302", "330327")
WANG = Said("王芳", "analyst", frozenset({"330327"}))

Step = Callable[[Session, PersonRow], object]


def add(database: Database, name: str = "wang", said: Said = WANG, viewer: Viewer = ADMINISTRATOR) -> str:
    password = initial_password()
    with database.writing() as session:
        add_person(session, viewer, name, said, REGIONS, password)
        session.commit()
    return password.text


def do(database: Database, step: Step, name: str = "wang") -> None:
    """Take a step with somebody."""
    with database.writing() as session:
        step(session, person_named(session, name))
        session.commit()


def refused(step: Callable[[], object]) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        step()
    assert all("{" not in problem.message for problem in refusal.value.problems)
    return [problem.code for problem in refusal.value.problems]


def trail(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as session:
        assert not verify(session).breaks
        entries = session.scalars(select(AuditRow).order_by(AuditRow.number)).all()
        return [(one.who, one.action, one.subject) for one in entries if one.subject == "person:wang"]


def is_in(database: Database, token: str) -> bool:
    with database.reading() as session:
        return session_of(session, token) is not None


def test_somebody_added_signs_in_with_the_password_they_were_given(loaded: Database) -> None:
    password = add(loaded)
    assert is_in(loaded, sign_in(loaded, "wang", password, "10.0.0.2"))
    with loaded.reading() as session:
        person = person_named(session, "wang")
        assert (person.must_change, person.added_by) == (True, "admin")
        assert password not in str(person.password_hash)
        assert viewer_of(person) == Viewer("wang", "analyst", frozenset({"330327"}))
        assert last_seen(session).keys() == {person.id}
    assert trail(loaded)[0] == ("admin", "add_person", "person:wang")


@pytest.mark.parametrize(
    ("name", "said", "code"),
    [
        ("WANG", WANG, "account_name_taken"),
        ("w", WANG, "bad_account_name"),
        ("wang fang", WANG, "bad_account_name"),
        ("analyst:330302", WANG, "bad_account_name"),
        # Whose deeds are the command line's in the audit trail.
        ("Command-Line", WANG, "bad_account_name"),
        ("<script>", WANG, "bad_account_name"),
        ("w" * 65, WANG, "bad_account_name"),
        ("li", Said(" ", "leader"), "bad_full_name"),
        ("li", Said("李" * 101, "leader"), "bad_full_name"),
        ("li", Said("李强", "chief"), "unknown_role"),
        ("li", Said("李强", "operator"), "unknown_role"),
        ("li", Said("李强", ""), "unknown_role"),
        ("li", Said("李强", "analyst", frozenset({"330327", "110000"})), "region_not_in_plan"),
        ("li", Said("李强", "leader", frozenset({"330327"})), "regions_for_analysts"),
    ],
)
def test_what_cannot_be_an_account_is_refused(loaded: Database, name: str, said: Said, code: str) -> None:
    add(loaded)
    assert refused(lambda: add(loaded, name, said)) == [code]
    with loaded.reading() as session:
        assert session.scalars(select(PersonRow.name)).all() == ["wang"]


def test_what_is_said_of_a_person_changes_and_ends_their_sessions(loaded: Database) -> None:
    token = sign_in(loaded, "wang", add(loaded), "10.0.0.2")
    do(loaded, lambda session, person: change_person(session, ADMINISTRATOR, person, WANG, REGIONS))
    # Nothing changed: nobody is sent away for it.
    assert is_in(loaded, token)
    said = Said("王芳", "leader")
    do(loaded, lambda session, person: change_person(session, ADMINISTRATOR, person, said, REGIONS))
    assert not is_in(loaded, token)
    with loaded.reading() as session:
        assert viewer_of(person_named(session, "wang")) == Viewer("wang", "leader")
        entry = session.scalars(select(AuditRow).where(AuditRow.action == "change_person")).one()
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["role"], entry.after["role"]) == ("analyst", "leader")


def test_whoever_is_disabled_stays_out_until_they_are_let_in(loaded: Database) -> None:
    password = add(loaded)
    token = sign_in(loaded, "wang", password, "10.0.0.2")
    do(loaded, lambda session, person: disable_person(session, ADMINISTRATOR, person, is_disabled=True))
    assert not is_in(loaded, token)
    assert refused(lambda: sign_in(loaded, "wang", password, "10.0.0.2")) == ["sign_in_wrong"]
    do(loaded, lambda session, person: disable_person(session, ADMINISTRATOR, person, is_disabled=False))
    # The session of before stays ended.
    assert not is_in(loaded, token)
    assert is_in(loaded, sign_in(loaded, "wang", password, "10.0.0.2"))


def test_a_new_password_takes_the_place_of_the_old_one(loaded: Database) -> None:
    old = add(loaded)
    token, given = sign_in(loaded, "wang", old, "10.0.0.2"), initial_password()
    do(loaded, lambda session, person: reset_password(session, ADMINISTRATOR, person, given))
    assert not is_in(loaded, token)
    assert refused(lambda: sign_in(loaded, "wang", old, "10.0.0.2")) == ["sign_in_wrong"]
    assert is_in(loaded, sign_in(loaded, "wang", given.text, "10.0.0.2"))
    assert ("admin", "reset_password", "person:wang") in trail(loaded)


def test_whoever_is_locked_out_comes_in_with_a_new_password_at_once(loaded: Database) -> None:
    old, given = add(loaded), initial_password()
    for _try in range(MOST_OF_A_NAME):
        assert refused(lambda: sign_in(loaded, "wang", "wrong", "10.0.0.2")) == ["sign_in_wrong"]
    assert refused(lambda: sign_in(loaded, "wang", old, "10.0.0.2")) == ["sign_in_locked"]
    do(loaded, lambda session, person: reset_password(session, ADMINISTRATOR, person, given))
    assert is_in(loaded, sign_in(loaded, "wang", given.text, "10.0.0.2"))


STEPS: dict[str, Callable[[Viewer], Step]] = {
    "change": lambda viewer: lambda session, person: change_person(session, viewer, person, WANG, REGIONS),
    "disable": lambda viewer: lambda session, person: disable_person(session, viewer, person, is_disabled=True),
    "reset": lambda viewer: lambda session, person: reset_password(session, viewer, person, initial_password()),
}


@pytest.mark.parametrize("step", STEPS)
def test_nobody_changes_what_they_themselves_may_do(loaded_sqlite: Database, step: str) -> None:
    add(loaded_sqlite, "admin", Said("管理员", "administrator"))
    assert refused(lambda: do(loaded_sqlite, STEPS[step](ADMINISTRATOR), "admin")) == ["not_oneself"]


@pytest.mark.parametrize("role", [role for role, actions in ALLOWED.items() if "manage_people" not in actions])
def test_only_who_manages_people_does(loaded_sqlite: Database, role: Role) -> None:
    add(loaded_sqlite)
    before, viewer = trail(loaded_sqlite), Viewer("somebody", role)
    with pytest.raises(PermissionError):
        add(loaded_sqlite, "li", WANG, viewer)
    for step in STEPS.values():
        with pytest.raises(PermissionError):
            do(loaded_sqlite, step(viewer))
    with loaded_sqlite.writing() as session, pytest.raises(PermissionError):
        add_demo_people(session, viewer, [("demo", WANG)])
    assert trail(loaded_sqlite) == before


def test_an_account_of_a_demonstration_gets_no_password(loaded_sqlite: Database) -> None:
    with loaded_sqlite.writing() as session:
        assert add_demo_people(session, ADMINISTRATOR, [("demo", WANG)]) == 1
        assert add_demo_people(session, ADMINISTRATOR, [("demo", WANG)]) == 0
        session.commit()
    assert refused(lambda: do(loaded_sqlite, STEPS["reset"](ADMINISTRATOR), "demo")) == ["demo_account_has_none"]
    assert refused(lambda: sign_in(loaded_sqlite, "demo", "", "10.0.0.2")) == ["sign_in_wrong"]


def test_nobody_is_found_where_there_is_nobody(loaded_sqlite: Database) -> None:
    assert refused(lambda: do(loaded_sqlite, STEPS["reset"](ADMINISTRATOR), "nobody")) == ["unknown_person"]


NEW = "Ein-neues-Wort-9"


def own(database: Database, old: str, new: str) -> None:
    with database.writing() as session:
        change_own_password(session, Viewer("wang", "analyst"), old, new)
        session.commit()


def test_ones_own_password_is_changed_with_the_old_one_and_signs_out_everywhere(loaded: Database) -> None:
    given = add(loaded)
    token = sign_in(loaded, "wang", given, "10.0.0.2")
    own(loaded, given, NEW)
    assert not is_in(loaded, token)
    assert is_in(loaded, sign_in(loaded, "wang", NEW, "10.0.0.2"))
    with loaded.reading() as session:
        assert not person_named(session, "wang").must_change
    assert ("wang", "change_password", "person:wang") in trail(loaded)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("Kurz-9", "password_length"),
        ("Lang-9" * LONGEST, "password_length"),
        ("nurkleinebuchstaben9", "password_simple"),
        ("Mein-WANG-2024", "password_holds_name"),
        ("Wenzhou-2025x", "password_guessed"),
        ("Qwerty12345-x", "password_guessed"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(loaded_sqlite: Database, new: str, code: str) -> None:
    given = add(loaded_sqlite)
    assert refused(lambda: own(loaded_sqlite, given, new)) == [code]
    assert is_in(loaded_sqlite, sign_in(loaded_sqlite, "wang", given, "10.0.0.2"))


def test_a_password_is_changed_by_who_knows_it_and_to_another(loaded_sqlite: Database) -> None:
    given = add(loaded_sqlite)
    assert refused(lambda: own(loaded_sqlite, "guessed", NEW)) == ["old_password_wrong"]
    assert refused(lambda: own(loaded_sqlite, given, given)) == ["password_as_before"]


def test_passwords_to_begin_with_differ_and_keep_the_rules() -> None:
    passwords = {initial_password().text for _time in range(50)}
    assert len(passwords) == 50
    assert [faults_of(password, "wang") for password in passwords] == [[]] * 50
    assert not is_right(None, "")


def test_whoever_guesses_is_locked_out(loaded: Database) -> None:
    given = add(loaded)
    for _try in range(MOST_OF_A_NAME):
        assert refused(lambda: sign_in(loaded, "wang", "guessed", "10.0.0.2")) == ["sign_in_wrong"]
    assert refused(lambda: sign_in(loaded, "wang", given, "10.0.0.2")) == ["sign_in_locked"]


def test_the_last_time_somebody_was_here_is_that_of_their_last_session(loaded: Database) -> None:
    add(loaded)
    with loaded.writing() as session:
        person = person_named(session, "wang")
        for _session in range(2):
            open_session(session, person, "10.0.0.2")
        session.commit()
        assert last_seen(session) == {person.id: max(one.seen_at for one in person.sessions)}
