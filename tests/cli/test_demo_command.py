"""``survey demo``: invented answers in a database of its own, marked as such everywhere."""

import re
import subprocess
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest

from survey.app import create_app
from survey.database import db
from survey.models import Assessment, Stage
from survey.questionnaires.progress import resolve
from survey.questionnaires.reader import library, read
from survey.services.demonstration import DRAFTS, invented
from tests import commands
from tests.clients import JudgingClient
from tests.installations import settings


def run(folder: Path, *words: str, demonstration: str = "1") -> subprocess.CompletedProcess[str]:
    return commands.survey(*words, folder=folder, more={"SURVEY_DEMONSTRATION": demonstration})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "instance"
    said = run(made, "demo", "--port", "8123")
    assert said.returncode == 0, said.stderr
    return made


@pytest.fixture
def app(folder: Path):
    made = create_app(settings(folder, demonstration=True))
    made.testing = True
    made.test_client_class = JudgingClient
    yield made
    with made.app_context():
        db.engine.dispose()


def test_the_links_sign_in_as_everybody_who_takes_part(folder, app):
    said = run(folder, "demo", "--port", "8123").stdout
    links = re.findall(r"http://127\.0\.0\.1:8123/welcome/\S+", said)
    assert len(links) == 4
    firsts = ("/waves/", "/assessments/2026/donegal/", "/assessments/2026/donegal/", "/reviews")
    for link, first in zip(links, firsts, strict=True):
        client = app.test_client()
        client.send(urlsplit(link).path)
        assert client.get("/").location.endswith(first)


def test_all_but_the_drafts_have_submitted_and_a_second_run_changes_nothing(folder, app):
    assert "Invented answers: 0 assessments." in run(folder, "demo").stdout
    with app.app_context():
        waves = {one.wave.key for one in db.session.query(Assessment)}
        found = [one for one in db.session.query(Assessment) if one.wave.key == "2026"]
        stages = {one.region.key: one.stage for one in found}
        before = {one.stage for one in db.session.query(Assessment) if one.wave.key != "2026"}
    assert len(waves) == 3
    assert before == {Stage.CONCLUDED}
    assert {key for key, stage in stages.items() if stage is Stage.DRAFT} == set(DRAFTS)
    assert len(stages) == 10


@pytest.mark.parametrize("path", ["/", "/compare/2026", "/results/2026/salzburg", "/waves/2026", "/exports/2026"])
def test_every_page_says_that_the_answers_are_invented(folder, app, path):
    link = re.search(r"/welcome/\S+", run(folder, "demo").stdout)
    assert link
    client = app.test_client()
    client.send(link[0])
    html = client.get(path, follow_redirects=True).get_data(as_text=True)
    assert "all answers and scores here are invented" in html
    if "compare" in path or "results" in path:
        assert html.count("Demonstration: synthetic answers") >= html.count("<figure")


def test_a_demonstration_never_becomes_real_and_real_answers_never_a_demonstration(folder, tmp_path):
    refused = run(folder, "initialise", demonstration="")
    assert refused.returncode != 0
    assert "This database holds invented answers. Set SURVEY_DEMONSTRATION=1" in refused.stderr
    assert run(tmp_path / "real", "initialise", "--migrate", demonstration="").returncode == 0
    assert run(tmp_path / "real", "demo").returncode != 0
    assert "SURVEY_DEMONSTRATION=1" in run(tmp_path / "real", "demo", demonstration="").stderr


def test_invented_answers_fit_their_questions_and_differ_between_regions():
    asked = read(library()["regional_index-2026"])
    first, again, other = (invented(asked, Random(seed)) for seed in ("a", "a", "b"))
    assert first == again != other
    states = resolve(asked, first)
    assert {state.value for state in states.values()} == {
        "answered",
        "planned",
        "does_not_know",
        "not_applicable",
        "hidden",
    }


def test_the_last_wave_before_is_public_and_regions_show_what_they_decided(app):
    client = app.test_client()
    text = client.get("/public").get_data(as_text=True)
    (wave,) = re.findall(r'href="/public/(\d+)\?', text)
    with app.app_context():
        today = max(int(one.wave.key) for one in db.session.query(Assessment))
    assert int(wave) == today - 1
    text = client.get(f"/public/{wave}").get_data(as_text=True)
    assert "Demonstration: all answers and scores here are invented." in text
    found = set(re.findall(rf'href="/public/{wave}/([\w-]+)\?', text))
    assert {"salzburg", "timis"} <= found
    assert not found & {"navarra", "catalonia", "donegal"}
    assert "The region has not opened" in client.get(f"/public/{wave}/timis").get_data(as_text=True)
