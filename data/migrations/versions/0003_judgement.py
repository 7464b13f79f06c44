"""judgement: the plan's schedule and thresholds, confirmations of its targets, numerators and denominators"""

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect, unprotect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# What the plans loaded until now are judged by: the thresholds and the rules there were when these columns came.
_THRESHOLDS = '{"ahead": 10, "on_schedule": 0, "roughly_on_schedule": -10, "behind": -30}'
_PARTS = ("value", "numerator", "denominator")
_FREQUENCIES = ("quarterly", "half_yearly", "yearly")
_SUBJECTS = ("reading", "direction", "target_below_baseline")


def upgrade() -> None:
    _create_milestones()
    _create_confirmations()
    protect("milestones", "confirmations")
    op.add_column("plan_versions", sa.Column("due_days", sa.Integer(), nullable=False, server_default="15"))
    op.add_column("plan_versions", sa.Column("thresholds", sa.JSON(), nullable=False, server_default=_THRESHOLDS))
    op.add_column("plan_versions", sa.Column("rule_set", sa.String(length=64), nullable=False, server_default="1"))
    _add_choice("indicators", "frequency", _FREQUENCIES)
    _add_choice("reported_values", "part", _PARTS)
    _add_choice("facts", "part", _PARTS)
    _let_a_revision_hold("revision_id", "indicator", "part", instead_of=("revision_id", "indicator"))


def downgrade() -> None:
    _let_a_revision_hold("revision_id", "indicator", instead_of=("revision_id", "indicator", "part"))
    for table, column in (("facts", "part"), ("reported_values", "part"), ("indicators", "frequency")):
        unprotect(table)
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
            batch.drop_column(column)
        protect(table)
    for column in ("rule_set", "thresholds", "due_days"):
        op.drop_column("plan_versions", column)
    unprotect("milestones", "confirmations")
    op.drop_table("confirmations")
    op.drop_table("milestones")


def _create_milestones() -> None:
    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_version_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(length=6), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_version_id"], ["plan_versions.id"], name=op.f("fk_milestones_plan_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint(
            "plan_version_id",
            "indicator",
            "region",
            "period",
            name=op.f("uq_milestones_plan_version_id_indicator_region_period"),
        ),
    )


def _create_confirmations() -> None:
    op.create_table(
        "confirmations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(_one_of("subject", _SUBJECTS), name=op.f("ck_confirmations_subject")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_confirmations_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmations")),
    )
    op.create_index(op.f("ix_confirmations_plan_id"), "confirmations", ["plan_id"])


def _add_choice(table: str, column: str, words: tuple[str, ...]) -> None:
    """A column of one of these words, the first where rows are already there; SQLite adds it without a rebuild."""
    op.execute(
        sa.text(
            f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(64) DEFAULT '{words[0]}' NOT NULL "
            f"CONSTRAINT ck_{table}_{column} CHECK ({_one_of(column, words)})"
        )
    )


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _let_a_revision_hold(*columns: str, instead_of: tuple[str, ...]) -> None:
    unprotect("reported_values")
    with op.batch_alter_table("reported_values") as batch:
        batch.drop_constraint(op.f(f"uq_reported_values_{'_'.join(instead_of)}"), type_="unique")
        batch.create_unique_constraint(op.f(f"uq_reported_values_{'_'.join(columns)}"), list(columns))
    protect("reported_values")
