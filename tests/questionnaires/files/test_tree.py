"""YAML 1.2 and JSON as trees with lines: what words are, what cannot be read, and texts that mean harm."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaires.files import tree
from survey.questionnaires.files.scalars import joined, resolve
from survey.questionnaires.files.tree import grow, plain


def values(text):
    """The values of a text that has no fault."""
    root, faults = grow(text, "f")
    assert faults == []
    return plain(root)


def found(text):
    """The faults of a text as ``code:line``."""
    return [f"{fault.code}:{fault.place.removeprefix('f:')}" for fault in grow(text, "f")[1]]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *(
            (word, word)
            for word in ("no", "No", "on", "yes", "Y", "off", "2026-01-31", "12:30", "1_000", "0o8", "+", ".", "<<")
        ),
        *((word, None) for word in ("", "~", "null", "Null", "NULL")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        ("12", 12),
        ("-3", -3),
        ("007", 7),
        ("0o17", 15),
        ("0xFf", 255),
        ("1.50", 1.5),
        ("-.5", -0.5),
        ("1e3", 1000.0),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("nan", "nan"),
        ("inf", "inf"),
        ("9" * 400, math.inf),
    ],
)
def test_an_unquoted_word_is_what_yaml_1_2_says(word, expected):
    assert resolve(word) == expected
    assert type(resolve(word)) is type(expected)


def test_not_a_number_is_a_number():
    assert math.isnan(resolve(".nan"))


@pytest.mark.parametrize(
    ("text", "expected"), [("a\ud83d\ude00b", "a😀b"), ("é", "é"), ("\ud83d", None), ("\ude00\ud83d", None)]
)
def test_halves_of_characters_are_joined(text, expected):
    assert joined(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: no\nb: 'no'\nc: !!str 12\nd: ! 12\n", {"a": "no", "b": "no", "c": "12", "d": "12"}),
        ("a: |\n  one\n  two\nb: >-\n  one\n  two\n", {"a": "one\ntwo\n", "b": "one two"}),
        ("- [1, {b: c}]\n- - x\n", [[1, {"b": "c"}], ["x"]]),
        ("a: &one [1]\nb: *one\n", {"a": [1], "b": [1]}),
        ("a: !!seq [1]\nb: !!map {c: 1}\n", {"a": [1], "b": {"c": 1}}),
        ("1: a\n2.5: b\nfalse: c\n", {1: "a", 2.5: "b", False: "c"}),
        ("%YAML 1.1\n---\na: no\n", {"a": "no"}),
        ("\ufeffa: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("# note\n---\na: 1\n...\n", {"a": 1}),
        (
            '{"a":1,\n\t"b":[true,null],"c":"\\ud83d\\ude00","d":"a\\/b"}',
            {"a": 1, "b": [True, None], "c": "😀", "d": "a/b"},
        ),
    ],
)
def test_yaml_and_json_are_read(text, expected):
    assert values(text) == expected


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c d", "é"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["x", "y"]), JSON, min_size=1), st.sampled_from([None, 2, "\t"]), st.booleans())
def test_every_json_document_is_read_as_json_does(document, indent, ascii_only):
    assert values(json.dumps(document, indent=indent, ensure_ascii=ascii_only)) == document


@pytest.mark.parametrize(
    ("text", "expected", "cure"),
    [
        ("", ["empty-file:1"], "Begin with key:"),
        ("# nothing\n", ["empty-file:1"], "Begin with key:"),
        ("a: [1, 2\nb: 3\n", ["yaml-syntax:1"], "Separate by commas"),
        ("a:\n  - {b: 1, c: 2\n\n  - {b: 1}\n", ["yaml-syntax:2"], "Separate by commas"),
        ("a: [\n  - b\n", ["yaml-syntax:1"], "close the bracket"),
        ("a: [\n  {b: 1}\n  {b: 2}\n]\n", ["yaml-syntax:2"], "Separate by commas"),
        ("a: [\n  {b: 1},\n  {b: 2} c\n]\n", ["yaml-syntax:3"], "Separate by commas"),
        ('{\n"a": 1\n"b": 2\n}\n', ["yaml-syntax:2"], "Separate by commas"),
        ("a: ]\n", ["yaml-syntax:1"], "Write a value"),
        ("x: 1\na:b\nc: d\n", ["yaml-syntax:2"], "a colon and a space"),
        ('a: "x\nb: "y"\n', ["yaml-syntax:1"], "mark that opens here"),
        ('a: "x" y\n', ["yaml-syntax:1"], "same indentation"),
        ("a: 1\nb: [1, 2\n", ["yaml-syntax:2"], "bracket that opens here"),
        ('a: 1\nb: "x\n\n', ["yaml-syntax:2"], "Close the quotation mark"),
        ("a:\n\t- b\n", ["yaml-syntax:2"], "Indent by spaces"),
        ("a: 1\nb: c: d\n", ["yaml-syntax:2"], "that hold a colon"),
        ("- a\nb: c\n", ["yaml-syntax:2"], "same indentation"),
        ("a: @x\n", ["yaml-syntax:1"], "quotation marks"),
        ('a: "\\q"\n', ["yaml-syntax:1"], "Mend the syntax"),
        ('a: "\\UFFFFFFFF"\n', ["yaml-syntax:1"], "Mend the syntax"),
        ("a: 1\n---\nb: 2\n", ["yaml-syntax:2"], "one questionnaire in one file"),
        ("a: 1\nb: \x07\n", ["bad-character:2"], "Remove it"),
        ('a: 1\nb: "\\x07"\n', ["bad-character:2"], "Write the character itself"),
        ('{"a": 1,\n"b": "\\ud83d"}', ["bad-character:2"], "Write the character itself"),
        ("a: 1\nb: 2\na: 3\n", ["duplicate-key:3"], "Keep one"),
        ("1: a\n1.0: b\n", ["duplicate-key:2"], "Keep one"),
        ("a: 1\n? [b]\n: 2\n", ["bad-key:2"], "Write a word"),
        ("a: *b\n", ["unknown-alias:1"], "Set &b before it"),
        ("a: &b [*b]\n", ["unknown-alias:1"], "Set &b before it"),
        (
            "a: !secret x\nb: !!python/name:os.system x\nc: !set [1]\n",
            ["unknown-tag:1", "unknown-tag:2", "unknown-tag:3"],
            "Remove it",
        ),
        ('a: !!int "1"\n', ["unknown-tag:1"], "Remove it"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_do(text, expected, cure):
    assert found(text) == expected
    assert cure in grow(text, "f")[1][0].cure


def test_a_key_that_stands_twice_keeps_its_first_value_and_names_its_line():
    root, (fault,) = grow("a: 1\nb: 2\na: 3\n", "f")
    assert plain(root) == {"a": 1, "b": 2}
    assert "line 1" in fault.what


def test_all_values_know_their_lines():
    root, _ = grow("a: 1\nb:\n  - c: |\n      text\n    d: 2\n", "f")
    inner = root.value["b"].value[0]
    assert (root.keys, inner.line, inner.keys) == ({"a": 1, "b": 2}, 3, {"c": 3, "d": 5})


def bomb(levels):
    """Ten aliases of ten aliases of ten aliases …"""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]")
    return "\n".join(lines) + "\n"


def test_aliases_may_unfold_to_a_bounded_number_of_values():
    assert found(bomb(4)) == []
    assert found(bomb(12)) == ["too-large:6"]


def test_a_file_may_hold_a_bounded_number_of_values(monkeypatch):
    monkeypatch.setattr(tree, "LARGEST", 100)
    assert found("[" + "1," * 99 + "]") == []
    assert found("[" + "1," * 101 + "]") == ["too-large:1"]


def test_values_may_be_nested_to_a_bounded_depth():
    assert found("[" * 30 + "]" * 30) == []
    assert found("[" * 5000) == ["too-deep:1"]
    assert found("- " * 5000) == ["too-deep:1"]


@given(st.text(max_size=60))
def test_any_text_is_a_tree_or_a_fault(text):
    root, faults = grow(text, "f")
    assert (root is None) <= bool(faults)
