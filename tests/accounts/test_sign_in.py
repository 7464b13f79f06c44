"""Signing in by name and password: who is let in, who is kept waiting, and what is said."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from accounts import signing_in
from accounts.passwords import initial_password, is_right
from accounts.people import Said, add_person, disable_person, person_named
from accounts.sessions import IDLE, LONGEST, end_all_sessions, end_session, open_session, session_of
from accounts.signing_in import MOST_FROM_A_PLACE, MOST_OF_A_NAME, sign_in, sign_in_for_demo
from common.moments import now
from common.problems import Refusal
from common.viewer import Viewer
from data.account_models import AttemptRow, AuditRow
from data.database import Database

ADMINISTRATOR = Viewer("root", "administrator", address="10.0.0.1")
HERE = "10.0.0.7"


def add(database: Database, name: str = "zhang") -> str:
    """Somebody with an account; their password."""
    password = initial_password()
    with database.writing() as session:
        add_person(session, ADMINISTRATOR, name, Said("张三", "leader"), (), password)
        session.commit()
    return password.text


def code_of(database: Database, name: str, password: str, address: str = HERE) -> str:
    with pytest.raises(Refusal) as refused:
        sign_in(database, name, password, address)
    return refused.value.problems[0].code


def actions(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [(row.who, row.action) for row in session.scalars(select(AuditRow).order_by(AuditRow.number))]


def test_the_right_password_begins_a_session_and_is_in_the_trail(loaded: Database) -> None:
    password = add(loaded)
    token = sign_in(loaded, " zhang ", password, HERE)
    with loaded.reading() as session:
        found = session_of(session, token)
        assert found is not None
        assert (found.person.name, found.address) == ("zhang", HERE)
        assert token not in found.token_sha256
    assert actions(loaded)[-1] == ("zhang", "sign_in")


@pytest.mark.parametrize(("name", "password"), [("zhang", "wrong"), ("nobody", "wrong"), ("zhang", ""), ("", "")])
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(loaded: Database, name: str, password: str) -> None:
    add(loaded)
    assert code_of(loaded, name, password) == "sign_in_wrong"
    who, action = actions(loaded)[-1]
    assert action == "sign_in_failed"
    # A name nobody has may be a password in the wrong field.
    assert who == name if name == "zhang" else who.startswith("?") and name not in who[1:].split()


def test_a_name_is_locked_after_a_few_wrong_passwords_also_for_the_right_one(loaded: Database) -> None:
    password = add(loaded)
    assert [code_of(loaded, "zhang", "wrong") for _try in range(MOST_OF_A_NAME)] == ["sign_in_wrong"] * MOST_OF_A_NAME
    assert code_of(loaded, "zhang", password) == "sign_in_locked"
    assert code_of(loaded, "zhang", password, "10.0.0.8") == "sign_in_locked"


def test_capital_letters_make_no_other_account(loaded: Database) -> None:
    assert sign_in(loaded, "ZHANG", add(loaded), HERE)
    assert [code_of(loaded, name, "wrong") for name in ("zhang", "Zhang", "ZHANG") * 2][-2:] == [
        "sign_in_wrong", "sign_in_locked",
    ]  # fmt: skip


def test_a_try_that_locks_says_so_in_the_trail(loaded: Database) -> None:
    add(loaded)
    for _try in range(MOST_OF_A_NAME):
        code_of(loaded, "zhang", "wrong")
    with loaded.reading() as session:
        last, before = session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(2))
    assert (last.after, before.after) == ({"locked_minutes": 15}, None)


def test_who_was_let_wait_while_others_tried_is_asked_again(loaded: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many tries at once each has its password compared before any is counted: no more than a few of them count."""
    add(loaded)
    compared = is_right

    def slowly(password_hash: str | None, password: str) -> bool:
        """Meanwhile the others came to their end."""
        with loaded.writing() as session:
            tries = [
                AttemptRow(name="zhang", address=HERE, tried_at=now(), is_right=False) for _try in range(MOST_OF_A_NAME)
            ]
            session.add_all(tries)
            session.commit()
        return compared(password_hash, password)

    monkeypatch.setattr(signing_in, "is_right", slowly)
    assert code_of(loaded, "zhang", "wrong") == "sign_in_locked"
    with pytest.raises(Refusal) as refused:
        signing_in.prove(loaded, Viewer("li", "leader", address="10.0.0.9"), "wrong")
    assert refused.value.problems[0].code == "old_password_wrong"
    with loaded.reading() as session:
        wrong = select(func.count()).select_from(AttemptRow).where(AttemptRow.name == "zhang")
        assert session.scalar(wrong) == 2 * MOST_OF_A_NAME


def test_the_right_password_forgives_the_wrong_ones_before_it(loaded: Database) -> None:
    password = add(loaded)
    for _round in range(2):
        for _try in range(MOST_OF_A_NAME - 1):
            code_of(loaded, "zhang", "wrong")
        assert sign_in(loaded, "zhang", password, HERE)


def test_a_lock_ends(loaded_sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    password = add(loaded_sqlite)
    for _try in range(MOST_OF_A_NAME):
        code_of(loaded_sqlite, "zhang", "wrong")
    later = now() + signing_in.LOCKED_FOR + timedelta(seconds=1)
    monkeypatch.setattr(signing_in, "now", lambda: later)
    assert sign_in(loaded_sqlite, "zhang", password, HERE)


def test_a_thousand_tries_are_answered_without_being_tried(
    loaded_sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(loaded_sqlite)
    tried: list[str] = []

    def count(_hash: str | None, password: str) -> bool:
        tried.append(password)
        return False

    monkeypatch.setattr(signing_in, "is_right", count)
    codes = [code_of(loaded_sqlite, "zhang", str(number)) for number in range(1000)]
    assert (len(tried), set(codes[MOST_OF_A_NAME:])) == (MOST_OF_A_NAME, {"sign_in_locked"})


def test_one_place_that_tries_many_names_is_locked(loaded_sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    password = add(loaded_sqlite)
    with monkeypatch.context() as faster:
        faster.setattr(signing_in, "is_right", lambda _hash, _password: False)
        for number in range(MOST_FROM_A_PLACE):
            code_of(loaded_sqlite, f"name{number}", "wrong")
    assert code_of(loaded_sqlite, "zhang", password) == "sign_in_locked"
    assert sign_in(loaded_sqlite, "zhang", password, "10.0.0.8")


def test_who_is_disabled_or_of_a_demonstration_has_no_password(loaded: Database) -> None:
    password = add(loaded)
    with loaded.writing() as session:
        disable_person(session, ADMINISTRATOR, person_named(session, "zhang"), is_disabled=True)
        session.commit()
    assert code_of(loaded, "zhang", password) == "sign_in_wrong"
    with pytest.raises(Refusal):
        sign_in_for_demo(loaded, "zhang", HERE)


def test_a_session_ends_when_one_stays_away_and_in_any_case(loaded_sqlite: Database) -> None:
    add(loaded_sqlite)
    with loaded_sqlite.writing() as session:
        person = person_named(session, "zhang")
        begun = now()
        token = open_session(session, person, HERE, begun)
        assert session_of(session, token, begun + IDLE) is not None
        assert session_of(session, token, begun + IDLE + timedelta(seconds=1)) is None
        row = session_of(session, token, begun)
        assert row is not None
        row.seen_at = begun + LONGEST
        session.flush()
        assert session_of(session, token, begun + LONGEST) is not None
        assert session_of(session, token, begun + LONGEST + timedelta(seconds=1)) is None


def test_signing_out_ends_one_session_and_everywhere_all(loaded: Database) -> None:
    add(loaded)
    with loaded.writing() as session:
        person = person_named(session, "zhang")
        first, second, third = (open_session(session, person, HERE) for _place in range(3))
        end_session(session, first)
        assert [session_of(session, token) is None for token in (first, second, third)] == [True, False, False]
        end_all_sessions(session, person)
        assert [session_of(session, token) is None for token in (second, third)] == [True, True]


def test_a_token_nobody_has_is_no_session(loaded: Database) -> None:
    with loaded.reading() as session:
        assert session_of(session, "x") is None


def test_tries_are_kept_and_a_locked_one_is_not(loaded: Database) -> None:
    add(loaded)
    for _try in range(MOST_OF_A_NAME + 3):
        code_of(loaded, "zhang", "wrong")
    with loaded.reading() as session:
        assert session.scalar(select(func.count()).select_from(AttemptRow)) == MOST_OF_A_NAME
