"""The three means of the method, over the parts that count.

Each is a weighted arithmetic mean of transformed values, transformed back: of the values themselves, of their
logarithms (geometric), of their reciprocals (harmonic). The last two are 0 as soon as one value is 0.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from survey.questionnaires.model import Mean
from survey.scoring.layers import Floats

SMALLEST = np.finfo(np.float64).tiny
"""The smallest normal number: what is below it has no reciprocal and is 0 here."""

Parts = tuple[Floats, Floats, Floats]
"""Values (units, parts) in [0, 1], 1 or 0 for those that count (of the same shape), weights (parts, components)."""

_TRANSFORMATIONS: Mapping[Mean, tuple[Callable[..., Floats], Callable[..., Floats]]] = {
    "geometric": (np.log, np.exp),
    "harmonic": (np.reciprocal, np.reciprocal),
}


def curved(mean: Mean, blocks: Iterable[Parts], totals: Floats) -> Floats:
    """The weighted geometric or harmonic means (units, components), in [0, 1]; 0 where nothing counts.

    The parts come in blocks; ``totals`` (units, components) are the sums of the weights that count.
    """
    forth, back = _TRANSFORMATIONS[mean]
    sums, zeros = np.zeros_like(totals), np.zeros_like(totals)
    for values, counted, weights in blocks:
        above = values >= SMALLEST
        with np.errstate(over="ignore"):
            sums += forth(values, where=above, out=np.zeros(values.shape)) @ weights
        zeros += (counted * ~above) @ (weights > 0)
    positive = (totals > 0) & (zeros == 0)
    return back(ratio(sums, totals), where=positive, out=np.zeros_like(totals))


def ratio(part: Floats, whole: Floats) -> Floats:
    """``part / whole`` of sums, 0 where both are 0."""
    return part / np.maximum(whole, SMALLEST)
