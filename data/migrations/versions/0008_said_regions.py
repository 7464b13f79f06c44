"""accounts: who reports for every region is said to; a new password lets in whom wrong ones kept out"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("tries_from", sa.DateTime(timezone=True), nullable=True))
    op.execute(sa.text("UPDATE people SET regions = 'all' WHERE role = 'analyst' AND regions = ''"))


def downgrade() -> None:
    op.execute(sa.text("UPDATE people SET regions = '' WHERE regions = 'all'"))
    op.drop_column("people", "tries_from")
