"""Every set of changes that could be made, tried one by one: what the cheapest plans are held against."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from survey.scoring.aggregation import score
from survey.scoring.framework import Framework
from survey.scoring.points import KNOWN, Matrix
from survey.scoring.priorities import Change, Priorities
from tests.scoring.tiny import matrix

Row = list[float | str]
Task = tuple[Row, float, list[Change]]
TARGETS = [0.0, 10.0, 33.0, 50.0, 62.5, 80.0, 100.0]
SHARES = st.sampled_from([0.0, 0.25, 0.5, 1.0, "?", "-"])
MOST_STEPS = 6


@st.composite
def tasks(draw: Any, questions: Sequence[str] = "abcd", cells: Any = SHARES) -> Task:
    """A row of answers, a target, and changes that are possible, of which some are to the same question."""
    row = [draw(cells) for _ in questions]
    changes: list[Change] = []
    for code, cell in zip(questions, row, strict=True):
        above = -1 if cell == "?" else 2 if cell == "-" else cell
        for share in sorted(draw(st.sets(st.sampled_from([0.25, 0.5, 0.75, 1.0]), max_size=3))):
            if share > above and len(changes) < MOST_STEPS:
                changes.append(Change(code, share, draw(st.integers(1, 4))))
    return row, draw(st.sampled_from(TARGETS)), changes


def every_set(measured: Framework, row: Row, changes: Sequence[Change]) -> dict[tuple[Change, ...], float]:
    """All sets with at most one change of each question, and the value of ``index`` each leads to, NaN for none."""
    steps = [[None, *(one for one in changes if one.question == code)] for code in measured.questions]
    sets = [tuple(one for one in chosen if one) for chosen in product(*steps)]
    given = matrix(row)
    shares, states = (np.repeat(array, len(sets), axis=0) for array in (given.shares, given.states))
    for line, chosen in enumerate(sets):
        for one in chosen:
            place = measured.questions.index(one.question)
            shares[line, place], states[line, place] = one.share, KNOWN
    scores = score(measured, Matrix(shares, states))
    return dict(zip(sets, scores.value[:, scores.places["index"]].tolist(), strict=True))


def hold(found: Priorities, measured: Framework, task: Task) -> None:
    """Check that these are all the cheapest plans there are, or that the target is out of reach."""
    row, target, changes = task
    tried = every_set(measured, row, changes)
    reaching = {chosen: sum(one.effort for one in chosen) for chosen, value in tried.items() if value >= target - 1e-9}
    least = min(reaching.values(), default=None)
    assert {plan.changes for plan in found.plans} == {one for one, effort in reaching.items() if effort == least}
    assert len({plan.changes for plan in found.plans}) == len(found.plans)
    assert (found.exact, found.gap) == (True, 0)
    for plan in found.plans:
        assert plan.effort == least
        assert abs(plan.value - tried[plan.changes]) <= 1e-9
    if found.plans:
        assert found.plans[0].value >= max(plan.value for plan in found.plans) - 1e-9, (
            "the one that reaches most is first"
        )
    if not found.plans:
        highest = np.nanmax([*tried.values(), -1.0])
        assert found.highest is None if highest < 0 else abs(highest - (found.highest or 0)) <= 1e-9
