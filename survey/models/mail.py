"""A mail that tells of a deed: kept in the transaction that does it, sent afterwards."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, among, one_of
from survey.models.token import Token
from survey.models.user import User


class MailState(StrEnum):
    """Whether a mail has left; a withdrawn one never will."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"


class Topic(StrEnum):
    """What a mail is about."""

    INVITATION = "invitation"
    WORK = "work"
    REMINDER = "reminder"
    PASSWORD = "password"  # noqa: S105 - a word, not one
    ACCOUNT = "account"
    FAREWELL = "farewell"


class Trouble(StrEnum):
    """Why a mail did not leave; the words are codes, since a server's own words can hold anything."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    INSECURE = "insecure"
    SIGN_IN = "sign_in"
    SENDER = "sender"
    BUSY = "busy"
    REFUSED = "refused"
    FOLDER = "folder"
    LATE = "late"
    LINK = "link"


class Mail(Base):
    """One mail to one address, for the queue.

    ``body`` is there as long as the mail may still leave: it can hold a link that signs somebody in. ``plain`` is what
    is sent in its place once that link, ``token``, works no more; without it, nothing is. ``until`` is when trying
    ends; ``next_at`` when it is tried next; ``claimed_until`` how long somebody who is sending it now may take.
    ``mark`` makes the Message-ID, the same in every try. ``once`` names a deed that is told of once.
    """

    __tablename__ = "mail"
    __table_args__ = (
        among("state", MailState, name="state_known"),
        among("topic", Topic, name="topic_known"),
        among("trouble", Trouble, name="trouble_known"),
        sa.CheckConstraint("body IS NOT NULL OR state <> 'waiting'", name="body_waits"),
        sa.CheckConstraint("body IS NULL OR state IN ('waiting', 'given_up')", name="body_gone"),
        sa.CheckConstraint("plain IS NULL OR body IS NOT NULL", name="plain_with_body"),
        sa.CheckConstraint("(ended_at IS NULL) = (state = 'waiting')", name="ended_unless_waiting"),
        sa.CheckConstraint("attempts >= 0", name="attempts_counted"),
        sa.Index("ix_mail_state_next_at", "state", "next_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[Topic] = mapped_column(one_of(Topic))
    to: Mapped[str] = mapped_column("address")
    subject: Mapped[str]
    body: Mapped[str | None]
    plain: Mapped[str | None]
    mark: Mapped[str] = mapped_column(sa.String(64), unique=True)
    once: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    state: Mapped[MailState] = mapped_column(one_of(MailState), default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[Trouble | None] = mapped_column(one_of(Trouble))
    made_at: Mapped[datetime]
    next_at: Mapped[datetime]
    until: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))
    token_id: Mapped[int | None] = mapped_column(sa.ForeignKey("token.id", ondelete="SET NULL"))
    user: Mapped[User | None] = relationship(foreign_keys=user_id)
    by: Mapped[User | None] = relationship(foreign_keys=by_id)
    token: Mapped[Token | None] = relationship()
