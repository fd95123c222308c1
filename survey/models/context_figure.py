"""A figure about a region's population, with its own date and source."""

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base

if TYPE_CHECKING:
    from survey.models.region import Region


class ContextFigure(Base):
    """One figure: what was measured, how much, in which unit, of which day, by whom, and how sure it is.

    ``as_of`` is a year, a month or a day as ISO 8601 text, as exact as the source is. ``note`` says where
    the measure means something else than its name: figures of two regions are often not comparable.
    """

    __tablename__ = "context_figure"
    __table_args__ = (
        sa.UniqueConstraint("region_id", "measure", "as_of"),
        sa.CheckConstraint("length(as_of) >= 4", name="as_of_given"),
        sa.CheckConstraint("value >= 0", name="value_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"))
    measure: Mapped[str]
    value: Mapped[float]
    unit: Mapped[str]
    as_of: Mapped[str] = mapped_column(sa.String(10))
    source: Mapped[str]
    confidence: Mapped[str]
    note: Mapped[str | None]
    region: Mapped["Region"] = relationship(back_populates="context")
