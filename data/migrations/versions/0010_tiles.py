"""regions: where each stands on a map of equal tiles"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("regions", sa.Column("tile", sa.String(length=16), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("regions", "tile")
