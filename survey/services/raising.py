"""What would raise a region's score: what each question could still bring, and the cheapest way to a target."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil, isnan
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey.errors import NotFoundError
from survey.models import Assessment, User
from survey.policy import Action, may
from survey.questionnaires.answers import Answer, State
from survey.scoring import explanation, priorities
from survey.scoring.framework import Framework
from survey.scoring.points import KNOWN, NOT_APPLICABLE, Matrix, matrix
from survey.scoring.priorities import Change, Plan, Priorities
from survey.scoring.search import Field
from survey.services import answers, editions, efforts, results, versions
from survey.services.results import MOST_KEPT

NODES = 5_000
"""So many sets are tried where the cheapest cannot be computed, so that a page does not wait; the gap is told."""
STEP = 5
"""A target that nobody named is the next multiple of this that is so many points away, or more."""
PLANS = 64
"""So many ways to a target are remembered for each state of the answers."""


@dataclass(frozen=True)
class Gain:
    """A question that has not all its points: what it would bring alone, and what that takes.

    ``gained`` is in points of the component, from 0; None where the component has no value to compare with. ``effort``
    is the usual one unless the region has ``set`` it.
    """

    question: str
    gained: float | None
    effort: int
    set: bool


@dataclass(frozen=True)
class Way:
    """The cheapest ways to a target; ``steps`` are, plan by plan, what each change adds after those before it."""

    found: Priorities
    steps: tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True)
class Answered:
    """One state of an assessment's answers: as they count, as a row to score, and what was computed of them."""

    framework: Framework
    answers: Mapping[str, Answer]
    row: Matrix
    ways: dict[tuple[str, float, tuple[tuple[str, int], ...]], Way] = field(default_factory=dict)
    headrooms: dict[str, Mapping[str, float | None]] = field(default_factory=dict)


_known: WeakKeyDictionary[Engine, dict[tuple[int, results.Version], Answered]] = WeakKeyDictionary()


def answered(session: Session, *, assessment: Assessment, by: User) -> Answered:
    """Return an assessment's answers, read once for each state; NotFoundError if its scores are not for this person."""
    if not may(by, Action.SEE_SCORES, assessment):
        raise NotFoundError("results")
    edition = assessment.wave.edition
    state = results.answered(session, edition=edition, seen=[assessment])[assessment.id]
    kept = _known.setdefault(session.get_bind().engine, {})
    if (assessment.id, state) not in kept:
        asked = editions.load(session, edition=edition)
        given = answers.given(answers.kept(session, assessment=assessment, questionnaire=asked))
        measured = results.framework(session, edition=edition)
        kept[assessment.id, state] = Answered(measured, versions.counted(asked, given), matrix(asked, [given]))
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
    return kept[assessment.id, state]


def value(at: Answered, code: str) -> float | None:
    """Return what a component is worth, 0-100, also where that is not published; None where nothing is known."""
    [today] = Field(at.framework, at.row, code).values([()])
    return today if today > float("-inf") else None


def within_reach(today: float | None) -> float:
    """Return the target 0-100 that is proposed to a component from what it is worth today."""
    return min(100.0, float(STEP * ceil(((today or 0.0) + STEP) / STEP)))


def gains(at: Answered, code: str, own: Mapping[str, int], *, unanswered: bool = False) -> list[Gain]:
    """Return what could still be gained in a component, the most first; ``own`` are the efforts that the region set.

    What nobody has answered is first to be answered, then to be improved: it is there only if ``unanswered`` asks for
    it. KeyError for an unknown component.
    """
    if code not in at.headrooms:
        found = explanation.headroom(at.framework, at.row, code)[0].tolist()
        pairs = zip(at.framework.questions, found, strict=True)
        at.headrooms[code] = {question: None if isnan(gain) else gain for question, gain in pairs}
    rooms = at.headrooms[code]
    listed = [
        Gain(question, rooms[question], own.get(question, efforts.USUAL), question in own)
        for question in _open(at, code, unanswered)
    ]
    return sorted(listed, key=lambda one: -round(one.gained or 0.0, 9))


def way(at: Answered, code: str, target: float, own: Mapping[str, int], *, unanswered: bool = False) -> Way:
    """Return the cheapest ways to bring a component to a target from 0 to 100 by full points in some questions.

    Each change takes the effort that the region set, else the usual one; ``unanswered`` as in :func:`gains`. KeyError
    for an unknown component.
    """
    offered = [Change(question, 1.0, own.get(question, efforts.USUAL)) for question in _open(at, code, unanswered)]
    key = code, target, tuple((one.question, one.effort) for one in offered)
    if key not in at.ways:
        found = priorities.cheapest(at.framework, at.row, code, target, offered, nodes=NODES)
        at.ways[key] = Way(found, tuple(_steps(at, code, plan) for plan in found.plans))
    while len(at.ways) > PLANS:
        at.ways.pop(next(iter(at.ways)))
    return at.ways[key]


def unanswered(at: Answered, code: str) -> list[str]:
    """Return the questions below a component that apply and that nobody has answered; KeyError for no component."""
    return [question for question in _open(at, code, True) if _blank(at, question)]


def _blank(at: Answered, question: str) -> bool:
    return at.answers[question].state is State.NOT_ANSWERED


def _open(at: Answered, code: str, unanswered: bool) -> list[str]:
    """Return the questions below a component that apply and have not all their points."""
    inside = at.framework.effective_weights(code)
    shares, states = at.row.shares[0].tolist(), at.row.states[0].tolist()
    rows = zip(at.framework.questions, shares, states, strict=True)
    return [
        question
        for question, share, state in rows
        if question in inside
        and state != NOT_APPLICABLE
        and not (state == KNOWN and share >= 1)
        and (unanswered or not _blank(at, question))
    ]


def _steps(at: Answered, code: str, plan: Plan) -> tuple[float | None, ...]:
    """Return what each change of a plan adds to those before it; together they are what the plan gains."""
    values = Field(at.framework, at.row, code).values(plan.changes[:made] for made in range(len(plan.changes) + 1))
    known = [value if value > float("-inf") else None for value in values]
    pairs = zip(known[1:], known, strict=False)
    return tuple(None if after is None or before is None else after - before for after, before in pairs)
