"""The export page and its files: who gets what, in which form, and what a bad address answers."""

import csv
import re
from io import StringIO

import pytest
from flask import Flask

from survey.database import db
from survey.models import Assessment, Region, User
from survey.questionnaires.answers import Answer, State
from survey.services.assessments import Entry, record
from survey.services.layouts import Content
from tests.databases import submit_with_words
from tests.installations import NOW, email, open_wave, sign_in, small

REPLIES = {
    "support": Answer(State.ANSWERED, "partly"),
    "services": Answer(State.ANSWERED, ("advice",)),
    "staff": Answer(State.NOT_APPLICABLE, reason="The municipalities do."),
    "share": Answer(State.ANSWERED, 12.5),
}


def reply(app: Flask, who: str, *, submitted: bool = False) -> None:
    """Answer the assessment of somebody's region: :data:`REPLIES`, and "does not know" to the rest."""
    with app.app_context():
        by = db.session.query(User).filter_by(email=email(who)).one()
        region = by.mandates[0].region_id
        assessment = db.session.query(Assessment).filter(Assessment.region_id == region).one()
        given = {code: REPLIES.get(code, Answer(State.DOES_NOT_KNOW)) for code in small().questions}
        entries = {code: Entry(answer, 0) for code, answer in given.items()}
        record(db.session, assessment=assessment, questionnaire=small(), entries=entries, by=by, now=NOW)
        if submitted:
            submit_with_words(db.session, assessment=assessment, questionnaire=small(), by=by, now=NOW)
        db.session.commit()


def rows(answer):
    """Return a file as dicts."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(csv.DictReader(StringIO(answer.get_data(as_text=True), newline="")))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("who", "files"), [("coordinator", len(Content)), ("team", 1), ("administrator", 1)])
def test_the_page_offers_what_there_is(app, who, files, language):
    """Before anybody has submitted, the project team finds the codebook only; a region always finds its own."""
    open_wave(app)
    answer = sign_in(app, who, language=language).get("/exports/2026")
    assert answer.status_code == 200
    assert len(re.findall("formaction=", answer.get_data(as_text=True))) == files


@pytest.mark.parametrize("content", Content)
def test_every_offered_file_is_there(app, content):
    open_wave(app)
    reply(app, "coordinator")
    client = sign_in(app, "coordinator")
    page = client.get("/exports/2026").get_data(as_text=True)
    assert f'formaction="/exports/2026/{content}.csv"' in page
    answer = client.get(f"/exports/2026/{content}.csv?for=excel&language=de")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.content_type == "text/csv; charset=utf-8"


def test_a_region_takes_its_own_draft_and_nobody_elses(app):
    open_wave(app)
    reply(app, "coordinator")
    reply(app, "neighbour", submitted=True)
    found = rows(sign_in(app, "coordinator").get("/exports/2026/answers-long.csv"))
    assert {(row["unit"], row["stage"]) for row in found} == {("salzburg", "draft")}
    assert "The municipalities do." in {row["reason"] for row in found}


@pytest.mark.parametrize("who", ["team", "administrator"])
def test_the_project_team_takes_what_was_submitted(app, who):
    open_wave(app)
    reply(app, "coordinator")
    reply(app, "neighbour", submitted=True)
    found = rows(sign_in(app, who).get("/exports/2026/scores-wide.csv"))
    assert [(row["unit"], row["stage"]) for row in found] == [("leipzig", "submitted")]


@pytest.mark.parametrize(
    ("who", "path", "expected"),
    [
        ("coordinator", "scores-long.csv", "scores-long_salzburg_2026_{}.csv"),
        ("coordinator", "scores-long.csv?for=excel", "scores-long_salzburg_2026_{}_excel.csv"),
        ("team", "codebook.csv", "codebook_eu-belong_2026_{}.csv"),
    ],
)
def test_a_files_name_says_whose_which_wave_and_when(app, who, path, expected):
    open_wave(app)
    said = sign_in(app, who).get(f"/exports/2026/{path}").headers["Content-Disposition"]
    assert re.fullmatch(f'attachment; filename="{expected.format(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")}"', said)


def test_a_demonstration_says_so_in_name_and_rows(demonstration):
    open_wave(demonstration)
    answer = sign_in(demonstration, "coordinator").get("/exports/2026/scores-long.csv")
    assert answer.headers["Content-Disposition"].endswith('_demonstration.csv"')
    assert {row["data"] for row in rows(answer)} == {"demonstration"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_codebook_is_a_page_too(app, language):
    open_wave(app)
    page = sign_in(app, "team", language=language).get("/exports/2026/codebook").get_data(as_text=True)
    assert all(f'id="{code}"' in page for code in small().questions)


@pytest.mark.parametrize(
    ("query", "word"),
    [("for=print", "&#34;print&#34;"), ("language=xx", "&#34;xx&#34;"), ("for=&language=", "&#34;&#34;")],
)
@pytest.mark.parametrize("path", ["", "/scores-long.csv"])
def test_a_wish_that_cannot_be_is_answered_by_the_page_that_says_what_can(app, path, query, word):
    open_wave(app)
    answer = sign_in(app, "coordinator").get(f"/exports/2026{path}?{query}")
    assert answer.status_code == 422
    assert word in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/exports/2031", "/exports/2026/gossip.csv", "/exports/2031/scores-long.csv"])
def test_what_is_not_there_is_not_found(app, path):
    open_wave(app)
    assert sign_in(app, "team").get(path).status_code == 404


@pytest.mark.parametrize("path", ["", "/codebook", "/scores-long.csv"])
def test_who_has_no_part_in_a_wave_does_not_find_it(app, client, path):
    open_wave(app)
    assert sign_in(app, "nobody").get(f"/exports/2026{path}").status_code == 404
    assert client.get(f"/exports/2026{path}").location.startswith("/sign-in?next=")


def test_a_region_that_left_has_no_assessment_to_take_away(app):
    open_wave(app)
    with app.app_context():
        left = db.session.query(Region).filter_by(key="vastra-gotaland").one()
        assert db.session.query(Assessment).filter(Assessment.region_id == left.id).count() == 0
