"""The audit trail: what was altered, removed or put in is found, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from common.viewer import Viewer
from data.account_models import AuditHeadRow, AuditRow
from data.audit import FIRST, Verified, entries, hash_of, record, verify
from data.database import Database
from tests.quarters import take_in_quarters

ANALYST = Viewer("analyst:330327", "analyst", frozenset({"330327"}), "10.1.2.3")
COLUMNS = [column.name for column in AuditRow.__table__.columns]
_ALTERED = {"number": 10_000, "at": "2020-01-01 00:00:00.000000", "before": '{"x": 1}', "after": '{"x": 1}'}


@pytest.fixture
def kept(database: Database) -> Database:
    """A database with a trail of six entries."""
    for number in range(1, 7):
        keep(database, f"return:{number}/1")
    return database


def keep(database: Database, subject: str) -> None:
    with database.writing() as session:
        record(session, ANALYST, "submit", subject, after={"reason": "漏报一家", "figures": {"jobs/value": 7}})
        session.commit()


def checked(database: Database) -> Verified:
    with database.reading() as session:
        return verify(session)


def found(database: Database) -> set[tuple[int, str]]:
    return {(one.number, one.code) for one in checked(database).breaks}


def tamper(database: Database, change: Callable[[Connection], object]) -> None:
    """What somebody does who may do everything in the database."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for kind in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_entries_no_{kind}"))
        else:
            connection.execute(text("DROP TRIGGER audit_entries_append_only ON audit_entries"))
        change(connection)


def sql(statement: str, **values: object) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(text(statement), values)


def test_an_empty_trail_holds(database: Database) -> None:
    assert checked(database) == Verified(0, FIRST, [])


def test_the_trail_of_a_played_quarter_holds(loaded: Database) -> None:
    take_in_quarters(loaded)
    with loaded.reading() as session:
        last = session.scalars(entries().limit(1)).one()
        before = {entry.action for entry in session.scalars(entries())}
    assert checked(loaded) == Verified(last.number, last.hash, [])
    assert before == {"save_plan", "take_in", "submit", "approve"}


@pytest.mark.parametrize("column", COLUMNS)
def test_an_altered_entry_is_found(kept: Database, column: str) -> None:
    tamper(kept, sql(f"UPDATE audit_entries SET {column} = :value WHERE number = 3", value=_ALTERED.get(column, "x")))
    codes = {code for number, code in found(kept) if number in (3, 10_000)}
    assert codes & {"audit_entry_altered", "audit_entry_missing"}


@pytest.mark.parametrize("column", COLUMNS)
def test_an_altered_last_entry_is_found(kept: Database, column: str) -> None:
    tamper(kept, sql(f"UPDATE audit_entries SET {column} = :value WHERE number = 6", value=_ALTERED.get(column, "x")))
    assert found(kept)


@pytest.mark.parametrize(
    ("column", "value"), [("at", "'x'"), ("before", "'{'"), ("after", "'x'"), ("who", "x'00'"), ("subject", "x'ff'")]
)
def test_an_entry_that_cannot_even_be_read_is_found(loaded_sqlite: Database, column: str, value: str) -> None:
    tamper(loaded_sqlite, sql(f"UPDATE audit_entries SET {column} = {value} WHERE number = 3"))
    assert (3, "audit_entry_altered") in found(loaded_sqlite)


def test_an_entry_removed_in_the_middle_is_found(kept: Database) -> None:
    tamper(kept, sql("DELETE FROM audit_entries WHERE number = 3"))
    assert found(kept) == {(3, "audit_entry_missing")}


def test_an_entry_removed_whose_place_another_takes_is_found(kept: Database) -> None:
    def close_the_gap(connection: Connection) -> None:
        connection.execute(text("DELETE FROM audit_entries WHERE number = 6"))
        connection.execute(text("DELETE FROM audit_entries WHERE number = 4"))
        connection.execute(text("UPDATE audit_entries SET number = 4 WHERE number = 5"))
        connection.execute(update(AuditHeadRow).values(number=4))

    tamper(kept, close_the_gap)
    assert {(4, "audit_chain_broken"), (4, "audit_entry_altered")} <= found(kept)


@pytest.mark.parametrize("first", [1, 4, 6])
def test_the_last_ones_cut_off_are_found(kept: Database, first: int) -> None:
    tamper(kept, sql("DELETE FROM audit_entries WHERE number >= :first", first=first))
    assert found(kept) == {(first, "audit_end_missing")}


def test_a_removed_head_is_found(kept: Database) -> None:
    tamper(kept, sql("DELETE FROM audit_head"))
    assert found(kept) == {(1, "audit_end_missing")}


@pytest.mark.parametrize("at_end", [True, False])
def test_an_entry_put_in_is_found_even_with_a_right_hash(kept: Database, at_end: bool) -> None:
    """Put in at the end the head does not name it; in the middle the next one does not follow it."""

    def put_in(connection: Connection) -> None:
        if not at_end:
            for number in (6, 5, 4):
                connection.execute(text("UPDATE audit_entries SET number = :new WHERE number = :old"), _moved(number))
        number = 7 if at_end else 4
        before = connection.execute(select(AuditRow.__table__).where(AuditRow.number == number - 1)).one()
        entry = {name: getattr(before, name) for name in COLUMNS if name != "hash"}
        entry |= {"number": number, "previous": before.hash, "who": "somebody"}
        connection.execute(insert(AuditRow.__table__), {**entry, "hash": hash_of(entry)})  # type: ignore[arg-type]

    tamper(kept, put_in)
    assert ((8, "audit_end_missing") if at_end else (5, "audit_chain_broken")) in found(kept)


def _moved(number: int) -> dict[str, int]:
    return {"old": number, "new": number + 1}


def test_two_entries_swapped_are_found(kept: Database) -> None:
    def swap(connection: Connection) -> None:
        for old, new in ((2, 100), (5, 2), (100, 5)):
            connection.execute(text("UPDATE audit_entries SET number = :new WHERE number = :old"), _to(old, new))

    tamper(kept, swap)
    assert {(2, "audit_entry_altered"), (5, "audit_entry_altered")} <= found(kept)


def _to(old: int, new: int) -> dict[str, int]:
    return {"old": old, "new": new}


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET who = 'x'", "DELETE FROM audit_entries"])
def test_the_database_itself_refuses_to_change_an_entry(kept: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), kept.engine.begin() as connection:
        connection.execute(text(statement))
    assert found(kept) == set()


def test_writers_at_once_take_consecutive_numbers(database: Database) -> None:
    with ThreadPoolExecutor(6) as people:
        list(people.map(lambda number: keep(database, f"return:{number}/1"), range(24)))
    with database.reading() as session:
        numbers = list(session.scalars(select(AuditRow.number).order_by(AuditRow.number)))
    assert numbers == list(range(1, 25))
    assert found(database) == set()


def test_a_check_while_others_write_finds_no_break(database: Database) -> None:
    with ThreadPoolExecutor(4) as people:
        writers = [people.submit(keep, database, f"return:{number}/1") for number in range(30)]
        breaks = [checked(database).breaks for _time in range(20)]
        for writer in writers:
            writer.result()
    assert breaks == [[]] * 20


def test_an_entry_is_not_kept_where_its_transaction_is_not(kept: Database) -> None:
    with kept.writing() as session:
        record(session, ANALYST, "submit", "return:7/1")
        session.flush()
        session.rollback()
    assert (checked(kept).count, found(kept)) == (6, set())


def test_entries_are_found_by_person_action_and_subject(kept: Database) -> None:
    with kept.writing() as session:
        record(session, Viewer("100%", "auditor"), "sign_in", "person:100%")
        session.commit()
    with kept.reading() as session:

        def numbers(**asked: object) -> list[int]:
            return [entry.number for entry in session.scalars(entries(**asked))]  # type: ignore[arg-type]

        assert numbers() == [7, 6, 5, 4, 3, 2, 1]
        assert numbers(who="100%") == numbers(action="sign_in") == numbers(subject="0%") == [7]
        assert numbers(subject="return:3/", who=ANALYST.identity) == [3]
        assert numbers(before=3) == [2, 1]
        assert numbers(who="' OR 1=1 --") == numbers(subject="_") == []
