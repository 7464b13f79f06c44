"""states: a return is submitted, and sent back with a reason; what was approved until now counts as submitted"""

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect, unprotect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_step("submissions", "submitted")
    _create_step("send_backs", "sent_back", sa.CheckConstraint("reason <> ''", name=op.f("ck_send_backs_reason")))
    op.execute(
        sa.text(
            "INSERT INTO submissions (revision_id, submitted_at, submitted_by, reason) "
            "SELECT revisions.id, sent_at, sent_by, '' FROM revisions JOIN approvals ON revision_id = revisions.id "
            "ORDER BY revisions.id"
        )
    )
    protect("submissions", "send_backs")
    op.create_index(op.f("ix_facts_plan_id_region_period"), "facts", ["plan_id", "region", "period"])


def downgrade() -> None:
    op.drop_index(op.f("ix_facts_plan_id_region_period"), "facts")
    unprotect("submissions", "send_backs")
    op.drop_table("send_backs")
    op.drop_table("submissions")


def _create_step(table: str, step: str, *constraints: sa.Constraint) -> None:
    """A step that a revision takes at most once: when, by whom, and why."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column(f"{step}_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(f"{step}_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *constraints,
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f(f"fk_{table}_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("revision_id", name=op.f(f"uq_{table}_revision_id")),
    )
