"""The time in which a region belongs to a partnership."""

from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base

if TYPE_CHECKING:
    from survey.models.region import Region

EU_BELONG = "eu-belong"
"""The partnership of the project."""


class Membership(Base):
    """A region's membership: from ``since``; ``left`` says that it ended, ``until`` when, where that is known."""

    __tablename__ = "membership"
    __table_args__ = (
        sa.UniqueConstraint("region_id", "partnership", "since"),
        sa.CheckConstraint("until IS NULL OR has_left", name="until_only_if_left"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="until_after_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"))
    partnership: Mapped[str]
    since: Mapped[date]
    left: Mapped[bool] = mapped_column("has_left", default=False)
    until: Mapped[date | None]
    note: Mapped[str | None]
    region: Mapped["Region"] = relationship(back_populates="memberships")
