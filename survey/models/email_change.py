"""An e-mail address that somebody wants to have from now on, and has not confirmed yet."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base
from survey.models.user import User


class EmailChange(Base):
    """The new address of an account until the link that was sent there is used; a later wish takes its place.

    ``digest`` is the SHA-256 of the secret in the link, as of every other link.
    """

    __tablename__ = "email_change"
    __table_args__ = (
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
        sa.CheckConstraint("length(digest) = 64", name="digest_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), unique=True)
    email: Mapped[str]
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    asked_at: Mapped[datetime]
    user: Mapped[User] = relationship()
