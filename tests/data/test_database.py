"""Migrations, constraints and append-only tables, on SQLite and on a real PostgreSQL."""

import pytest
from alembic import command
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from common.moments import now
from common.problems import Refusal
from data.database import Database, alembic_config, migrating
from data.models import Base, FactRow, FileRow, PlanRow, ReportedValueRow, ReturnRow, RevisionRow


def test_an_empty_database_is_migrated_and_matches_the_models(unmigrated_url: str) -> None:
    database = Database(unmigrated_url)
    database.migrate()
    database.migrate()
    assert set(inspect(database.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    with database.engine.begin() as connection:
        command.check(alembic_config(connection=connection))
    database.engine.dispose()


def test_every_migration_can_be_taken_back(unmigrated_url: str) -> None:
    database = Database(unmigrated_url)
    database.migrate()
    with migrating(database.engine) as connection:
        command.downgrade(alembic_config(connection=connection), "base")
    assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}
    database.engine.dispose()


def test_a_database_of_another_version_is_refused(unmigrated_url: str) -> None:
    database = Database(unmigrated_url)
    with pytest.raises(Refusal, match="app.py init"):
        database.reading()
    database.engine.dispose()


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_no_row_is_ever_changed_or_removed(loaded: Database, table: str) -> None:
    column = next(iter(Base.metadata.tables[table].columns)).name
    if table == "rejected_uploads":
        with loaded.engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO rejected_uploads (plan_id, file_sha256, file_name, problems, rejected_at, sent_by) "
                    "SELECT plans.id, files.sha256, 'x', '[]', files.stored_at, 'x' FROM plans, files"
                )
            )
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"), loaded.engine.begin() as connection:
            connection.execute(text(statement))


def test_two_revisions_of_one_return_cannot_have_the_same_number(loaded: Database) -> None:
    with loaded.writing() as session, pytest.raises(IntegrityError):
        first = session.scalars(select(RevisionRow)).first()
        assert first is not None
        session.add(_copy(first, RevisionRow))
        session.flush()


def test_one_period_of_one_region_is_one_return(loaded: Database) -> None:
    with loaded.writing() as session, pytest.raises(IntegrityError):
        first = session.scalars(select(ReturnRow)).first()
        assert first is not None
        session.add(_copy(first, ReturnRow))
        session.flush()


@pytest.mark.parametrize(("value", "gap"), [(None, None), (1, "no_value")])
def test_a_reported_value_is_a_number_or_a_named_gap(loaded: Database, value: int | None, gap: str | None) -> None:
    with loaded.writing() as session, pytest.raises(IntegrityError, match="value_or_gap"):
        revision = session.scalars(select(RevisionRow)).first()
        assert revision is not None
        session.add(
            ReportedValueRow(
                revision_id=revision.id, indicator="other", value=value, gap=gap, text="", sheet="s", cell="A1"
            )
        )
        session.flush()


def test_an_origin_is_official_or_simulated(loaded: Database) -> None:
    with loaded.writing() as session, pytest.raises(IntegrityError, match="origin"):
        plan = session.scalars(select(PlanRow)).one()
        session.add(ReturnRow(plan_id=plan.id, region="330327", period="2024Q1", origin="invented"))
        session.flush()


def test_a_fact_needs_the_value_it_was_made_from(loaded: Database) -> None:
    with loaded.writing() as session, pytest.raises(IntegrityError):
        fact = session.scalars(select(FactRow)).first()
        assert fact is not None
        session.add(_copy(fact, FactRow, reported_value_id=10**6))
        session.flush()


def test_moments_come_back_in_utc_to_the_microsecond(database: Database) -> None:
    moment = now()
    with database.writing() as session:
        session.add(FileRow(sha256="0" * 64, content=b"\x00\xff", stored_at=moment))
        session.commit()
    with database.reading() as session:
        row = session.scalars(select(FileRow)).one()
        assert (row.stored_at, row.stored_at.utcoffset(), row.content) == (moment, moment.utcoffset(), b"\x00\xff")


def _copy(row: Base, kind: type[Base], **changes: object) -> Base:
    values = {column.name: getattr(row, column.name) for column in kind.__table__.columns if column.name != "id"}
    return kind(**{**values, **changes})
