"""The log holds that a region set efforts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DEEDS = (
    "invited mandate_ended handed_over part_given part_taken_back reminded deadline_extended stage_changed reviewed"
    " review_answered review_upheld evidence_added evidence_cited evidence_uncited evidence_removed commented"
    " thread_resolved thread_reopened wave_made answers_carried_over workbook_taken workbook_read_in conflict_found"
    " consensus_begun consensus_opened minority_view disclosed wave_published wave_unpublished signed_in"
    " sign_in_failed sign_in_blocked signed_out sign_in_ended password_changed email_asked email_changed"
    " second_factor_on second_factor_off second_factor_reset recovery_codes_made recovery_code_used identity_linked"
    " identity_unlinked account_deleted notice_published"
)
ADDED = "efforts_set"


def upgrade() -> None:
    """Let the log hold the deed."""
    _allow(f"{DEEDS} {ADDED}")


def downgrade() -> None:
    """Take the deed away again, with its lines."""
    entry = sa.table("audit_entry", sa.column("deed", sa.String()))
    op.execute(entry.delete().where(entry.c.deed.in_(ADDED.split())))
    _allow(DEEDS)


def _allow(deeds: str) -> None:
    """Say anew which deeds the log may hold."""
    listed = ", ".join(f"'{each}'" for each in deeds.split())
    with op.batch_alter_table("audit_entry") as entries:
        entries.drop_constraint(op.f("ck_audit_entry_deed_known"), type_="check")
        entries.create_check_constraint(op.f("ck_audit_entry_deed_known"), f"deed IN ({listed})")
