"""The steps of an assessment from stage to stage."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, among, one_of
from survey.models.assessment import Stage
from survey.models.user import User

STEPS: dict[Stage, tuple[Stage, ...]] = {
    Stage.DRAFT: (Stage.SUBMITTED,),
    Stage.SUBMITTED: (Stage.DRAFT, Stage.IN_REVIEW),
    Stage.IN_REVIEW: (Stage.DRAFT, Stage.CONCLUDED),
    Stage.CONCLUDED: (Stage.DRAFT,),
}
"""Where an assessment can go from each stage; back to a draft only with a reason."""

_POSSIBLE = " OR ".join(
    f"(from_stage = '{old}' AND to_stage = '{new}')" for old, following in STEPS.items() for new in following
)


class Transition(Base):
    """One step of an assessment: from which stage to which, by whom, when, and why; ``number`` counts from 1."""

    __tablename__ = "transition"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "number"),
        among("from_stage", Stage, name="from_stage_known"),
        among("to_stage", Stage, name="to_stage_known"),
        sa.CheckConstraint(_POSSIBLE, name="step_possible"),
        sa.CheckConstraint("to_stage <> 'draft' OR reason IS NOT NULL", name="back_with_reason"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    number: Mapped[int]
    from_stage: Mapped[Stage] = mapped_column(one_of(Stage))
    to_stage: Mapped[Stage] = mapped_column(one_of(Stage))
    reason: Mapped[str | None] = mapped_column(sa.Text)
    taken_at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    taken_by: Mapped[User | None] = relationship()
