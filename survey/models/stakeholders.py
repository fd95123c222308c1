"""What stakeholders answered, as a region brought it: how many gave each value, and nothing about a person."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base
from survey.models.user import User
from survey.scoring.stakeholders import LEAST


class StakeholderAnswers(Base):
    """That stakeholders' answers were brought to an assessment: of how many people, when, by whom (None: the machine).

    The next file of the same assessment takes its place.
    """

    __tablename__ = "stakeholder_answers"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id"),
        sa.CheckConstraint(f"people >= {LEAST}", name="people_enough"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    people: Mapped[int]
    brought_at: Mapped[datetime]
    brought_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    brought_by: Mapped[User | None] = relationship()


class StakeholderCount(Base):
    """How many people gave one value to a question; who did not know, or said nothing, is not counted.

    ``value`` is the canonical cell text of :mod:`survey.questionnaires.kinds`.
    """

    __tablename__ = "stakeholder_count"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "question", "value"),
        sa.CheckConstraint("people >= 1", name="people_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    question: Mapped[str]
    value: Mapped[str] = mapped_column(sa.Text)
    people: Mapped[int]
