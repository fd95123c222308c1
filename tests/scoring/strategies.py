"""Hypothesis strategies: frameworks of any shape, and units that answer them."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from survey.scoring.framework import Component, ComponentLevel, Framework
from tests.scoring import tiny
from tests.scoring.by_hand import Reply

WEIGHTS = st.floats(0.01, 100)
SHARES = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1).map(lambda share: round(share, 6)))
REPLIES = st.one_of(SHARES.map(Reply), st.just(Reply()), st.just(Reply(applicable=False)))


@st.composite
def components(draw: Any, code: str, level: ComponentLevel, parts: Sequence[str], means: Sequence[str]) -> Component:
    """A component over some of the parts."""
    chosen = draw(st.lists(st.sampled_from(parts), min_size=1, max_size=4, unique=True))
    return tiny.part_of(
        code,
        level,
        {part: draw(WEIGHTS) for part in chosen},
        mean=draw(st.sampled_from(means)),
        missing=draw(st.sampled_from(["exclude", "zero"])),
        minimum_coverage=draw(st.sampled_from([0.0, 0.6])),
    )


@st.composite
def frameworks(draw: Any, means: Sequence[str] = ("arithmetic", "geometric", "harmonic")) -> Framework:
    """Up to five questions, groups in groups, areas, dimensions, composites in composites, and an index."""
    questions = [f"q{number}" for number in range(draw(st.integers(1, 5)))]
    made: list[Component] = []
    levels: list[tuple[ComponentLevel, int]] = [("group", 3), ("area", 2), ("dimension", 1), ("composite", 2)]
    for level, most in levels:
        for number in range(draw(st.integers(0, most))):
            parts = questions + [one.code for one in made]
            made.append(draw(components(f"{level}{number}", level, parts, means)))
    made.append(draw(components("index", "index", questions + [one.code for one in made], means)))
    return tiny.framework(questions, *made)


def units(framework: Framework) -> st.SearchStrategy[dict[str, Reply]]:
    """One unit's replies to the questions of a framework."""
    return st.fixed_dictionaries(dict.fromkeys(framework.questions, REPLIES))
