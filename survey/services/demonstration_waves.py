"""Invented waves before the open one, concluded in every region, so that change over time can be tried out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.models import Assessment, Edition, Wave
from survey.policy import OPERATOR
from survey.questionnaires import kinds
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import NumberQuestion, Question, Questionnaire, ShareQuestion, SingleQuestion
from survey.questionnaires.progress import resolve
from survey.questionnaires.rules import Rules, met
from survey.services import assessments, demonstration, demonstration_teamwork, editions, waves

OPEN_FOR = timedelta(days=60)
YEAR = timedelta(days=364)


@dataclass(frozen=True)
class Earlier:
    """A wave so many years before the open one, in which each answer was weaker with the chance ``weaker``."""

    years: int
    weaker: float


EARLIER = (Earlier(2, 0.34), Earlier(1, 0.2))
"""The earlier waves, the first one first."""
LOST = 0.04
"""The chance that an answer was better in an earlier wave: not everything grows."""
MIDDLE = 0.4
"""How good the answers are to questions that only the earlier wave asked, 0 to 1."""


def go_back(session: Session, *, wave: Wave, now: datetime, seed: int = 2026) -> int:
    """Make the waves before the first one of a demonstration, answered, reviewed, concluded; return how many.

    They are answered in their own time by the same people and with the same edition. Their answers are those that the
    regions are going to give in the wave of today, some of them weaker, so that most regions grow and some do not.
    """
    if session.scalar(select(Wave.id).where(Wave.id != wave.id).limit(1)) is not None:
        return 0
    asked = editions.load(session, edition=wave.edition)
    for one in EARLIER:
        begun = now - one.years * YEAR
        made = _make(session, wave.edition, wave.time_zone, begun)
        for each in assessments.visible(session, by=OPERATOR, wave=made):
            _answer(session, each, asked, one, begun, seed)
        waves.close(session, wave=made, by=OPERATOR)
    return len(EARLIER)


def _make(session: Session, edition: Edition, time_zone: str, begun: datetime) -> Wave:
    key = str(begun.year)
    known = {"key": key, "title": key, "edition": edition, "time_zone": time_zone, "by": OPERATOR, "now": begun}
    return waves.create(session, opens=begun.date(), due=(begun + OPEN_FOR).date(), **known)  # type: ignore[arg-type]


def _answer(
    session: Session, each: Assessment, asked: Questionnaire, wave: Earlier, begun: datetime, seed: int
) -> None:
    key = each.region.key
    later = demonstration.invented(asked, Random(f"{seed} {key}"))  # noqa: S311 - no secret
    rules = editions.rules(session, edition=each.wave.edition)
    given = before(asked, rules, later, f"{seed} {key} {wave.years}", weaker=wave.weaker)
    demonstration.hand_in(session, each, asked, given, begun)
    demonstration_teamwork.conclude(session, each, asked, begun + timedelta(days=30))


def before(
    questionnaire: Questionnaire, rules: Rules, later: Mapping[str, Answer], seed: str, *, weaker: float
) -> dict[str, Answer]:
    """Return what a region may have answered earlier, of what it answers later, free of contradictions.

    Each answer that can be, is weaker with the chance ``weaker`` (0 to 1) and stronger with a small one. What would
    contradict another answer stays as it is later, and is not known where that contradicts, too.
    """
    given = _before(questionnaire, later, Random(seed), weaker, frozenset())  # noqa: S311 - no secret
    if kept := _contradicting(questionnaire, rules, given):
        given = _before(questionnaire, later, Random(seed), weaker, kept)  # noqa: S311
    return given | {code: Answer(State.DOES_NOT_KNOW) for code in _contradicting(questionnaire, rules, given)}


def _contradicting(questionnaire: Questionnaire, rules: Rules, given: Mapping[str, Answer]) -> frozenset[str]:
    """Return the questions whose answers exclude each other."""
    wrong = met(rules, resolve(questionnaire, given), given)
    return frozenset(code for rule in wrong if rule.severity == "error" for code in rule.questions)


def _before(
    questionnaire: Questionnaire, later: Mapping[str, Answer], random: Random, weaker: float, kept: Collection[str]
) -> dict[str, Answer]:
    given: dict[str, Answer] = {}
    for code, question in questionnaire.questions.items():
        dice, size = random.random(), random.uniform(0.15, 0.5)
        if resolve(questionnaire, given)[code] is State.HIDDEN:
            continue
        answer = later.get(code) or demonstration.answer(questionnaire, question, given, MIDDLE, random)
        if code in kept:
            given[code] = answer
        elif answer.state is State.PLANNED:
            given[code] = _without_plan(question, answer)
        elif dice < weaker + LOST and answer.state is State.ANSWERED:
            given[code] = _moved(question, answer, -size if dice < weaker else size)
        else:
            given[code] = answer
    return given


def _without_plan(question: Question, answer: Answer) -> Answer:
    """Return the weakest answer where something is planned only later."""
    if not isinstance(question, SingleQuestion):
        return answer
    return _chosen(question, 0.0)


def _moved(question: Question, answer: Answer, by: float) -> Answer:
    """Return an answer that earns about so much more of the points, -1 to 1; as it is where the kind has no steps."""
    possible = kinds.possible(question)
    if not possible or answer.value is None:
        return answer
    reached = min(1.0, max(0.0, kinds.earned(question, answer.value).today / possible + by))
    if isinstance(question, SingleQuestion):
        return _chosen(question, reached)
    if isinstance(question, NumberQuestion | ShareQuestion):
        value = kinds.parse_value(question, demonstration.number(question, reached))
        return Answer(State.ANSWERED, value)
    return answer


def _chosen(question: SingleQuestion, reached: float) -> Answer:
    most = kinds.possible(question) or 1.0
    today: Sequence[tuple[float, str]] = [
        (abs(option.points / most - reached), option.code) for option in question.options if option.planned is None
    ]
    return Answer(State.ANSWERED, min(today)[1])
