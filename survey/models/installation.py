"""What this database is for: real answers, or invented ones for demonstration."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base, among, one_of


class InstallationKind(StrEnum):
    """Whether the answers are real; the two never mix."""

    REAL = "real"
    DEMONSTRATION = "demonstration"


class Installation(Base):
    """The one row that says what the database is for."""

    __tablename__ = "installation"
    __table_args__ = (
        sa.CheckConstraint("id = 1", name="one_row"),
        among("kind", InstallationKind, name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[InstallationKind] = mapped_column(one_of(InstallationKind))
    created_at: Mapped[datetime]
