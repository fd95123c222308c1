"""What may leave a wave, and for whom: the answers and scores that a person may take away."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey.languages import catalogue
from survey.localising import in_language
from survey.models import Assessment, Audience, Wave
from survey.policy import Action, Actor, circle
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import Question, Questionnaire, TextQuestion
from survey.questionnaires.progress import resolve
from survey.scoring.aggregation import score
from survey.scoring.framework import build
from survey.scoring.lenses import Verified
from survey.scoring.points import Matrix, matrix
from survey.scoring.scorecard import Scores
from survey.scoring.stakeholders import joined
from survey.services import answers, assessments, disclosures, editions, reviews, stakeholders
from survey.services.disclosures import View

REPORTED = "reported"
"""What a file says of answers that are no demonstration."""


@dataclass(frozen=True)
class Reply:
    """One region's answers by question code, hidden ones still with their value, and the state of each.

    ``verified`` is what reviewers let stand of them; None before the review has begun. ``perceived`` is what
    stakeholders answered, for whoever sees everything of the region; None for others, and where none were asked.
    ``view`` says what of it leaves: of a region of others only what is open, and neither reasons nor words of its own.
    """

    assessment: Assessment
    answers: Mapping[str, Answer]
    states: Mapping[str, State]
    view: View
    verified: Verified | None = None
    perceived: Matrix | None = None

    def tells(self, question: Question) -> bool:
        """Whether the answer to a question leaves with the file."""
        return self.view.whole or (self.view.shows(question.code) and not isinstance(question, TextQuestion))

    def shown(self, code: str) -> Answer:
        """Return an answer as it counts: what is kept for a hidden question does not."""
        state = self.states[code]
        return Answer(state) if state is State.HIDDEN else self.answers.get(code, NOT_ANSWERED)


@dataclass(frozen=True)
class Material:
    """All that a file of one wave is made from; ``data`` says whether the answers are a demonstration."""

    questionnaire: Questionnaire
    translated: Questionnaire
    language: str
    wave: str
    data: str
    replies: Sequence[Reply]

    @property
    def words(self) -> Callable[[str], str]:
        """The interface's texts in the language of the file."""
        return catalogue("messages", self.language).ugettext

    def scores(self) -> Scores:
        """Score all replies by the one engine, not rounded; in the order of the replies."""
        rows = [reply.answers for reply in self.replies]
        return score(build(self.questionnaire), matrix(self.questionnaire, rows))

    def verified_scores(self) -> Scores:
        """Score by the same engine what reviewers let stand; one row for each reply that is reviewed, in order."""
        rows = [reply.verified for reply in self.replies if reply.verified]
        made = matrix(self.questionnaire, [row.answers for row in rows], [row.asked for row in rows])
        return score(build(self.questionnaire), made)

    def perceived_scores(self) -> Scores:
        """Score by the same engine what stakeholders answered; one row for each reply that has some, in order."""
        return score(build(self.questionnaire), joined([reply.perceived for reply in self.replies if reply.perceived]))


def visible(session: Session, *, wave: Wave, by: Actor) -> Sequence[Assessment]:
    """Return the assessments of a wave of which a person may take something away, by name of the region.

    That is answers and scores of their own as they stand, and of the other regions of the partnership what is open.
    """
    return [assessment for assessment, _ in _seen(session, wave, by)]


def gather(session: Session, *, wave: Wave, by: Actor, language: str, demonstration: bool) -> Material:
    """Read what this person may take away of a wave; nobody's answers where there is nothing for them."""
    return _material(session, wave, _seen(session, wave, by), language, demonstration)


def public(session: Session, *, wave: Wave, language: str, demonstration: bool) -> Material:
    """Read what everybody may take away of a wave whose public pages are open."""
    at = [(one, circle(None, one, published=True)) for one in assessments.of_wave(session, wave=wave)]
    return _material(session, wave, _open(session, wave, at), language, demonstration)


Seen = Sequence[tuple[Assessment, View]]


def _seen(session: Session, wave: Wave, by: Actor) -> Seen:
    at = [(one, circle(by, one, Action.EXPORT)) for one in assessments.of_wave(session, wave=wave)]
    return _open(session, wave, at)


def _open(session: Session, wave: Wave, at: Sequence[tuple[Assessment, Audience | None]]) -> Seen:
    seen = [(one, audience) for one, audience in at if audience is not None]
    views = disclosures.views(session, seen=seen, edition=wave.edition)
    return [(one, views[one.id]) for one, _ in seen if views[one.id].codes != frozenset()]


def _material(session: Session, wave: Wave, seen: Seen, language: str, demonstration: bool) -> Material:
    questionnaire = editions.load(session, edition=wave.edition)
    return Material(
        questionnaire=questionnaire,
        translated=in_language(questionnaire, language).questionnaire,
        language=language,
        wave=wave.key,
        data="demonstration" if demonstration else REPORTED,
        replies=[_reply(session, assessment, questionnaire, view) for assessment, view in seen],
    )


def _reply(session: Session, assessment: Assessment, questionnaire: Questionnaire, view: View) -> Reply:
    known = answers.kept(session, assessment=assessment, questionnaire=questionnaire)
    given = answers.given(known)
    verified, perceived = None, None
    if view.whole:
        perceived = stakeholders.row(session, assessment=assessment, questionnaire=questionnaire, reported=given)
    if assessment.stage in reviews.UNDER_REVIEW:
        said = reviews.in_force(session, assessment=assessment)
        verified = reviews.verified_row(known, said.values(), questionnaire)
    if not view.whole:
        given = disclosures.told(given, view)
        verified = verified and Verified(
            disclosures.told(verified.answers, view), disclosures.told(verified.asked, view)
        )
    return Reply(assessment, given, resolve(questionnaire, given), view, verified, perceived)
