"""Erasures a piece at a time, warnings before them, and an index for whatever is found or dropped by."""

import json
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = '0006'
down_revision: str | None = '0005'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEXES = (
    ('ix_handover_expires_at', 'handover', ['expires_at']),
    ('ix_handover_settled_at', 'handover', ['settled_at']),
    ('ix_inbox_received', 'inbox', ['state', 'received_at']),
    ('ix_invitation_expires_at', 'invitation', ['expires_at']),
    ('ix_person_seen_at', 'person', ['seen_at']),
    ('ix_person_stranger', 'person', ['consent_at', 'created_at']),
    ('ix_prompt_closed_at', 'prompt', ['closed_at']),
    ('ix_removal_at', 'removal', ['at']),
)
IMPORTS, LIVE = sa.text("kind = 'import'"), sa.text("state = 'live'")
AT_ONCE = 200


def upgrade() -> None:
    op.create_table('erasure',
    sa.Column('person_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('names', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('talks', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('after', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_erasure'))
    )
    with op.batch_alter_table('erasure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_erasure_asked_at'), ['asked_at'], unique=False)

    op.create_table('farewell',
    sa.Column('person_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('warned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_farewell'))
    )
    op.create_table('erasure_chat',
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['erasure.person_id'], name=op.f('fk_erasure_chat_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'chat_id', name=op.f('pk_erasure_chat'))
    )
    op.create_table('erasure_plan',
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('plan_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sa.String(length=128), nullable=True),
    sa.Column('goes', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['erasure.person_id'], name=op.f('fk_erasure_plan_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_erasure_plan_plan_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'plan_id', name=op.f('pk_erasure_plan'))
    )
    with op.batch_alter_table('erasure_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_erasure_plan_plan_id'), ['plan_id'], unique=False)

    op.create_table('version_author',
    sa.Column('plan_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('person_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.ForeignKeyConstraint(['plan_id', 'number'], ['plan_version.plan_id', 'plan_version.number'], name='fk_version_author_version', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('plan_id', 'number', 'person_id', name=op.f('pk_version_author'))
    )
    with op.batch_alter_table('version_author', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_version_author_person_id'), ['person_id'], unique=False)

    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, if_not_exists=True)
    op.execute("UPDATE prompt SET kind = 'import' WHERE kind = 'offer' AND CAST(acts AS TEXT) LIKE '[\"import:%'")
    op.create_index('ix_prompt_import', 'prompt', ['asked_at'], sqlite_where=IMPORTS, postgresql_where=IMPORTS)
    op.create_index('ix_prompt_live', 'prompt', ['asked_at'], sqlite_where=LIVE, postgresql_where=LIVE)
    _note_authors()


def _note_authors() -> None:
    """Note who answered what the versions frozen so far hold."""
    db, after = op.get_bind(), (0, 0)
    add = sa.text('INSERT INTO version_author (plan_id, number, person_id) VALUES (:plan, :number, :person)')
    page = sa.text(
        'SELECT plan_id, number, body FROM plan_version WHERE plan_id > :plan OR (plan_id = :plan AND number > :number)'
        f' ORDER BY plan_id, number LIMIT {AT_ONCE}'
    )
    while rows := db.execute(page, {'plan': after[0], 'number': after[1]}).all():
        found = [{'plan': row[0], 'number': row[1], 'person': each} for row in rows for each in _authors(row[2])]
        if found:
            db.execute(add, found)
        after = (rows[-1][0], rows[-1][1])


def _authors(body: object) -> Iterator[int]:
    dossier = json.loads(body) if isinstance(body, str) else body
    yield from {each['author'] for each in dossier['answers'].values() if each['author']}


def downgrade() -> None:
    op.drop_index('ix_prompt_live', 'prompt')
    op.drop_index('ix_prompt_import', 'prompt')
    op.execute("UPDATE prompt SET kind = 'offer' WHERE kind = 'import'")
    for name, table, _ in INDEXES:
        op.drop_index(name, table, if_exists=True)
    for table in ('version_author', 'erasure_plan', 'erasure_chat', 'farewell', 'erasure'):
        op.drop_table(table)
