"""Titles of bound groups."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0003'
down_revision: str | None = '0002'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('team_group', schema=None) as batch_op:
        batch_op.add_column(sa.Column('title', sa.String(length=128), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('team_group', schema=None) as batch_op:
        batch_op.drop_column('title')
