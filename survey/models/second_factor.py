"""The second thing that signing in asks for: an app that makes codes, and the codes for the day it is lost."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base


class SecondFactor(Base):
    """The app that makes a person's codes, by RFC 6238; there is none before a first code has shown that it works.

    ``secret`` is encrypted (:mod:`survey.services.sealing`). ``last_step`` is the half minute of the last code that
    was taken, counted from 1970: no code of it, or of one before, is taken again, whichever worker is asked.
    """

    __tablename__ = "second_factor"
    __table_args__ = (
        sa.UniqueConstraint("user_id"),
        sa.CheckConstraint("length(secret) >= 32", name="secret_sealed"),
        sa.CheckConstraint("last_step >= 0", name="step_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    secret: Mapped[str]
    since: Mapped[datetime]
    last_step: Mapped[int] = mapped_column(sa.BigInteger())


class RecoveryCode(Base):
    """One of the codes that stand in for the app, each once; of each only the SHA-256 of 120 random bits is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "digest"),
        sa.CheckConstraint("length(digest) = 64", name="digest_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(sa.String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
