"""The framework as matrices: what becomes of it once, before any answer is looked at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from survey.questionnaires.model import Mean, Missing
from survey.scoring.framework import ComponentLevel, Framework

Floats = NDArray[np.float64]
UPWARDS: tuple[ComponentLevel, ...] = ("group", "area", "dimension", "composite", "index")
"""The levels such that parts are of the same level or of an earlier one."""


@dataclass(frozen=True)
class Layer:
    """Neighbouring components that are computed at once: none is part of another, and they share mean and
    policy.

    ``columns`` are their places among the published components. ``weights`` (parts, columns) are the nominal
    weights of those of their parts that are components themselves, which stand at the places ``parts``; 0
    where one is no part.
    """

    mean: Mean
    missing: Missing
    columns: slice
    parts: slice
    weights: Floats


@dataclass(frozen=True)
class Plan:
    """How the published components of a framework are computed; all arrays have one column for each of them.

    ``weights`` (questions, components) are the nominal weights of questions as parts, and ``totals`` those of
    all parts together. ``layers`` stand parts before wholes. ``reach`` (questions, components) is 1 where a
    question lies below a component, by whatever paths. ``by_questions`` says whether a mean other than the
    arithmetic one looks at questions.

    The weights of each component are scaled by a power of two, so that the largest lies between 0.5 and 1: no
    sum can overflow, and no digit changes.
    """

    weights: Floats
    totals: Floats
    layers: tuple[Layer, ...]
    reach: Floats
    minimum_coverage: Floats
    by_questions: bool


@lru_cache(maxsize=32)
def plan(framework: Framework) -> Plan:
    """The plan of a framework; made once for each."""
    published = [framework.by_code[code] for code in framework.published]
    weights = _weights(framework)
    asked = len(framework.questions)
    layers = tuple(_layer(framework, run, weights[asked:]) for run in _runs(framework))
    return Plan(
        weights=weights[:asked],
        totals=weights.sum(axis=0),
        layers=layers,
        reach=_reach(framework),
        minimum_coverage=np.array([component.minimum_coverage for component in published]),
        by_questions=any(layer.mean != "arithmetic" and weights[:asked, layer.columns].any() for layer in layers),
    )


def _weights(framework: Framework) -> Floats:
    """Nominal weights: parts (questions, then published components) by published components."""
    rows = {code: row for row, code in enumerate(framework.questions + framework.published)}
    weights = np.zeros((len(rows), len(framework.published)))
    for column, code in enumerate(framework.published):
        for part, weight in framework.by_code[code].parts:
            weights[rows[part], column] = weight
    largest = weights.max(axis=0, initial=0)
    scaled: Floats = np.ldexp(weights, -np.frexp(largest)[1])
    return scaled


def _reach(framework: Framework) -> Floats:
    below = [framework.effective_weights(code) for code in framework.published]
    reach = [[question in weights for weights in below] for question in framework.questions]
    return np.array(reach, dtype=np.float64).reshape(len(framework.questions), len(below))


def _runs(framework: Framework) -> Iterator[list[int]]:
    """The places of published components, in runs of neighbours that one layer can hold, parts before wholes."""
    stages = _stages(framework)
    ordered = sorted(range(len(framework.published)), key=lambda place: (stages[framework.published[place]], place))

    def alike(ranked: tuple[int, int]) -> tuple[object, ...]:
        rank, place = ranked
        one = framework.by_code[framework.published[place]]
        return stages[one.code], one.mean, one.missing, place - rank

    for _, run in groupby(enumerate(ordered), key=alike):
        yield [place for _, place in run]


def _stages(framework: Framework) -> Mapping[str, tuple[int, int]]:
    """When a component can be computed: level by level, and within its level after the parts that are of it too."""
    stages: dict[str, tuple[int, int]] = {}
    for component in framework.components:
        level = UPWARDS.index(component.level)
        beside = (stages[part] for part, _ in component.parts if part in stages)
        stages[component.code] = (
            level,
            1 + max((depth for other, depth in beside if other == level), default=0),
        )
    return stages


def _layer(framework: Framework, run: list[int], weights: Floats) -> Layer:
    """One layer; ``weights`` are those of components as parts, for all components."""
    first = framework.by_code[framework.published[run[0]]]
    columns = slice(run[0], run[-1] + 1)
    rows = np.flatnonzero(weights[:, columns].any(axis=1))
    parts = slice(int(rows[0]), int(rows[-1]) + 1) if rows.size else slice(0, 0)
    return Layer(first.mean, first.missing, columns, parts, weights[parts, columns])
