"""Where people are signed in, failed ways in as a count, e-mail addresses that wait to be confirmed."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import HASH, MOMENT, TEXT, WORD, among, check, columns, refers, table, unique

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DEEDS = (
    "invited mandate_ended handed_over part_given part_taken_back reminded deadline_extended stage_changed reviewed"
    " review_answered review_upheld evidence_added evidence_cited evidence_uncited evidence_removed commented"
    " thread_resolved thread_reopened wave_made answers_carried_over workbook_taken workbook_read_in conflict_found"
    " consensus_begun consensus_opened minority_view disclosed wave_published wave_unpublished"
)
ADDED = "signed_in sign_in_failed sign_in_blocked signed_out sign_in_ended password_changed email_asked email_changed"


def upgrade() -> None:
    """Make the tables, and let the log hold the deeds that go with them; everybody has to sign in once more."""
    table(
        "sign_in",
        *columns(HASH, "digest"),
        *refers("sign_in", "user_id", "account", ondelete="CASCADE"),
        *columns(MOMENT, "made_at", "seen_at"),
        *columns(WORD, "how"),
        *columns(sa.Boolean(), "kept"),
        *columns(TEXT, "browser"),
        among("sign_in", "how_known", "how", "password link second_factor provider"),
        check("sign_in", "digest_length", "length(digest) = 64"),
        unique("sign_in", "digest"),
    )
    op.create_index(op.f("ix_sign_in_user_id"), "sign_in", ["user_id"])
    table(
        "attempt",
        *columns(HASH, "key"),
        *columns(sa.Integer(), "tries"),
        *columns(MOMENT, "last_at"),
        *columns(MOMENT, "blocked_until", required=False),
        check("attempt", "key_length", "length(key) = 64"),
        check("attempt", "tries_counted", "tries >= 0"),
        unique("attempt", "key"),
    )
    op.create_index(op.f("ix_attempt_last_at"), "attempt", ["last_at"])
    table(
        "email_change",
        *refers("email_change", "user_id", "account", ondelete="CASCADE"),
        *columns(TEXT, "email"),
        *columns(HASH, "digest"),
        *columns(MOMENT, "asked_at"),
        check("email_change", "email_lower", "email = lower(email)"),
        check("email_change", "digest_length", "length(digest) = 64"),
        unique("email_change", "user_id"),
        unique("email_change", "digest"),
    )
    _allow(f"{DEEDS} {ADDED}")


def downgrade() -> None:
    """Drop the tables, and the entries of the log that only they explain."""
    entry = sa.table("audit_entry", sa.column("deed", sa.String()))
    op.execute(entry.delete().where(entry.c.deed.in_(ADDED.split())))
    _allow(DEEDS)
    for name in ("email_change", "attempt", "sign_in"):
        op.drop_table(name)


def _allow(deeds: str) -> None:
    """Say anew which deeds the log may hold."""
    listed = ", ".join(f"'{each}'" for each in deeds.split())
    with op.batch_alter_table("audit_entry") as entries:
        entries.drop_constraint(op.f("ck_audit_entry_deed_known"), type_="check")
        entries.create_check_constraint(op.f("ck_audit_entry_deed_known"), f"deed IN ({listed})")
