"""How far the people who answered one question separately are apart.

The measure is the quadratic entropy of Rao (1982, Diversity and dissimilarity coefficients: a unified approach,
Theoretical Population Biology 21: 24-43): the mean distance of two answers drawn at random, one after the other and
with replacement, from the n answers given,

    D = 1/n² · Σ_i Σ_j d(i, j).

Two answers with points are as far apart as their shares of the points: d = |x_i - x_j|, and D is Gini's mean
difference. Any other two are 0 apart where they are the same and 1 where they are not: without points D is the index
of Gini and Simpson, 1 - Σ p². What somebody does not know or left open is one answer of its own, "not applicable"
another; both are 1 away from every share. D runs from 0 (all agree) to below 1; a question on which half say all and
half say nothing has 0.5, with points or without.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from survey.questionnaires import kinds
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import Question

Reply = float | str
"""An answer as the measure sees it: a share of the points from 0 to 1, or the name of what was answered instead."""


@dataclass(frozen=True)
class Disagreement:
    """How far people are apart about one question: in what their answers are worth, and in what they said.

    ``distance`` is D, from 0 to below 1; ``variety`` is 1 - Σ p² over the different answers, also where they earn the
    same. ``people`` is the number of those who were asked.
    """

    distance: float
    variety: float
    people: int


def between(replies: Sequence[Reply]) -> float:
    """Return D of some replies, 0 for none; ValueError for a share that is not within 0 and 1."""
    counts = Counter(replies)
    if not all(0 <= each <= 1 for each in counts if not isinstance(each, str)):
        raise ValueError("A share of the points lies between 0 and 1.")
    apart = sum(2 * counts[a] * counts[b] * _distance(a, b) for a, b in combinations(counts, 2))
    return apart / len(replies) ** 2 if replies else 0.0


def _distance(a: Reply, b: Reply) -> float:
    """Return how far two different replies are apart."""
    return 1.0 if isinstance(a, str) or isinstance(b, str) else abs(a - b)


def of(question: Question, answers: Sequence[Answer]) -> Disagreement:
    """Return how far these answers to a question are apart; whoever was not asked (*hidden*) is left out."""
    asked = [each for each in answers if each.state is not State.HIDDEN]
    said = Counter(_said(each) for each in asked)
    variety = between(list(said.elements()))
    return Disagreement(between([_reply(question, each) for each in asked]), variety, len(asked))


def ranked(found: Mapping[str, Disagreement]) -> list[str]:
    """Return codes of questions, those with most disagreement first; ties by variety, then in the order given."""
    return sorted(found, key=lambda code: (-round(found[code].distance, 9), -round(found[code].variety, 9)))


def _reply(question: Question, answer: Answer) -> Reply:
    """Return the share of the points for a value that earns some, else what was said."""
    if answer.has_value and answer.value is not None and kinds.is_scored(question):
        return kinds.earned(question, answer.value).today / (kinds.possible(question) or 1.0)
    return _said(answer)


def _said(answer: Answer) -> str:
    """Return a name for what was answered, the same for the same answer; what is unknown has one name."""
    if answer.has_value:
        return f"value {kinds.value_text(answer.value)}"
    return "not applicable" if answer.state is State.NOT_APPLICABLE else "unknown"
