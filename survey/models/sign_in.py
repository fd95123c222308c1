"""Where people are signed in: one row for each browser, gone when it ends."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, among, one_of
from survey.models.user import User


class How(StrEnum):
    """How somebody signed in."""

    PASSWORD = "password"  # noqa: S105 - the name of a way in
    LINK = "link"
    SECOND_FACTOR = "second_factor"
    PROVIDER = "provider"


class Ending(StrEnum):
    """Why a session ended that nobody left by signing out: it was idle too long, or too old; or who ended it."""

    IDLE = "idle"
    WHOLE = "whole"
    SELF = "self"
    ADMINISTRATOR = "administrator"
    PASSWORD = "password"  # noqa: S105 - a word, not one


class SignIn(Base):
    """One browser in which somebody is signed in; signing out, or ending it elsewhere, removes the row.

    ``digest`` is the SHA-256 of the secret in that browser's cookie: whoever reads the database cannot make the cookie
    from it. ``seen_at`` is good to a few minutes. ``kept`` says that it outlives the browser's window. ``browser`` is a
    word or two such as "Firefox, Linux"; no network address is kept.
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        among("how", How, name="how_known"),
        sa.CheckConstraint("length(digest) = 64", name="digest_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    how: Mapped[How] = mapped_column(one_of(How))
    kept: Mapped[bool]
    browser: Mapped[str]
    user: Mapped[User] = relationship()


class EndedSignIn(Base):
    """A session that has ended, and why, for the browser that still holds its cookie; nothing says whose it was."""

    __tablename__ = "ended_sign_in"
    __table_args__ = (
        among("why", Ending, name="why_known"),
        sa.CheckConstraint("length(digest) = 64", name="digest_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    why: Mapped[Ending] = mapped_column(one_of(Ending))
    ended_at: Mapped[datetime] = mapped_column(index=True)
