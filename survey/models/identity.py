"""Who somebody is at the provider by which they sign in."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base


class Identity(Base):
    """One account at a provider, named as OpenID Connect does: by issuer and subject, never by an address.

    ``shown`` is what the provider called it on the day it was linked (an address or a name), for people alone.
    """

    __tablename__ = "identity"
    __table_args__ = (
        sa.UniqueConstraint("issuer", "subject"),
        sa.UniqueConstraint("user_id", "issuer"),
        sa.CheckConstraint("issuer <> '' AND subject <> ''", name="named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    issuer: Mapped[str]
    subject: Mapped[str] = mapped_column(sa.String(255))
    shown: Mapped[str]
    linked_at: Mapped[datetime]
