"""Fingerprints: words change one, all else the other, and spelling neither."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaires.extraction import texts, translated
from survey.questionnaires.hashes import structure_hash, text_hash, worth
from survey.questionnaires.reader import from_json, parse, to_json
from tests.questionnaires.example import EXAMPLE

TEXT = EXAMPLE.read_text(encoding="utf-8")
Q = parse(TEXT)
BEFORE = "cae02281840fcd57366fcde7e599a2a1b2149e0368e9eec9f4f35edefd3cc8f0"


def hashes(text):
    """Which of the two fingerprints a changed example shares with the example."""
    changed = parse(text)
    return structure_hash(changed) == structure_hash(Q), text_hash(changed) == text_hash(Q)


def test_whole_numbers_are_told_apart_and_editions_from_before_keep_their_fingerprint():
    """The fingerprint of the example as it was before questions could say ``whole``."""
    assert structure_hash(Q) == BEFORE
    whole = TEXT.replace("kind: share, score", "kind: share, whole: true, score")
    assert whole != TEXT
    assert hashes(whole) == (False, True)
    assert worth(parse(whole).questions["housing_share"]) == worth(Q.questions["housing_share"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: Housing and neighbourhoods", "title: Housing"),
        ("about: One paragraph", "about: A paragraph"),
        ("title: Intercultural index", "title: Index"),
        ("title: Equality", "title: Equal rights"),
        ("title: Access", "title: Way in"),
        ("title: Intercultural lens", "title: Lens"),
        ("title: Index, parts", "title: Total, parts"),
        ("intro: Optional", "intro: An optional"),
        ("text: Does the region", "text: Do regions"),
        ("help: Optional", "help: An optional"),
        ("evidence: Optional", "evidence: An optional"),
        ('label: "No"', 'label: "Not at all"'),
        ("Optional second line", "A second line"),
        ("1: Not at all", "1: None"),
        ('unit: "FTE"', 'unit: "posts"'),
        ("        help: Optional explanation.\n", ""),
    ],
)
def test_words_change_the_text_only(before, after):
    assert before in TEXT
    assert hashes(TEXT.replace(before, after, 1)) == (True, False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("key: regional_index", "key: local_index"),
        ('edition: "2026"', 'edition: "2027"'),
        ("unit: region ", "unit: person "),
        ("weight: 2 ", "weight: 3 "),
        ("points: 2, anchor", "points: 2.5, anchor"),
        ("planned: 2", "planned: 1"),
        ("exclusive: true", "exclusive: false"),
        ("score: sum ", "score: any "),
        ('in ["everywhere", "partly"]', 'in ["everywhere"]'),
        ("hidden: exclude ", "hidden: zero "),
        ("not_applicable: with_reason", "not_applicable: never"),
        ("reversed: false", "reversed: true"),
        ("minimum: 0", "minimum: 1"),
        ("[[0.5, 1], [2, 2]]", "[[0.5, 1], [3, 2]]"),
        ("linear: [0, 40]", "linear: [0, 50]"),
        ("dimensions: {equality: 1} ", "dimensions: {diversity: 1} "),
        ("parts: {housing_support: 1, housing_services: 1}", "parts: {housing_support: 1, housing_services: 2}"),
        ("minimum_coverage: 0.6", "minimum_coverage: 0.5"),
        ("{from: questions}", "{from: areas}"),
        ("as: reworded", "as: rescaled"),
    ],
)
def test_all_else_changes_the_structure_only(before, after):
    assert before in TEXT
    assert hashes(TEXT.replace(before, after, 1)) == (False, True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("weight: 1 ", ""),
        ("hidden: exclude ", ""),
        ("points: 2, score", "points: 2.0, score"),
        (
            'condition: housing_support in ["everywhere", "partly"]',
            "condition: (housing_support in ['everywhere','partly'])",
        ),
        ("{housing_support: 1, housing_services: 1}", "{housing_services: 1, housing_support: 1.0}"),
        ("defaults: {mean: arithmetic, missing: exclude, minimum_coverage: 0.6}", "defaults: {}"),
        ("points: 0}", "points: 0.0}"),
        ("about: One paragraph for the first page.", 'about: "One paragraph for the first page."'),
    ],
)
def test_spelling_changes_neither(before, after):
    assert before in TEXT
    assert hashes(re.sub(re.escape(before) + r"( *#.*)?", lambda _: after, TEXT, count=1)) == (True, True)


def test_a_new_question_changes_both():
    more = "      - {code: housing_more, text: What else?, kind: text}\n    groups:"
    assert hashes(TEXT.replace("    groups:", more, 1)) == (False, False)


def test_the_order_of_questions_is_structure_and_not_text():
    asked = list(Q.sections[1].questions)
    section = Q.sections[1].model_copy(update={"questions": (*asked[1:], asked[0])})
    turned = Q.model_copy(update={"sections": (Q.sections[0], section)})
    assert structure_hash(turned) != structure_hash(Q)
    assert text_hash(turned) == text_hash(Q)


def test_a_hash_is_sha_256_and_survives_json():
    assert re.fullmatch("[0-9a-f]{64}", structure_hash(Q))
    assert re.fullmatch("[0-9a-f]{64}", text_hash(Q))
    back = from_json(to_json(Q))
    assert (structure_hash(back), text_hash(back)) == (structure_hash(Q), text_hash(Q))


def test_the_worth_of_a_question_is_what_lineage_compares():
    asked = Q.questions["housing_services"]
    assert worth(asked)["points"] == 3
    assert set(worth(asked)["options"]) == {"advice", "legal", "none"}
    assert worth(Q.questions["commitment_note"]) == {"kind": "text", "points": None}


CONTEXTS = [context for context, _, _ in texts(Q)]


@given(st.sampled_from(CONTEXTS), st.text(min_size=1).filter(str.strip))
def test_no_text_changes_the_structure(context, text):
    changed, _ = translated(Q, lambda found, old: text if found == context else old)
    assert structure_hash(changed) == structure_hash(Q)
    unchanged = dict.fromkeys(CONTEXTS, None) | {found: old for found, old, _ in texts(Q)}
    assert (text_hash(changed) == text_hash(Q)) == (unchanged[context] == text)


WEIGHTS = st.floats(0, 1e6)


@given(WEIGHTS, WEIGHTS)
def test_no_weight_changes_the_text(area, question):
    sections = Q.sections[0].model_copy(update={"weight": area}), Q.sections[1]
    first = sections[1].questions[0].model_copy(update={"weight": question})
    second = sections[1].model_copy(update={"questions": (first, *sections[1].questions[1:])})
    changed = Q.model_copy(update={"sections": (sections[0], second)})
    assert text_hash(changed) == text_hash(Q)
    assert (structure_hash(changed) == structure_hash(Q)) == (area == 1 and question == 2)
