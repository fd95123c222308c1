"""The people who sign in, and what they are for the whole installation."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask_security import RoleMixin, UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, among
from survey.names import Name

if TYPE_CHECKING:
    from survey.models.mandate import Mandate
    from survey.models.second_factor import SecondFactor


class RoleName(StrEnum):
    """The roles that hold everywhere; what a person may do for one region is a mandate."""

    ADMINISTRATOR = "administrator"
    TEAM = "team"


account_role = sa.Table(
    "account_role",
    Base.metadata,
    sa.Column("account_id", sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("role_id", sa.ForeignKey("role.id"), primary_key=True),
)


class Role(RoleMixin, Base):
    """A role that a person holds for the whole installation."""

    __tablename__ = "role"
    __table_args__ = (among("name", RoleName, name="name_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class User(UserMixin, Base):
    """A person with an account; without a password until the invitation is accepted.

    Where somebody is signed in is kept in :mod:`survey.models.sign_in`, and no network address anywhere. ``email`` is
    in lower case. Of a deleted account (``deleted_at``) nothing is left but its number: what the person wrote and did
    refers to it. The table is called ``account`` because ``user`` is a reserved word in PostgreSQL.
    """

    __tablename__ = "account"
    __table_args__ = (
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
        sa.CheckConstraint("deleted_at IS NULL OR (password IS NULL AND NOT active)", name="deleted_has_no_way_in"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Name())
    language: Mapped[str | None]
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # the mixin promises its own class
        secondary=account_role, lazy="joined", order_by=Role.name
    )
    mandates: Mapped[list["Mandate"]] = relationship(
        back_populates="user", lazy="joined", order_by="Mandate.id", foreign_keys="Mandate.user_id"
    )
    second_factor: Mapped["SecondFactor | None"] = relationship(lazy="joined", passive_deletes=True)

    def __repr__(self) -> str:
        return f"<User {self.id}>"
