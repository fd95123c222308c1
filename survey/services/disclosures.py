"""Disclosure: what of an assessment is shown to whom, and the region's decision about it, section by section."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from survey.errors import InvalidError, NotFoundError
from survey.models import Assessment, Audience, Deed, Disclosure, Edition, User
from survey.policy import AUDIENCES, Action, circle, may, reaches
from survey.questionnaires.answers import Answer
from survey.scoring.framework import build
from survey.scoring.openness import feeding, opened
from survey.services import assessments, audit, editions
from survey.services.actors import begin, named
from survey.services.one_assessment import locked

MOST_KEPT = 500
"""So many decisions are kept in each process with what they open."""

_DECIDED = (
    select(Disclosure)
    .where(Disclosure.assessment_id == bindparam("key"))
    .options(named(Disclosure.decided_by))
    .order_by(Disclosure.decided_at.desc(), Disclosure.id)
)

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


@dataclass(frozen=True)
class Follows:
    """Who sees a component: the audience of the narrowest of its sections, which ``holding`` of ``sections`` have."""

    audience: Audience
    holding: int
    sections: int


def latest(session: Session, *, assessment: Assessment) -> Disclosure | None:
    """Return the decision that was taken last, with who took it; None before the first."""
    return session.scalars(_DECIDED, {"key": assessment.id}).first()


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


def following(session: Session, *, edition: Edition, sections: Sections) -> dict[str, Follows]:
    """Return what follows from a decision about sections for each component, by code, in the public order."""
    questionnaire, framework = editions.load(session, edition=edition), build(editions.load(session, edition=edition))
    fed = feeding(questionnaire, framework)
    return {code: _follows(fed[code], sections) for code in framework.published}


def _follows(fed: Collection[str], sections: Sections) -> Follows:
    chosen = {code: sections.get(code, Audience.PRIVATE) for code in fed}
    narrowest = min(chosen.values(), key=AUDIENCES.index)
    return Follows(narrowest, sum(one is narrowest for one in chosen.values()), len(chosen))


def decide(session: Session, *, assessment: Assessment, sections: Sections, by: User, now: datetime) -> bool:
    """Let each of these sections be seen by its audience; False where all were so already, and nothing is noted.

    Sections that are not named stay as they are. Raises InvalidError naming sections that the questionnaire does not
    have, NotFoundError if the person may not decide.
    """
    key, edition = assessment.id, assessment.wave.edition
    known = {section.code for section in editions.load(session, edition=edition).sections}
    unknown = sections.keys() - known
    if unknown:
        raise InvalidError(**dict.fromkeys(sorted(unknown), "unknown"))
    actor = begin(session, by=by)
    found = locked(session, key, to_change=True)
    if not may(actor, Action.DISCLOSE, found):
        raise NotFoundError("disclosure")
    rows = {row.section: row for row in session.scalars(_DECIDED, {"key": key})}
    changed = {code: to for code, to in sections.items() if code not in rows or rows[code].audience is not to}
    if not changed:
        return False
    for code, to in changed.items():
        row = rows.get(code) or Disclosure(assessment_id=key, section=code)
        row.audience, row.decided_at, row.decided_by_id = to, now, actor.id
        session.add(row)
    session.flush()
    counts = Counter(({code: row.audience for code, row in rows.items()} | dict(sections)).values())
    known_as = {to.value: counts[to] for to in Audience}
    audit.note(session, Deed.DISCLOSED, by=actor, now=now, assessment=found, **known_as)  # type: ignore[arg-type]
    return True


def told(given: Mapping[str, Answer], seen: View) -> dict[str, Answer]:
    """Return the answers that are open, without reasons; whether a question is asked follows from them as before.

    Words of the region's own are among them, since conditions may read whether there are any: whoever shows or sends
    answers leaves them out.
    """
    return {code: replace(answer, reason=None) for code, answer in given.items() if seen.shows(code)}
