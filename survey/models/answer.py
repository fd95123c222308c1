"""The answers of an assessment: what holds now, every version before it, and what an earlier wave hands over."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from survey.database import Base, among, one_of
from survey.questionnaires.answers import State


class Source(StrEnum):
    """How an answer came in."""

    PAGE = "page"
    WORKBOOK = "workbook"
    CARRY_OVER = "carry_over"
    CONSENSUS = "consensus"


class AnswerColumns:
    """The columns of one answer to one question of an assessment.

    ``question`` is the question's code, ``value`` the canonical cell text of
    :mod:`survey.questionnaires.kinds`, there exactly when the state has a value. *Hidden* is never kept: it
    follows from the other answers.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    state: Mapped[State] = mapped_column(one_of(State))
    value: Mapped[str | None] = mapped_column(sa.Text)
    reason: Mapped[str | None] = mapped_column(sa.Text)
    planned_date: Mapped[date | None]

    @declared_attr
    def assessment_id(self) -> Mapped[int]:
        """The assessment that the answer belongs to."""
        return mapped_column(sa.ForeignKey("assessment.id"))


class Versioned(AnswerColumns):
    """The columns that an answer and each of its versions share.

    ``version`` counts from 1 and grows by one with every write; nothing is ever deleted.
    """

    version: Mapped[int]
    changed_at: Mapped[datetime]

    @declared_attr
    def changed_by_id(self) -> Mapped[int | None]:
        """Who changed it."""
        return mapped_column(sa.ForeignKey("account.id"))


def answer_rules() -> tuple[sa.CheckConstraint, ...]:
    """Return the rules of one answer as named constraints."""
    return (
        among("state", [each for each in State if each is not State.HIDDEN], name="state_kept"),
        sa.CheckConstraint("(value IS NOT NULL) = (state IN ('answered', 'planned'))", name="value_with_state"),
        sa.CheckConstraint("reason IS NULL OR state = 'not_applicable'", name="reason_not_applicable"),
        sa.CheckConstraint("planned_date IS NULL OR state = 'planned'", name="date_planned"),
    )


def _rules() -> tuple[sa.CheckConstraint, ...]:
    return (*answer_rules(), sa.CheckConstraint("version >= 1", name="version_from_one"))


class StoredAnswer(Versioned, Base):
    """What holds now for one question of one assessment."""

    __tablename__ = "answer"
    __table_args__ = (sa.UniqueConstraint("assessment_id", "question"), *_rules())


class AnswerChange(Versioned, Base):
    """One version of one answer: as it was written, by whom, in which way, and ``why`` where a reason was given."""

    __tablename__ = "answer_change"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "question", "version"),
        *_rules(),
        among("source", Source, name="source_known"),
    )

    source: Mapped[Source] = mapped_column(one_of(Source))
    why: Mapped[str | None] = mapped_column(sa.Text)


class Cleared(StrEnum):
    """Why an earlier answer is shown and cannot be confirmed."""

    TIME_BOUND = "time_bound"
    RESCALED = "rescaled"
    NO_LONGER_FITS = "no_longer_fits"


class CarriedAnswer(AnswerColumns, Base):
    """What a region answered in the wave before, to be confirmed; it counts nowhere until somebody does.

    It waits as long as the assessment has no answer of its own to the question. ``from_question`` and ``from_version``
    say which version of which answer it was; ``cleared`` says why it must be answered anew.
    """

    __tablename__ = "carried_answer"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "question"),
        *answer_rules(),
        among("cleared", Cleared, name="cleared_known"),
        sa.CheckConstraint("from_assessment_id <> assessment_id", name="from_another"),
        sa.CheckConstraint("from_version >= 1", name="from_version_from_one"),
    )

    from_assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    from_question: Mapped[str]
    from_version: Mapped[int]
    cleared: Mapped[Cleared | None] = mapped_column(one_of(Cleared))
