"""The comparison: who sees which regions, what the address chooses, and what a bad address answers."""

import csv
import json
import re
from html import unescape
from io import StringIO

import pytest

from survey.questionnaires.reader import parse
from tests.databases import SMALL
from tests.installations import open_wave, sign_in
from tests.views.standings import GOOD, MODEST, stand

PATH = "/compare/2026"
THREE = (
    SMALL.read_text(encoding="utf-8")
    .replace(
        "  - {code: interaction, title: Interaction}\n",
        "  - {code: diversity, title: Diversity}\n  - {code: interaction, title: Interaction}\n",
    )
    .replace("    dimensions: {equality: 1}\n", "    dimensions: {equality: 0.5, diversity: 0.5}\n")
)
"""The small questionnaire with a third dimension."""


@pytest.fixture
def app(app):
    open_wave(app)
    return app


@pytest.fixture
def bare(template, tmp_path):
    """An installation without a wave."""
    return template.copy(tmp_path / "bare")


@pytest.fixture
def compared(app):
    """Three regions have submitted, one with modest scores; the others are drafts."""
    stand(app, "salzburg", GOOD)
    stand(app, "leipzig", MODEST)
    stand(app, "arad", GOOD | {"mixed": MODEST["mixed"]})
    return app


def page(app, who="team", path=PATH, language="en", status=200):
    """Return the text of a page."""
    answer = sign_in(app, who, language=language).get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def rows(app, path, who="team"):
    """Return a file as dicts."""
    answer = sign_in(app, who).get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(csv.DictReader(StringIO(answer.get_data(as_text=True), newline="")))


def charts(text):
    """Return the codes of the charts on a page."""
    return re.findall(r'<figure class="chart" id="([\w-]+)"', text)


def table(text, chart):
    """Return the table of a chart as rows of texts, without what only a screen reader says."""
    figure = re.search(rf'<figure class="chart" id="{chart}".*?</figure>', text, re.DOTALL)[0]
    lines = re.findall(r"<tr>(.*?)</tr>", re.sub(r'<span class="away">.*?</span>', "", figure), re.DOTALL)
    return [
        [unescape(re.sub("<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", line)] for line in lines
    ]


def test_whoever_is_not_signed_in_is_asked_to(app):
    assert app.test_client().get(PATH).status_code == 302


@pytest.mark.parametrize(
    ("who", "status"), [("nobody", 404), ("coordinator", 200), ("team", 200), ("administrator", 200)]
)
def test_who_sees_the_comparison(app, who, status):
    assert sign_in(app, who).get(PATH).status_code == status


@pytest.mark.parametrize("path", ["/compare/1999", f"{PATH}/nothing.csv"])
def test_what_is_not_there_is_not_found(app, path):
    assert sign_in(app, "team").get(path).status_code == 404


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("who", ["team", "coordinator"])
def test_before_anybody_has_submitted_the_page_says_so(app, who, language):
    text = page(app, who, language=language)
    assert charts(text) == []
    assert "0" in text


def test_drafts_show_as_progress_and_never_as_scores(app):
    stand(app, "salzburg", {"support": GOOD["support"]}, submitted=False)
    text = page(app)
    assert charts(text) == []
    assert re.search(
        r"<li><span>Salzburg</span><span class=\"count\">1 of \d+</span><span class=\"tag open\">In progress", text
    )


def test_the_project_team_sees_all_that_submitted(compared):
    text = page(compared)
    assert charts(text) == ["heat-map", "dots", "tiles", "multiples", "profile", "radar"]
    assert table(text, "heat-map")[0] == ["Component", "Arad", "Leipzig", "Salzburg"]
    assert [row[0] for row in table(text, "heat-map")[1:]] == ["Index", "Housing", "Encounter"]


def test_a_region_sees_only_itself_and_learns_why(compared):
    text = page(compared, "coordinator")
    assert "No other region has opened its results to the partnership yet." in text
    assert table(text, "heat-map")[0] == ["Component", "Salzburg"]
    assert "Leipzig" not in text
    assert "Arad" not in text


@pytest.mark.parametrize("query", ["regions=leipzig", "regions=salzburg,leipzig", "regions=leipzig&regions=arad"])
def test_a_region_learns_nothing_of_others_by_asking(compared, query):
    text = page(compared, "coordinator", f"{PATH}?{query}", status=422)
    assert table(text, "heat-map")[0] == ["Component", "Salzburg"]
    hidden = re.search(r'role="alert">.*?</div>', text, re.DOTALL)[0]
    assert "leipzig" in hidden
    assert page(compared, "coordinator", f"{PATH}?regions=atlantis", status=422).count("is no region") == 1


@pytest.mark.parametrize(
    "query", ["regions=salzburg&regions=arad", "regions=arad,salzburg", "regions=,arad,&regions=salzburg"]
)
def test_regions_are_chosen_by_the_address(compared, query):
    text = page(compared, path=f"{PATH}?{query}")
    assert table(text, "heat-map")[0] == ["Component", "Arad", "Salzburg"]
    assert re.findall(r'value="(\w+)" checked', text) == ["arad", "salzburg"]


def test_level_and_component_are_chosen_by_the_address(compared):
    text = page(compared, path=f"{PATH}?level=dimension&component=housing")
    assert [row[0] for row in table(text, "heat-map")[1:]] == ["Index", "Equality", "Interaction"]
    assert [row[0] for row in table(text, "dots")[1:]] == ["Salzburg", "Arad", "Leipzig"]
    assert '<option value="dimension" selected>' in text
    assert '<option value="housing" selected>' in text


def test_files_follow_the_view(compared):
    text = page(compared, path=f"{PATH}?regions=arad&regions=leipzig&level=dimension&component=housing")
    links = {unescape(link) for link in re.findall(r'href="(/compare/2026/[^"]+)"', text)}
    dots = next(link for link in links if "/dots.csv" in link and "analysis" in link)
    found = rows(compared, dots)
    assert [(row["unit"], row["component"]) for row in found] == [("arad", "housing"), ("leipzig", "housing")]
    heat = next(link for link in links if "/heat-map.csv" in link and "analysis" in link)
    assert {row["level"] for row in rows(compared, heat)} == {"index", "dimension"}


def test_the_numbers_of_table_and_file_are_the_same(compared):
    shown = table(page(compared), "heat-map")
    found = {(row["unit"], row["component"]): float(row["score"]) for row in rows(compared, f"{PATH}/heat-map.csv")}
    assert shown[1][1:] == [f"{found[key, 'index']:.1f}" for key in ("arad", "leipzig", "salzburg")]
    assert shown[2][1:] == [f"{found[key, 'housing']:.1f}" for key in ("arad", "leipzig", "salzburg")]


def test_the_numbers_of_figure_and_file_are_the_same(compared):
    figure = re.search(r'id="heat-map".*?data-figure>(.*?)</script>', page(compared), re.DOTALL)[1]
    drawn = json.loads(figure)["data"][0]["z"]
    found = [float(row["score"]) for row in rows(compared, f"{PATH}/heat-map.csv")]
    assert sorted(score for line in drawn for score in line) == sorted(found)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "query",
    ["regions=atlantis", "regions=<b>", "level=galaxy", "level=group", "component=weather", "component=support"],
)
def test_what_cannot_be_is_said_with_the_nearest_view(compared, query, language):
    text = page(compared, path=f"{PATH}?{query}", language=language, status=422)
    assert 'role="alert"' in text
    assert charts(text)
    assert f"<b>{query}" not in text


def test_everything_that_cannot_be_is_said_at_once(compared):
    text = page(compared, path=f"{PATH}?regions=atlantis,mu&level=galaxy&component=weather", status=422)
    assert len(re.findall("<li>&#34;", text)) == 4


def test_empty_values_are_passed_over(compared):
    assert charts(page(compared, path=f"{PATH}?regions=&level=&component="))


@pytest.mark.parametrize("name", ["heat-map", "dots", "tiles", "multiples", "profile", "radar"])
@pytest.mark.parametrize("query", ["regions=atlantis", "level=galaxy", "component=weather", "for=dinner"])
def test_a_file_that_cannot_be_made_shows_the_page(compared, name, query):
    text = page(compared, path=f"{PATH}/{name}.csv?{query}", status=422)
    assert 'role="alert"' in text


def test_a_triangle_of_two_dimensions_cannot_be_drawn(compared):
    assert "cannot be drawn" in page(compared, path=f"{PATH}/ternary.csv", status=422)


def test_three_dimensions_make_a_triangle(bare):
    asked = parse(THREE, "three.yaml")
    open_wave(bare, asked)
    stand(bare, "salzburg", GOOD, questionnaire=asked)
    assert charts(page(bare)) == ["heat-map", "dots", "tiles", "multiples", "profile", "ternary", "radar"]
    assert len(rows(bare, f"{PATH}/ternary.csv")) == 3


def test_four_regions_are_too_many_for_a_radar(compared):
    stand(compared, "timis", MODEST)
    text = page(compared)
    assert "radar" not in charts(text)
    assert "Tick at most 3 regions" in text
    assert "cannot be drawn" in page(compared, path=f"{PATH}/radar.csv", status=422)
    assert "radar" in charts(page(compared, path=f"{PATH}?regions=timis&regions=arad"))


def test_one_region_is_compared_with_nobody(app):
    stand(app, "salzburg", GOOD)
    text = page(app)
    assert "Salzburg is the only region shown." in text
    assert "1 of 10 regions" in text


def test_a_region_without_scores_keeps_its_place(compared):
    stand(compared, "timis", {})
    shown = table(page(compared), "heat-map")
    assert shown[0] == ["Component", "Arad", "Leipzig", "Salzburg", "Timiș"]
    assert [row[4] for row in shown[1:]] == ["–", "–", "–"]
    found = [row["score"] for row in rows(compared, f"{PATH}/heat-map.csv") if row["unit"] == "timis"]
    assert found == ["", "", ""]


def test_links_lead_to_each_region_and_to_other_waves(compared):
    open_wave(compared, key="2029")
    text = page(compared)
    assert 'href="/results/2026/salzburg"' in text
    assert 'href="/compare/2029"' in text


def test_german_pages_have_german_numbers(compared):
    text = page(compared, language="de")
    assert re.fullmatch(r"\d+,\d", table(text, "heat-map")[1][1])
