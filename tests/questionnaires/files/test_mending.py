"""All faults at once: what cannot be read is told once, and hides neither the rest nor makes it look wrong."""

import pytest

from survey.questionnaires.files.draft import draft
from tests.questionnaires.written import FIRST, HEAD, asked, found, found_in

GOOD = "- {code: good, text: Q, kind: scale, from: 0, to: 1}\n"


def test_faults_of_form_and_of_sense_are_told_together():
    text = """\
key: tiny
edition: 2026
title: Tiny
zebra: 1
dimensions:
  - {code: equality, title: Equality}
sections:
  - code: area
    title: Area
    wieght: 2
    dimensions: {equality: 0.9}
    questions:
      - code: first
        text: First
        kind: singel
        options:
          - {code: yes, label: Yes, points: 1, planned: 2}
          - {code: true, label: No}
      - code: second
        text: Second
        kind: scale
        from: 5
        to: 1
        condition: third > 2
      - {code: third, kind: number, score: {linear: [1, 1]}}
      - {code: third, text: Third, kind: text, condition: frist ==}
    groups:
      - {code: unit, title: Unit, parts: {first: 0, fourth: 1}}
framework:
  indices:
    - {code: total, title: Total, parts: {area: 1, arae: 1}}
lineage:
  nobody: {edition: "2020", as: same}
"""
    assert found(text) == [
        "wrong-type:2",
        "unknown-key:4",
        "unknown-key:10",
        "loadings-sum:11",
        "unknown-kind:15",
        "wrong-type:18",
        "empty-scale:22",
        "condition-later:24",
        "missing-key:25",
        "flat-linear:25",
        "duplicate-code:26",
        "condition-syntax:26",
        "zero-weight:28",
        "reserved-code:28",
        "unknown-part:28",
        "unknown-part:31",
        "lineage-code:33",
    ]


@pytest.mark.parametrize(
    "broken",
    [
        "- {code: bad, text: Q, kind: wrong}",
        "- {code: bad, text: Q}",
        "- {code: bad, text: Q, kind: single}",
        "- {code: bad, text: Q, kind: single, options: none}",
        "- {code: bad, text: Q, kind: single, options: [none]}",
        "- {code: bad, text: Q, kind: single, options: [{code: no, label: 1, points: x}]}",
        "- {code: bad, text: Q, kind: scale, from: one, to: 5}",
        "- {code: bad, text: Q, kind: number, score: {linear: [1]}}",
        "- {code: bad, text: Q, kind: number, score: {bands: [1]}}",
        "- {code: Bad, text: Q, kind: scale, from: 1, to: 5}",
        "- {kind: scale, text: Q, from: 1, to: 5}",
        "- bad",
    ],
)
def test_a_question_that_cannot_be_read_makes_no_reference_look_wrong(broken):
    after = (
        "\n- {code: after, text: Q, kind: text, hidden: exclude,"
        ' condition: \'bad == "yes" or bad > 3 or "x" in bad or answered(bad)\'}'
    )
    section = "groups: [{code: group, title: G, parts: {bad: 1, good: 1}}]"
    rest = (
        'framework: {composites: [{code: lens, title: L, parts: {bad: 1}}]}\nlineage: {bad: {edition: "0", as: same}}\n'
    )
    faults = found_in(GOOD + broken + after, section=section, rest=rest)
    lines = {int(fault.rpartition(":")[2]) for fault in faults if not fault.startswith("?")}
    assert lines == {FIRST + 2}, faults


@pytest.mark.parametrize("kind", ["", ", kind: radio", ", kind: [single]"])
def test_a_question_of_no_known_kind_is_judged_by_what_all_kinds_have(kind):
    question = "- {code: q, text: Q, options: 3, points: 1, wieght: 1, weight: -1, condition: nobody > 1"
    first = "unknown-kind" if kind else "missing-key"
    faults = [fault.partition(":")[0] for fault in found_in(f"{question}{kind}}}")]
    assert sorted(faults) == sorted([first, "unknown-key", "negative-weight", "condition-code"])


@pytest.mark.parametrize(
    ("sections", "line"),
    [
        ("sections: nothing", 4),
        ("sections: {code: area}", 4),
        ("sections:\n  - area", 5),
        ("sections:\n  - {code: area, title: A, questions: {code: q}}", 5),
        ("sections:\n  - {code: area, title: A}", 5),
        ("sections:\n  - {title: A, questions: []}", 5),
        ("sections:\n  - {code: Area, title: A, questions: [{code: q, text: Q, kind: scale, from: 0, to: 1}]}", 5),
    ],
)
def test_sections_that_cannot_be_read_make_no_reference_look_wrong(sections, line):
    indices = "framework: {indices: [{code: total, title: T, parts: {q: 1, area: 1}}]}\n"
    rest = indices + 'lineage: {q: {edition: "0", as: same}}\n'
    errors = [fault for fault in found(f"{HEAD}{sections}\n{rest}") if not fault.startswith("?")]
    assert {int(fault.rpartition(":")[2]) for fault in errors} == {line}, errors
    assert len(errors) == 1


def test_a_section_whose_questions_are_broken_may_still_be_an_area():
    text = asked(
        "- {code: bad, text: Q, kind: scale, from: one, to: 5}",
        rest="framework: {indices: [{code: total, title: T, parts: {area: 1}}]}",
    )
    assert found(text) == [f"wrong-type:{FIRST}"]


def test_a_group_that_cannot_be_read_is_still_a_name():
    text = asked(
        GOOD,
        section="groups: [{code: group, title: G}]",
        rest="framework: {indices: [{code: total, title: T, parts: {group: 1}}]}",
    )
    assert found(text) == [f"missing-key:{FIRST - 1}"]


def test_parts_that_were_all_refused_are_not_called_empty():
    assert found_in(GOOD, section="groups: [{code: group, title: G, parts: {good: 0}}]") == [f"zero-weight:{FIRST - 1}"]


def test_dimensions_that_cannot_be_read_are_not_called_unknown():
    rest = "dimensions: [{code: equality}, {code: Diversity, title: D}]\n"
    question = "- {code: q, text: Q, kind: scale, from: 0, to: 1, dimensions: {equality: 1}}"
    assert found_in(question, rest=rest) == [f"missing-key:{FIRST + 1}", f"bad-code:{FIRST + 1}"]


def test_an_edition_that_cannot_be_read_is_compared_with_nothing():
    text = asked(GOOD, rest='lineage: {good: {edition: "1", as: same}}').replace('edition: "1"\n', "edition: 1\n", 1)
    assert found(text) == ["wrong-type:2"]


def test_the_same_fault_through_an_alias_is_told_once():
    text = asked("""
        - code: q
          text: Q
          kind: single
          options: &options [{code: a, label: 1}]
        - {code: r, text: Q, kind: single, options: *options}
        """)
    assert found(text) == [f"wrong-type:{FIRST + 3}"]


def test_wording_that_cannot_be_read_does_not_keep_the_rest_from_being_judged():
    text = asked("""
        - {code: q, text: 1, help: 2, kind: single, options: [{code: a, label: 3, anchor: 4, planned: 5}]}
        """)
    assert found(text) == [f"wrong-type:{FIRST}"] * 4 + [f"planned-too-high:{FIRST}"]


def test_a_draft_knows_what_it_had_to_mend():
    whole, faults = draft(asked(GOOD), "f")
    assert whole is not None
    assert (whole.is_whole, whole.is_named, faults) == (True, True, [])
    mended, faults = draft(asked(GOOD).replace("Tiny", "''").replace('"1"', "1"), "f")
    assert mended is not None
    assert (mended.is_whole, mended.is_named, len(faults)) == (False, False, 2)


def test_a_line_is_found_as_deep_as_the_file_goes():
    found_draft, _ = draft(asked(GOOD), "f")
    assert found_draft is not None
    assert found_draft.line() == 1
    assert found_draft.line("sections", 0, "questions", 0, "from") == FIRST
    assert found_draft.line("sections", 0, "groups", 3) == 5
    assert found_draft.line("sections", 7) == 4
    assert found_draft.line("sections", "code") == 4


def test_a_file_that_is_no_mapping_has_no_draft():
    assert draft("- 1\n", "f")[0] is None
    assert draft("a: [", "f")[0] is None
