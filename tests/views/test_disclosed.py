"""What people of another region find once a region has opened something: that, and no page of how it was made."""

import csv
import re
from io import StringIO

import pytest

from survey.models import Audience
from tests.installations import open_wave, sign_in
from tests.views.opening import open_sections
from tests.views.standings import GOOD, MODEST, stand
from tests.views.test_routes import VALUES, rules

RESULTS = "/results/2026/salzburg"
EVERYTHING = dict.fromkeys(("housing", "encounter", "closing"), Audience.PUBLIC)


@pytest.fixture
def app(app):
    open_wave(app)
    stand(app, "salzburg", GOOD)
    open_sections(app, "salzburg", housing=Audience.PARTNERSHIP)
    return app


def page(app, path, who="neighbour", status=200):
    """Return the text of a page."""
    answer = sign_in(app, who).get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def rows(app, path, who="neighbour"):
    """Return a file as dicts."""
    return list(csv.DictReader(StringIO(page(app, path, who), newline="")))


def test_the_result_page_shows_what_is_open_and_says_that_more_is_not(app):
    text = page(app, RESULTS)
    assert "Where Salzburg stands" in text
    assert "The region has not opened 1 area." in text
    assert "Housing" in text
    assert "Encounter" not in text
    assert "/assessments/2026/salzburg" not in text


def test_its_files_hold_the_same(app):
    assert {row["component"] for row in rows(app, f"{RESULTS}/areas.csv")} == {"housing"}
    assert {row["component"] for row in rows(app, f"{RESULTS}/dimensions.csv")} == {"equality"}


def test_what_is_open_is_explained_without_ways_to_the_answers(app):
    text = page(app, f"{RESULTS}/explained/access")
    assert "In the whole region" in text
    assert "/assessments/2026/salzburg" not in text
    assert "/explained/index" not in text
    for hidden in ("encounter", "index", "interaction"):
        page(app, f"{RESULTS}/explained/{hidden}", status=404)
        page(app, f"{RESULTS}/explained/{hidden}/tree.csv", status=404)


def test_the_comparison_has_a_dash_where_nothing_is_open(app):
    stand(app, "leipzig", MODEST)
    text = page(app, "/compare/2026")
    assert "a dash where they have not" in text
    found = {(row["unit"], row["component"]) for row in rows(app, "/compare/2026/heat-map.csv")}
    assert found == {("salzburg", "housing"), *(("leipzig", code) for code in ("index", "housing", "encounter"))}
    assert 'href="/results/2026/salzburg"' in text


def test_the_files_of_the_wave_hold_what_is_open(app):
    text = page(app, "/exports/2026")
    assert "Of Salzburg the files hold what is open to the partnership" in text
    found = rows(app, "/exports/2026/answers-long.csv")
    assert {row["question"] for row in found if row["unit"] == "salzburg"} == {"support", "services", "mixed", "staff"}


def test_the_main_entries_lead_to_the_own_region(app):
    entries = re.search(r'<nav aria-label="Main">(.*?)</nav>', page(app, RESULTS), re.DOTALL)[1]
    links = re.findall('href="([^"]*)"', entries)
    assert links == ["/assessments/2026/leipzig/", "/results/2026/leipzig", "/compare/2026", "/account"]


def test_pages_of_answering_and_reviewing_stay_hidden_however_much_is_open(app):
    open_sections(app, "salzburg", **EVERYTHING)
    client = sign_in(app, "neighbour")
    tried = 0
    for rule in rules(app, "GET"):
        if rule.rule.startswith("/assessments/<wave>/<region>"):
            values = {name: VALUES[name] for name in rule.arguments}
            path = app.url_map.bind("127.0.0.1").build(rule.endpoint, values, method="GET")
            assert client.get(path).status_code == 404, path
            tried += 1
    assert tried > 30
    assert client.get("/regions/salzburg").status_code == 404


@pytest.mark.parametrize("who", ["nobody", "visitor"])
def test_who_is_not_of_the_partnership_finds_nothing(app, who):
    open_sections(app, "salzburg", **EVERYTHING)
    client = app.test_client() if who == "visitor" else sign_in(app, who)
    for path in (RESULTS, "/compare/2026", "/exports/2026", f"{RESULTS}/explained/housing"):
        assert client.get(path).status_code == (302 if who == "visitor" else 404)


@pytest.mark.parametrize("who", ["coordinator", "team"])
def test_results_are_looked_at_as_others_see_them(app, who):
    text = page(app, f"{RESULTS}?as=partnership", who)
    assert "This is how people of the other regions see it" in text
    assert "The region has not opened 1 area." in text
    assert "Encounter" not in text
    assert {row["component"] for row in rows(app, f"{RESULTS}/areas.csv?as=partnership", who)} == {"housing"}
    assert "areas.csv?for=excel&amp;as=partnership" in text
    assert "There is nothing to show" in page(app, f"{RESULTS}?as=public", who)


@pytest.mark.parametrize("who", ["coordinator", "team"])
def test_the_comparison_is_looked_at_as_others_see_it(app, who):
    text = page(app, "/compare/2026?as=partnership", who)
    assert "This is how people of the other regions see it" in text
    assert 'type="hidden" name="as" value="partnership"' in text
    found = {row["component"] for row in rows(app, "/compare/2026/heat-map.csv?as=partnership", who)}
    assert found == {"housing"}
    assert "There is nothing to show" in page(app, "/compare/2026?as=public", who)


def test_what_is_looked_at_as_others_see_it_leads_on_as_they_see_it(app):
    text = page(app, f"{RESULTS}?as=partnership", "coordinator")
    link = "/results/2026/salzburg/explained/housing?as=partnership"
    assert link in text
    assert "explained/housing&#34;" not in text
    assert link in page(app, "/compare/2026?as=partnership", "coordinator")
    behind = page(app, link, "coordinator")
    assert "This is how people of the other regions see it" in behind
    assert "No evidence" not in behind
    page(app, f"{RESULTS}/explained/encounter?as=partnership", "coordinator", 404)
    page(app, f"{RESULTS}/explained/housing?as=public", "coordinator", 404)
    page(app, f"{RESULTS}/explained/encounter", "coordinator")


@pytest.mark.parametrize(
    "path",
    [*(f"{RESULTS}/{name}" for name in ("peers", "priorities", "report", "report.pdf")), "/compare/2026/ranks"],
)
def test_a_page_that_others_do_not_see_so_says_so(app, path):
    text = page(app, f"{path}?as=partnership", "coordinator", 422)
    assert "cannot be shown as others see it" in text


@pytest.mark.parametrize("path", [RESULTS, f"{RESULTS}/areas.csv", "/compare/2026", "/compare/2026/dots.csv"])
@pytest.mark.parametrize("wish", ["private", "god", "PUBLIC"])
def test_as_nobody_else(app, path, wish):
    text = page(app, f"{path}?as={wish}", "coordinator", 422)
    assert f"&#34;{wish}&#34; is nobody as whom this page can be shown" in text
