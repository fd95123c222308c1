"""A run of work that a timer does: backups, reminders, visits of links."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base


class ScheduledRun(Base):
    """One run of a command, kept when it ended: its name, when it ran, what it counted, and what went wrong.

    A run that was killed leaves no row; that the last one is old tells so. ``counts`` are numbers by what was counted
    (``sent``, ``rows``); ``fault`` is a sentence without names or addresses, None where all went well.
    """

    __tablename__ = "scheduled_run"
    __table_args__ = (
        sa.CheckConstraint("length(name) >= 1", name="name_given"),
        sa.CheckConstraint("ended_at >= started_at", name="ended_later"),
        sa.Index("ix_scheduled_run_name", "name", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    counts: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    fault: Mapped[str | None]
