"""What is wrong with the wish for a wave, all at once, though parts of it may be missing."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.models import Edition, Wave


@dataclass(frozen=True)
class Wish:
    """A wave as it was asked for; None stands for what is missing or cannot be read. ``today`` is that of its zone."""

    key: str | None
    opens: date | None
    due: date | None
    review_due: date | None
    conclude_due: date | None
    edition: Edition | None
    follows: Wave | None
    today: date | None


def faults(session: Session, wish: Wish) -> dict[str, str]:
    """Return by field the code of what is wrong between its parts; what is missing is no fault here."""
    found: dict[str, str] = {}
    if wish.key and session.scalar(select(Wave.id).where(Wave.key == wish.key)) is not None:
        found["key"] = "taken"
    if _before(wish.due, wish.opens):
        found["due"] = "before-opens"
    elif _before(wish.due, wish.today):
        found["due"] = "past"
    if _before(wish.review_due, wish.due):
        found["review_due"] = "before-due"
    if wish.conclude_due is not None and wish.review_due is None:
        found["conclude_due"] = "without-review"
    elif _before(wish.conclude_due, wish.review_due):
        found["conclude_due"] = "before-review"
    if wish.follows is not None and wish.edition is not None and wish.follows.edition.key != wish.edition.key:
        found["follows"] = "other-questionnaire"
    elif wish.follows is not None and _before(wish.opens, wish.follows.opens):
        found["follows"] = "later"
    return found


def _before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other
