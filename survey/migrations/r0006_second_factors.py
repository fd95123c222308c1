"""A second factor, its recovery codes, and accounts at a provider by which people sign in."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import HASH, MOMENT, TEXT, check, columns, refers, table, unique

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DEEDS = (
    "invited mandate_ended handed_over part_given part_taken_back reminded deadline_extended stage_changed reviewed"
    " review_answered review_upheld evidence_added evidence_cited evidence_uncited evidence_removed commented"
    " thread_resolved thread_reopened wave_made answers_carried_over workbook_taken workbook_read_in conflict_found"
    " consensus_begun consensus_opened minority_view disclosed wave_published wave_unpublished signed_in"
    " sign_in_failed sign_in_blocked signed_out sign_in_ended password_changed email_asked email_changed"
)
ADDED = (
    "second_factor_on second_factor_off second_factor_reset recovery_codes_made recovery_code_used identity_linked"
    " identity_unlinked"
)


def upgrade() -> None:
    """Make the tables, and let the log hold the deeds that go with them."""
    table(
        "second_factor",
        *refers("second_factor", "user_id", "account", ondelete="CASCADE"),
        *columns(TEXT, "secret"),
        *columns(MOMENT, "since"),
        *columns(sa.BigInteger(), "last_step"),
        check("second_factor", "secret_sealed", "length(secret) >= 32"),
        check("second_factor", "step_not_negative", "last_step >= 0"),
        unique("second_factor", "user_id"),
    )
    table(
        "recovery_code",
        *refers("recovery_code", "user_id", "account", ondelete="CASCADE"),
        *columns(HASH, "digest"),
        *columns(MOMENT, "made_at"),
        *columns(MOMENT, "used_at", required=False),
        check("recovery_code", "digest_length", "length(digest) = 64"),
        unique("recovery_code", "user_id", "digest"),
    )
    table(
        "identity",
        *refers("identity", "user_id", "account", ondelete="CASCADE"),
        *columns(TEXT, "issuer"),
        *columns(sa.String(length=255), "subject"),
        *columns(TEXT, "shown"),
        *columns(MOMENT, "linked_at"),
        check("identity", "named", "issuer <> '' AND subject <> ''"),
        unique("identity", "issuer", "subject"),
        unique("identity", "user_id", "issuer"),
    )
    _allow(f"{DEEDS} {ADDED}")


def downgrade() -> None:
    """Drop the tables, and the entries of the log that only they explain."""
    entry = sa.table("audit_entry", sa.column("deed", sa.String()))
    op.execute(entry.delete().where(entry.c.deed.in_(ADDED.split())))
    _allow(DEEDS)
    for name in ("identity", "recovery_code", "second_factor"):
        op.drop_table(name)


def _allow(deeds: str) -> None:
    """Say anew which deeds the log may hold."""
    listed = ", ".join(f"'{each}'" for each in deeds.split())
    with op.batch_alter_table("audit_entry") as entries:
        entries.drop_constraint(op.f("ck_audit_entry_deed_known"), type_="check")
        entries.create_check_constraint(op.f("ck_audit_entry_deed_known"), f"deed IN ({listed})")
