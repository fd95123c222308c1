"""The lens of stakeholders: a region brings what they answered, counted; it stands beside what the region reported."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from survey.errors import NotFoundError
from survey.models import Assessment, Audience, Deed, StakeholderAnswers, StakeholderCount
from survey.policy import Action, Actor, Operator
from survey.questionnaires import kinds
from survey.questionnaires.answers import Value
from survey.questionnaires.model import Questionnaire
from survey.scoring import stakeholders
from survey.scoring.lenses import Answers, Gap, Lens, by_lens, gaps
from survey.scoring.points import Matrix
from survey.scoring.scorecard import Scorecard
from survey.scoring.stakeholders import LEAST
from survey.services import answers, audit, disclosures, editions
from survey.services.actors import begin_managing, named
from survey.services.one_assessment import locked
from survey.services.results import framework, masked
from survey.services.stakeholder_files import Brought

_HELD = (
    select(StakeholderAnswers)
    .where(StakeholderAnswers.assessment_id == bindparam("key"))
    .options(named(StakeholderAnswers.brought_by))
)
_COUNTS = select(StakeholderCount.question, StakeholderCount.value, StakeholderCount.people).where(
    StakeholderCount.assessment_id == bindparam("key")
)


@dataclass(frozen=True)
class ByStakeholders:
    """One region as its stakeholders see it: ``people`` answered, ``known`` says how many each question that counts.

    ``gaps`` are the questions that both the region and enough stakeholders know and do not value the same, reported
    minus stakeholders', the largest differences first.
    """

    held: StakeholderAnswers
    card: Scorecard
    gaps: tuple[Gap, ...]
    known: Mapping[str, int]

    @property
    def people(self) -> int:
        """How many stakeholders answered."""
        return self.held.people


def held(session: Session, *, assessment: Assessment) -> StakeholderAnswers | None:
    """Return that answers were brought, with who did; None where nobody did. For whoever sees the scores."""
    return session.scalars(_HELD, {"key": assessment.id}).first()


def bring(
    session: Session, *, assessment: Assessment, brought: Brought, by: Actor, now: datetime
) -> StakeholderAnswers:
    """Keep the counts of a file in the place of those that were there; NotFoundError if this person may not."""
    found = _begin(session, assessment, by)
    _clear(session, found)
    made = StakeholderAnswers(
        assessment_id=found.id,
        people=brought.people,
        brought_at=now,
        brought_by_id=None if isinstance(by, Operator) else by.id,
    )
    session.add(made)
    session.add_all(
        StakeholderCount(assessment_id=found.id, question=code, value=kinds.value_text(value), people=people)
        for code, counts in brought.counts.items()
        for value, people in counts.items()
    )
    session.flush()
    audit.note(session, Deed.STAKEHOLDERS_BROUGHT, by=by, now=now, assessment=found, count=brought.people)
    return made


def remove(session: Session, *, assessment: Assessment, by: Actor, now: datetime) -> None:
    """Take the counts away; NotFoundError if this person may not, or where there are none."""
    found = _begin(session, assessment, by)
    if not _clear(session, found):
        raise NotFoundError("stakeholders")
    audit.note(session, Deed.STAKEHOLDERS_REMOVED, by=by, now=now, assessment=found)


def _begin(session: Session, assessment: Assessment, by: Actor) -> Assessment:
    """Begin to write, and return the assessment as it is now, held for this one."""
    key = assessment.id
    begin_managing(session, by=by, action=Action.BRING_STAKEHOLDERS, subject=assessment)
    return locked(session, key, to_change=True)


def _clear(session: Session, assessment: Assessment) -> bool:
    """Delete what is held, and say whether there was anything."""
    before = held(session, assessment=assessment)
    if before is None:
        return False
    session.connection().execute(delete(StakeholderCount).where(StakeholderCount.assessment_id == assessment.id))
    session.delete(before)
    session.flush()
    return True


def by_stakeholders(
    session: Session, *, assessment: Assessment, by: object, to: Audience | None = None
) -> ByStakeholders | None:
    """Return a region as its stakeholders see it, as far as this person may see its scores; None where none were asked.

    What is hidden of the reported scores is hidden here, too. ``to`` shows it as a wider audience would see it.
    NotFoundError if nothing is shown.
    """
    view = disclosures.view(session, assessment=assessment, by=by, to=to)
    found = held(session, assessment=assessment)
    if found is None:
        return None
    seen = _seen(session, assessment, found)
    if view.whole:
        return seen
    return replace(
        seen,
        card=masked(seen.card, view),
        gaps=tuple(gap for gap in seen.gaps if view.shows(gap.question)),
        known={code: people for code, people in seen.known.items() if view.shows(code)},
    )


def _seen(session: Session, assessment: Assessment, found: StakeholderAnswers) -> ByStakeholders:
    edition = assessment.wave.edition
    questionnaire, measured = editions.load(session, edition=edition), framework(session, edition=edition)
    counts = _counts(session, assessment, questionnaire)
    reported = answers.given(answers.kept(session, assessment=assessment, questionnaire=questionnaire))
    mine = by_lens(questionnaire, measured, {Lens.REPORTED: [reported]})[Lens.REPORTED]
    theirs = stakeholders.seen(questionnaire, measured, counts, reported, found.people)
    card = {code: one for code, one in theirs.scores.card(0).items() if one.level != "question"}
    known = {code: stakeholders.known(counts.get(code, {})) for code in measured.questions}
    return ByStakeholders(found, card, gaps(measured, mine, theirs), known)


def counts(session: Session, *, assessment: Assessment, by: object) -> dict[str, dict[Value, int]]:
    """Return how many people gave each value, by code of the questions that enough of them know.

    The scores of this lens follow from it. NotFoundError where nobody was asked, or if this person does not see
    everything of the region.
    """
    view = disclosures.view(session, assessment=assessment, by=by)
    if not view.whole or held(session, assessment=assessment) is None:
        raise NotFoundError("stakeholders")
    questionnaire = editions.load(session, edition=assessment.wave.edition)
    found = _counts(session, assessment, questionnaire)
    return {code: found[code] for code in questionnaire.questions if stakeholders.known(found.get(code, {})) >= LEAST}


def row(session: Session, *, assessment: Assessment, questionnaire: Questionnaire, reported: Answers) -> Matrix | None:
    """Return what stakeholders answered as the engine reads it, for whoever sees all scores; None without any."""
    if held(session, assessment=assessment) is None:
        return None
    return stakeholders.row(questionnaire, _counts(session, assessment, questionnaire), reported)


def _counts(session: Session, assessment: Assessment, questionnaire: Questionnaire) -> dict[str, dict[Value, int]]:
    """Return how many people gave each value, by question code."""
    found: dict[str, dict[Value, int]] = {}
    for row in session.connection().execute(_COUNTS, {"key": assessment.id}):
        value = kinds.parse_value(questionnaire.questions[row.question], row.value)
        found.setdefault(row.question, {})[value] = row.people
    return found
