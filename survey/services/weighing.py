"""What the index of each region would be under weights that somebody else chose."""

from collections.abc import Mapping

from survey.scoring.aggregation import score
from survey.scoring.own_weights import weighed
from survey.scoring.scorecard import Scorecard
from survey.services.behind import Behind
from survey.services.results import Result


def own_index(behind: Behind, weights: Mapping[str, float]) -> list[tuple[Result, Scorecard]]:
    """Return the results of which index and all weighed components may be seen, each with the index of its own.

    The card holds the index alone. ValueError for weights that cannot be.
    """
    measured = weighed(behind.framework, weights)
    index = str(measured.index)
    seen = behind.showing([index, *(code for code, weight in weights.items() if weight > 0)])
    scores = score(measured, seen.matrix)
    return [(one, {index: scores.card(place)[index]}) for place, one in enumerate(seen.results)]
