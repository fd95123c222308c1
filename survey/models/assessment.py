"""One region's reply in one wave."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, among, one_of
from survey.models.region import Region
from survey.models.user import User
from survey.models.wave import Wave


class Stage(StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CONCLUDED = "concluded"


class Assessment(Base):
    """One region's reply in one wave; a draft until it is submitted.

    ``draft_number`` counts the drafts from 1: withdrawing and reopening begin the next one. ``extended_due`` is the
    last day of answering for this region alone, where the project team gave it more time.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        sa.UniqueConstraint("region_id", "wave_id"),
        among("stage", Stage, name="stage_known"),
        sa.CheckConstraint("(stage = 'draft') = (submitted_at IS NULL)", name="draft_unless_submitted"),
        sa.CheckConstraint("(submitted_at IS NULL) = (submitted_by_id IS NULL)", name="submitted_by_somebody"),
        sa.CheckConstraint("draft_number >= 1", name="draft_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"))
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("wave.id"), index=True)
    stage: Mapped[Stage] = mapped_column(one_of(Stage), default=Stage.DRAFT)
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    draft_number: Mapped[int] = mapped_column(default=1, server_default="1")
    extended_due: Mapped[date | None]
    region: Mapped[Region] = relationship(innerjoin=True)
    wave: Mapped[Wave] = relationship(innerjoin=True)
    submitted_by: Mapped[User | None] = relationship()

    @property
    def due(self) -> date:
        """The last day on which this region may answer."""
        return self.extended_due or self.wave.due
