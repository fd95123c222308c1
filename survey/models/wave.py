"""A wave: the same regions assessed again, with one edition, between two days."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base
from survey.models.edition import Edition


class Wave(Base):
    """One wave; open from ``opens`` to ``due``, both days included, in ``time_zone``, unless ``closed`` earlier."""

    __tablename__ = "wave"
    __table_args__ = (sa.CheckConstraint("due >= opens", name="due_after_opens"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"))
    opens: Mapped[date]
    due: Mapped[date]
    time_zone: Mapped[str]
    closed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    edition: Mapped[Edition] = relationship(innerjoin=True)
