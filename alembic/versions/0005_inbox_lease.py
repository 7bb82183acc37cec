"""Updates whose holder died are found without a look at those that wait."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_inbox_lease", "inbox", ["state", "lease_until"])


def downgrade() -> None:
    op.drop_index("ix_inbox_lease", "inbox")
