"""What results are for: a statistician recomputes every figure from the downloads, a reader needs no figure at all."""

import csv
import re
from html import unescape
from io import StringIO
from random import Random

import pytest
from click.testing import CliRunner

from survey.cli.score import score
from survey.questionnaires.reader import library, read
from survey.services.demonstration import invented
from tests.installations import open_wave, sign_in
from tests.views.standings import stand

PATH = library()["regional_index-2026"]
REGIONS = ("salzburg", "catalonia", "donegal")
NUMBERS = ("score", "low", "high", "coverage", "not_applicable", "planned", "answered", "applicable")


@pytest.fixture
def team(app):
    """The project team, once three regions have submitted invented answers to all questions of the regional index."""
    asked = read(PATH)
    open_wave(app, asked)
    for region in REGIONS:
        stand(app, region, invented(asked, Random(region)), questionnaire=asked)
    return sign_in(app, "team")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def recomputed(team, folder) -> dict[tuple[str, str], dict[str, str]]:
    """Score the downloaded answers by the command, with nothing but the questionnaire file beside them."""
    answers = folder / "answers.csv"
    answers.write_bytes(team.get("/exports/2026/answers-codes.csv?for=analysis").data)
    done = CliRunner().invoke(score, [str(PATH), str(answers), "--quiet"])
    assert done.exit_code == 0, done.stderr
    return {(row["unit"], row["component"]): row for row in table(done.stdout)}


def files(team, page: str) -> list[str]:
    """Return the files for an analysis that a page leads to."""
    found = re.findall(r'href="([^"]+\.csv\?[^"]*for=analysis[^"]*)"', team.get(page).get_data(as_text=True))
    return list(dict.fromkeys(map(unescape, found)))


def test_every_score_in_a_chart_can_be_recomputed_from_the_downloaded_answers(team, tmp_path):
    own = recomputed(team, tmp_path)
    seen = set()
    for page in ("/compare/2026", *(f"/results/2026/{region}" for region in REGIONS)):
        for address in files(team, page):
            for row in table(team.get(address).get_data(as_text=True)):
                expected = own[row["unit"], row["component"]]
                seen.add((row["unit"], row["component"]))
                for name in NUMBERS:
                    assert (row[name] == "") == (expected[name] == ""), (address, row, name)
                    if row[name]:
                        assert float(row[name]) == pytest.approx(float(expected[name]), abs=1e-9), (address, name)
    assert len(seen) >= len(REGIONS) * 24, "index, dimensions and all areas of all regions"


def test_the_index_can_be_recomputed_by_hand_from_points_and_weights(team):
    """Without our engine: points of the long table, weights of the codebook, one weighted mean."""
    codebook = {
        row["code"]: row for row in table(team.get("/exports/2026/codebook.csv?for=analysis").get_data(as_text=True))
    }
    answers = table(team.get("/exports/2026/answers-long.csv?for=analysis").get_data(as_text=True))
    scores = table(team.get("/exports/2026/scores-long.csv?for=analysis").get_data(as_text=True))
    for region in REGIONS:
        areas: dict[str, list[tuple[float, float]]] = {}
        for row in answers:
            said = codebook[row["question"]]
            if row["unit"] == region and row["points"] and row["possible"] and said["index_weight"]:
                share = float(row["points"]) / float(row["possible"])
                areas.setdefault(said["section"], []).append((float(said["weight"]), share))
        for area, parts in areas.items():
            mean = 100 * sum(weight * share for weight, share in parts) / sum(weight for weight, _ in parts)
            (shown,) = (row for row in scores if (row["unit"], row["component"]) == (region, area))
            if shown["score"]:
                assert float(shown["score"]) == pytest.approx(mean, abs=1e-9), (region, area)


def test_table_and_sentence_say_which_areas_are_weakest_and_why(team):
    html = team.get("/results/2026/salzburg").get_data(as_text=True)
    figure = re.search(r'<figure[^>]*id="areas".*?</figure>', html, re.S)[0]
    rows = re.findall(r'<tr><th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', figure, re.S)
    named = {unescape(re.sub(r"<[^>]+>", "", name)).strip(): re.sub(r"<[^>]+>", " ", rest) for name, rest in rows}
    numbers = {name: float(found[0]) for name, rest in named.items() if (found := re.findall(r"\d+\.\d", rest))}
    areas = {part.title for part in read(PATH).sections}
    weakest = sorted((value, name) for name, value in numbers.items() if name in areas)[:3]
    listed = re.search(r"Weakest areas</h3><ol.*?</ol>", html, re.S)[0]
    told = [unescape(one) for one in re.findall(r"<li><span[^>]*>(.*?)</span>", listed)]
    assert told == [name for _, name in weakest]
    reasons = re.findall(r'class="why[^>]*>What holds it back most.*?<span[^>]*>(.*?)</span> \+(\d+\.\d)<', listed)
    asked = {part.title: [one.text for one in part.questions] for part in read(PATH).sections}
    assert [unescape(question) in asked[name] for (question, _), name in zip(reasons, told, strict=True)] == [True] * 3
    assert all(float(points) > 0 for _, points in reasons)
    assert weakest[0][1] in unescape(re.search(r'id="areas-sentence">(.*?)</p>', figure, re.S)[1])
    for why in re.findall(r'href="(/results/2026/salzburg/explained/[^"]+)"', listed):
        page = re.sub(r"<[^>]+>", " ", team.get(why).get_data(as_text=True))
        assert re.search(r"\b0(\.0)? of \d", page) or "We cannot tell" in page, (
            f"{why} names no answer that earned little"
        )
