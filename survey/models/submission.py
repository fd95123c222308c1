"""What a region submitted, frozen."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base, among, one_of


class Cause(StrEnum):
    """Why the answers were frozen: the region submitted its draft, or the review of it was concluded."""

    SUBMITTED = "submitted"
    CONCLUDED = "concluded"


class Submission(Base):
    """One submission of an assessment: all stored answers as they were, never changed afterwards.

    ``number`` is that of the draft, so that one draft is submitted once, whatever happens at the same moment.
    ``answers`` is a list of objects with ``question``, ``state``, ``value``, ``reason``, ``planned_date`` and
    ``version``, in the order of the questionnaire.
    """

    __tablename__ = "submission"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "number", "cause"),
        among("cause", Cause, name="cause_known"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
        sa.CheckConstraint("length(structure_hash) = 64", name="hash_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    number: Mapped[int]
    cause: Mapped[Cause] = mapped_column(one_of(Cause), default=Cause.SUBMITTED, server_default="submitted")
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    structure_hash: Mapped[str] = mapped_column(sa.String(64))
    answers: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
