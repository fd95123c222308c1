"""The parts of a component as a page shows them: what each weighs, is worth and adds, with sums that add up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from survey import languages
from survey.charts.readings import Title
from survey.charts.rounding import Sums, sums
from survey.questionnaires.answers import Answer
from survey.questionnaires.model import Question
from survey.scoring.explanation import Node
from survey.scoring.framework import Component
from survey.views.outline import Outline
from survey.views.wording import in_words

Points = tuple[float | None, float | None]
"""What an answer earned, and what it could earn at most."""

MOST_TERMS = 9
"""More parts than these make a formula that nobody reads; the table says the same."""

MOST_ROWS = 20
"""A longer list of questions is folded by area."""


@dataclass(frozen=True)
class Part:
    """One line of the table: a part of the component, with what it adds.

    ``weight`` is its nominal weight as written, ``used`` its share of the weight of the parts that count (0-1), None
    in other means than the arithmetic one. ``question`` and ``words`` are there for a question alone.
    """

    node: Node
    title: Title
    counts: bool
    weight: float
    used: float | None
    section: str | None
    question: Question | None = None
    words: str | None = None
    points: float | None = None
    possible: float | None = None


@dataclass(frozen=True)
class Block:
    """Parts that stand in one table: all of them, or of a long list those of one area; ``sums`` is what they add."""

    title: Title | None
    parts: Sequence[Part]
    sums: Sums


def parts(
    component: Component,
    top: Node,
    shown: Outline,
    titles: Mapping[str, Title],
    answer: Callable[[str], Answer],
    points: Mapping[str, Points],
) -> list[Part]:
    """Return the parts of a component as one unit's tree ``top`` has them, in the order of the questionnaire.

    ``answer`` gives the answer to a question as it counts, ``points`` by question what it earned.
    """
    found = []
    for node, (_, weight) in zip(top.parts, component.parts, strict=True):
        counts = node.applies and (node.value is not None or component.missing == "zero")
        used = node.local if component.mean == "arithmetic" else None
        question = shown.questionnaire.questions.get(node.code)
        if question is None:
            found.append(Part(node, titles[node.code], counts, weight, used, None))
            continue
        earned, possible = points.get(node.code, (None, None))
        title = Title(question.text, languages.SOURCE if question.code in shown.fallbacks else None)
        section, words = shown.source.section_of[node.code].code, in_words(question, answer(node.code))
        found.append(Part(node, title, counts, weight, used, section, question, words, earned, possible))
    return found


def blocks(found: Sequence[Part], titles: Mapping[str, Title]) -> list[Block]:
    """Return all parts as one table; a long list of questions as one for each area."""
    if len(found) <= MOST_ROWS or any(part.section is None for part in found):
        return [_block(None, found)]
    areas = dict.fromkeys(part.section for part in found)
    return [_block(titles[area], [part for part in found if part.section == area]) for area in areas if area]


def _block(title: Title | None, found: Sequence[Part]) -> Block:
    return Block(title, found, sums([part.node.contribution for part in found]))


def terms(found: Sequence[Part]) -> list[Part] | None:
    """Return the parts that stand in the formula; None where they are too many to read."""
    counted = [part for part in found if part.counts]
    return counted if 0 < len(counted) <= MOST_TERMS else None
