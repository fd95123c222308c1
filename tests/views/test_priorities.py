"""The pages about priorities: the way to a target, what stands in the address, and the efforts that a region keeps."""

import csv
import re
from io import StringIO

import pytest

from survey.database import db
from survey.models import Effort
from tests.installations import open_wave, sign_in
from tests.views.standings import GOOD, stand

PATH = "/results/2026/salzburg/priorities"
EFFORTS = f"{PATH}/efforts"


@pytest.fixture
def app(app):
    open_wave(app)
    stand(app, "salzburg", GOOD)
    return app


def page(app, path=PATH, who="coordinator", status=200, language="en"):
    """Return the text of a page."""
    answer = sign_in(app, who, language=language).get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def kept(app):
    """Return the efforts as they are kept."""
    with app.app_context():
        return {one.question: one.effort for one in db.session.query(Effort)}


def test_a_target_within_reach_is_proposed(app):
    text = page(app)
    assert "To bring Index from 89.6 to 95.0, 1 change is enough" in text
    assert "Share of 100 % of places let to newcomers" in text
    tables = re.findall(r"<table.*?</table>", text, re.S)
    assert not [table for table in tables if "Effort" in table], "no effort is set, so there is no column of them"


def test_the_address_names_component_and_target_and_the_files_follow(app):
    text = page(app, f"{PATH}?component=housing&target=92,5")
    assert "To bring Housing from 91.7 to 92.5" in text
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*\.csv[^"]*for=analysis[^"]*)"', text)]
    assert len(set(links)) == 2
    for link in links:
        rows = list(csv.DictReader(StringIO(sign_in(app, "coordinator").get(link).get_data(as_text=True))))
        assert [row["question"] for row in rows] == ["mixed"]
        assert {row["component"] for row in rows} == {"housing"}


@pytest.mark.parametrize(
    ("wish", "nearest"),
    [
        ("target=lots", "to 95.0"),
        ("target=120", "to 100.0"),
        ("target=-3", "so 0.0 is reached already"),
        ("target=nan", "to 95.0"),
        ("target=inf", "to 100.0"),
        ("component=<b>", "to 95.0"),
    ],
)
def test_what_cannot_be_is_told_with_the_nearest_view(app, wish, nearest):
    text = page(app, f"{PATH}?{wish}", status=422)
    assert 'role="alert"' in text
    assert nearest in text
    assert page(app, f"{PATH}/gains.csv?{wish}", status=422)
    assert page(app, f"{PATH}/plan.csv?for=dinner", status=422)


def test_other_ways_of_the_same_effort_are_named(app):
    assert "One other way of the same effort" in page(app, f"{PATH}?target=93")


def test_a_coordinator_sets_efforts_and_the_way_follows(app):
    client = sign_in(app, "coordinator")
    answer = client.send(EFFORTS, {"page-seen": "", "page-effort-share": "50", "page-effort-mixed": " 2 "})
    assert (answer.status_code, answer.location) == (303, EFFORTS)
    assert kept(app) == {"share": 50, "mixed": 2}
    text = client.get(EFFORTS).get_data(as_text=True)
    assert "2 efforts are saved." in text
    assert 'value="50"' in text
    assert "Every question that could gain has its effort." in text
    assert "an effort of 2;" in page(app, f"{PATH}?target=93")


def test_a_field_as_it_was_loaded_leaves_alone_what_others_set(app):
    client = sign_in(app, "coordinator")
    client.send(EFFORTS, {"page-seen": "", "page-effort-share": "50"})
    client.send(EFFORTS, {"page-seen": "", "page-effort-share": "", "page-effort-mixed": "2"})
    assert kept(app) == {"share": 50, "mixed": 2}, "the second had loaded an empty field and left it so"
    client.send(EFFORTS, {"page-seen": "share=50 mixed=2", "page-effort-share": "", "page-effort-mixed": "2"})
    assert kept(app) == {"mixed": 2}
    client.send(EFFORTS, {"page-seen": "mixed=2 nonsense =x", "page-effort-mixed": "2"})
    assert "Nothing was changed" in client.get(EFFORTS).get_data(as_text=True)


@pytest.mark.parametrize("typed", ["0", "101", "2.5", "many", "-1", "9" * 30])
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_no_effort_stands_there_to_be_mended_and_nothing_is_kept(app, typed, language):
    client = sign_in(app, "coordinator", language=language)
    answer = client.send(EFFORTS, {"page-seen": "", "page-effort-share": typed, "page-effort-mixed": "2"})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert f'value="{typed}"' in text
    assert 'aria-invalid="true"' in text
    assert kept(app) == {}


@pytest.mark.parametrize(
    ("who", "status"), [("contributor", 200), ("reviewer", 200), ("team", 200), ("neighbour", 404), ("nobody", 404)]
)
def test_others_see_and_do_not_set(app, who, status):
    sign_in(app, "coordinator").send(EFFORTS, {"page-seen": "", "page-effort-share": "50"})
    for path in (PATH, EFFORTS):
        page(app, path, who=who, status=status)
    if status == 200:
        text = page(app, EFFORTS, who=who)
        assert ">50</td>" in text
        assert "Save the efforts" not in text
    client = sign_in(app, who)
    sent = {"page-effort-share": "1", "page-csrf_token": client.token("/account/log" if status == 404 else EFFORTS)}
    assert client.post(EFFORTS, data=sent).status_code == 404
    assert kept(app) == {"share": 50}


def test_a_draft_without_answers_has_its_page(app):
    path = "/results/2026/leipzig/priorities"
    text = page(app, f"{path}?component=encounter", who="neighbour")
    assert "Of Encounter nothing is answered yet: answer its questions first." in text
    assert "Answer these first: 2 questions have no answer yet" in text
    text = page(app, f"{path}?component=encounter&unanswered=yes", who="neighbour")
    assert "To bring Encounter from – to 5.0" in text
    assert page(app, "/results/2026/leipzig/priorities/efforts", who="neighbour")


def test_what_nobody_has_answered_is_to_be_answered_first_and_not_to_be_improved(app):
    stand(app, "leipzig", {code: GOOD[code] for code in ("support", "mixed", "share")}, submitted=False)
    path = "/results/2026/leipzig/priorities"
    text = page(app, f"{path}?target=100", who="neighbour")
    first = text.partition("Answer these first")[2].partition("</details>")[0]
    assert re.findall(r'answers#a-(\w+)"', first) == ["services", "staff", "spaces"]
    assert "out of reach" not in text
    for chart in ("gains", "plan"):
        asked = {
            wish: {row["question"] for row in rows(app, f"{path}/{chart}.csv?target=100{wish}")}
            for wish in ("", "&unanswered=yes")
        }
        assert asked[""] == {"mixed", "share"}
        assert asked["&unanswered=yes"] >= {"mixed", "share"}
    assert "services" in {row["question"] for row in rows(app, f"{path}/gains.csv?unanswered=yes")}
    assert "unanswered=yes" in page(app, f"{path}?unanswered=yes", who="neighbour").partition("data-chart")[2]
    assert "neither" in page(app, f"{path}?unanswered=maybe", who="neighbour", status=422)
    overview = page(app, "/results/2026/leipzig", who="neighbour")
    assert "3 questions have no answer yet. Answer them first; they are not in this list." in overview


def rows(app, path):
    """Return a file as dicts."""
    return list(csv.DictReader(StringIO(sign_in(app, "neighbour").get(path).get_data(as_text=True))))


def test_german(app):
    assert "89,6" in page(app, language="de")
