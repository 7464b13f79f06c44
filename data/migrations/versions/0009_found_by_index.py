"""facts: what is known at a moment, and an indicator's figures of a period, are found by an index"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_facts_plan_id_approved_at"), "facts", ["plan_id", "approved_at"])
    op.create_index(op.f("ix_facts_plan_id_period_indicator"), "facts", ["plan_id", "period", "indicator"])


def downgrade() -> None:
    op.drop_index(op.f("ix_facts_plan_id_period_indicator"), "facts")
    op.drop_index(op.f("ix_facts_plan_id_approved_at"), "facts")
