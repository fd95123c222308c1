"""How the questions of two stored editions continue each other."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.models import Edition
from survey.scoring import lineage
from survey.scoring.lineage import Link
from survey.services import editions


def links(session: Session, *, later: Edition, earlier: Edition) -> tuple[Link, ...]:
    """Return which question of the later edition (``a``) is which of the earlier one (``b``), and what became of it.

    Editions stored in between are followed; those of one name count once, the newest. ValueError where the two are
    editions of different questionnaires.
    """
    a, b = editions.load(session, edition=later), editions.load(session, edition=earlier)
    if a.edition == b.edition or a.key != b.key:
        return lineage.links(a, b)
    of_key = select(Edition).where(Edition.key == later.key).order_by(Edition.id)
    between = {one.edition: one for one in session.scalars(of_key)}
    return lineage.links(a, b, [editions.load(session, edition=one) for one in between.values()])
