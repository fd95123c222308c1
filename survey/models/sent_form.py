"""A form that was sent and done: whoever sends it again, since the answer was lost, does not do it twice."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base


class SentForm(Base):
    """One form of one page, kept in the transaction that did what it asked for.

    ``digest`` is the SHA-256 of who sent what where, in hexadecimal; ``location`` is where the answer led.
    """

    __tablename__ = "sent_form"
    __table_args__ = (sa.CheckConstraint("length(digest) = 64", name="digest_length"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    location: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(index=True)
