"""Builders of a database in which the assessment of Here is in review, and what reviewer and region do then."""

from datetime import timedelta
from pathlib import Path

from survey.models import Consent, ReviewedAnswer, Submission, User
from survey.questionnaires.answers import Answer, State
from survey.scoring.lenses import Verdict
from survey.services import reviews, stages, submissions, verdicts
from survey.services.reviews import Status
from tests.databases import EXPLAINED, NOW, World, text, world

LATER = NOW + timedelta(hours=1)
GIVEN = {
    "support": Answer(State.ANSWERED, "everywhere"),
    "services": Answer(State.ANSWERED, ("advice", "legal")),
    "mixed": Answer(State.DOES_NOT_KNOW),
    "staff": Answer(State.NOT_APPLICABLE, reason="The state decides."),
    "share": Answer(State.ANSWERED, 20),
    "spaces": Answer(State.ANSWERED, "some"),
    "spaces_note": text("Three houses."),
    "proud": text("Our cafés."),
    "visitors": Answer(State.ANSWERED, 12),
}
TO_REVIEW = ["support", "services", "staff", "share", "spaces", "spaces_note", "proud", "visitors"]


def in_review(folder: Path) -> World:
    """Return a world in which Here has submitted :data:`GIVEN` and a reviewer has opened the review."""
    made = world(folder)
    made.save(**{code: (answer, 0) for code, answer in GIVEN.items()})
    known = {"assessment": made.assessment, "now": NOW}
    asked = {"questionnaire": made.questionnaire, "words": EXPLAINED}
    submissions.submit(made.session, by=made.coordinator, **asked, **known)
    stages.open_review(made.session, by=made.reviewer, **known)
    made.session.commit()
    return made


def give(here: World, code: str, verdict: Verdict, reason: str = "Because.", **more) -> ReviewedAnswer:
    """Give a verdict on the first version of an answer, unless ``more`` says otherwise, and commit."""
    known = {"version": 1, "by": here.reviewer, "now": LATER, "reason": reason, **more}
    asked = {"assessment": here.assessment, "questionnaire": here.questionnaire}
    made = verdicts.give(here.session, code=code, verdict=verdict, **asked, **known)
    here.session.commit()
    return made


def accept(here: World, *codes: str) -> None:
    """Accept the first versions of answers."""
    for code in codes:
        give(here, code, Verdict.ACCEPTED)


def adjust(here: World, code: str, value: object, **more) -> ReviewedAnswer:
    """Let another value stand."""
    return give(here, code, Verdict.ADJUSTED, adjusted=Answer(State.ANSWERED, value), **more)


def reply(here: World, code: str, consent: Consent, words: str = "", **more) -> ReviewedAnswer:
    """Reply for the region and commit."""
    known = {"by": here.coordinator, "now": LATER, **more}
    made = verdicts.reply(here.session, assessment=here.assessment, code=code, consent=consent, words=words, **known)
    here.session.commit()
    return made


def uphold(here: World, code: str, **more) -> ReviewedAnswer:
    """Stand by a disputed verdict and commit."""
    known = {"by": here.reviewer, "now": LATER, **more}
    made = verdicts.uphold(here.session, assessment=here.assessment, code=code, **known)
    here.session.commit()
    return made


def conclude(here: World, by: User | None = None) -> Submission:
    """Conclude the review and commit."""
    asked = {"assessment": here.assessment, "questionnaire": here.questionnaire}
    made = reviews.conclude(here.session, by=by or here.reviewer, now=LATER, **asked)
    here.session.commit()
    return made


def states(here: World) -> dict[str, Status]:
    """Return how far the review of each answer is."""
    found = reviews.items(here.session, assessment=here.assessment, questionnaire=here.questionnaire)
    return {item.code: item.status for item in found}
