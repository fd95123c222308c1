"""The same questions seen by several: what a region reported, what reviewers verified, what others say.

The engine takes any source of answers. This module makes the verified lens out of the reported one and its reviews,
scores lenses side by side, and tells where two disagree most; individual and stakeholder answers come as they are.
Method: section 4.6.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan

from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import Questionnaire
from survey.scoring import difference
from survey.scoring.aggregation import score
from survey.scoring.difference import Difference, Scored
from survey.scoring.framework import Framework
from survey.scoring.points import Matrix, matrix
from survey.scoring.scorecard import Scores

Answers = Mapping[str, Answer]
"""The answers of one unit by question code."""


class Lens(StrEnum):
    """Through whose eyes; the words are the export codes."""

    REPORTED = "reported"
    VERIFIED = "verified"
    INDIVIDUAL = "individual"
    STAKEHOLDERS = "stakeholders"


class Verdict(StrEnum):
    """What a reviewer said of an answer: it stands, it goes back to the region, or another value stands."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    ADJUSTED = "adjusted"


@dataclass(frozen=True)
class Review:
    """What a reviewer said of one ``version`` of an answer; ``adjusted`` is the answer that stands instead.

    ValueError for an adjustment without an answer, or an answer without an adjustment.
    """

    verdict: Verdict
    version: int
    adjusted: Answer | None = None

    def __post_init__(self) -> None:
        if (self.adjusted is None) is (self.verdict is Verdict.ADJUSTED):
            raise ValueError("An adjustment holds the answer that stands instead, and no other verdict does.")


@dataclass(frozen=True)
class Verified:
    """The answers of one unit as reviewers let them stand, and those by which it is told which questions apply.

    ``asked`` is what the region reported, adjusted where reviewers did: a question does not disappear because the
    one that opens it waits for its review. Applicability is held.
    """

    answers: Answers
    asked: Answers


def verified(answers: Answers, versions: Mapping[str, int], reviews: Mapping[str, Review]) -> Verified:
    """The answers of one unit as reviewers let them stand; ``versions`` are those that the answers have now.

    An accepted answer stands, an adjusted one takes the reviewer's value. What nobody has reviewed, what was
    returned, and what has changed since its review is unknown. So that nobody gains by it, a "not applicable" counts
    only once a reviewer has accepted it.
    """
    current = {code: review for code, review in reviews.items() if versions.get(code) == review.version}
    asked = {code: _adjusted(answer, current.get(code)) for code, answer in answers.items()}
    return Verified({code: _standing(answer, current.get(code)) for code, answer in asked.items()}, asked)


def _adjusted(answer: Answer, review: Review | None) -> Answer:
    return answer if review is None or review.adjusted is None else review.adjusted


def _standing(answer: Answer, review: Review | None) -> Answer:
    unreviewed = review is None or review.verdict is Verdict.RETURNED
    return NOT_ANSWERED if unreviewed and answer.state is not State.DOES_NOT_KNOW else answer


Row = Answers | Verified
"""The answers of one unit through a lens."""


@dataclass(frozen=True)
class Seen:
    """The scores of units through one lens, and of how many people's answers they are made (``n``, one per unit).

    ``scores`` hold the questions too; ``matrix`` is what they are made of.
    """

    scores: Scores
    n: tuple[int, ...]
    matrix: Matrix


@dataclass(frozen=True)
class Gap:
    """One question seen by two lenses: its value 0-100 through each, and a minus b in points."""

    question: str
    a: float
    b: float

    @property
    def total(self) -> float:
        """The value through a minus that through b."""
        return self.a - self.b


@dataclass(frozen=True)
class Disagreements:
    """Where two lenses see one unit differently, the largest differences first, equal ones in the public order.

    ``components`` say of each component in which both have a value from which questions the difference comes;
    ``questions`` are those that both lenses know.
    """

    components: tuple[Difference, ...]
    questions: tuple[Gap, ...]


def by_lens(
    questionnaire: Questionnaire,
    framework: Framework,
    lenses: Mapping[Lens, Sequence[Row]],
    n: Mapping[Lens, Sequence[int]] | None = None,
) -> dict[Lens, Seen]:
    """Score the same units through several lenses; each has one row of answers per unit, in the same order.

    A unit that a lens does not see has no answers there: it has no score, and 0 coverage. ``n`` says how many
    answered, 1 unless said. ValueError for lenses with different numbers of units.
    """
    counts = {lens: len(rows) for lens, rows in lenses.items()}
    if len(set(counts.values())) > 1:
        told = ", ".join(f"{lens}: {count}" for lens, count in counts.items())
        raise ValueError(f"Each lens needs one row of answers for each unit, empty or not; there are {told}.")
    found = {}
    for lens, rows in lenses.items():
        people = tuple((n or {}).get(lens, [1] * len(rows)))
        if len(people) != len(rows):
            raise ValueError(f"Lens {lens}: {len(people)} counts of people for {len(rows)} units.")
        made = _matrix(questionnaire, rows)
        found[lens] = Seen(score(framework, made, questions=True), people, made)
    return found


def _matrix(questionnaire: Questionnaire, rows: Sequence[Row]) -> Matrix:
    both = [(row.answers, row.asked) if isinstance(row, Verified) else (row, row) for row in rows]
    return matrix(questionnaire, [answers for answers, _ in both], [asked for _, asked in both])


def disagreements(framework: Framework, a: Seen, b: Seen, unit: int = 0) -> Disagreements:
    """Where two lenses disagree most about one unit, a minus b: by component and by question.

    What one lens does not know is no disagreement. ValueError for a unit that is not there or lenses of another
    framework.
    """
    sides = Scored(framework, a.matrix, unit), Scored(framework, b.matrix, unit)
    found = [difference.between(*sides, code) for code in framework.published]
    return Disagreements(tuple(sorted((one for one in found if one.total), key=_size)), gaps(framework, a, b, unit))


def gaps(framework: Framework, a: Seen, b: Seen, unit: int = 0) -> tuple[Gap, ...]:
    """The questions that both lenses know and do not value the same, the largest differences first."""
    places = [a.scores.places[code] for code in framework.questions]
    values = zip(a.scores.value[unit, places].tolist(), b.scores.value[unit, places].tolist(), strict=True)
    found = [
        Gap(code, *both) for code, both in zip(framework.questions, values, strict=True) if not any(map(isnan, both))
    ]
    return tuple(sorted((one for one in found if one.total), key=_size))


def _size(one: Difference | Gap) -> float:
    return -abs(one.total or 0)
