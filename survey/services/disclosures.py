"""Disclosure: what of an assessment is shown to whom, and the region's decision about it, section by section."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.errors import NotFoundError
from survey.models import Assessment, Audience, Disclosure, Edition
from survey.policy import circle, reaches
from survey.questionnaires.answers import Answer
from survey.scoring.framework import build
from survey.scoring.openness import opened
from survey.services import assessments, editions

MOST_KEPT = 500
"""So many decisions are kept in each process with what they open."""

_opened: dict[tuple[str, frozenset[str]], frozenset[str]] = {}

Sections = Mapping[str, Audience]
"""Who sees each section, by its code; what is missing is private."""


@dataclass(frozen=True)
class View:
    """As which audience somebody sees an assessment, and the codes of components and questions that are open to it.

    ``codes`` is None where nothing is hidden.
    """

    audience: Audience
    codes: frozenset[str] | None

    @property
    def whole(self) -> bool:
        """Whether everything is shown."""
        return self.codes is None

    def shows(self, code: str) -> bool:
        """Whether a component or a question is shown."""
        return self.codes is None or code in self.codes


def audiences(session: Session, *, seen: Collection[Assessment]) -> dict[int, dict[str, Audience]]:
    """Return who sees which section of each assessment, by its key; a section that is missing is private."""
    found: dict[int, dict[str, Audience]] = {one.id: {} for one in seen}
    wanted = select(Disclosure).where(Disclosure.assessment_id.in_(list(found)))
    for row in session.scalars(wanted):
        found[row.assessment_id][row.section] = row.audience
    return found


def views(session: Session, *, seen: Sequence[tuple[Assessment, Audience]], edition: Edition) -> dict[int, View]:
    """Return what of each assessment an audience sees, by the assessment's key; all are of the one edition."""
    decided = audiences(session, seen=[one for one, to in seen if to is not Audience.PRIVATE])
    return {
        one.id: View(
            to, None if to is Audience.PRIVATE else shown(session, edition=edition, sections=decided[one.id], to=to)
        )
        for one, to in seen
    }


def view(session: Session, *, assessment: Assessment, by: object, to: Audience | None = None) -> View:
    """Return what somebody sees of an assessment; NotFoundError if that is nothing.

    ``to`` shows it as a wider audience would see it, for whoever sees as much as that; its own people see then that
    nothing is open.
    """
    at = circle(by, assessment)
    if at is None or (to is not None and not reaches(to, at)):
        raise NotFoundError("results")
    edition = assessment.wave.edition
    found = views(session, seen=[(assessment, to or at)], edition=edition)[assessment.id]
    if at is not Audience.PRIVATE and found.codes == frozenset():
        raise NotFoundError("results")
    return found


def find(session: Session, *, wave: str, region: str, by: object) -> Assessment:
    """Return the assessment of a region in a wave, both by key, for whoever may see some of its scores.

    Raises NotFoundError if there is none, or nothing of it for this person: nobody learns which.
    """
    found = assessments.of_region(session, wave=wave, region=region)
    if found is None:
        raise NotFoundError("assessment", wave=wave, region=region)
    view(session, assessment=found, by=by)
    return found


def shown(session: Session, *, edition: Edition, sections: Sections, to: Audience) -> frozenset[str]:
    """Return the codes of components and questions that are open to an audience under a decision about sections."""
    open_sections = frozenset(code for code, audience in sections.items() if reaches(audience, to))
    key = edition.structure_hash, open_sections
    if key not in _opened:
        if len(_opened) >= MOST_KEPT:
            _opened.clear()
        questionnaire = editions.load(session, edition=edition)
        _opened[key] = opened(questionnaire, build(questionnaire), open_sections)
    return _opened[key]


def told(given: Mapping[str, Answer], seen: View) -> dict[str, Answer]:
    """Return the answers that are open, without reasons; whether a question is asked follows from them as before.

    Words of the region's own are among them, since conditions may read whether there are any: whoever shows or sends
    answers leaves them out.
    """
    return {code: replace(answer, reason=None) for code, answer in given.items() if seen.shows(code)}
