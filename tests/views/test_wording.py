"""The words of a questionnaire on pages: what is not translated is marked, and answers are told in words."""

from datetime import date

import pytest
from flask import Flask, g
from markupsafe import escape

from survey.questionnaires.answers import Answer, State
from survey.views.wording import fallback, in_words, marked, side_by_side
from tests.installations import small

MARK = '<abbr class="small" title="Englisch">EN</abbr>'


@pytest.fixture(autouse=True)
def _german():
    with Flask("survey").test_request_context():
        g.language = "de"
        yield


def test_a_text_in_english_says_so_to_eye_and_ear_and_is_escaped():
    assert fallback("Law & order") == f'<span lang="en">Law &amp; order</span> {MARK}'


def test_only_what_has_no_translation_is_marked():
    shown = marked(small(), frozenset({"support", "support.option.partly", "housing", "mixed.label.1", "staff.unit"}))
    assert [section.title for section in shown.sections][1:] == ["Encounter", "Closing words"]
    assert shown.sections[0].title == f'<span lang="en">Housing</span> {MARK}'
    support = shown.questions["support"]
    assert support.text.startswith('<span lang="en">Does the region')
    assert support.help == small().questions["support"].help
    assert [MARK in one.label for one in support.options] == [False, True, False, False]
    assert {step: MARK in label for step, label in shown.questions["mixed"].labels.items()} == {1: True, 5: False}


def test_a_questionnaire_that_is_translated_is_itself():
    assert marked(whole := small(), frozenset()) is whole


@pytest.mark.parametrize(
    ("code", "answer", "words"),
    [
        ("support", Answer(State.ANSWERED, "partly"), f'<span lang="en">In parts of the region</span> {MARK}'),
        (
            "services",
            Answer(State.ANSWERED, ("advice", "legal")),
            f'Advice; <span lang="en">Legal help</span> {MARK}',
        ),
        (
            "support",
            Answer(State.PLANNED, "planned", planned_date=date(2027, 1, 1)),
            f'<span lang="en">Not yet, but decided</span> {MARK}, ab 1. Januar 2027',
        ),
        ("staff", Answer(State.ANSWERED, 2.5), f'2,5 <span lang="en">FTE</span> {MARK}'),
        (
            "support",
            Answer(State.NOT_APPLICABLE, reason="<Land>"),
            "Nicht in unserer Zuständigkeit oder nicht zutreffend: &lt;Land&gt;",
        ),
        ("proud", Answer(State.ANSWERED, "<b>Team</b>"), "&lt;b&gt;Team&lt;/b&gt;"),
    ],
)
def test_an_answer_in_words_keeps_the_marks_and_escapes_the_rest(code: str, answer: Answer, words: str):
    lacking = {"support.option.partly", "support.option.planned", "services.option.legal", "staff.unit"}
    question = marked(small(), frozenset(lacking)).questions[code]
    assert str(escape(in_words(question, answer))) == words


@pytest.mark.parametrize(
    ("mine", "theirs", "shown"),
    [
        ("We met twice.", "We met twice.", ("We met twice.", "We met twice.")),
        ("We met twice.", "We met often.", ("We met <mark>twice.</mark>", "We met <mark>often.</mark>")),
        ("We met.", "We met in May.", ("We <mark>met.</mark>", "We <mark>met in May.</mark>")),
        ("<b>x</b>", "y", ("<mark>&lt;b&gt;x&lt;/b&gt;</mark>", "<mark>y</mark>")),
        ("one\ntwo", "one\nthree", ("one\n<mark>two</mark>", "one\n<mark>three</mark>")),
    ],
)
def test_what_differs_between_two_texts_is_marked(mine, theirs, shown):
    assert tuple(map(str, side_by_side(mine, theirs))) == shown
