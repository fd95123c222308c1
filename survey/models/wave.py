"""A wave: the same regions assessed again, with one edition, between two days."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base
from survey.models.edition import Edition


class Wave(Base):
    """One wave; open from ``opens`` to ``due``, both days included, in ``time_zone``, unless ``closed`` earlier.

    ``review_due`` and ``conclude_due`` are the last days of reviewing and of concluding, where they are set;
    ``follows`` is the wave whose answers it starts from.
    """

    __tablename__ = "wave"
    __table_args__ = (
        sa.CheckConstraint("due >= opens", name="due_after_opens"),
        sa.CheckConstraint("review_due IS NULL OR review_due >= due", name="review_after_due"),
        sa.CheckConstraint(
            "conclude_due IS NULL OR (review_due IS NOT NULL AND conclude_due >= review_due)",
            name="conclude_after_review",
        ),
        sa.CheckConstraint("follows_id IS NULL OR follows_id <> id", name="follows_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"))
    opens: Mapped[date]
    due: Mapped[date]
    time_zone: Mapped[str]
    closed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    review_due: Mapped[date | None]
    conclude_due: Mapped[date | None]
    follows_id: Mapped[int | None] = mapped_column(sa.ForeignKey("wave.id"))
    edition: Mapped[Edition] = relationship(innerjoin=True)
    follows: Mapped["Wave | None"] = relationship(remote_side="Wave.id")
