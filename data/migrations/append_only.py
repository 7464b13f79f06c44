"""The triggers that refuse every change to a table, and how they are taken off and put back by a migration."""

import sqlalchemy as sa
from alembic import op


def protect(*tables: str) -> None:
    """Refuse every update and delete on these tables from now on."""
    for table in tables:
        if op.get_bind().dialect.name == "postgresql":
            _execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        else:
            for event in ("update", "delete"):
                _execute(
                    f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'table {table} is append-only'); END"
                )


def unprotect(*tables: str) -> None:
    """Allow changes again, to a migration that puts the protection back."""
    for table in tables:
        if op.get_bind().dialect.name == "postgresql":
            _execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            _execute(f"DROP TRIGGER {table}_no_update")
            _execute(f"DROP TRIGGER {table}_no_delete")


def _execute(statement: str) -> None:
    op.execute(sa.text(statement))
