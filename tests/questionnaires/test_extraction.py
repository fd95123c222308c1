"""Texts for translators, and a questionnaire in another language."""

import io

import pytest
from babel.messages.extract import extract as babel_extract

from survey.errors import FaultsError
from survey.questionnaires.extraction import extract, texts, translated
from survey.questionnaires.reader import parse
from tests.questionnaires.example import EXAMPLE

TEXT = EXAMPLE.read_text(encoding="utf-8")
Q = parse(TEXT)
LINES = TEXT.splitlines()


def test_every_text_has_its_context_in_the_order_of_the_file():
    assert [context for context, _, _ in texts(Q)] == [
        "@title",
        "@about",
        "equality",
        "diversity",
        "interaction",
        "commitment",
        "commitment_note",
        "commitment_people",
        "commitment_people.unit",
        "housing",
        "housing.intro",
        "housing_support",
        "housing_support.help",
        "housing_support.evidence",
        "housing_support.option.everywhere",
        "housing_support.option.everywhere.anchor",
        "housing_support.option.partly",
        "housing_support.option.planned",
        "housing_support.option.no",
        "housing_services",
        "housing_services.option.advice",
        "housing_services.option.legal",
        "housing_services.option.none",
        "housing_mixed",
        "housing_mixed.label.1",
        "housing_mixed.label.5",
        "housing_share",
        "housing_access",
        "lens",
        "index",
    ]


def test_every_text_comes_with_a_note_that_says_what_it_is():
    notes = {context: (text, note) for context, text, note in texts(Q)}
    assert notes["housing_support.option.no"] == (
        "No",
        "label of an option of: Does the region help newcomers to find a home?",
    )
    assert notes["housing_mixed.label.1"] == (
        "Not at all",
        "label of a step of: How mixed are the region's neighbourhoods?",
    )
    assert notes["housing"] == ("Housing and neighbourhoods", "title of a section")
    assert notes["commitment_people.unit"] == ("FTE", "unit of a number question")


def test_babel_takes_the_texts_with_context_line_and_note():
    messages = list(extract(io.BytesIO(TEXT.encode()), (), (), {}))
    assert [message[:1] for _, _, message, _ in messages] == [(context,) for context, _, _ in texts(Q)]
    for line, function, (_, text), notes in messages:
        assert function == "pgettext"
        assert text.split()[0].strip('"') in LINES[line - 1]
        assert len(notes) == 1


def test_babel_finds_the_extractor_by_its_name():
    messages = babel_extract("questionnaire", io.BytesIO(TEXT.encode("utf-8-sig")))
    found = {(context, message) for _, message, _, context in messages}
    assert ("housing_support.option.no", ("housing_support.option.no", "No")) in found or (
        "housing_support.option.no",
        "No",
    ) in found


def test_a_file_with_faults_gives_no_texts():
    with pytest.raises(FaultsError, match="wrong-type"):
        list(extract(io.BytesIO(TEXT.replace('"2026"', "2026").encode()), (), (), {}))
    with pytest.raises(FaultsError, match="yaml-syntax"):
        list(extract(io.BytesIO(b"a: ["), (), (), {}))


def test_a_questionnaire_can_be_put_into_another_language():
    german, missing = translated(Q, lambda context, text: f"{context}: {text}")
    assert missing == frozenset()
    assert [text for _, text, _ in texts(german)] == [f"{context}: {text}" for context, text, _ in texts(Q)]
    assert german.questions["housing_support"].text.startswith("housing_support: Does")
    assert german.section_of["housing_support"].title == "housing: Housing and neighbourhoods"


def test_a_text_without_translation_stays_and_is_named():
    german, missing = translated(Q, lambda context, text: "Nein" if context.endswith(".no") else None)
    assert german.questions["housing_support"].options[-1].label == "Nein"
    assert german.title == Q.title
    assert missing == {context for context, _, _ in texts(Q)} - {"housing_support.option.no"}


def test_the_original_is_left_as_it_was():
    before = list(texts(Q))
    assert Q.questions["housing_support"].text.startswith("Does")
    translated(Q, lambda context, text: "x")
    assert list(texts(Q)) == before


def test_what_was_left_to_the_default_stays_so():
    same, _ = translated(Q, lambda context, text: text)
    assert same == Q
    assert same.model_dump_json(by_alias=True, exclude_unset=True) == Q.model_dump_json(
        by_alias=True, exclude_unset=True
    )
    bare = parse('key: tiny\nedition: "1"\ntitle: Tiny\nsections: [{code: a, title: A, questions: []}]\n')
    assert translated(bare, lambda context, text: text)[0].model_fields_set == bare.model_fields_set


RULES = """questionnaire: example
edition: "2026"
rules:
  - {code: rule_a, severity: note, when: answered(housing_share), questions: [housing_share], text: "Look at this."}
  - severity: warning
    questions: [housing_share, commitment_people]
    when: housing_share > 50
    text: "And at that: code: rule_a."
    code: rule_b
"""


class NamedFile(io.BytesIO):
    """A file of rules as Babel opens it."""

    name = "example-2026.rules.yaml"


def test_the_sentences_of_rules_have_the_code_of_the_rule_as_context():
    messages = list(extract(NamedFile(RULES.encode()), (), (), {}))
    assert messages == [
        (4, "pgettext", ("rule_a", "Look at this."), ["note about housing_share"]),
        (8, "pgettext", ("rule_b", "And at that: code: rule_a."), ["warning about housing_share, commitment_people"]),
    ]


def test_faulty_rules_give_no_texts():
    with pytest.raises(FaultsError, match="unknown-word"):
        list(extract(NamedFile(RULES.replace("note", "notice").encode()), (), (), {}))
