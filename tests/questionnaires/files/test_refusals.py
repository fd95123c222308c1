"""Faults of form: each with the line of the file, a stable code, what is wrong and what to do."""

import pytest

from tests.questionnaires.written import FIRST, HEAD, asked, found, found_in, said

Q = FIRST
"""The line of the first question."""

CHOICE = "- {{code: q, text: Q, kind: single, options: [{}]}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("just words", ["wrong-type:1"]),
        ("[1, 2]", ["wrong-type:1"]),
        (HEAD + "sections: []\n", ["?no-questions:4"]),
        (HEAD, ["missing-key:1"]),
        ("key: tiny\nedition: 2026\ntitle: T\nsections: []\n", ["wrong-type:2", "?no-questions:4"]),
        ("key: tiny\nedition: 1.0\ntitle: true\nsections: []\n", ["wrong-type:2", "wrong-type:3", "?no-questions:4"]),
        ("key: Tiny-X\nedition: '1'\ntitle: ' '\nsections: []\n", ["bad-code:1", "empty-text:3", "?no-questions:4"]),
        (HEAD + "sections: {}\n", ["wrong-type:4"]),
        (HEAD + "sections:\n", ["wrong-type:4"]),
        (HEAD + "sections:\n  - area\n", ["wrong-type:5"]),
        (HEAD + "sections:\n  - {code: a, title: A}\n", ["missing-key:5"]),
        (HEAD + "sections: []\nunit: people\n", ["?no-questions:4", "unknown-word:5"]),
        (HEAD + "sections: []\nsection: []\n1: x\n", ["?no-questions:4", "unknown-key:5", "unknown-key:6"]),
        (HEAD + "sections: []\nframework: {defaults: {mean: median}}\n", ["?no-questions:4", "unknown-word:5"]),
        (HEAD + "sections: []\nframework: {dimensions: {from: area}}\n", ["?no-questions:4", "unknown-word:5"]),
        (HEAD + "sections: []\nframework: {dimensions: {source: areas}}\n", ["?no-questions:4", "unknown-key:5"]),
        (
            HEAD + "sections: []\nframework:\n  defaults:\n    minimum_coverage: 1.5\n",
            ["?no-questions:4", "out-of-range:7"],
        ),
        (
            HEAD + "sections: []\nframework: {defaults: {minimum_coverage: -0.1}}\n",
            ["?no-questions:4", "out-of-range:5"],
        ),
        (
            HEAD + "sections: []\nframework: {composites: , indices: no}\n",
            ["?no-questions:4", "wrong-type:5", "wrong-type:5"],
        ),
    ],
)
def test_faults_of_the_whole_file(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- words", f"wrong-type:{Q}"),
        ("- {code: q, text: Q}", f"missing-key:{Q}"),
        ("- {code: q, text: Q, kind: singel}", f"unknown-kind:{Q}"),
        ("- {code: q, text: Q, kind: [text]}", f"unknown-kind:{Q}"),
        ("- {code: q, text: Q, kind: null}", f"unknown-kind:{Q}"),
        ("- {code: q, kind: text}", f"missing-key:{Q}"),
        ("- {text: Q, kind: text}", f"missing-key:{Q}"),
        ("- {code: Q, text: Q, kind: text}", f"bad-code:{Q}"),
        ("- {code: 1a, text: Q, kind: text}", f"bad-code:{Q}"),
        ("- {code: q-a, text: Q, kind: text}", f"bad-code:{Q}"),
        ("- {code: qä, text: Q, kind: text}", f"bad-code:{Q}"),
        ("- {code: true, text: Q, kind: text}", f"wrong-type:{Q}"),
        ("- {code: 7, text: Q, kind: text}", f"wrong-type:{Q}"),
        ("- code: q\n  text: Q\n  kind: text\n  help: [a]", f"wrong-type:{Q + 3}"),
        ("- code: q\n  text: Q\n  kind: text\n  evidence: ''", f"empty-text:{Q + 3}"),
        ("- code: q\n  text: Q\n  kind: text\n  weight: -1", f"negative-weight:{Q + 3}"),
        ("- code: q\n  text: Q\n  kind: text\n  weight: '1'", f"wrong-type:{Q + 3}"),
        ("- code: q\n  text: Q\n  kind: text\n  weight: .nan", f"wrong-type:{Q + 3}"),
        ("- code: q\n  text: Q\n  kind: text\n  weight:", f"wrong-type:{Q + 3}"),
        ("- code: q\n  text: Q\n  kind: text\n  wieght: 1", f"unknown-key:{Q + 3}"),
        ("- code: q\n  text: Q\n  kind: text\n  points: 1", f"unknown-key:{Q + 3}"),
        ("- code: q\n  text: Q\n  kind: text\n  hidden: none", f"unknown-word:{Q + 3}"),
        ("- code: q\n  text: Q\n  kind: text\n  not_applicable: no", f"unknown-word:{Q + 3}"),
        ("- code: q\n  text: Q\n  kind: text\n  dimensions: [a]", f"wrong-type:{Q + 3}"),
        ("- code: q\n  text: Q\n  kind: text\n  dimensions: {A: 1}", f"bad-code:{Q + 3}"),
        ("- code: q\n  text: Q\n  kind: text\n  condition: 3", f"wrong-type:{Q + 3}"),
        ("- {code: q, text: Q, kind: single}", f"missing-key:{Q}"),
        ("- {code: q, text: Q, kind: single, options: []}", f"empty-list:{Q}"),
        ("- {code: q, text: Q, kind: single, options: {a: A}}", f"wrong-type:{Q}"),
        (CHOICE.format("a"), f"wrong-type:{Q}"),
        (CHOICE.format("{code: a}"), f"missing-key:{Q}"),
        (CHOICE.format("{label: A}"), f"missing-key:{Q}"),
        (CHOICE.format("{code: a, label: true}"), f"wrong-type:{Q}"),
        (CHOICE.format("{code: true, label: A}"), f"wrong-type:{Q}"),
        (CHOICE.format("{code: a, label: A, points: -1}"), f"negative-points:{Q}"),
        (CHOICE.format("{code: a, label: A, points: '1'}"), f"wrong-type:{Q}"),
        (CHOICE.format("{code: a, label: A, planned: -1}"), f"negative-points:{Q}"),
        (CHOICE.format("{code: a, label: A, exclusive: true}"), f"unknown-key:{Q}"),
        ("- {code: q, text: Q, kind: multiple, options: [{code: a, label: A, exclusive: yes}]}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: multiple, options: [{code: a, label: A, planned: 1}]}", f"unknown-key:{Q}"),
        ("- {code: q, text: Q, kind: multiple, score: max, options: [{code: a, label: A}]}", f"unknown-word:{Q}"),
        ("- {code: q, text: Q, kind: scale, to: 5}", f"missing-key:{Q}"),
        ("- {code: q, text: Q, kind: scale, from: 1, to: 2.5}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: scale, from: 1, to: '5'}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: scale, from: 1, to: 5, labels: [a]}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: scale, from: 1, to: 5, labels: {low: Low}}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: scale, from: 1, to: 5, labels: {1.5: Low}}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: scale, from: 1, to: 5, labels: {1: 1}}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: scale, from: 1, to: 5, reversed: 1}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: number, minimum: low}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: number, score: linear}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: number, score: {linear: [1]}}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: number, score: {linear: [1, 2, 3]}}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: number, score: {linear: [a, 2]}}", f"wrong-type:{Q}"),
        ("- {code: q, text: Q, kind: number, score: {bands: []}}", f"empty-list:{Q}"),
        ("- {code: q, text: Q, kind: number, score: {bands: [[1, -1]]}}", f"negative-points:{Q}"),
        ("- {code: q, text: Q, kind: number, score: {steps: []}}", f"unknown-key:{Q}"),
        ("- {code: q, text: Q, kind: share, minimum: 1}", f"unknown-key:{Q}"),
        ("- {code: q, text: Q, kind: share, points: -1}", f"negative-points:{Q}"),
    ],
)
def test_faults_of_one_question(text, expected):
    assert expected in found_in(text)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("{code: g, title: G}", "missing-key"),
        ("{code: g, title: G, parts: [q]}", "wrong-type"),
        ("{code: g, title: G, parts: {q: 0}}", "zero-weight"),
        ("{code: g, title: G, parts: {q: -1}}", "negative-weight"),
        ("{code: g, title: G, parts: {q: '1'}}", "wrong-type"),
        ("{code: g, title: G, parts: {Q: 1}}", "bad-code"),
        ("{code: g, title: G, parts: {q: 1}, weight: -1}", "negative-weight"),
        ("{code: g, title: G, parts: {q: 1}, mean: average}", "unknown-word"),
        ("{code: g, title: G, parts: {q: 1}, missing: ignore}", "unknown-word"),
        ("{code: g, title: G, parts: {q: 1}, questions: []}", "unknown-key"),
    ],
)
@pytest.mark.parametrize("place", ["group", "composite", "index"])
def test_faults_of_components(group, expected, place):
    if place != "group" and "weight: -1" in group:
        expected = "unknown-key"
    section = f"groups: [{group}]" if place == "group" else ""
    key = "composites" if place == "composite" else "indices"
    rest = "" if place == "group" else f"framework: {{{key}: [{group}]}}"
    line = FIRST - 1 if place == "group" else FIRST + 1
    question = "- {code: q, text: Q, kind: scale, from: 0, to: 1}"
    assert found_in(question, section=section, rest=rest) == [f"{expected}:{line}"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("q: same", "wrong-type"),
        ("q: {as: same}", "missing-key"),
        ("q: {edition: 2020, as: same}", "wrong-type"),
        ("q: {edition: '2020'}", "missing-key"),
        ("q: {edition: '2020', as: equal}", "unknown-word"),
        ("q: {edition: '2020', as: same, code: Q}", "bad-code"),
        ("Q: {edition: '2020', as: same}", "bad-code"),
        ("q: {edition: '2020', as: same, from: q}", "unknown-key"),
    ],
)
def test_faults_of_lineage(entry, expected):
    errors = found_in("- {code: q, text: Q, kind: text}", rest=f"lineage:\n  {entry}\n")
    assert f"{expected}:{FIRST + 2}" in errors
    assert [fault for fault in errors if not fault.startswith("?")] == [f"{expected}:{FIRST + 2}"]


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("key: tiny\nedition: 2026\ntitle: T\nsections: []\n", "wrong-type", 'quotation marks: "2026"'),
        ("key: tiny\nedition: false\ntitle: T\nsections: []\n", "wrong-type", '"false"'),
        ("key: My Key\nedition: '1'\ntitle: T\nsections: []\n", "bad-code", "my_key"),
        ("key: '1'\nedition: '1'\ntitle: T\nsections: []\n", "bad-code", "begin with a letter."),
        ("edition: '1'\ntitle: T\nsections: []\n", "missing-key", "The code of the questionnaire"),
        (HEAD + "sectoins: []\nsections: []\n", "unknown-key", "Did you mean sections?"),
        (HEAD + "sections: []\nzebra: []\n", "unknown-key", "Use one of: key, edition, title"),
        (asked("- {code: q, text: Q, kind: texd}"), "unknown-kind", "Did you mean text?"),
        (asked("- {code: q, text: Q, kind: 7}"), "unknown-kind", "single, multiple, scale, number, share, text"),
        (asked("- {code: q, text: Q, kind: number, minimum: '5'}"), "wrong-type", "without quotation marks"),
        (asked("- {code: q, text: Q, kind: number, weight: }"), "wrong-type", "leave the key out"),
        (asked("- {code: q, text: Q, kind: text, weight: true}"), "wrong-type", "truth value true, not a number"),
        (asked(CHOICE.format("a, {code: b, label: B}")), "wrong-type", "Item 1 of options"),
        (asked("- {code: q, text: Q, kind: single, options: a}"), "wrong-type", "dash"),
        (asked("- {code: q, text: [" + "a" * 90 + "], kind: text}"), "wrong-type", "text is a list, not a text"),
        (asked("- {code: q, text: Q, kind: text, hidden: " + "a" * 90 + "}"), "unknown-word", "a…"),
        (asked("- {code: q, text: Q, kind: number, score: {bands: [[1]]}}"), "wrong-type", "too few values"),
        (
            asked("- {code: q, text: Q, kind: scale, from: 1, to: 2, labels: {x: y}}"),
            "wrong-type",
            'key here is the text "x"',
        ),
        (asked("- {code: q, text: Q, kind: text, wieght: 2}"), "unknown-key", "Did you mean weight?"),
        (asked("- {code: q, text: Q, kind: text, options: []}"), "unknown-key", "of the kind single, multiple have it"),
    ],
)
def test_a_fault_says_what_is_wrong_and_what_to_do(text, code, says):
    assert says in said(text, code)
