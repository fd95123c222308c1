"""The page about what changed since an earlier wave: what it says, its way from wave to wave, its file."""

import csv
import re
from io import StringIO

import pytest

from survey.questionnaires.answers import Answer, State
from tests.installations import open_wave, sign_in
from tests.views.standings import GOOD, UNKNOWN, stand

PATH = "/results/2026/salzburg/change"
BEFORE = GOOD | {"share": Answer(State.ANSWERED, 10.0), "spaces": UNKNOWN}


@pytest.fixture
def app(app):
    open_wave(app, key="2025")
    stand(app, "salzburg", BEFORE, wave="2025")
    open_wave(app, key="2026")
    stand(app, "salzburg", GOOD, wave="2026")
    return app


def page(app, path=PATH, who="coordinator", status=200, language="en"):
    """Return the text of a page."""
    answer = sign_in(app, who, language=language).get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def test_the_index_then_and_now_and_what_lies_between(app):
    """Encounter was known by its share alone, 25; now it is (75 + 100) / 2, and the index rises by half of it."""
    text = page(app)
    assert "<h1>Salzburg: what changed since Wave 2025</h1>" in text
    account = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text)
    assert account == [
        ("Wave 2025", "58.3"),
        ("Other answers", "+18.8"),
        ("What counted", "+12.5"),
        ("Questionnaire", "0.0"),
        ("Wave 2026", "89.6"),
    ]
    assert "Share of 100 % of places let to newcomers" in text
    assert 'href="/assessments/2026/salzburg/answers#a-share"' in text


def test_another_component_stands_in_the_address_and_its_file_follows(app):
    text = page(app, f"{PATH}?component=encounter&since=2025")
    assert "Encounter: too little is known for a score in both waves, so no change can be told yet." in text
    assert "came to 25.0 in Wave 2025 and comes to 87.5 in Wave 2026 (+62.5)." in text
    [link] = set(re.findall(r'href="([^"]*change\.csv[^"]*for=analysis[^"]*)"', text))
    answer = sign_in(app, "coordinator").get(link.replace("&amp;", "&"))
    rows = list(csv.DictReader(StringIO(answer.get_data(as_text=True))))
    assert [row["part"] for row in rows] == ["share", "spaces", "encounter"]
    assert float(rows[-1]["total"]) == pytest.approx(62.5)
    assert (rows[0]["a"], rows[0]["b"]) == ("salzburg 2026", "salzburg 2025")


@pytest.mark.parametrize("wish", ["component=<b>", "since=1999", "since=2026"])
def test_what_cannot_be_is_told_with_the_nearest_view(app, wish):
    text = page(app, f"{PATH}?{wish}", status=422)
    assert 'role="alert"' in text
    assert "what changed since Wave 2025" in text
    assert page(app, f"{PATH}/change.csv?{wish}", status=422)
    assert page(app, f"{PATH}/change.csv?for=dinner", status=422)


def test_the_first_wave_says_that_there_is_none_before(app):
    text = page(app, "/results/2025/salzburg/change")
    assert "There is no earlier wave to compare with" in text
    assert "data-chart" not in text
    assert 'role="alert"' in page(app, "/results/2025/salzburg/change/change.csv", status=422)


@pytest.mark.parametrize(
    ("who", "status"), [("contributor", 200), ("reviewer", 200), ("team", 200), ("neighbour", 404), ("nobody", 404)]
)
def test_who_sees_a_change(app, who, status):
    page(app, who=who, status=status)
    assert sign_in(app, who).get(f"{PATH}/change.csv").status_code == status


def test_a_question_of_one_component_is_listed_by_itself_and_a_word_stands_for_each_answer(app):
    text = page(app, f"{PATH}?component=encounter")
    assert "We cannot tell" in text, "what was answered then"
    assert ">Question</span>" in text, "an area is told question by question"


def test_german(app):
    assert "Welle 2025" in page(app, language="de")


def test_the_drawing_follows_the_view(app):
    answer = sign_in(app, "coordinator").get(f"{PATH}/change.svg?component=encounter&since=2025")
    assert answer.mimetype == "image/svg+xml"
    assert "Share of 100 %" in answer.get_data(as_text=True)
    assert sign_in(app, "coordinator").get("/results/2025/salzburg/change/change.svg").status_code == 422
