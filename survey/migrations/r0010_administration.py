"""What administrators do to people and regions, and the runs of work that a timer does."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import MOMENT, TEXT, check, columns, table

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

DEEDS = (
    "invited mandate_ended handed_over part_given part_taken_back reminded deadline_extended stage_changed reviewed"
    " review_answered review_upheld evidence_added evidence_cited evidence_uncited evidence_removed commented"
    " thread_resolved thread_reopened wave_made answers_carried_over workbook_taken workbook_read_in conflict_found"
    " consensus_begun consensus_opened minority_view disclosed wave_published wave_unpublished signed_in"
    " sign_in_failed sign_in_blocked signed_out sign_in_ended password_changed email_asked email_changed"
    " second_factor_on second_factor_off second_factor_reset recovery_codes_made recovery_code_used identity_linked"
    " identity_unlinked account_deleted notice_published efforts_set"
)
ADDED = "role_given role_taken account_closed account_opened region_changed context_changed"


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
    _allow(f"{DEEDS} {ADDED}")


def downgrade() -> None:
    """Drop the table, and the entries of the log that only this version can tell."""
    entry = sa.table("audit_entry", sa.column("deed", sa.String()))
    op.execute(entry.delete().where(entry.c.deed.in_(ADDED.split())))
    _allow(DEEDS)
    op.drop_table("scheduled_run")


def _allow(deeds: str) -> None:
    """Say anew which deeds the log may hold."""
    listed = ", ".join(f"'{each}'" for each in deeds.split())
    with op.batch_alter_table("audit_entry") as entries:
        entries.drop_constraint(op.f("ck_audit_entry_deed_known"), type_="check")
        entries.create_check_constraint(op.f("ck_audit_entry_deed_known"), f"deed IN ({listed})")
