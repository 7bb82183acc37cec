"""What is looked for is found by an index."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0004'
down_revision: str | None = '0003'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOSE = (
    ('answer', 'author'),
    ('handover', 'asked_by'),
    ('invitation', 'created_by'),
    ('invitation', 'used_by'),
    ('prompt', 'audience'),
    ('reading', 'author'),
)
RARE = (
    ('ix_rule_lost', 'rule', ['id'], "state = 'active' AND next_at IS NULL"),
    ('ix_occurrence_lost', 'occurrence', ['id'], "state = 'open' AND next_action_at IS NULL"),
    ('ix_rule_due', 'rule', ['next_at'], 'next_at IS NOT NULL'),
    ('ix_occurrence_action', 'occurrence', ['next_action_at'], 'next_action_at IS NOT NULL'),
    ('ix_outbox_expiry', 'outbox', ['state', 'expires_at'], 'expires_at IS NOT NULL'),
    ('ix_outbox_lease', 'outbox', ['lease_until'], 'lease_until IS NOT NULL'),
    ('ix_outbox_ended', 'outbox', ['state', 'settled_at'], 'settled_at IS NOT NULL'),
)


FORMER = (
    ('ix_rule_due', 'rule', ['next_at']),
    ('ix_occurrence_action', 'occurrence', ['next_action_at']),
    ('ix_outbox_expiry', 'outbox', ['state', 'expires_at']),
    ('ix_audit_ref', 'audit', ['ref']),
)


def upgrade() -> None:
    for name, table, _ in FORMER:
        op.drop_index(name, table)
    for name, table, columns, where in RARE:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_index('ix_audit_fate', 'audit', ['ref', 'what'])
    for table, column in WHOSE:
        op.create_index(op.f(f'ix_{table}_{column}'), table, [column], if_not_exists=True)


def downgrade() -> None:
    for table, column in WHOSE:
        op.drop_index(op.f(f'ix_{table}_{column}'), table, if_exists=True)
    op.drop_index('ix_audit_fate', 'audit')
    for name, table, _, _ in RARE:
        op.drop_index(name, table)
    for name, table, columns in FORMER:
        op.create_index(name, table, columns)
