"""checks: the relations a plan declares between its figures, and what a sender wrote beside a figure"""

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect, unprotect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_version_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("left", sa.Text(), nullable=False),
        sa.Column("comparator", sa.String(length=64), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("comparator IN ('=', '<=', '>=', '<', '>')", name=op.f("ck_checks_comparator")),
        sa.CheckConstraint("severity IN ('hard', 'soft')", name=op.f("ck_checks_severity")),
        sa.ForeignKeyConstraint(["plan_version_id"], ["plan_versions.id"], name=op.f("fk_checks_plan_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
        sa.UniqueConstraint("plan_version_id", "code", name=op.f("uq_checks_plan_version_id_code")),
    )
    protect("checks")
    # Neither database rebuilds a table to add such a column, so the table's own triggers stay in place.
    op.add_column("reported_values", sa.Column("explanation", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("reported_values", "explanation")
    unprotect("checks")
    op.drop_table("checks")
