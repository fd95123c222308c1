"""Which part of an assessment somebody is asked to answer."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base
from survey.models.user import User


class Assignment(Base):
    """A section or a single question given to a person, until it is taken back (``until``).

    ``part`` is the code of either: sections and questions share one name space. ``due`` is the day by which the
    coordinator would like the answers; it closes nothing.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        sa.CheckConstraint("until IS NULL OR until >= given_at", name="until_after_given"),
        sa.Index(
            "uq_assignment_in_force",
            "assessment_id",
            "user_id",
            "part",
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    part: Mapped[str]
    due: Mapped[date | None]
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    until: Mapped[datetime | None]
    user: Mapped[User] = relationship(foreign_keys=user_id)
    given_by: Mapped[User] = relationship(foreign_keys=given_by_id)
