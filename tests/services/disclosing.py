"""Builders: what a region opens of its assessment, written straight into the database."""

from sqlalchemy.orm import Session

from survey.database import begin_write
from survey.models import Assessment, Audience, Disclosure, User
from tests.databases import NOW


def opening(session: Session, assessment: Assessment, by: User, **sections: Audience) -> None:
    """Let sections of an assessment be seen by these audiences, in the place of what was decided before; commit."""
    key, decided = assessment.id, {"decided_at": NOW, "decided_by_id": by.id}
    begin_write(session)
    session.query(Disclosure).filter_by(assessment_id=key).delete()
    session.add_all(
        Disclosure(assessment_id=key, section=section, audience=audience, **decided)
        for section, audience in sections.items()
    )
    session.commit()
