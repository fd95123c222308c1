"""The region, which is what is assessed."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base
from survey.models.context_figure import ContextFigure
from survey.models.membership import Membership


class Region(Base):
    """A region of Europe and the body that answers for it.

    ``country`` is the ISO 3166 code; ``nuts`` the code of the statistical unit (2021), with words where it
    is none of its own; ``languages`` the official ones as ISO 639 codes joined by ``;``.
    """

    __tablename__ = "region"
    __table_args__ = (sa.CheckConstraint("nuts_level BETWEEN 0 AND 3", name="nuts_level_range"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    local_name: Mapped[str]
    country: Mapped[str] = mapped_column(sa.String(2))
    nuts: Mapped[str]
    nuts_level: Mapped[int]
    languages: Mapped[str]
    partner_body: Mapped[str]
    note: Mapped[str | None]
    memberships: Mapped[list[Membership]] = relationship(order_by=Membership.id, back_populates="region")
    context: Mapped[list[ContextFigure]] = relationship(order_by=ContextFigure.id, back_populates="region")
