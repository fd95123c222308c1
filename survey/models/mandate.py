"""What a person may do for one region."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, among, one_of
from survey.models.user import User

if TYPE_CHECKING:
    from survey.models.region import Region


class Duty(StrEnum):
    """What the mandate is for."""

    COORDINATOR = "coordinator"
    CONTRIBUTOR = "contributor"
    REVIEWER = "reviewer"


class Mandate(Base):
    """One person's mandate for one region, from ``since`` until it is revoked (``until``)."""

    __tablename__ = "mandate"
    __table_args__ = (
        among("duty", Duty, name="duty_known"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="until_after_since"),
        sa.Index(
            "uq_mandate_in_force",
            "user_id",
            "region_id",
            "duty",
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"), index=True)
    duty: Mapped[Duty] = mapped_column(one_of(Duty))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    user: Mapped[User] = relationship(back_populates="mandates", foreign_keys=user_id)
    region: Mapped["Region"] = relationship()

    @property
    def in_force(self) -> bool:
        """Whether it was not revoked."""
        return self.until is None
