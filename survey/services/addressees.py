"""Whom a mail about a region goes to: the people with a mandate in force and an open account."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.models import Duty, Mandate, User


def of_region(session: Session, *, region_id: int, duties: Sequence[Duty]) -> Sequence[User]:
    """Return the people who hold one of these mandates for a region, by name."""
    holders = select(Mandate.user_id).where(
        Mandate.region_id == region_id, Mandate.duty.in_(duties), Mandate.until.is_(None)
    )
    wanted = select(User).where(User.id.in_(holders), User.active).order_by(User.name, User.id)
    return session.scalars(wanted).unique().all()
