"""What stakeholders perceive, as one row of the matrix: the mean of their shares, question by question.

Method: sections 4.6 and 4.9. Let p people have given the value v to a question, which earns the share s(v) of its
points, from 0 to 1. Where n, the sum of p over all values, is at least :data:`LEAST`, the share of the question is

    x = Σ_v p · s(v) / n,

and otherwise the question is unknown. Whoever does not know, gave no answer or says that a question does not apply is
not in n.
"""

from collections.abc import Mapping, Sequence
from math import fsum

import numpy as np

from survey.questionnaires import kinds
from survey.questionnaires.answers import State, Value
from survey.questionnaires.model import Question, Questionnaire
from survey.questionnaires.progress import resolve
from survey.scoring.aggregation import score
from survey.scoring.framework import Framework
from survey.scoring.lenses import Answers, Seen
from survey.scoring.points import KNOWN, NOT_APPLICABLE, UNKNOWN, Matrix

LEAST = 10
"""For fewer people than this nothing is shown, neither of all questions nor of one."""

Counts = Mapping[Value, int]
"""How many people gave each value to one question."""


def known(counts: Counts) -> int:
    """Return how many people have answered a question."""
    return sum(counts.values())


def row(questionnaire: Questionnaire, counts: Mapping[str, Counts], reported: Answers) -> Matrix:
    """Return the matrix of one row that stakeholders' answers make, by question code; what is missing is unknown.

    Which follow-up questions apply is held as the region ``reported`` it, so that both lenses measure the same.
    ValueError for a value that no person gave, or fewer.
    """
    if any(people < 1 for values in counts.values() for people in values.values()):
        raise ValueError("Each value that is counted was given by one person at least.")
    states = resolve(questionnaire, reported)
    asked = [one for one in questionnaire.questions.values() if kinds.is_scored(one)]
    cells = [_cell(one, counts.get(one.code, {}), states[one.code]) for one in asked]
    shares, planned, seen = np.array(cells, dtype=np.float64).reshape(-1, 3).T
    return Matrix(shares[np.newaxis], seen[np.newaxis].astype(np.int8), planned[np.newaxis])


def _cell(question: Question, counts: Counts, reported: State) -> tuple[float, float, int]:
    """Return the share today, the planned share, and how the engine sees the question."""
    if reported is State.HIDDEN:
        return 0.0, 0.0, KNOWN if question.hidden == "zero" else NOT_APPLICABLE
    people = known(counts)
    if people < LEAST:
        return 0.0, 0.0, UNKNOWN
    most = kinds.possible(question) or 1.0
    worths = [(kinds.earned(question, value), count) for value, count in counts.items()]
    today, planned = (fsum(worth[at] * count for worth, count in worths) / people / most for at in (0, 1))
    return min(today, 1.0), min(planned, 1.0), KNOWN


def joined(rows: Sequence[Matrix]) -> Matrix:
    """Return the rows of several regions as one matrix; ValueError for none."""
    planned = [one.shares if one.planned is None else one.planned for one in rows]
    shares, states = ([getattr(one, name) for one in rows] for name in ("shares", "states"))
    return Matrix(np.vstack(shares), np.vstack(states), np.vstack(planned))


def seen(
    questionnaire: Questionnaire,
    framework: Framework,
    counts: Mapping[str, Counts],
    reported: Answers,
    people: int,
) -> Seen:
    """Return the scores of one region as ``people`` stakeholders see it, by the engine that scores every lens."""
    made = row(questionnaire, counts, reported)
    return Seen(score(framework, made, questions=True), (people,), made)
