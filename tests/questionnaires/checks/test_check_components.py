"""Parts of groups, composites and indices: what they may name, circles, and means over nothing."""

import pytest

from tests.questionnaires.written import FIRST, HEAD, asked, found, found_in, said

THREE = """
- {code: one, text: Q, kind: scale, from: 0, to: 1}
- {code: two, text: Q, kind: scale, from: 0, to: 1}
- {code: words, text: Q, kind: text}
"""

TWO_SECTIONS = """
dimensions:
  - {code: equality, title: Equality}
  - {code: unused, title: Unused}
sections:
  - code: area
    title: Area
    dimensions: {equality: 1}
    questions:
      - {code: one, text: Q, kind: scale, from: 0, to: 1}
      - {code: two, text: Q, kind: scale, from: 0, to: 1}
    groups:
      - {code: group, title: Group, parts: {one: 1}}
  - code: talk
    title: Talk
    questions:
      - {code: words, text: Q, kind: text}
      - {code: unweighed, text: Q, kind: scale, from: 0, to: 1, weight: 0}
      - {code: unpriced, text: Q, kind: number}
framework:
  composites:
    - {code: lens, title: Lens, parts: PARTS}
  indices:
    - {code: total, title: Total, parts: {area: 1, lens: 1}}
"""

PLACE = 25
"""The line of the composite's parts."""


def groups(*parts):
    """Faults of a section with these groups g1, g2, …, each in a line of its own from line 8 on."""
    lines = "\n".join(f"  - {{code: g{i}, title: G, parts: {part}}}" for i, part in enumerate(parts, 1))
    return found_in(THREE, section="groups:\n" + lines)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["{one: 1, two: 2}"], []),
        (["{one: 1}", "{g1: 1, two: 1}"], []),
        (["{g2: 1}", "{one: 1, two: 1}"], []),
        (["{}"], ["empty-component:8"]),
        (["{three: 1}"], ["unknown-part:8"]),
        (["{words: 1}"], ["unscored-part:8"]),
        (["{area: 1}"], ["part-outside:8"]),
        (["{one: 1}", "{one: 1, two: 1}"], ["part-twice:9"]),
        (["{one: 1}", "{g1: 1}", "{g1: 1}"], ["part-twice:10"]),
        (["{g1: 1}"], ["circle:8"]),
        (["{g2: 1}", "{g1: 1, one: 1}"], ["circle:8"]),
        (["{g2: 1}", "{g3: 1}", "{g1: 1}", "{g5: 1}", "{g4: 1}"], ["circle:8", "circle:11"]),
    ],
)
def test_a_group_holds_scored_questions_and_groups_of_its_section_once(parts, expected):
    assert groups(*parts) == expected


def test_a_group_may_not_hold_what_stands_in_another_section():
    other = "  - {code: b, title: B, questions: [{code: q, text: Q, kind: scale, from: 0, to: 1}]}\n"
    text = asked(THREE, section="groups: [{code: g, title: G, parts: {q: 1}}]") + other
    assert found(text) == [f"part-outside:{FIRST - 1}"]
    assert "use a composite across sections" in said(text, "part-outside")


def composite(parts):
    """Faults of the composite of these parts, without the warning about the empty dimension."""
    return [
        fault for fault in found(HEAD + TWO_SECTIONS.strip("\n").replace("PARTS", parts) + "\n") if "?" not in fault
    ]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ("{area: 1, one: 1, group: 1, equality: 0.5}", []),
        ("{}", "empty-component"),
        ("{aera: 1}", "unknown-part"),
        ("{index: 1}", "unknown-part"),
        ("{total: 1}", "index-as-part, circle"),
        ("{words: 1}", "unscored-part"),
        ("{unweighed: 1}", "unscored-part"),
        ("{unpriced: 1}", "unscored-part"),
        ("{talk: 1}", "unscored-part"),
        ("{unused: 1}", "unscored-part"),
        ("{lens: 1}", "circle"),
    ],
)
def test_a_composite_holds_scored_questions_groups_areas_and_dimensions(parts, expected):
    faults = [fault.partition(":")[0] for fault in composite(parts)]
    assert faults == (expected.split(", ") if expected else [])


def test_an_index_follows_the_same_rules():
    assert found_in(THREE, rest="framework: {indices: [{code: i, title: I, parts: {}}]}") == [
        f"empty-component:{FIRST + 3}"
    ]
    assert found_in(THREE, rest="framework: {indices: [{code: i, title: I, parts: {words: 1}}]}") == [
        f"unscored-part:{FIRST + 3}"
    ]


def test_composites_may_hold_composites_but_not_in_a_circle():
    rest = "framework: {composites: [{code: a, title: A, parts: {b: 1}}, {code: b, title: B, parts: {%s: 1}}]}"
    assert found_in(THREE, rest=rest % "one") == []
    text = asked(THREE, rest=rest % "a")
    assert found(text) == [f"circle:{FIRST + 3}"]
    assert "in a circle" in said(text, "circle")


def test_a_code_that_stands_twice_makes_no_circle():
    rest = "framework: {indices: [{code: area, title: A, parts: {area: 1}}]}"
    assert found_in(THREE, rest=rest) == [f"duplicate-code:{FIRST + 3}"]


def test_an_unknown_part_is_compared_with_what_could_be_one():
    text = asked(THREE, rest="framework: {composites: [{code: lens, title: L, parts: {aera: 1}}]}")
    assert "Did you mean area?" in said(text, "unknown-part")
    many = "\n".join(f"- {{code: q{i}, text: Q, kind: scale, from: 0, to: 1}}" for i in range(20))
    text = asked(many, rest="framework: {composites: [{code: lens, title: L, parts: {zzzzzz: 1}}]}")
    assert "Check its spelling" in said(text, "unknown-part")


def test_an_area_whose_groups_all_weigh_nothing_is_empty():
    section = "groups: [{code: g, title: G, parts: {one: 1, two: 1}, weight: 0}]"
    assert found_in(THREE, section=section) == [f"empty-component:{FIRST - 1}"]
    section = "groups: [{code: g, title: G, parts: {one: 1}, weight: 0}]"
    assert found_in(THREE, section=section) == []


def test_a_section_without_scored_questions_makes_no_area_and_is_fine():
    assert found_in("- {code: q, text: Q, kind: text}") == []


def test_a_dimension_that_nothing_loads_on_is_warned_about():
    loaded = "- {code: q, text: Q, kind: scale, from: 0, to: 1, dimensions: {d: 1}}"
    rest = "dimensions:\n  - {code: d, title: D}\n  - {code: e, title: E}\n"
    assert found_in(loaded, rest=rest) == [f"?empty-dimension:{FIRST + 3}"]
    assert f"?empty-dimension:{FIRST + 3}" in found_in(loaded, section="weight: 0", rest=rest)
    areas = rest + "framework: {dimensions: {from: areas}}\n"
    assert found_in(loaded, section="dimensions: {e: 1}", rest=areas) == [f"?empty-dimension:{FIRST + 3}"]


def test_areas_that_all_weigh_nothing_make_no_index():
    assert found_in(THREE, section="weight: 0") == ["?no-index:4"]
    total = "framework: {indices: [{code: total, title: T, parts: {area: 1}}]}"
    assert found_in(THREE, section="weight: 0", rest=total) == []
