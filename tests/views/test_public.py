"""The public pages: what everybody finds of a published wave, without an account, a cookie or another host."""

import csv
import re
from dataclasses import replace
from html import unescape
from io import StringIO

import pytest

from survey.charts.readings import Title
from survey.database import db
from survey.policy import OPERATOR
from survey.services import publications, results
from survey.services.disclosures import View
from survey.services.layouts import Content
from survey.views import open_data
from tests.installations import NOW
from tests.views.leaking import FIRST, build
from tests.views.opening import of

WAVE = "/public/2026"
PAGES = ("/public", WAVE, f"{WAVE}/leipzig", f"{WAVE}/embed/heat-map")

FILES = ("method", "method/weights.csv", "dots.csv", "data/scores-long.csv")


@pytest.fixture(scope="module")
def published(template, tmp_path_factory):
    """Give an installation in which Leipzig has opened everything to everybody, and nobody else anything."""
    return build(template, tmp_path_factory.mktemp("public") / "instance", FIRST)


def page(app, path, status=200, language="en"):
    """Return the text of a page as a visitor gets it."""
    answer = app.test_client().get(path, headers={"Accept-Language": language})
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def rows(app, path):
    """Return a file as dicts."""
    return list(csv.DictReader(StringIO(page(app, path), newline="")))


@pytest.mark.parametrize("path", [*PAGES, *(f"{WAVE}/{file}" for file in FILES)])
@pytest.mark.parametrize("language", ["en", "de"])
def test_no_page_sets_a_cookie(published, path, language):
    answer = published.test_client().get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_the_start_page_and_the_list_lead_to_the_wave(published):
    assert 'href="/public"' in page(published, "/")
    assert f'href="{WAVE}?language=en"' in page(published, "/public")


def test_the_wave_shows_who_opened_something_and_nobody_else(published):
    text = page(published, WAVE)
    assert re.search(r"1 of \d+ regions has opened results of this wave to everybody", text)
    assert f'href="{WAVE}/leipzig?language=en"' in text
    assert "Salzburg" not in text
    assert "Arad" not in text
    assert re.findall(r'<figure class="chart" id="([\w-]+)"', text) == ["heat-map", "dots", "profile"]
    assert "/results/" not in text
    assert "CC BY 4.0" in text


def test_a_region_has_a_page_of_its_own(published):
    text = page(published, f"{WAVE}/leipzig")
    assert "<h1>Where Leipzig stands</h1>" in text
    assert text.count('class="card dimension') == 3
    assert "/results/" not in text


@pytest.mark.parametrize("path", ["/salzburg", "/arad", "/atlantis", "/embed/radar", "/radar.csv", "/data/gossip.csv"])
def test_what_is_not_open_or_not_there_is_not_found(published, path):
    page(published, WAVE + path, 404)
    page(published, f"/public/1999{path}", 404)


def test_the_open_data_holds_what_is_public_with_its_licence(published):
    answer = published.test_client().get(f"{WAVE}/data/answers-long.csv")
    assert 'rel="license"' in answer.headers["Link"]
    found = rows(published, f"{WAVE}/data/answers-long.csv")
    assert {row["unit"] for row in found} == {"leipzig"}
    assert {row["question"] for row in found} == {
        *("support", "services", "mixed", "staff", "share", "spaces"),
        "visitors",
    }
    assert not any(row["reason"] for row in found)
    for content in Content:
        assert rows(published, f"{WAVE}/data/{content}.csv")


def test_an_empty_cell_can_be_told_and_what_cannot_be_computed_is_named(published):
    text = page(published, WAVE)
    assert "The file “What is shown of each region, and what is not” tells which." in text
    assert f"{WAVE}/data/shown.csv?for=analysis" in text
    assert "Scores that cannot be computed from these files" not in text
    assert {row["shown"] for row in rows(published, f"{WAVE}/data/shown.csv")} == {"open", "words"}
    with published.app_context():
        wave = publications.wave(db.session, key="2026")
        [result] = results.public(db.session, wave=wave)
        measured = results.framework(db.session, edition=wave.edition)
        titles = {one.code: Title(one.title) for one in measured.components}
        assert open_data.closed(result, measured, titles) == []
        less = replace(result, view=View(result.view.audience, result.view.codes - {"index", "encounter"}))
        assert open_data.closed(less, measured, titles) == [Title("Index"), Title("Encounter")]


@pytest.mark.parametrize("path", ["/dots.csv", "/data/scores-long.csv"])
def test_a_wish_that_cannot_be_is_answered_by_the_page(published, path):
    assert "is no purpose of a file" in page(published, f"{WAVE}{path}?for=print", 422)


def test_the_language_stands_in_the_address(published):
    text = page(published, f"{WAVE}?language=de")
    assert '<html lang="de">' in text
    assert "/public/2026?language=en" in text
    assert '<html lang="en">' in page(published, f"{WAVE}?language=xx", 422)


@pytest.mark.parametrize("path", ["/public", WAVE, f"{WAVE}/leipzig"])
def test_what_cannot_be_chosen_is_told(published, path):
    text = page(published, f"{path}?language=xx&sort=zzz&utm_source=elsewhere", 422)
    assert "&#34;xx&#34; is no language of these pages." in text
    assert "&#34;sort&#34; cannot be chosen on the public pages" in text
    assert "utm_source&#34;" not in text
    assert page(published, f"{path}?utm_source=elsewhere")


@pytest.mark.parametrize(("path", "near"), [("/public/1999", "/public"), (f"{WAVE}/atlantis", WAVE)])
def test_what_is_not_there_leads_to_the_nearest_page(published, path, near):
    assert f'<a href="{near}">' in page(published, path, 404).partition("The nearest page")[2]


def test_one_page_alone_may_stand_in_a_frame(published):
    for path in PAGES:
        answer = published.test_client().get(path)
        framed = "/embed/" in path
        assert ("X-Frame-Options" not in answer.headers) is framed
        assert ("frame-ancestors *" in answer.headers["Content-Security-Policy"]) is framed


def test_the_code_for_a_frame_leads_to_it(published):
    code = unescape(re.search(r'<textarea id="embed-heat-map"[^>]*>(.*?)</textarea>', page(published, WAVE))[1])
    source = re.match(r'<iframe src="http://127.0.0.1:8000(/[^"]*)" title="Scores side by side"', code)[1]
    assert "Scores side by side" in page(published, source)


def test_once_taken_back_nothing_is_there(template, tmp_path):
    app = build(template, tmp_path / "instance", FIRST)
    with app.app_context():
        publications.take_back(db.session, wave=of("leipzig").wave, by=OPERATOR, now=NOW)
        db.session.commit()
    for path in PAGES[1:]:
        page(app, path, 404)
    assert "No wave is published yet." in page(app, "/public")
    assert "See published results" not in page(app, "/")


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_method_stands_among_the_public_pages(published, language):
    text = page(published, f"{WAVE}/method?language={language}")
    assert {"en": "How answers become scores", "de": "Wie aus Antworten"}[language] in text
    assert f'href="{WAVE}/method/weights.csv?for=excel&amp;language={language}"' in text
    assert f'href="{WAVE}/method?language={language}"' in page(published, f"{WAVE}?language={language}")
    weights = rows(published, f"{WAVE}/method/weights.csv")
    assert len(weights) > 5
    page(published, f"{WAVE}/method/weights.csv?for=gossip", 422)
    page(published, f"{WAVE}/method/answers.csv", 404)


@pytest.mark.parametrize("path", [f"{WAVE}/salzburg", "/public/1999", "/public/2026/a/b/c", f"{WAVE}/method/x.csv"])
def test_what_is_not_found_sets_no_cookie_and_leads_to_the_list(published, path):
    answer = published.test_client().get(f"{path}?language=de")
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers
    assert 'href="/public?language=de"' in answer.get_data(as_text=True)
    assert "<form" not in answer.get_data(as_text=True)
