"""The log holds that a region set efforts."""

from survey.migrations.pieces import deeds

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the log hold the deed."""
    deeds.allow(revision)


def downgrade() -> None:
    """Take the deed away again, with its lines."""
    deeds.take_back(revision)
