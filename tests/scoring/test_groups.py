"""Groups of units that cannot be told apart: as large as they can be, overlapping where likeness is not transitive."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.scoring.groups import groups

PAIRS = st.sets(st.sampled_from(list(combinations(range(6), 2))))


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], ()),
        ([(0, 1)], ((0, 1),)),
        ([(0, 1), (1, 2)], ((0, 1), (1, 2))),
        ([(0, 1), (1, 2), (0, 2)], ((0, 1, 2),)),
        ([(0, 1), (1, 2), (0, 2), (2, 3), (4, 5)], ((0, 1, 2), (2, 3), (4, 5))),
    ],
)
def test_groups_worked_by_hand(pairs, expected):
    assert groups(pairs) == expected


def test_nobody_is_alone_in_a_group():
    assert groups([(3, 7)]) == ((3, 7),)


@given(PAIRS)
def test_groups_are_all_sets_that_nothing_can_be_added_to(pairs):
    near = {frozenset(pair) for pair in pairs}
    alike = [
        set(some)
        for size in range(2, 7)
        for some in combinations(range(6), size)
        if all(frozenset(pair) in near for pair in combinations(some, 2))
    ]
    largest = [some for some in alike if not any(some < other for other in alike)]
    assert sorted(map(set, groups(pairs)), key=sorted) == sorted(largest, key=sorted)
