"""A region's results page: who sees it, what it says at each stage, and its files."""

import csv
import re
from io import StringIO

import pytest

from tests.installations import open_wave, sign_in
from tests.views.standings import GOOD, MODEST, UNKNOWN, stand

PATH = "/results/2026/salzburg"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def page(app, who="coordinator", path=PATH, language="en", status=200):
    """Return the text of a page."""
    answer = sign_in(app, who, language=language).get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def rows(app, path, who="coordinator"):
    """Return a file as dicts."""
    answer = sign_in(app, who).get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.get_data(as_text=True), newline="")))


@pytest.mark.parametrize(
    ("who", "draft", "submitted"),
    [
        ("coordinator", 200, 200),
        ("neighbour", 404, 404),
        ("nobody", 404, 404),
        ("team", 404, 200),
        ("administrator", 404, 200),
    ],
)
def test_who_sees_a_regions_scores(app, who, draft, submitted):
    client = sign_in(app, who)
    for path in (PATH, f"{PATH}/areas.csv", f"{PATH}/dimensions.csv"):
        assert client.get(path).status_code == draft
    stand(app, "salzburg", GOOD)
    for path in (PATH, f"{PATH}/areas.csv", f"{PATH}/dimensions.csv"):
        assert client.get(path).status_code == submitted


def test_whoever_is_not_signed_in_is_asked_to(app):
    assert app.test_client().get(PATH).status_code == 302


@pytest.mark.parametrize("path", ["/results/2026/atlantis", "/results/1999/salzburg", f"{PATH}/nothing.csv"])
def test_what_is_not_there_is_not_found(app, path):
    assert sign_in(app, "coordinator").get(path).status_code == 404


@pytest.mark.parametrize("language", ["en", "de"])
def test_before_the_first_answer_there_is_a_way_to_begin(app, language):
    text = page(app, language=language)
    assert 'href="/assessments/2026/salzburg/"' in text
    assert "data-chart" not in text


def test_a_draft_shows_as_soon_as_there_is_one_answer(app):
    stand(app, "salzburg", {"support": GOOD["support"]}, submitted=False)
    text = page(app)
    assert "<h1>Where Salzburg stands today</h1>" in text
    assert "This is a draft" in text
    assert "draft, not submitted" in text


def test_a_score_that_is_withheld_is_a_dash_with_its_interval(app):
    stand(app, "salzburg", {"support": GOOD["support"]}, submitted=False)
    card = re.search(r'<section class="card dimension interaction">.*?</section>', page(app), re.DOTALL)[0]
    assert '<p class="value">–</p>' in card
    assert "between 0.0 and 100.0" in card
    assert 'class="point"' not in card


def test_a_submitted_assessment_shows_its_scores(app):
    stand(app, "salzburg", GOOD)
    text = page(app, "team")
    assert "<h1>Where Salzburg stands</h1>" in text
    assert "This is a draft" not in text
    assert re.findall(r'<p class="value">([\d.]+)</p>', text) == ["89.6", "91.7", "87.5"]
    assert "Encounter is highest with" in text or "Housing is highest with" in text


def test_what_to_know_first_and_what_to_do_next(app):
    stand(app, "salzburg", GOOD)
    text = page(app)
    first = re.findall(r"<li>(.*?)</li>", text.partition('<ul class="first">')[2].partition("</ul>")[0])
    assert first == [
        "Index stands at 89.6 of 100; the areas reach from 87.5 (Encounter) to 91.7 (Housing).",
        "Equality stands at 91.7 of 100.",
        "Interaction stands at 87.5 of 100.",
    ]
    raises = text.partition("What would raise it most")[2].partition("</ol>")[0]
    assert re.findall(r'answers#a-(\w+)"', raises) == ["share", "mixed"]
    assert re.findall(r'<span class="number">(.*?)</span>', raises) == ["+6.2", "+4.2"]
    assert f'href="{PATH}/priorities"' in text


def test_the_change_since_the_last_wave_stands_with_each_dimension(app):
    stand(app, "salzburg", MODEST)
    open_wave(app, key="2027")
    stand(app, "salzburg", GOOD, wave="2027")
    text = page(app, path="/results/2027/salzburg")
    assert len(re.findall(r"Since Wave 2026 \([\d.]+\): \+[\d.]+\.", text)) == 3


def test_a_draft_says_what_of_a_change_was_answered_and_what_is_not_answered_yet(app):
    """Encounter had 87.5 and has no answer yet, so the index of 89.6 is not published any more."""
    stand(app, "salzburg", GOOD)
    open_wave(app, key="2027")
    housing = {code: GOOD[code] for code in ("support", "services", "mixed", "staff")}
    stand(app, "salzburg", housing, submitted=False, wave="2027")
    text = page(app, path="/results/2027/salzburg")
    said = re.findall(r"<li>(.*?)</li>", text.partition('class="first"')[2].partition("</ul>")[0])
    assert said[0].startswith("Index has no score yet"), "and so no change: what is known of it is no score"
    assert said[1] == "Equality stands at 91.7 of 100. Since Wave 2026 (91.7): 0.0."
    assert not [one for one in said[2:] if "Since" in one]
    assert "1 area has no answer yet, so a change there tells only that it is not counted: Encounter." in text
    moved = page(app, path="/results/2027/salzburg/change")
    assert "Without an answer so far, so only not counted: Encounter" in moved


def test_areas_without_a_score_are_not_ranked_and_named_with_their_band(app):
    """Of encounter one answer of two is known, its share with 75: it can end up between 37.5 and 87.5."""
    stand(app, "salzburg", GOOD | {"spaces": UNKNOWN})
    text = page(app)
    apart = text.partition("<h3>Not ranked</h3>")[2].partition("</section>")[0]
    assert re.findall(r"<span>(.*?)</span>", apart) == ["Encounter"]
    assert "37.5 to 87.5" in apart
    assert 'class="band"' in apart
    assert "too little is known" in apart


def test_planned_measures_show_beside_the_score(app):
    stand(app, "salzburg", MODEST)
    text = page(app)
    assert "with everything planned" in text
    assert 'class="plan"' in text


def test_the_tables_stand_open_and_before_any_script(app):
    stand(app, "salzburg", GOOD)
    text = page(app)
    assert '<details class="rows" data-table open>' in text
    table = re.search(r"<table class=\"plain\">.*?</table>", text, re.DOTALL)[0]
    assert re.findall(r'<th scope="row">(.*?)</th>', table) == ["Housing", "Encounter"]


def test_plotly_is_loaded_by_the_charts_script_alone(app):
    stand(app, "salzburg", GOOD)
    scripts = re.findall(r"<script[^>]*>", page(app))
    assert not [script for script in scripts if 'src="' in script and "plotly" in script.partition("data-plotly")[0]]
    assert [script for script in scripts if "data-plotly=" in script]


def test_the_policy_of_a_page_that_draws_allows_the_empty_style_only(app):
    stand(app, "salzburg", GOOD)
    policy = sign_in(app, "coordinator").get(PATH).headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';" in policy


def test_files_hold_what_the_page_shows_before_rounding(app):
    stand(app, "salzburg", GOOD)
    areas = rows(app, f"{PATH}/areas.csv")
    assert [row["component"] for row in areas] == ["housing", "encounter"]
    assert {row["unit"] for row in areas} == {"salzburg"}
    assert {row["stage"] for row in areas} == {"submitted"}
    assert float(areas[1]["score"]) == pytest.approx(87.5)
    levels = [row["level"] for row in rows(app, f"{PATH}/dimensions.csv")]
    assert levels == ["index", "dimension", "dimension"]


def test_files_for_excel_are_as_excel_opens_them(app):
    stand(app, "salzburg", GOOD)
    answer = sign_in(app, "coordinator", language="de").get(f"{PATH}/areas.csv?for=excel")
    assert answer.data.startswith(b"\xef\xbb\xbfunit;component;")
    assert b";87,5;" in answer.data
    assert re.search(r'filename="areas_salzburg_2026_\d{4}-\d\d-\d\d_excel.csv"', answer.headers["Content-Disposition"])


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_wish_that_cannot_be_shows_the_page_and_says_so(app, language):
    stand(app, "salzburg", GOOD)
    text = page(app, path=f"{PATH}/areas.csv?for=<lotus>", language=language, status=422)
    assert "&lt;lotus&gt;" in text
    assert 'role="alert"' in text
    assert 'id="areas"' in text


def test_german_pages_have_german_numbers(app):
    stand(app, "salzburg", GOOD)
    text = page(app, language="de")
    assert re.findall(r'<p class="value">([\d,.]+)</p>', text) == ["89,6", "91,7", "87,5"]


def test_a_demonstration_says_so_in_chart_and_file(demonstration):
    open_wave(demonstration)
    stand(demonstration, "salzburg", GOOD)
    caption = re.search(r"<figcaption>.*?</figcaption>", page(demonstration), re.DOTALL)[0]
    assert "Demonstration: synthetic answers" in caption
    answer = sign_in(demonstration, "coordinator").get(f"{PATH}/areas.csv")
    assert "demonstration.csv" in answer.headers["Content-Disposition"]
    assert {row["data"] for row in rows(demonstration, f"{PATH}/areas.csv")} == {"demonstration"}


def test_what_is_heard_says_whose_it_is(app):
    """A figure is named by its title, and links and summaries of several charts can be told apart."""
    stand(app, "salzburg", GOOD)
    text = page(app)
    assert '<figure class="chart" id="areas" aria-labelledby="areas-title"' in text
    assert '<summary>Show as a table<span class="away"> (Area by area)</span></summary>' in text
    assert '>91.7<span class="away"> (Housing, Salzburg)</span></a>' in text


def test_columns_of_words_have_their_heads_above_them(app):
    stand(app, "salzburg", GOOD)
    assert re.search(r'<th scope="col" class="words"><span>Answer today</span>', page(app, path=f"{PATH}/priorities"))
