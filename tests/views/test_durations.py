"""How long answering takes, worked out by hand."""

import pytest
from flask import Flask, g

from survey.questionnaires.reader import library, read
from survey.views import durations
from tests.installations import small

QUESTIONS = small().questions
SECTIONS = {section.code: section for section in small().sections}


@pytest.mark.parametrize(
    ("code", "words", "deciding"),
    [
        ("support", 9 + 12 + 4 + 2 + 5 + 4 + 1, 10),  # text, help, "In the whole region", its anchor, the other three
        ("mixed", 5 + 3 + 2, 10),  # text, "Not at all", "Very much"
        ("services", 4 + 1 + 2 + 3, 20),
        ("staff", 6, 30),
        ("share", 9, 30),
        ("proud", 5, 90),
    ],
)
def test_a_question_takes_its_words_at_200_a_minute_and_the_time_to_decide(code: str, words: int, deciding: int):
    assert durations.to_answer(QUESTIONS[code]) == pytest.approx(words * 0.3 + deciding)


@pytest.mark.parametrize(("code", "words"), [("support", 9), ("mixed", 5), ("proud", 5)])
def test_confirming_takes_reading_the_question_and_settling_on_it_again(code: str, words: int):
    assert durations.to_confirm(QUESTIONS[code]) == pytest.approx(words * 0.3 + 10)
    assert durations.to_confirm(QUESTIONS[code]) <= durations.to_answer(QUESTIONS[code])


def test_a_section_begins_with_its_title_and_introduction():
    assert durations.to_begin(SECTIONS["closing"]) == pytest.approx(2 * 0.3)
    introduced = SECTIONS["closing"].model_copy(update={"intro": "Nearly done now."})
    assert durations.to_begin(introduced) == pytest.approx(5 * 0.3)


@pytest.mark.parametrize(
    ("seconds", "english", "german"),
    [
        (0, "about one minute", "etwa eine Minute"),
        (60, "about one minute", "etwa eine Minute"),
        (61, "about 2 minutes", "etwa 2 Minuten"),
        (599, "about 10 minutes", "etwa 10 Minuten"),
        (601, "about 15 minutes", "etwa 15 Minuten"),
        (50 * 60, "about 50 minutes", "etwa 50 Minuten"),
        (56 * 60, "about one hour", "etwa eine Stunde"),
        (61 * 60, "about 1.5 hours", "etwa 1,5 Stunden"),
        (119 * 60, "about 2 hours", "etwa 2 Stunden"),
        (121 * 60, "about 2.5 hours", "etwa 2,5 Stunden"),
    ],
)
def test_a_duration_is_rounded_up_and_told_in_the_reader_s_language(seconds: float, english: str, german: str):
    told = []
    for language in ("en", "de"):
        with Flask("survey").test_request_context():
            g.language = language
            told.append(durations.about(seconds))
    assert told == [english, german]


def test_no_section_of_the_regional_index_is_long():
    """What the task list says of the real questionnaire: each section fits between two meetings."""
    for section in read(sorted(library().values())[-1]).sections:
        assert 60 < durations.to_begin(section) + sum(map(durations.to_answer, section.questions)) < 12 * 60
