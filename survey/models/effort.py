"""What it would take a region to improve an answer."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base


class Effort(Base):
    """A region's own estimate of the work behind full points in a question, from 1 (little) to 100, kept over waves.

    ``questionnaire`` is the key of the questionnaire, whatever its edition.
    """

    __tablename__ = "effort"
    __table_args__ = (
        sa.UniqueConstraint("region_id", "questionnaire", "question"),
        sa.CheckConstraint("effort BETWEEN 1 AND 100", name="effort_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"))
    questionnaire: Mapped[str]
    question: Mapped[str]
    effort: Mapped[int]
    set_at: Mapped[datetime]
    set_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
