"""Why sessions ended, mails that outlive an account, deeds about the queue of mails, and the whole log by time."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import HASH, MOMENT, WORD, among, check, columns, deeds, table, unique

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TOPICS = "invitation work reminder password account"


def upgrade() -> None:
    """Make the table of ended sessions, and let log and queue hold what is new."""
    table(
        "ended_sign_in",
        *columns(HASH, "digest"),
        *columns(WORD, "why"),
        *columns(MOMENT, "ended_at"),
        among("ended_sign_in", "why_known", "why", "idle whole self administrator password"),
        check("ended_sign_in", "digest_length", "length(digest) = 64"),
        unique("ended_sign_in", "digest"),
    )
    op.create_index(op.f("ix_ended_sign_in_ended_at"), "ended_sign_in", ["ended_at"])
    op.create_index("ix_audit_entry_done_at", "audit_entry", ["done_at", "id"])
    deeds.allow(revision)
    _topics(f"{TOPICS} farewell")


def downgrade() -> None:
    """Drop the table, and what only this version can tell; a farewell that waits is lost."""
    mail = sa.table("mail", sa.column("topic", sa.String()))
    op.execute(mail.delete().where(mail.c.topic == "farewell"))
    _topics(TOPICS)
    deeds.take_back(revision)
    op.drop_index("ix_audit_entry_done_at", "audit_entry")
    op.drop_table("ended_sign_in")


def _topics(words: str) -> None:
    """Say anew what mails may be about."""
    with op.batch_alter_table("mail") as mails:
        mails.drop_constraint(op.f("ck_mail_topic_known"), type_="check")
        listed = ", ".join(f"'{each}'" for each in words.split())
        mails.create_check_constraint(op.f("ck_mail_topic_known"), f"topic IN ({listed})")
