"""What stakeholders answered, as numbers of people for each value, and the deeds of bringing it and taking it away."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import MOMENT, TEXT, check, columns, deeds, refers, table, unique

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables, and let the log hold what is done with them."""
    table(
        "stakeholder_answers",
        *refers("stakeholder_answers", "assessment_id", "assessment"),
        *columns(sa.Integer(), "people"),
        *columns(MOMENT, "brought_at"),
        *refers("stakeholder_answers", "brought_by_id", "account", required=False),
        check("stakeholder_answers", "people_enough", "people >= 10"),
        unique("stakeholder_answers", "assessment_id"),
    )
    table(
        "stakeholder_count",
        *refers("stakeholder_count", "assessment_id", "assessment"),
        *columns(TEXT, "question"),
        *columns(sa.Text(), "value"),
        *columns(sa.Integer(), "people"),
        check("stakeholder_count", "people_from_one", "people >= 1"),
        unique("stakeholder_count", "assessment_id", "question", "value"),
    )
    deeds.allow(revision)


def downgrade() -> None:
    """Drop both tables, and the entries of the log that only this version can tell."""
    deeds.take_back(revision)
    op.drop_table("stakeholder_count")
    op.drop_table("stakeholder_answers")
