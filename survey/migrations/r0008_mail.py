"""The queue of mails, and forms that were sent already."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import HASH, MOMENT, TEXT, WORD, among, check, columns, refers, table, unique

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    table(
        "mail",
        *columns(WORD, "topic"),
        *columns(TEXT, "address", "subject"),
        *columns(TEXT, "body", "plain", required=False),
        *columns(HASH, "mark"),
        *columns(HASH, "once", required=False),
        *columns(WORD, "state"),
        *columns(sa.Integer(), "attempts"),
        *columns(WORD, "trouble", required=False),
        *columns(MOMENT, "made_at", "next_at", "until"),
        *columns(MOMENT, "claimed_until", "ended_at", required=False),
        *refers("mail", "user_id", "account", required=False, ondelete="CASCADE"),
        *refers("mail", "by_id", "account", required=False, ondelete="SET NULL"),
        *refers("mail", "token_id", "token", required=False, ondelete="SET NULL"),
        among("mail", "state_known", "state", "waiting sent given_up withdrawn"),
        among("mail", "topic_known", "topic", "invitation work reminder password account"),
        among(
            "mail",
            "trouble_known",
            "trouble",
            "unreachable slow insecure sign_in sender busy refused folder late link",
        ),
        check("mail", "body_waits", "body IS NOT NULL OR state <> 'waiting'"),
        check("mail", "body_gone", "body IS NULL OR state IN ('waiting', 'given_up')"),
        check("mail", "plain_with_body", "plain IS NULL OR body IS NOT NULL"),
        check("mail", "ended_unless_waiting", "(ended_at IS NULL) = (state = 'waiting')"),
        check("mail", "attempts_counted", "attempts >= 0"),
        unique("mail", "mark"),
        unique("mail", "once"),
    )
    op.create_index(op.f("ix_mail_state_next_at"), "mail", ["state", "next_at"])
    op.create_index(op.f("ix_mail_user_id"), "mail", ["user_id"])
    table(
        "sent_form",
        *columns(HASH, "digest"),
        *columns(TEXT, "location"),
        *columns(MOMENT, "sent_at"),
        check("sent_form", "digest_length", "length(digest) = 64"),
        unique("sent_form", "digest"),
    )
    op.create_index(op.f("ix_sent_form_sent_at"), "sent_form", ["sent_at"])


def downgrade() -> None:
    """Drop the tables; mails that wait are lost."""
    op.drop_table("sent_form")
    op.drop_table("mail")
