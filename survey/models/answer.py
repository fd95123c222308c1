"""The answers of an assessment: what holds now, and every version before it."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from survey.database import Base, among, one_of
from survey.questionnaires.answers import State


class Source(StrEnum):
    """How an answer came in."""

    PAGE = "page"


class Versioned:
    """The columns that an answer and each of its versions share.

    ``question`` is the question's code, ``value`` the canonical cell text of
    :mod:`survey.questionnaires.kinds`, there exactly when the state has a value. *Hidden* is never kept: it
    follows from the other answers. ``version`` counts from 1 and grows by one with every write; nothing is
    ever deleted.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    version: Mapped[int]
    state: Mapped[State] = mapped_column(one_of(State))
    value: Mapped[str | None] = mapped_column(sa.Text)
    reason: Mapped[str | None] = mapped_column(sa.Text)
    planned_date: Mapped[date | None]
    changed_at: Mapped[datetime]

    @declared_attr
    def assessment_id(self) -> Mapped[int]:
        """The assessment that the answer belongs to."""
        return mapped_column(sa.ForeignKey("assessment.id"))

    @declared_attr
    def changed_by_id(self) -> Mapped[int | None]:
        """Who changed it."""
        return mapped_column(sa.ForeignKey("account.id"))


def _rules() -> tuple[sa.CheckConstraint, ...]:
    """Return the rules of one answer as named constraints."""
    return (
        among("state", [each for each in State if each is not State.HIDDEN], name="state_kept"),
        sa.CheckConstraint("(value IS NOT NULL) = (state IN ('answered', 'planned'))", name="value_with_state"),
        sa.CheckConstraint("reason IS NULL OR state = 'not_applicable'", name="reason_not_applicable"),
        sa.CheckConstraint("planned_date IS NULL OR state = 'planned'", name="date_planned"),
        sa.CheckConstraint("version >= 1", name="version_from_one"),
    )


class StoredAnswer(Versioned, Base):
    """What holds now for one question of one assessment."""

    __tablename__ = "answer"
    __table_args__ = (sa.UniqueConstraint("assessment_id", "question"), *_rules())


class AnswerChange(Versioned, Base):
    """One version of one answer, as it was written and by whom."""

    __tablename__ = "answer_change"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "question", "version"),
        *_rules(),
        among("source", Source, name="source_known"),
    )

    source: Mapped[Source] = mapped_column(one_of(Source))
