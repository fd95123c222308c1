"""The page of ranks: intervals for every region that the reader sees, never a bare list of places."""

import re

import pytest

from survey.services.rankings import SETTINGS
from tests.installations import open_wave, sign_in
from tests.views.standings import three
from tests.views.test_compare import charts, page, rows, table

PATH = "/compare/2026/ranks"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


@pytest.fixture
def compared(app):
    three(app)
    return app


def test_everybody_has_an_interval(compared):
    text = page(compared, path=PATH)
    assert charts(text) == ["ranks", "pairs"]
    shown = table(text, "ranks")
    assert {row[0] for row in shown[1:]} == {"Salzburg", "Leipzig", "Arad"}
    assert next(row for row in shown if row[0] == "Leipzig")[1] == "3"
    assert f"seed {SETTINGS.seed}" in text


def test_a_region_alone_has_no_rank(compared):
    text = page(compared, "coordinator", PATH)
    assert "Ranks need at least two regions" in text
    assert "Leipzig" not in text


def test_ranks_are_among_the_chosen_regions(compared):
    text = page(compared, path=f"{PATH}?regions=leipzig,arad&component=housing")
    assert {row[0]: row[1] for row in table(text, "ranks")[1:]} == {"Arad": "1", "Leipzig": "2"}
    assert "Housing: rank intervals" in text


def test_files_follow_the_view(compared):
    found = rows(compared, f"{PATH}/ranks.csv?regions=leipzig,arad&component=housing")
    assert [(row["unit"], row["component"], row["rank_low"]) for row in found] == [
        ("arad", "housing", "1.0"),
        ("leipzig", "housing", "2.0"),
    ]
    assert len(rows(compared, f"{PATH}/pairs.csv")) == 6


@pytest.mark.parametrize("query", ["regions=atlantis", "component=weather", "component=support"])
@pytest.mark.parametrize("path", [PATH, f"{PATH}/ranks.csv"])
def test_what_cannot_be_is_said_with_the_nearest_view(compared, path, query):
    text = page(compared, path=f"{path}?{query}", status=422)
    assert 'role="alert"' in text
    assert charts(text) == ["ranks", "pairs"]


def test_before_anybody_has_submitted_there_is_nothing_to_rank(app):
    assert charts(page(app, path=PATH)) == []
    assert rows(app, f"{PATH}/ranks.csv") == []
    assert "cannot be drawn" in page(app, path=f"{PATH}/pairs.csv", status=422)


def test_the_pages_of_a_comparison_lead_to_each_other(compared):
    text = page(compared, path=f"{PATH}?regions=arad&component=housing")
    tabs = re.search(r'<nav class="tabs".*?</nav>', text, re.DOTALL)[0]
    assert re.search(r'href="/compare/2026\?regions=arad&amp;level=area&amp;component=housing"', tabs)
    assert re.search(r'ranks\?[^"]*" aria-current="page"', tabs)


def test_the_page_is_german(compared):
    text = page(compared, path=PATH, language="de")
    assert sign_in(compared, "team", language="de").get(PATH).status_code == 200
    assert "Startwert 1" in text
