"""Why one region lies above another: their difference in a component, as far as the reader may see both."""

from dataclasses import dataclass

from survey.policy import Action, Actor, may
from survey.scoring.difference import Difference, Row, Scored, Subtotal, between
from survey.services.behind import Behind
from survey.services.results import Result


@dataclass(frozen=True)
class Gap:
    """The difference between two regions in a component, a minus b, in parts that sum to it.

    ``rows`` are the questions, the largest first; none where the reader may not read the answers of both.
    """

    a: Result
    b: Result
    difference: Difference
    areas: tuple[Subtotal, ...]
    rows: tuple[Row, ...]


def gap(*, behind: Behind, component: str, a: str, b: str, by: Actor) -> Gap | None:
    """Return the difference of two regions; None where it may not be seen, or one has no published score in it.

    It may be seen where the component and each area below it may be of both.
    """
    below = frozenset(behind.framework.effective_weights(component))
    areas = [
        one.code for one in behind.framework.at("area") if below & set(behind.framework.effective_weights(one.code))
    ]
    seen = behind.showing([component, *areas])
    places = {unit: place for place, unit in enumerate(seen.units)}
    if a not in places or b not in places:
        return None
    one, other = (seen.results[places[key]] for key in (a, b))
    if one.card[component].score is None or other.card[component].score is None:
        return None
    side_a, side_b = (Scored(seen.framework, seen.matrix, places[key]) for key in (a, b))
    found = between(side_a, side_b, component)
    reads = all(may(by, Action.VIEW, result.assessment) for result in (one, other))
    return Gap(one, other, found, found.by_area(), found.largest() if reads else ())
