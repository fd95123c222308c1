"""A mail that reminded somebody of what is open."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base


class Reminder(Base):
    """One reminder to one person about one assessment; at most one a day, so that a timer that runs twice sends one.

    ``day`` is that of the wave's time zone; ``by`` is who pressed the button, None for the timer.
    """

    __tablename__ = "reminder"
    __table_args__ = (sa.UniqueConstraint("assessment_id", "user_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    day: Mapped[date]
    sent_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
