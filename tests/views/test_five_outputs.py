"""Every chart on every page that links lead to has all of its outputs: figure, table, sentence, file and drawing."""

import csv
import json
import re
from html import unescape
from io import StringIO
from xml.etree import ElementTree

import pytest

from survey.questionnaires.reader import parse
from tests import crawler
from tests.installations import open_wave, sign_in
from tests.views.standings import GOOD, MODEST, stand
from tests.views.test_compare import THREE

FIGURE = re.compile(r'<figure class="chart" id="([\w-]+)"[^>]* data-chart>(.*?)</figure>', re.DOTALL)
ASKED = parse(THREE, "three.yaml")
LEAST = {"coordinator": 2, "team": 2}
"""On so many views at least a role finds charts."""


@pytest.fixture
def app(app):
    """Three regions have submitted, one of them without a known answer; the others are drafts."""
    open_wave(app, ASKED)
    stand(app, "salzburg", GOOD, questionnaire=ASKED)
    stand(app, "leipzig", MODEST, questionnaire=ASKED)
    stand(app, "arad", {}, questionnaire=ASKED)
    return app


def outputs(client, html):
    """Return what of five is wrong with each chart of a page, in words, and how many charts there are."""
    wrong, charts = [], FIGURE.findall(html)
    for code, inner in charts:
        wrong += [f"{code}: {fault}" for fault in _faults(client, inner)]
    return wrong, len(charts)


def _faults(client, inner):
    if not re.search(r'<p class="said"[^>]*>[^<]{10,}</p>', inner):
        yield "no sentence"
    rows = re.findall(r"<tr>(.*?)</tr>", inner, re.DOTALL)
    if len(rows) < 2:
        yield "no table"
    files = [unescape(link) for link in re.findall(r'href="([^"]+\.csv[^"]*for=analysis[^"]*)"', inner)]
    if len(files) != 1:
        yield f"{len(files)} files"
    yield from (fault for link in files for fault in _file(client, link, rows))
    figure = re.search(r'<script type="application/json" data-figure>(.*?)</script>', inner, re.DOTALL)
    pictures = [unescape(link) for link in re.findall(r'href="([^"]+\.svg[^"]*)"', inner)]
    drawings = re.findall(r"<svg .*?</svg>", inner, re.DOTALL)
    if figure is None:
        if drawings or pictures:
            yield "a drawing without a figure"
        return
    if not json.loads(figure[1])["data"]:
        yield "a figure without traces"
    if len(drawings) != 2:
        yield f"{len(drawings)} drawings instead of a wide and a narrow one"
    for drawing in drawings:
        ElementTree.fromstring(drawing)
    if len(pictures) != 1:
        yield f"{len(pictures)} pictures"
    yield from (fault for link in pictures for fault in _picture(client, link))


def _file(client, link, rows):
    """Each reading is a row of the file, and a row or a cell of the table; other files hold no row twice."""
    answer = client.get(link)
    if answer.status_code != 200:
        yield f"{link} answers {answer.status_code}"
        return
    found = list(csv.DictReader(StringIO(answer.get_data(as_text=True), newline="")))
    if not {"unit", "component", "level", "score"} <= set(found[0] if found else ()):
        if not found or len({tuple(row.values()) for row in found}) != len(found):
            yield f"{len(found)} rows in the file, of which some are the same"
        return
    heads, lines = rows[0].count("<th"), len(rows) - 1
    if len(found) not in {lines, lines * (heads - 1), lines * (heads - 2)}:
        yield f"{len(found)} rows in the file, {lines} lines of {heads} columns in the table"
    if len({(row["unit"], row["component"]) for row in found}) != len(found):
        yield "a reading stands twice in the file"


def _picture(client, link):
    answer = client.get(link)
    if (answer.status_code, answer.mimetype) != (200, "image/svg+xml"):
        yield f"{link} answers {answer.status_code} {answer.mimetype}"
        return
    sheet = ElementTree.fromstring(answer.get_data(as_text=True))
    if not sheet.tag.endswith("svg") or "var(" in answer.get_data(as_text=True):
        yield "a picture that needs our stylesheet"


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("who", LEAST)
def test_every_chart_has_its_five_outputs_wherever_it_stands(app, who, language):
    client, wrong, views = sign_in(app, who, language=language), [], set()
    for path, html in crawler.walk(client):
        faults, charts = outputs(client, html)
        wrong += [f"{path} {fault}" for fault in faults]
        if charts:
            views.add(path.split("/")[1])
    assert wrong == []
    assert len(views) >= LEAST[who], views


@pytest.mark.parametrize(
    ("who", "path"),
    [("team", "/compare/2026/heat-map.svg"), ("coordinator", "/results/2026/salzburg/areas.svg")],
)
def test_a_picture_is_a_file_of_its_own(app, who, path):
    answer = sign_in(app, who, language="de").get(path)
    assert answer.mimetype == "image/svg+xml"
    assert re.search(r'filename="[\w-]+_2026_\d{4}-\d\d-\d\d\.svg"', answer.headers["Content-Disposition"])
    said = "".join(ElementTree.fromstring(answer.get_data(as_text=True)).itertext())
    assert re.search(r"\d\d,\d", said)


def test_a_picture_follows_the_view(app):
    text = sign_in(app, "team").get("/compare/2026/dots.svg?regions=leipzig&component=housing").get_data(as_text=True)
    assert "Housing, region by region" in text
    assert "Leipzig" in text
    assert "Salzburg" not in text


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("query", ["regions=atlantis", "level=galaxy", "regions=arad&for=<b>"])
def test_a_picture_that_cannot_be_made_shows_the_page(app, query, language):
    answer = sign_in(app, "team", language=language).get(f"/compare/2026/dots.svg?{query}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.get_data(as_text=True)


def test_a_picture_of_nothing_says_so(app):
    answer = sign_in(app, "team").get("/compare/2026/ternary.svg?regions=arad")
    assert answer.status_code == 422
    assert "nothing to draw" in answer.get_data(as_text=True)


def test_a_drawing_of_another_kind_is_not_there(app):
    assert sign_in(app, "team").get("/compare/2026/dots.png").status_code == 404
