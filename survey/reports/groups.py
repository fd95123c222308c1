"""How a report orders the areas: by what a dimension is made of, and in groups that are read together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.languages import gettext
from survey.questionnaires.model import Questionnaire
from survey.reports.document import Accent
from survey.scoring.framework import Framework

MOST = 6
"""So many areas are shown of a dimension, those that make most of its weight."""


@dataclass(frozen=True)
class Group:
    """Areas that are read together; ``code`` is that of their composite, None for those that stand in none."""

    code: str | None
    title: str
    lang: str | None
    areas: tuple[str, ...]


def groups(framework: Framework, titles: Mapping[str, tuple[str, str | None]]) -> Iterator[Group]:
    """Yield the composites with the areas they are made of, then the areas that stand in none."""
    areas = [one.code for one in framework.at("area")]
    left = dict.fromkeys(areas)
    for composite in framework.at("composite"):
        inside = tuple(code for code, _ in composite.parts if code in areas)
        if inside:
            yield Group(composite.code, *titles[composite.code], inside)
        for code in inside:
            left.pop(code, None)
    if left:
        title = gettext("Further areas") if len(left) < len(areas) else gettext("Areas")
        yield Group(None, title, None, tuple(left))


def shares(framework: Framework, questionnaire: Questionnaire, dimension: str) -> dict[str, float]:
    """Return how much of a dimension the questions of each area make when all is known, the most first; sums to 1."""
    found: dict[str, float] = defaultdict(float)
    for code, weight in framework.effective_weights(dimension).items():
        found[questionnaire.section_of[code].code] += weight
    return dict(sorted(found.items(), key=lambda pair: -round(pair[1], 9)))


def heaviest(found: Mapping[str, float]) -> tuple[str, ...]:
    """Return the areas that make most of a dimension, :data:`MOST` of them where there are so many."""
    return tuple(code for code, share in found.items() if share > 0)[:MOST]


def accent(code: str) -> Accent:
    """Return the accent of a component: that of the project's dimensions, none for others."""
    match code:
        case "equality" | "diversity" | "interaction":
            return code
        case _:
            return ""
