"""Trying a condition out on answers that stand for all that can be given."""

import math
from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product

from survey.questionnaires.answers import Value
from survey.questionnaires.conditions import Condition, codes, comparisons, evaluate
from survey.questionnaires.kinds import limits
from survey.questionnaires.model import (
    MultipleQuestion,
    NumberQuestion,
    Question,
    ScaleQuestion,
    ShareQuestion,
    SingleQuestion,
)
from survey.questionnaires.progress import GivenReplies
from survey.questionnaires.syntax import Compares, Contains, OneOf

MOST = 20_000
"""How many combinations of answers are tried before nothing is said."""

MOST_OPTIONS = 8
"""How many options of a multiple choice are combined with one another."""

Sample = dict[str, Value | None]


def outcomes(condition: Condition, questions: Mapping[str, Question]) -> Iterator[tuple[Sample, bool]]:
    """Combinations of answers (None: no value) to all questions a condition looks at, and whether they meet it.

    Between them they make every comparison true and false that can be; nothing comes where they would be too many.
    """
    looked_at = codes(condition)
    numbers = _numbers(condition, questions)
    tried = [[None, *_values(questions[code], condition, numbers)] for code in looked_at]
    if math.prod(map(len, tried)) > MOST:
        return
    for values in product(*tried):
        sample: Sample = dict(zip(looked_at, values, strict=True))
        replies = GivenReplies({code: value for code, value in sample.items() if value is not None})
        yield sample, evaluate(condition, replies)


def _values(question: Question, condition: Condition, numbers: list[float]) -> list[Value]:
    match question:
        case SingleQuestion():
            return [option.code for option in question.options]
        case MultipleQuestion():
            return list(_choices(question, condition))
        case ScaleQuestion():
            return [*_steps(question, numbers)]
        case NumberQuestion() | ShareQuestion():
            low, high = limits(question)
            return [n for n in numbers if (low is None or n >= low) and (high is None or n <= high)]
        case _:
            return ["text"]


def _choices(question: MultipleQuestion, condition: Condition) -> Iterator[tuple[str, ...]]:
    """All choices among the options that the condition names, and each other option alone."""
    named = {part.option for part in comparisons(condition) if isinstance(part, Contains)}
    free = [option.code for option in question.options if option.code in named and not option.exclusive]
    alone = [option.code for option in question.options if option.code not in free]
    joint = chain.from_iterable(combinations(free, size) for size in range(1, len(free[:MOST_OPTIONS]) + 1))
    yield from joint
    yield from ((code,) for code in alone)


def _steps(question: ScaleQuestion, numbers: list[float]) -> list[int]:
    near = {step for number in numbers for step in (math.floor(number), math.ceil(number))}
    ends = {question.lowest, question.highest}
    return sorted(step for step in near | ends if question.lowest <= step <= question.highest)


def _numbers(condition: Condition, questions: Mapping[str, Question]) -> list[float]:
    """Numbers at, just beside and between all at which a comparison or a score of the questions may turn."""
    turns = {0.0, *_constants(condition)}
    for code in codes(condition):
        question = questions[code]
        if isinstance(question, ScaleQuestion):
            turns |= {float(question.lowest), float(question.highest)}
        elif isinstance(question, NumberQuestion | ShareQuestion):
            turns |= {limit for limit in limits(question) if limit is not None}
            turns |= set((question.score and question.score.linear) or ())
            turns |= {start for start, _ in (question.score and question.score.bands) or ()}
    beside = {math.nextafter(turn, end) for turn in turns for end in (-math.inf, math.inf)}
    wide = {turn + step for turn in turns for step in (-1.0, 1.0)}
    return sorted(turns | beside | wide)


def _constants(condition: Condition) -> Iterator[float]:
    for part in comparisons(condition):
        values = (part.value,) if isinstance(part, Compares) else part.values if isinstance(part, OneOf) else ()
        yield from (value for value in values if not isinstance(value, str))
