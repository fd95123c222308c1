"""What regions let others see, what is published, and what regions think an improvement takes."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import MOMENT, TEXT, WORD, among, check, columns, deeds, refers, table, unique

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and let the log hold the deeds that go with them."""
    table(
        "disclosure",
        *refers("disclosure", "assessment_id", "assessment"),
        *columns(TEXT, "section"),
        *columns(WORD, "audience"),
        *columns(MOMENT, "decided_at"),
        *refers("disclosure", "decided_by_id", "account"),
        among("disclosure", "audience_known", "audience", "private partnership public"),
        unique("disclosure", "assessment_id", "section"),
    )
    table(
        "publication",
        *refers("publication", "wave_id", "wave"),
        *columns(MOMENT, "published_at"),
        *refers("publication", "published_by_id", "account", required=False),
        unique("publication", "wave_id"),
    )
    table(
        "effort",
        *refers("effort", "region_id", "region"),
        *columns(TEXT, "questionnaire", "question"),
        *columns(sa.Integer(), "effort"),
        *columns(MOMENT, "set_at"),
        *refers("effort", "set_by_id", "account"),
        check("effort", "effort_range", "effort BETWEEN 1 AND 100"),
        unique("effort", "region_id", "questionnaire", "question"),
    )
    deeds.allow(revision)


def downgrade() -> None:
    """Drop the tables, and the entries of the log that only they explain."""
    deeds.take_back(revision)
    for name in ("effort", "publication", "disclosure"):
        op.drop_table(name)
