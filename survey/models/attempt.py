"""Failed ways in and costly files, counted: how often, and until when nobody may try again."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base


class Attempt(Base):
    """What was tried in the name of one address, by one network, or from one browser that is known.

    ``key`` is a keyed digest (HMAC-SHA-256): from the table alone nobody learns an address, and nobody can try out
    which it is. A row is removed a day after the last attempt.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        sa.CheckConstraint("length(key) = 64", name="key_length"),
        sa.CheckConstraint("tries >= 0", name="tries_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    tries: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    blocked_until: Mapped[datetime | None]
