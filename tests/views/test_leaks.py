"""Nothing that a region keeps to itself gets out: not by itself, and not in a mean, a median, a rank or a sentence.

Two installations differ in what private sections answered and in nothing else. Whatever somebody fetches who may not
see these sections must be the same in both, to the letter.
"""

import pytest

from tests.installations import sign_in
from tests.views.leaking import ELSEWHERE, EVERYWHERE, FIRST, MARKS, addresses, build, fetched
from tests.views.test_routes import NOBODY

OTHERS = ("neighbour", "nobody", NOBODY)
"""Who may see neither Arad nor what Salzburg hides."""

OWN = ("coordinator",)
"""Who may see all of Salzburg, and nothing of Arad."""


@pytest.fixture(scope="module")
def worlds(template, tmp_path_factory):
    """Give the installation as it is first, with other answers of Arad, and with others wherever it is private."""
    made = {}
    for name, hidden in {"first": FIRST, "elsewhere": ELSEWHERE, "everywhere": EVERYWHERE}.items():
        made[name] = build(template, tmp_path_factory.mktemp("leaks") / name, hidden)
    for who in (*OTHERS[:2], *OWN, "team"):
        sign_in(made["first"], who)
    return made


@pytest.fixture(scope="module")
def first(worlds):
    """Give everything that each of them can fetch at first."""
    return {who: fetched(worlds["first"], who) for who in (*OTHERS, *OWN)}


@pytest.mark.parametrize(
    ("who", "other"), [*((who, "everywhere") for who in OTHERS), *((who, "elsewhere") for who in OWN)]
)
def test_other_answers_in_private_sections_change_nothing_for_others(worlds, first, who, other):
    before, after = first[who], fetched(worlds[other], who)
    assert before.keys() == after.keys()
    changed = [path for path in before if before[path] != after[path]]
    assert changed == []
    assert sum(status == 200 for status, _ in before.values()) > 8


@pytest.mark.parametrize("who", OTHERS)
def test_no_number_of_a_private_section_stands_anywhere(first, who):
    found = [(path, mark) for path, (_, body) in first[who].items() for mark in MARKS if mark in body]
    assert found == []


def test_the_numbers_that_are_looked_for_are_there_for_whoever_may_see_them(worlds, first):
    for mark in ("65.43", "12.345"):
        assert any(mark in body for _, body in first["coordinator"].values()), mark
    team = sign_in(worlds["first"], "team")
    seen = "".join(
        team.get(f"/exports/2026/{file}.csv?{query}").get_data(as_text=True)
        for file in ("scores-long", "answers-long")
        for query in ("for=analysis", "for=excel&language=de")
    )
    assert [mark for mark in MARKS if mark not in seen] == []


def test_every_route_is_tried(worlds):
    tried = set(addresses(worlds["first"]))
    assert {"/compare/2026", "/results/2026/arad", "/exports/2026/answers-long.csv?for=excel"} <= tried
    assert len(tried) > 500
