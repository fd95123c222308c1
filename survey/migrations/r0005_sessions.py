"""Where people are signed in, failed ways in as a count, e-mail addresses that wait to be confirmed."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import HASH, MOMENT, TEXT, WORD, among, check, columns, deeds, refers, table, unique

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


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
    deeds.allow(revision)


def downgrade() -> None:
    """Drop the tables, and the entries of the log that only they explain."""
    deeds.take_back(revision)
    for name in ("email_change", "attempt", "sign_in"):
        op.drop_table(name)
