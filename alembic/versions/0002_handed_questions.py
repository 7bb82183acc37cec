"""Handed questions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = '0002'
down_revision: str | None = '0001'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('handover',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('plan_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('path', sa.String(length=160), nullable=False),
    sa.Column('base', sa.Integer(), nullable=False),
    sa.Column('asked_by', sa.BigInteger(), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=True),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('value', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
    sa.Column('status', sa.String(length=16), nullable=True),
    sa.Column('prompt_id', sa.String(length=16), nullable=True),
    sa.Column('card_id', sa.String(length=16), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state in ('waiting', 'answered', 'accepted', 'withdrawn')", name=op.f('ck_handover_state')),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_handover_plan_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_handover_token_hash'))
    )
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handover_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_handover_plan_id'), ['plan_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_handover_plan_id'))
        batch_op.drop_index(batch_op.f('ix_handover_person_id'))

    op.drop_table('handover')
