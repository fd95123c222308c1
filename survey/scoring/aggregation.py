"""From shares and states to scores: one engine for one assessment and for a million.

Rows are units; columns are the scored questions, or the published components. Each cell has a few numbers,
the planes below. The sums over questions are matrix products for all components at once; then each layer adds
what it takes from other components and turns sums into means. Units are worked on in chunks that stay in the
processor's cache; they do not know of each other, so chunking changes nothing.
"""

import numpy as np

from survey.scoring import intervals, means
from survey.scoring.framework import Framework, Level
from survey.scoring.layers import Floats, Layer, Plan, plan
from survey.scoring.points import KNOWN, UNKNOWN, Matrix
from survey.scoring.scorecard import Scores

TOLERANCE = 1e-9
"""Values closer than this are equal: in ranks, and where a coverage meets its minimum."""

# Whether there is a value, whether the part applies, the share of all weight that does not; then the values
# in [0, 1], 0 where there is none: today's and the planned one. These have products of their own; of
# questions the other three follow from them: the known share of the applicable weight, and the bounds.
HAS_VALUE, APPLIES, ABSENT, VALUE, PLANNED, COVERAGE, LOW, HIGH = range(8)
OWN = slice(HAS_VALUE, COVERAGE)
PLANES = 8
CHUNK_BYTES = 1 << 21
"""The planes of a chunk; measured best where it is about twice the second-level cache of a core."""


def score(framework: Framework, matrix: Matrix, *, questions: bool = False) -> Scores:
    """The scores of all units in all published components, and after them in each question if asked for.

    ``matrix`` has one column per question of ``framework.questions``; ValueError if it has not. Parts that do
    not apply are left out, unknown ones are treated as the component's missing policy says.
    """
    asked, published = len(framework.questions), len(framework.published)
    if matrix.states.shape[1] != asked:
        raise ValueError(f"The matrix has {matrix.states.shape[1]} columns for {asked} scored questions.")
    made = plan(framework)
    scores = Scores.empty(*_columns(framework, questions=questions), len(matrix))
    step = max(1, CHUNK_BYTES // (8 * PLANES * (asked + published + 1)))
    for start in range(0, len(matrix), step):
        units = slice(start, start + step)
        below = _lay(matrix, units, every=questions or made.by_questions)
        above = _raise(made, below)
        _publish(above, made.minimum_coverage, scores.part(units, slice(published)))
        _count(below, made.reach, scores.part(units, slice(published)))
        if questions:
            _publish(below, np.zeros(asked), scores.part(units, slice(published, None)))
            _count(below, np.eye(asked), scores.part(units, slice(published, None)))
    return scores


def _columns(framework: Framework, *, questions: bool) -> tuple[tuple[str, ...], tuple[Level, ...]]:
    levels: list[Level] = [framework.by_code[code].level for code in framework.published]
    below = framework.questions if questions else ()
    return framework.published + below, tuple(levels + ["question"] * len(below))


def _lay(matrix: Matrix, units: slice, *, every: bool) -> Floats:
    """The planes of the questions (planes, units, questions); those that follow from others only if asked for."""
    states, shares = matrix.states[units], matrix.shares[units]
    planes = np.empty((PLANES, *states.shape))
    planes[HAS_VALUE] = states == KNOWN
    planes[APPLIES] = states >= UNKNOWN
    planes[ABSENT] = states < UNKNOWN
    np.multiply(shares, planes[HAS_VALUE], out=planes[VALUE])
    planned = shares if matrix.planned is None else matrix.planned[units]
    np.multiply(planned, planes[HAS_VALUE], out=planes[PLANNED])
    if every:
        _derive(planes)
    return planes


def _derive(planes: Floats) -> None:
    """Fill the planes of questions, or of sums over questions, that follow from the others."""
    planes[COVERAGE] = planes[HAS_VALUE]
    intervals.complete(planes[VALUE], planes[APPLIES] - planes[HAS_VALUE], low=planes[LOW], high=planes[HIGH])


def _raise(made: Plan, below: Floats) -> Floats:
    """The planes of the components (planes, units, components) from those of the questions."""
    planes = np.empty((PLANES, below.shape[1], made.weights.shape[1]))
    np.matmul(below[OWN], made.weights, out=planes[OWN])
    _derive(planes)
    for layer in made.layers:
        if layer.weights.size:
            planes[:, :, layer.columns] += planes[:, :, layer.parts] @ layer.weights
        if layer.mean == "arithmetic":
            _average(layer, planes)
        else:
            _curve(layer, made, below, planes)
        _settle(layer, made, planes)
    return planes


def _average(layer: Layer, planes: Floats) -> None:
    """Turn sums of values into arithmetic means."""
    sums = planes[:, :, layer.columns]
    sums[VALUE:COVERAGE] = means.ratio(sums[VALUE:COVERAGE], sums[_counted(layer)])
    sums[LOW:] = means.ratio(sums[LOW:], sums[APPLIES])


def _curve(layer: Layer, made: Plan, below: Floats, planes: Floats) -> None:
    """Replace sums of values by geometric or harmonic means; in the bounds every applicable part counts."""
    counted = _counted(layer)
    blocks = ((below, made.weights[:, layer.columns]), (planes[:, :, layer.parts], layer.weights))
    for plane, by in ((VALUE, counted), (PLANNED, counted), (LOW, APPLIES), (HIGH, APPLIES)):
        parts = [(block[plane], block[by], weights) for block, weights in blocks]
        planes[plane, :, layer.columns] = means.curved(layer.mean, parts, planes[by, :, layer.columns])


def _counted(layer: Layer) -> int:
    """The plane of the parts that stay in the denominator."""
    return APPLIES if layer.missing == "zero" else HAS_VALUE


def _settle(layer: Layer, made: Plan, planes: Floats) -> None:
    """Turn the remaining sums of a layer into shares and truths; its values are in place."""
    sums = planes[:, :, layer.columns]
    applies = sums[APPLIES] > 0
    sums[COVERAGE] = means.ratio(sums[COVERAGE], sums[APPLIES])
    sums[ABSENT] = np.where(applies, sums[ABSENT] / made.totals[layer.columns], 1)
    sums[HAS_VALUE] = sums[_counted(layer)] > 0
    sums[APPLIES] = applies


def _publish(planes: Floats, minimum_coverage: Floats, scores: Scores) -> None:
    """Write the results of a chunk: scores 0-100, NaN where there is no number."""
    known = np.where(planes[HAS_VALUE] > 0, 100, np.nan)
    shown = np.where(planes[COVERAGE] >= minimum_coverage - TOLERANCE, known, np.nan)
    applies = np.where(planes[APPLIES] > 0, 100, np.nan)
    np.multiply(planes[VALUE], shown, out=scores.score)
    np.multiply(planes[VALUE], known, out=scores.value)
    np.multiply(planes[PLANNED], shown, out=scores.planned)
    np.multiply(planes[LOW], applies, out=scores.low)
    np.multiply(planes[HIGH], applies, out=scores.high)
    np.multiply(planes[COVERAGE], applies / 100, out=scores.coverage)
    scores.not_applicable[:] = planes[ABSENT]
    intervals.enclose(scores.low, scores.high, scores.value)


def _count(below: Floats, reach: Floats, scores: Scores) -> None:
    """Write how many distinct questions below each component are answered, and how many apply."""
    scores.answered[:] = below[HAS_VALUE] @ reach
    scores.applicable[:] = below[APPLIES] @ reach
