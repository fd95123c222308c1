"""Whatever an author does to a file, the checker answers, and a file without errors can be used."""

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.questionnaires.files import mending
from survey.questionnaires.files.draft import draft
from survey.questionnaires.files.tree import grow, plain
from survey.questionnaires.hashes import structure_hash, text_hash
from survey.questionnaires.reader import check_text, from_json, parse, to_json
from tests.questionnaires.example import EXAMPLE
from tests.questionnaires.written import FIRST, asked, found

WHOLE = plain(grow(EXAMPLE.read_text(encoding="utf-8"), "f")[0])


def paths(value, path=()):
    """The paths of keys and numbers to all values of a file."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inner:
        yield from paths(child, (*path, key))


PATHS = [path for path in paths(WHOLE) if path]
CODES = st.sampled_from(["housing", "housing_support", "lens", "index", "equality", "everywhere", "x", "no"])
VALUES = st.one_of(
    st.sampled_from([None, True, 0, 1, -1, 2.5, 1e308, 10**30, "", "2026", "zero", "same", "text", "areas", [], {}]),
    CODES,
    CODES.map(lambda code: [code]),
    CODES.map(lambda code: {code: 1}),
    CODES.map(lambda code: {"code": code}),
    CODES.map(lambda code: f'{code} in ["no", "x"] or {code} > 1'),
    st.sampled_from([{"linear": [0, 1]}, {"bands": [[1, 1]]}, [[1, 2]], {"housing_access": 1, "lens": 2}]),
)
KEYS = ["code", "weight", "points", "options", "parts", "kind", "dimensions", "questions", "score", "condition", "from"]


@st.composite
def damaged(draw):
    """The example with one or two values put in, taken out or exchanged."""
    file = copy.deepcopy(WHOLE)
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(PATHS))
        holder = file
        try:
            for step in path[:-1]:
                holder = holder[step]
            if draw(st.booleans()):
                holder[path[-1]] = draw(VALUES)
            elif isinstance(holder, dict) and draw(st.booleans()):
                holder[draw(st.sampled_from(KEYS))] = draw(VALUES)
            else:
                del holder[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # the first damage took the place of the second away
    return json.dumps(file, indent=1)


@settings(max_examples=150)
@given(damaged())
def test_a_damaged_file_is_judged_and_used_only_without_errors(text):
    faults = check_text(text, "f")
    assert all(fault.code and fault.what and fault.cure and fault.place.startswith("f:") for fault in faults)
    if not any(fault.severity == "error" for fault in faults):
        questionnaire = parse(text)
        assert from_json(to_json(questionnaire)) == questionnaire
        assert structure_hash(questionnaire) != text_hash(questionnaire)


def test_a_part_that_two_places_share_is_mended_once():
    text = asked(
        "- {code: q, text: Q, kind: scale, from: 0, to: 1}",
        rest="""
        framework:
          composites:
            - {code: a, title: A, parts: &parts {q: 0, area: 1}}
            - {code: b, title: B, parts: *parts}
        """,
    )
    assert found(text) == [f"zero-weight:{FIRST + 3}"]


def test_what_cannot_be_mended_in_time_is_given_up(monkeypatch):
    monkeypatch.setattr(mending, "ROUNDS", 1)
    abandoned, faults = draft(asked("- {code: q, text: Q, kind: scale, from: one, to: 1}"), "f")
    assert abandoned is None
    assert [fault.code for fault in faults] == ["wrong-type"]
