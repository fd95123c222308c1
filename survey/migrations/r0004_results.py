"""What regions let others see, what is published, and what regions think an improvement takes."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import MOMENT, TEXT, WORD, among, check, columns, refers, table, unique

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DEEDS = (
    "invited mandate_ended handed_over part_given part_taken_back reminded deadline_extended stage_changed reviewed"
    " review_answered review_upheld evidence_added evidence_cited evidence_uncited evidence_removed commented"
    " thread_resolved thread_reopened wave_made answers_carried_over workbook_taken workbook_read_in conflict_found"
    " consensus_begun consensus_opened minority_view"
)
ADDED = "disclosed wave_published wave_unpublished"


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
    _allow(f"{DEEDS} {ADDED}")


def downgrade() -> None:
    """Drop the tables, and the entries of the log that only they explain."""
    entry = sa.table("audit_entry", sa.column("deed", sa.String()))
    op.execute(entry.delete().where(entry.c.deed.in_(ADDED.split())))
    _allow(DEEDS)
    for name in ("effort", "publication", "disclosure"):
        op.drop_table(name)


def _allow(deeds: str) -> None:
    """Say anew which deeds the log may hold."""
    listed = ", ".join(f"'{each}'" for each in deeds.split())
    with op.batch_alter_table("audit_entry") as entries:
        entries.drop_constraint(op.f("ck_audit_entry_deed_known"), type_="check")
        entries.create_check_constraint(op.f("ck_audit_entry_deed_known"), f"deed IN ({listed})")
