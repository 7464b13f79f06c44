"""Migrations, constraints and append-only tables, on SQLite and on a real PostgreSQL."""

import pytest
from alembic import command
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from common.moments import now
from common.problems import Refusal
from data.account_models import PersonRow
from data.columns import Base
from data.database import Database, alembic_config, migrating
from data.plan_models import PlanRow, PlanVersionRow, RegionRow
from data.return_models import FactRow, FileRow, ReportedValueRow, ReturnRow, RevisionRow
from data.return_states import state_of


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


def test_figures_taken_in_before_a_migration_are_there_after_it(unmigrated_url: str) -> None:
    database = Database(unmigrated_url)
    with migrating(database.engine) as connection:
        command.upgrade(alembic_config(connection=connection), "0002")
        for statement in BEFORE_0003:
            connection.execute(text(statement))
    database.migrate()
    with database.reading() as session:
        fact = session.scalars(select(FactRow)).one()
        assert (fact.part, fact.value, fact.reported_value.part, fact.reported_value.cell) == (
            "value",
            34,
            "value",
            "E15",
        )
        version = session.scalars(select(PlanVersionRow)).one()
        assert (version.due_days, version.thresholds["behind"], version.rule_set) == (15, -30, "1")
    with pytest.raises(DBAPIError, match="append-only"), database.engine.begin() as connection:
        connection.execute(text("DELETE FROM reported_values"))
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO facts SELECT 2, 1, 'x', 'x', '2024Q4', 1, NULL, approved_at, 9, 'value' FROM facts")
        )
    database.close()


BEFORE_0003 = (
    "INSERT INTO plans VALUES (1, 'old')",
    "INSERT INTO plan_versions (id, plan_id, number, name, issuer, approved_by, baseline_period, target_period, loaded_at, "
    "loaded_by) VALUES (1, 1, 1, 'n', 'i', 'a', '2023Q4', '2025Q4', '2024-06-20 00:00:00', 'x')",
    "INSERT INTO files (sha256, content, stored_at) VALUES ('f', '', '2024-06-20 00:00:00')",
    "INSERT INTO returns (id, plan_id, region, period, origin) VALUES (1, 1, '330327', '2023Q4', 'official')",
    "INSERT INTO revisions (id, return_id, number, plan_version_id, file_sha256, file_name, problems, sent_at, sent_by) "
    "VALUES (1, 1, 1, 1, 'f', 'f.xlsx', '[]', '2024-06-20 00:00:00', 'x')",
    "INSERT INTO reported_values (id, revision_id, indicator, value, text, sheet, cell) VALUES (1, 1, 'a', 34, '34', 's', 'E15')",
    "INSERT INTO facts (id, plan_id, indicator, region, period, value, approved_at, reported_value_id) "
    "VALUES (1, 1, 'a', '330327', '2023Q4', 34, '2024-06-20 00:00:00', 1)",
)


def test_figures_of_the_version_before_checks_are_there_without_explanation(unmigrated_url: str) -> None:
    database = Database(unmigrated_url)
    with migrating(database.engine) as connection:
        command.upgrade(alembic_config(connection=connection), "0003")
        for statement in (*BEFORE_0003, BEFORE_0004):
            connection.execute(text(statement))
    database.migrate()
    with database.reading() as session:
        values = session.scalars(select(ReportedValueRow).order_by(ReportedValueRow.id)).all()
        assert [(value.part, value.value, value.explanation) for value in values] == [
            ("value", 34, ""),
            ("denominator", 50, ""),
        ]
        assert session.scalars(select(PlanVersionRow)).one().checks == []
    for statement in ("DELETE FROM reported_values", "UPDATE reported_values SET explanation = 'x'"):
        with pytest.raises(DBAPIError, match="append-only"), database.engine.begin() as connection:
            connection.execute(text(statement))
    database.close()


BEFORE_0004 = (
    "INSERT INTO reported_values (id, revision_id, indicator, part, value, text, sheet, cell) "
    "VALUES (2, 1, 'a', 'denominator', 50, '50', 's', 'F15')"
)


def test_what_was_approved_before_there_were_submissions_counts_as_submitted(unmigrated_url: str) -> None:
    database = Database(unmigrated_url)
    with migrating(database.engine) as connection:
        command.upgrade(alembic_config(connection=connection), "0004")
        for statement in (*BEFORE_0003, *BEFORE_0005):
            connection.execute(text(statement))
    database.migrate()
    with database.reading() as session:
        first, second = session.scalars(select(RevisionRow).order_by(RevisionRow.id)).all()
        assert (state_of(first), state_of(second)) == ("approved", "draft")
        assert first.submission is not None
        assert (first.submission.submitted_at, first.submission.submitted_by) == (first.sent_at, "x")
    database.close()


BEFORE_0005 = (
    "INSERT INTO approvals (id, revision_id, approved_at, approved_by) VALUES (1, 1, '2024-06-21 00:00:00', 'y')",
    "INSERT INTO revisions (id, return_id, number, plan_version_id, file_sha256, file_name, problems, sent_at, sent_by) "
    "VALUES (2, 1, 2, 1, 'f', 'f.xlsx', '[]', '2024-06-22 00:00:00', 'x')",
    "INSERT INTO reported_values (id, revision_id, indicator, value, text, sheet, cell) VALUES (2, 2, 'a', 35, '35', 's', 'E15')",
)


def test_who_reported_for_every_region_by_naming_none_is_said_to(unmigrated_url: str) -> None:
    database = Database(unmigrated_url)
    with migrating(database.engine) as connection:
        command.upgrade(alembic_config(connection=connection), "0007")
        connection.execute(text(BEFORE_0008))
    database.migrate()
    with database.reading() as session:
        found = {person.name: person.regions for person in session.scalars(select(PersonRow))}
    assert found == {"all": "all", "county": "330327", "leader": ""}
    database.close()


def test_regions_of_before_there_were_tiles_have_none(unmigrated_url: str) -> None:
    database = Database(unmigrated_url)
    with migrating(database.engine) as connection:
        command.upgrade(alembic_config(connection=connection), "0009")
        for statement in BEFORE_0010:
            connection.execute(text(statement))
    database.migrate()
    with database.reading() as session:
        assert session.scalars(select(RegionRow.tile)).all() == [""]
    with pytest.raises(DBAPIError, match="append-only"), database.engine.begin() as connection:
        connection.execute(text("UPDATE regions SET tile = 'A1'"))
    database.close()


BEFORE_0010 = (
    "INSERT INTO plans VALUES (1, 'old')",
    "INSERT INTO plan_versions (id, plan_id, number, name, issuer, approved_by, baseline_period, target_period, loaded_at, "
    "loaded_by) VALUES (1, 1, 1, 'n', 'i', 'a', '2023Q4', '2025Q4', '2024-06-20 00:00:00', 'x')",
    "INSERT INTO regions (id, plan_version_id, code, name, full_name, aliases, level, valid_from, valid_to) "
    "VALUES (1, 1, '330300', '温州', '温州市', '[]', 'city', '', '')",
)


BEFORE_0008 = (
    "INSERT INTO people (name, full_name, role, regions, must_change, is_disabled, is_demo, added_at, added_by) VALUES "
    "('all', 'x', 'analyst', '', true, false, false, '2024-06-21 00:00:00', 'x'), "
    "('county', 'x', 'analyst', '330327', true, false, false, '2024-06-21 00:00:00', 'x'), "
    "('leader', 'x', 'leader', '', true, false, false, '2024-06-21 00:00:00', 'x')"
)


def test_a_database_of_another_version_is_refused(unmigrated_url: str) -> None:
    database = Database(unmigrated_url)
    with pytest.raises(Refusal, match="app.py init"):
        database.reading()
    database.engine.dispose()


# A row for the tables that Wenzhou's plan and published figures leave empty.
FIRST_ROWS = {
    "rejected_uploads": "INSERT INTO rejected_uploads (plan_id, file_sha256, file_name, problems, rejected_at, sent_by) "
    "SELECT plans.id, files.sha256, 'x', '[]', files.stored_at, 'x' FROM plans, files",
    "confirmations": "INSERT INTO confirmations (plan_id, indicator, region, subject, text, confirmed, note, "
    "confirmed_at, confirmed_by) SELECT plan_id, 'x', '', 'direction', 'x', 'hold', '', loaded_at, 'x' FROM plan_versions",
    "bindings": "INSERT INTO bindings (plan_id, regions, form, said, bound_at, bound_by) "
    "SELECT plan_id, '330327', 'f', '{}', loaded_at, 'x' FROM plan_versions",
    "checks": 'INSERT INTO checks (plan_version_id, code, "left", comparator, "right", severity, words) '
    "SELECT id, 'x', 'a', '<=', 'b', 'hard', '' FROM plan_versions",
    "send_backs": "INSERT INTO send_backs (revision_id, sent_back_at, sent_back_by, reason) "
    "SELECT id, sent_at, 'x', 'x' FROM revisions",
    "sign_in_attempts": "INSERT INTO sign_in_attempts (name, address, tried_at, is_right) "
    "SELECT 'x', 'x', loaded_at, is_right FROM plan_versions, (SELECT 1 = 0 AS is_right) AS attempts",
    "milestones": "INSERT INTO milestones (plan_version_id, indicator, region, period, target, source) "
    "SELECT id, 'x', 'x', '2024Q4', '1', 'x' FROM plan_versions",
}


# People and their sessions change, and so does the end of the audit trail, which keeps what they were.
_CHANGING = {"people", "sessions", "audit_head"}


@pytest.mark.parametrize("table", sorted(Base.metadata.tables.keys() - _CHANGING))
def test_no_row_is_ever_changed_or_removed(loaded: Database, table: str) -> None:
    column = next(iter(Base.metadata.tables[table].columns)).name
    if table in FIRST_ROWS:
        with loaded.engine.begin() as connection:
            connection.execute(text(FIRST_ROWS[table]))
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
                revision_id=revision.id,
                indicator="other",
                part="value",
                value=value,
                gap=gap,
                text="",
                sheet="s",
                cell="A1",
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
