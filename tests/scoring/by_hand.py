"""The method once more, as plain as it can be written: one unit, one component, one sentence after the other.

It shares no line with the engine. Brute force stands in for the bounds.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from survey.scoring.framework import Component, Framework


@dataclass(frozen=True)
class Reply:
    """What one unit replied to one question: a share, unknown (None), or not applicable."""

    share: float | None = None
    applicable: bool = True


@dataclass(frozen=True)
class Outcome:
    """What the method says of one question or component."""

    value: float | None
    applicable: bool
    coverage: float
    absent: float


def outcomes(framework: Framework, replies: Mapping[str, Reply]) -> dict[str, Outcome]:
    """All questions and components of one unit."""
    found = {code: _of_question(replies[code]) for code in framework.questions}
    for component in framework.components:
        found[component.code] = _of_component(component, found)
    return found


def bounds(framework: Framework, replies: Mapping[str, Reply], code: str) -> tuple[float, float]:
    """The lowest and highest value over completions of the unknown answers by nothing, half and everything."""
    unknown = [question for question, reply in replies.items() if reply.applicable and reply.share is None]
    values = []
    for completion in product((0.0, 0.5, 1.0), repeat=len(unknown)):
        complete = {**replies, **{question: Reply(share) for question, share in zip(unknown, completion, strict=True)}}
        values.append(outcomes(framework, complete)[code].value or 0.0)
    return min(values), max(values)


def _of_question(reply: Reply) -> Outcome:
    known = reply.applicable and reply.share is not None
    return Outcome(reply.share if known else None, reply.applicable, float(known), float(not reply.applicable))


def _of_component(component: Component, found: Mapping[str, Outcome]) -> Outcome:
    parts = [(found[code], weight) for code, weight in component.parts]
    applicable = [(part, weight) for part, weight in parts if part.applicable]
    absent = _average([(part.absent, weight) for part, weight in parts])
    if not applicable:
        return Outcome(None, False, 0.0, absent)
    used = [(part.value, weight) for part, weight in applicable if part.value is not None]
    if component.missing == "zero":
        used += [(0.0, weight) for part, weight in applicable if part.value is None]
    coverage = _average([(part.coverage, weight) for part, weight in applicable])
    return Outcome(_mean(component.mean, used) if used else None, True, coverage, absent)


def _mean(mean: str, used: Sequence[tuple[float, float]]) -> float:
    if mean == "arithmetic":
        return _average(used)
    if any(value == 0 for value, _ in used):
        return 0.0
    if mean == "geometric":
        return math.exp(_average([(math.log(value), weight) for value, weight in used]))
    return 1 / _average([(1 / value, weight) for value, weight in used])


def _average(used: Sequence[tuple[float, float]]) -> float:
    return math.fsum(value * weight for value, weight in used) / math.fsum(weight for _, weight in used)
