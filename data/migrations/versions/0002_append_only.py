"""append only: no row is ever changed or removed, whoever asks"""

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect, unprotect

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
        op.execute(
            sa.text(
                "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME; END $$"
            )
        )
    protect(*TABLES)


def downgrade() -> None:
    unprotect(*TABLES)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text("DROP FUNCTION refuse_change()"))
