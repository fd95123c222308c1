"""The secret in a link, of which only a digest is kept."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, among, one_of
from survey.models.user import User


class Purpose(StrEnum):
    """What a link is for: the first way in, or one signing in."""

    INVITATION = "invitation"
    SIGN_IN = "sign_in"


class Token(Base):
    """One link that works once, until ``expires_at``, unless a later one replaced it.

    ``digest`` is the SHA-256 of the secret in hexadecimal: whoever reads the database cannot make the link
    from it.
    """

    __tablename__ = "token"
    __table_args__ = (
        among("purpose", Purpose, name="purpose_known"),
        sa.CheckConstraint("length(digest) = 64", name="digest_length"),
        sa.CheckConstraint("expires_at > created_at", name="expires_later"),
        sa.CheckConstraint("used_at IS NULL OR replaced_at IS NULL", name="used_or_replaced"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(one_of(Purpose))
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()
