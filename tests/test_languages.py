"""The reader's language: which one, its numbers and dates, and a questionnaire in it."""

from datetime import UTC, date, datetime

import pytest
from flask import g

from survey import languages, localising
from survey.questionnaires.reader import library, read
from tests.installations import small


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("de-AT,de;q=0.9,en;q=0.8", "de"), ("en-GB", "en"), ("fr,de;q=0.5", "de"), ("fr", "en"), ("", "en")],
)
def test_the_browser_asks_for_a_language(client, accepted, language):
    html = client.get("/", headers={"Accept-Language": accepted}).get_data(as_text=True)
    assert f'<html lang="{language}">' in html


def test_what_was_chosen_stays_chosen_and_leads_back(client):
    answer = client.send("/language", {"page-language": "de", "page-next": "/method?x=1"}, page="/method")
    assert answer.location == "/method?x=1"
    assert '<html lang="de">' in client.get("/", headers={"Accept-Language": "en"}).get_data(as_text=True)


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "", "javascript:x"])
def test_changing_the_language_never_leads_elsewhere(client, target):
    assert client.send("/language", {"page-language": "de", "page-next": target}, page="/method").location == "/"


def test_an_unknown_language_changes_nothing(client):
    client.send("/language", {"page-language": "xx", "page-next": "/"}, page="/method")
    assert '<html lang="en">' in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "number", "day", "hour", "moment"),
    [
        ("en", "1,234.5", "4 March 2027", "17:05", "5 Mar 2027, 00:05"),
        ("de", "1.234,5", "4. März 2027", "17:05", "05.03.2027, 00:05"),
    ],
)
def test_numbers_and_dates_follow_the_language(app, language, number, day, hour, moment):
    with app.test_request_context():
        g.language = language
        assert languages.format_number(1234.5) == number
        assert languages.format_date(date(2027, 3, 4)) == day
        assert languages.format_time(datetime(2027, 3, 4, 16, 5, tzinfo=UTC), "Europe/Vienna") == hour
        assert languages.format_datetime(datetime(2027, 3, 4, 23, 5, 59, tzinfo=UTC), "Europe/Vienna") == moment


def test_a_mail_speaks_its_readers_language_and_the_page_goes_on_in_its_own(app):
    with app.test_request_context():
        g.language = "en"
        with languages.speaking("de"):
            assert languages.gettext("Sign in") == "Anmelden"
        assert languages.gettext("Sign in") == "Sign in"
        with languages.speaking(None):
            assert languages.current() == "en"


def test_the_whole_library_is_there_in_german():
    for path in library().values():
        questionnaire = read(path)
        german = localising.in_language(questionnaire, "de")
        assert german.fallbacks == frozenset()
        assert german.questionnaire.questions.keys() == questionnaire.questions.keys()
        assert german.questionnaire.title != questionnaire.title


def test_a_text_without_translation_stays_english_and_is_named():
    german = localising.in_language(small(), "de")
    assert "support" in german.fallbacks
    assert german.questionnaire.questions["support"].text == small().questions["support"].text
