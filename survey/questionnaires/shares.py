"""What each question weighs inside its area: weights, and groups that stand between."""

from collections.abc import Iterator, Mapping

from survey.questionnaires.kinds import is_scored
from survey.questionnaires.model import Group, Question, Section


def scored(section: Section) -> Iterator[Question]:
    """The scored questions of a section, in the order of the file; without any there is no area."""
    return filter(is_scored, section.questions)


def grouped(section: Section) -> frozenset[str]:
    """The codes that count in the area only through a group of the section."""
    return frozenset(part for group in section.groups for part in group.parts)


def area_parts(section: Section) -> dict[str, float]:
    """The parts of a section's area with their nominal weights: what no group holds and has a weight."""
    inside = grouped(section)
    beside = (*scored(section), *section.groups)
    return {part.code: part.weight for part in beside if part.weight > 0 and part.code not in inside}


def nominal_shares(section: Section) -> dict[str, float]:
    """The nominal share of each scored question in its area, through its groups; the shares sum to 1.

    Groups that hold each other give nothing to one another.
    """
    shares = {question.code: 0.0 for question in scored(section)}
    groups = {group.code: group for group in section.groups}
    _spread(area_parts(section), 1.0, groups, shares)
    return shares


def _spread(parts: Mapping[str, float], whole: float, groups: Mapping[str, Group], shares: dict[str, float]) -> None:
    known = {code: weight for code, weight in parts.items() if code in shares or code in groups}
    total = sum(known.values())
    for code, weight in known.items():
        if code in shares:
            shares[code] += whole * weight / total
        else:
            # Without itself, so that a circle ends.
            inner = {other: group for other, group in groups.items() if other != code}
            _spread(groups[code].parts, whole * weight / total, inner, shares)
