"""Invented answers for trying the platform out; they are made only in a database that is marked as a demonstration."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from random import Random

from sqlalchemy.orm import Session

from survey.models import Assessment, Region, User, Wave
from survey.models.assessment import Stage
from survey.policy import OPERATOR
from survey.questionnaires import kinds
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import (
    MultipleQuestion,
    NumberQuestion,
    Question,
    Questionnaire,
    ScaleQuestion,
    ShareQuestion,
    SingleQuestion,
)
from survey.questionnaires.progress import resolve
from survey.services import assessments, checks, editions, people, submissions
from survey.services.assessments import Entry

ADDRESS = "{region}@demonstration.example"
DRAFTS = {"arad": 0.35, "donegal": 0.8}
"""Regions that have not submitted, with the share of the questions that they have reached."""
REASON = "Invented reason: in this country the state decides it."
TEXT = "Invented text: it stands here to show where a region's own words appear."

WORD = "Invented word: it stands here where a region says something about what the checks found."
OWN = {
    "de": {
        REASON: "Erfundene Begründung: In diesem Land entscheidet der Staat darüber.",
        TEXT: "Erfundener Text: Er steht hier, um zu zeigen, wo die eigenen Worte einer Region erscheinen.",
        WORD: "Erfundenes Wort: Es steht hier, wo eine Region etwas zu dem sagt, was bei der Prüfung auffiel.",
    }
}
"""The same in the language of a region, where that is one of the platform's: a region writes in its own."""


def fill(session: Session, *, wave: Wave, now: datetime, seed: int = 2026) -> int:
    """Invent coordinators and answers for every assessment of a wave that has none; return how many were filled in.

    The answers go the way of real ones, so that history and submissions are there, too. The same seed gives the same
    answers.
    """
    questionnaire = editions.load(session, edition=wave.edition)
    empty = [
        each
        for each in assessments.visible(session, by=OPERATOR, wave=wave)
        if each.stage is Stage.DRAFT and not assessments.answers(session, assessment=each)
    ]
    for each in empty:
        _fill(session, each, questionnaire, Random(f"{seed} {each.region.key}"), now)  # noqa: S311 - no secret
    return len(empty)


def coordinator(session: Session, *, assessment: Assessment, now: datetime) -> User:
    """Return the invented coordinator of a region."""
    region = assessment.region
    email, name = ADDRESS.format(region=region.key), f"Coordinator ({region.name})"
    return people.invite_coordinator(session, email=email, name=name, region=region, by=OPERATOR, now=now).user


def _fill(session: Session, each: Assessment, asked: Questionnaire, random: Random, now: datetime) -> None:
    until = DRAFTS.get(each.region.key, 1.0)
    hand_in(session, each, asked, invented(asked, random, until=until), now, draft=until < 1)


def _own(one: Answer, region: Region) -> Answer:
    """Return an answer with its words as the region would write them."""
    value = own_words(one.value, region) if isinstance(one.value, str) else one.value
    return replace(one, value=value, reason=own_words(one.reason, region) if one.reason else one.reason)


def own_words(words: str, region: Region) -> str:
    """Return invented words in the first language of a region, in English where there are none."""
    return OWN.get(region.languages.partition(";")[0], {}).get(words, words)


def hand_in(
    session: Session,
    each: Assessment,
    asked: Questionnaire,
    answers: Mapping[str, Answer],
    now: datetime,
    *,
    draft: bool = False,
) -> None:
    """Let the coordinator give these answers and submit them, unless it stays a ``draft``."""
    by = coordinator(session, assessment=each, now=now)
    entries = {code: Entry(_own(answer, each.region), 0) for code, answer in answers.items()}
    assessments.record(session, assessment=each, questionnaire=asked, entries=entries, by=by, now=now)
    if not draft:
        found = checks.look(session, assessment=each, questionnaire=asked, now=now)
        words = {one.finding.key: own_words(WORD, each.region) for one in found if one.asks}
        submissions.submit(session, assessment=each, questionnaire=asked, by=by, now=now, words=words)


def invented(questionnaire: Questionnaire, random: Random, *, until: float = 1.0) -> dict[str, Answer]:
    """Return invented answers to the first ``until`` (0 to 1) of the questions.

    Each region has a general level and each section one of its own around it, so that profiles differ as real ones do.
    """
    general = random.uniform(0.35, 0.7)
    answers: dict[str, Answer] = {}
    codes = list(questionnaire.questions)
    for section in questionnaire.sections:
        level = min(0.95, max(0.05, random.gauss(general, 0.17)))
        for question in section.questions:
            if codes.index(question.code) < until * len(codes):
                answers[question.code] = answer(questionnaire, question, answers, level, random)
    return {code: one for code, one in answers.items() if one.state is not State.NOT_ANSWERED}


def answer(
    questionnaire: Questionnaire, question: Question, answers: Mapping[str, Answer], level: float, random: Random
) -> Answer:
    """Return an invented answer about as good as ``level`` (0 to 1), given those before it."""
    dice = random.random()
    reached = max(0.0, min(1.0, random.gauss(level, 0.22)))
    if resolve(questionnaire, answers)[question.code] is State.HIDDEN:
        return NOT_ANSWERED
    if dice < 0.05:
        return Answer(State.DOES_NOT_KNOW)
    if dice < 0.09 and question.not_applicable == "with_reason":
        return Answer(State.NOT_APPLICABLE, reason=REASON)
    value = kinds.parse_value(question, reply(question, reached, random))
    state = kinds.state_of(question, value)
    return Answer(state, value, planned_date=date(2027, random.randint(1, 12), 1) if state is State.PLANNED else None)


def reply(question: Question, reached: float, random: Random) -> str:
    """Return an invented reply that earns about the share ``reached`` (0 to 1) of the points, as a cell has it."""
    match question:
        case SingleQuestion():
            return _option(question, reached, random)
        case MultipleQuestion():
            plain = [option.code for option in question.options if not option.exclusive]
            chosen = [code for code in plain if random.random() < reached]
            alone = [option.code for option in question.options if option.exclusive]
            return kinds.JOINT.join(chosen or alone[:1] or plain[:1])
        case ScaleQuestion():
            part = 1 - reached if question.reversed else reached
            return str(round(question.lowest + part * (question.highest - question.lowest)))
        case NumberQuestion() | ShareQuestion():
            return number(question, reached)
        case _:
            return TEXT


def _option(question: SingleQuestion, reached: float, random: Random) -> str:
    planned = [option for option in question.options if option.planned is not None]
    if planned and reached < 0.35 and random.random() < 0.4:
        return planned[0].code
    most = kinds.possible(question) or 1.0
    today = [option for option in question.options if option.planned is None]
    return min(today, key=lambda option: abs(option.points / most - reached)).code


def number(question: NumberQuestion | ShareQuestion, reached: float) -> str:
    """Return a number that earns about the share ``reached`` of the points, within what may be answered."""
    low, high = kinds.limits(question)
    start, end = _reach(question)
    found = start + reached * (end - start)
    found = max(found, low) if low is not None else found
    found = min(found, high) if high is not None else found
    return str(math.floor(found))


def _reach(question: NumberQuestion | ShareQuestion) -> tuple[float, float]:
    """Return the numbers between which the points grow from none to all."""
    score = question.score
    if score is not None and score.linear is not None:
        return score.linear
    bands: Sequence[tuple[float, float]] = (score.bands if score is not None else None) or ((0.0, 0.0), (100.0, 1.0))
    best = max(worth for _, worth in bands)
    worst = bands[-1][0] if bands[0][1] == best else 0.0
    return worst, next(start for start, worth in bands if worth == best)
