"""Answering separately first: each person's own answer, and what was agreed upon in the meeting after that."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base
from survey.models.answer import AnswerColumns, answer_rules
from survey.models.user import User


class Consensus(Base):
    """The decision of a region to answer separately first, by ``due``; what people answered is sealed until then.

    It opens earlier once everybody who takes part has finished (``opened_at``).
    """

    __tablename__ = "consensus"
    __table_args__ = (sa.UniqueConstraint("assessment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    due: Mapped[date]
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    opened_at: Mapped[datetime | None]
    participants: Mapped[list["Participant"]] = relationship(order_by="Participant.id", back_populates="consensus")


class Participant(Base):
    """Somebody who answers separately; ``finished_at`` is when they said that they are done."""

    __tablename__ = "participant"
    __table_args__ = (sa.UniqueConstraint("consensus_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consensus_id: Mapped[int] = mapped_column(sa.ForeignKey("consensus.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    finished_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()
    consensus: Mapped[Consensus] = relationship(back_populates="participants")


class IndividualAnswer(AnswerColumns, Base):
    """What one person answered separately, with the version of it that a page was loaded with."""

    __tablename__ = "individual_answer"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "user_id", "question"),
        *answer_rules(),
        sa.CheckConstraint("version >= 1", name="version_from_one"),
    )

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int]
    changed_at: Mapped[datetime]
    user: Mapped[User] = relationship()


class MinorityView(Base):
    """What somebody wants remembered who did not agree; one per person and question, the latest words."""

    __tablename__ = "minority_view"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "question", "user_id"),
        sa.CheckConstraint("length(words) >= 1", name="words_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    question: Mapped[str]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    words: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime]
    user: Mapped[User] = relationship()
