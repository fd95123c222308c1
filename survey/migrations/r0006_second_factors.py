"""A second factor, its recovery codes, and accounts at a provider by which people sign in."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import HASH, MOMENT, TEXT, check, columns, deeds, refers, table, unique

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


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
    deeds.allow(revision)


def downgrade() -> None:
    """Drop the tables, and the entries of the log that only they explain."""
    deeds.take_back(revision)
    for name in ("identity", "recovery_code", "second_factor"):
        op.drop_table(name)
