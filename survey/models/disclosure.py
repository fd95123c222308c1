"""What a region lets others see of one section of its assessment, and what the project team published of a wave."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, among, one_of
from survey.models.user import User


class Audience(StrEnum):
    """Who may see: the region's own people and the project team, all regions of the partnership, everybody."""

    PRIVATE = "private"
    PARTNERSHIP = "partnership"
    PUBLIC = "public"


class Disclosure(Base):
    """The audience that a region chose for a section of one assessment; without a row it is private."""

    __tablename__ = "disclosure"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "section"),
        among("audience", Audience, name="audience_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    section: Mapped[str]
    audience: Mapped[Audience] = mapped_column(one_of(Audience))
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    decided_by: Mapped[User] = relationship()


class Publication(Base):
    """A wave whose public pages are open to everybody, since when and by whose decision (None: the machine's)."""

    __tablename__ = "publication"
    __table_args__ = (sa.UniqueConstraint("wave_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("wave.id"))
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
