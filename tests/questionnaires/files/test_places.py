"""Finding in the file what an error of the types speaks of."""

import pytest

from survey.questionnaires import model
from survey.questionnaires.files.places import codes_in, element, find, keys, scalar
from survey.questionnaires.files.refusals import code_like, nearest, refusal, shown, suggestion
from survey.questionnaires.files.tree import grow

TEXT = """\
key: tiny
dimensions: [{code: d}]
sections:
  - code: area
    questions:
      - code: pick
        kind: multiple
        text: words
        options:
          - {code: a, label: A}
      - code: count
        kind: number
        score: {bands: [[1, 2]]}
    groups:
      - code: group
        parts:
          pick: 1
framework:
  dimensions: {from: areas}
  composites: [{code: lens, parts: {pick: 1}}]
lineage:
  pick: {as: same}
"""
TREE, _ = grow(TEXT, "f")


@pytest.mark.parametrize(
    ("steps", "line", "rest"),
    [
        ((), 1, ()),
        (("title",), 1, ("title",)),
        (("sections", 0, "title"), 4, ("title",)),
        (("sections", 0, "questions", 0), 6, ()),
        (("sections", 0, "questions", 0, "multiple", "text"), 8, ()),
        (("sections", 0, "questions", 0, "multiple", "options", 0, "label"), 10, ()),
        (("sections", 0, "questions", 0, "multiple", "options", 4), 9, (4,)),
        (("sections", 0, "questions", 1, "number", "score", "bands", 0, 1), 13, ()),
        (("sections", 0, "questions", 1, "number", "score", "bands", 0, 2), 13, (2,)),
        (("sections", 0, "groups", 0, "parts", "pick", "[key]"), 17, ()),
        (("lineage", "pick", "edition"), 22, ("edition",)),
    ],
)
def test_an_error_has_its_line(steps, line, rest):
    place = find(TREE, steps)
    assert (place.line, place.rest, place.is_key) == (line, rest, "[key]" in steps)


def test_a_place_knows_the_way_up_and_down():
    question = find(TREE, ("sections", 0, "questions", 0))
    assert question.up(0) is question
    assert question.up(2).path == ("sections", 0)
    assert question.down("kind").line == 7
    assert question.down("weight") is question


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), model.Questionnaire),
        (("dimensions", 0), model.Dimension),
        (("sections", 0), model.Section),
        (("sections", 0, "questions", 0), model.MultipleQuestion),
        (("sections", 0, "questions", 0, "multiple", "options", 0), model.MultipleOption),
        (("sections", 0, "questions", 1), model.NumberQuestion),
        (("sections", 0, "questions", 1, "number", "score"), model.Scoring),
        (("sections", 0, "groups", 0), model.Group),
        (("sections", 0, "groups", 0, "parts"), None),
        (("framework", "dimensions"), model.DimensionRule),
        (("framework", "composites", 0), model.Composite),
        (("framework", "composites", 0, "parts"), None),
        (("lineage", "pick"), model.Ancestor),
    ],
)
def test_a_mapping_has_a_type(steps, expected):
    assert element(find(TREE, steps)) is expected


def test_keys_are_spelt_as_in_the_file():
    assert keys(model.Ancestor) == ["edition", "code", "as"]
    assert keys(model.DimensionRule) == ["from"]


def test_scalars_and_codes_of_a_part():
    question = find(TREE, ("sections", 0, "questions", 0)).node
    assert scalar(question, "kind") == "multiple"
    assert scalar(question, "options") is None
    assert scalar(find(TREE, ("key",)).node, "kind") is None
    assert list(codes_in(TREE)) == ["d", "area", "pick", "count", "group", "lens"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "empty"),
        (True, "the truth value true"),
        (2.5, "the number 2.5"),
        (" two\n words ", 'the text "two words"'),
        ("a" * 61, f'the text "{"a" * 60}…"'),
        ([], "a list"),
        ({}, "a mapping"),
    ],
)
def test_values_are_shown_in_plain_words(value, expected):
    assert shown(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("My Key", "my_key"), ("1. Größe!", "gr_e"), ("__a__", "a"), ("12", "")]
)
def test_a_code_is_proposed_for_a_text(text, expected):
    assert code_like(text) == expected


def test_unknown_words_are_compared_with_known_ones():
    assert nearest("wieght", ["width", "weight"]) == "weight"
    assert nearest("zebra", ["width", "weight"]) is None
    assert suggestion("zebra", []) == "Remove it."
    assert suggestion("zebra", ["a", "b", "a"]) == "Use one of: a, b."


def test_an_error_that_is_not_foreseen_is_told_as_it_is():
    error = {"type": "something_new", "loc": ("key",), "msg": "Input should be nicer", "input": "tiny"}
    told = refusal(error, find(TREE, ("key",)))
    assert told == ("bad-value", "key: Input should be nicer.", "Correct the value.")
