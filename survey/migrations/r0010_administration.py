"""What administrators do to people and regions, and the runs of work that a timer does."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import MOMENT, TEXT, check, columns, deeds, table

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of runs, and let the log hold what administrators do."""
    table(
        "scheduled_run",
        *columns(TEXT, "name"),
        *columns(MOMENT, "started_at", "ended_at"),
        *columns(sa.JSON(), "counts"),
        *columns(TEXT, "fault", required=False),
        check("scheduled_run", "name_given", "length(name) >= 1"),
        check("scheduled_run", "ended_later", "ended_at >= started_at"),
    )
    op.create_index("ix_scheduled_run_name", "scheduled_run", ["name", "ended_at"])
    deeds.allow(revision)


def downgrade() -> None:
    """Drop the table, and the entries of the log that only this version can tell."""
    deeds.take_back(revision)
    op.drop_table("scheduled_run")
