"""Every page that links lead to, for every role: it is there, it passes the judge, every word can be translated."""

from datetime import date
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel import Locale
from babel.dates import get_timezone_location

from survey import languages
from survey.database import db
from survey.models import Assessment, Region, User
from survey.questionnaires.answers import Answer, State
from survey.services.assessments import Entry, record
from tests import crawler
from tests.databases import submit_with_words
from tests.installations import NOW, email, open_wave, sign_in, small

GIVEN = {
    "support": Answer(State.PLANNED, "planned", planned_date=date(2027, 1, 1)),
    "mixed": Answer(State.ANSWERED, 4),
    "staff": Answer(State.NOT_APPLICABLE, reason="1234"),
    "share": Answer(State.ANSWERED, 12.5),
    "proud": Answer(State.ANSWERED, "1234"),
}
NAMES = (*Locale("de").territories.values(), *Locale("de").languages.values())
MONTHS = tuple(name for form in ("wide", "abbreviated") for name in Locale("de").months["format"][form].values())
LEAST = {"nobody": 3, "coordinator": 12, "team": 12, "administrator": 12}


BRACKETED = small().model_copy(update={"about": "A questionnaire of its own, which no other test has kept."})


def fill(app, questionnaire=None):
    """Open a wave in which one region is half way and another has submitted."""
    open_wave(app, questionnaire)
    with app.app_context():
        for who in ("coordinator", "neighbour"):
            by = db.session.query(User).filter_by(email=email(who)).one()
            found = db.session.query(Assessment).filter_by(region_id=by.mandates[0].region_id).one()
            given = (
                GIVEN
                if who == "coordinator"
                else {code: GIVEN.get(code, Answer(State.DOES_NOT_KNOW)) for code in small().questions}
            )
            entries = {code: Entry(answer, 0) for code, answer in given.items()}
            record(db.session, assessment=found, questionnaire=small(), entries=entries, by=by, now=NOW)
            if who == "neighbour":
                submit_with_words(db.session, assessment=found, questionnaire=small(), by=by, now=NOW)
            db.session.commit()


def data(app):
    """Return what stands on pages and is nobody's wording: names, codes, sources, months, time zones."""
    with app.app_context():
        people = [text for one in db.session.query(User) for text in (one.email, one.name)]
        regions = [text for one in db.session.query(Region) for text in facts(one)]
    return [
        *people,
        *regions,
        *MONTHS,
        *NAMES,
        *languages.NAMES.values(),
        *available_timezones(),
        *zones(),
        "Wave 2026",
        "survey@localhost",
    ]


def zones():
    """Return the cities of time zones as Babel calls them in German, and how far ahead they can be."""
    cities = [
        get_timezone_location(ZoneInfo(zone), locale="de", return_city=True)
        for zone in available_timezones()
        if zone.startswith("Europe/")
    ]
    return [f"{city} (GMT+0{ahead}:00)" for city in cities for ahead in range(6)]


def facts(region):
    """Return what the data files say of a region."""
    said = [region.name, region.local_name, region.partner_body, region.note, region.country, region.nuts]
    figures = [text for one in region.context for text in (one.source, one.note)]
    return filter(None, [*said, *region.languages.split(";"), *figures])


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("who", LEAST)
def test_every_link_leads_to_a_page_that_the_judge_likes(app, who, language):
    fill(app)
    pages = list(crawler.walk(sign_in(app, who, language=language)))
    assert len(pages) >= LEAST[who], [path for path, _ in pages]


def test_every_page_without_an_account(client, app):
    fill(app)
    assert {path for path, _ in crawler.walk(client)} >= {"/", "/sign-in", "/method", "/accessibility", "/privacy"}


@pytest.fixture
def brackets(template, tmp_path, monkeypatch):
    """An application whose German is every text between brackets."""
    crawler.write_brackets(tmp_path / "translations", "de", BRACKETED)
    monkeypatch.setattr(languages, "FOLDER", tmp_path / "translations")
    languages.catalogue.cache_clear()
    yield template.copy(tmp_path / "instance")
    languages.catalogue.cache_clear()


@pytest.mark.parametrize("who", LEAST)
def test_every_word_can_be_translated(brackets, who):
    fill(brackets, BRACKETED)
    known = data(brackets)
    found = {
        f"{path}: {said}"
        for path, html in crawler.walk(sign_in(brackets, who, language="de"))
        for said in crawler.untranslatable(html, known)
        if "language=en" not in path  # asked for in English, as links of the public pages do
    }
    assert not found, "\n".join(sorted(found))


def test_words_outside_brackets_are_found():
    page = "<!doctype html><title>⟦All⟧</title><p>⟦Save ⟦3 %⟧ now⟧ Graz 12</p><p>Oops</p><code>code</code>"
    assert crawler.untranslatable(page, ["Graz"]) == ["Oops"]
    assert crawler.untranslatable(page, ["Linz"]) == ["⟦Save ⟦3 %⟧ now⟧ Graz 12", "Oops"]
