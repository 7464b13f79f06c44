"""append only: no row is ever changed or removed, whoever asks"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "plans",
    "plan_versions",
    "documents",
    "published_tables",
    "regions",
    "indicators",
    "targets",
    "files",
    "returns",
    "revisions",
    "reported_values",
    "approvals",
    "facts",
    "rejected_uploads",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql()
    else:
        _on_sqlite()


def downgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(sa.text(f"DROP TRIGGER {table}_append_only ON {table}"))
        else:
            op.execute(sa.text(f"DROP TRIGGER {table}_no_update"))
            op.execute(sa.text(f"DROP TRIGGER {table}_no_delete"))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text("DROP FUNCTION refuse_change()"))


def _on_postgresql() -> None:
    op.execute(
        sa.text(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME; END $$"
        )
    )
    for table in TABLES:
        op.execute(
            sa.text(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        )


def _on_sqlite() -> None:
    for table in TABLES:
        for event in ("update", "delete"):
            op.execute(
                sa.text(
                    f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'table {table} is append-only'); END"
                )
            )
