"""The page on which a region decides who sees its results: what it says, keeps, and answers to bad input."""

import re

import pytest

from survey.database import db
from survey.models import Audience, Stage
from survey.services import disclosures
from tests import installations
from tests.installations import open_wave
from tests.views.opening import of, open_sections
from tests.views.standing_in_review import in_review, submitted

PAGE = "/assessments/2026/salzburg/disclosure"
CHOSEN = {"section-housing": "partnership", "section-encounter": "public", "section-closing": "private"}


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def words(answer) -> str:
    """Return a page without its marks, in single spaces."""
    return " ".join(re.sub("<[^>]+>", " ", answer.get_data(as_text=True)).split())


def ticked(answer) -> dict[str, str]:
    """Return what is chosen on the page, by field."""
    found = re.findall(r'name="((?:section|page)-[\w-]+)" value="(\w*)" checked', answer.get_data(as_text=True))
    return dict(found)


def decided(app) -> dict[str, Audience]:
    """Return who sees each section by now."""
    with app.app_context():
        at = of("salzburg")
        return disclosures.audiences(db.session, seen=[at])[at.id]


def test_at_first_everything_is_closed_and_the_page_says_so(app, sign_in):
    answer = sign_in("coordinator").get(PAGE)
    assert "Nothing has been decided yet, so everything is closed." in words(answer)
    assert set(ticked(answer).values()) == {"private", ""}
    assert "As long as your assessment is a draft, others see none of it." in words(answer)
    assert words(answer).count("All sections of it are closed.") == 3


def test_what_was_chosen_is_kept_and_what_follows_is_said(app, sign_in):
    client = sign_in("coordinator")
    assert client.send(PAGE, CHOSEN).location == PAGE
    assert decided(app) == {
        "housing": Audience.PARTNERSHIP,
        "encounter": Audience.PUBLIC,
        "closing": Audience.PRIVATE,
    }
    page = client.get(PAGE)
    assert ticked(page) == {**CHOSEN, "page-all": ""}
    assert "Saved. Below you see what follows from it." in words(page)
    assert "by Clara Conti" in words(page)
    assert "Index The partnership 1 of its 2 sections is open to the partnership only." in words(page)
    assert "Interaction Everybody" in words(page)
    assert "Clara Conti decided who sees the results." in words(client.get("/assessments/2026/salzburg/log"))


def test_one_choice_for_all_stands_above_the_others(app, sign_in):
    sign_in("coordinator").send(PAGE, {**CHOSEN, "page-all": "public"})
    assert set(decided(app).values()) == {Audience.PUBLIC}


def test_nothing_new_is_said(app, sign_in):
    client = sign_in("coordinator")
    client.send(PAGE, CHOSEN)
    client.get(PAGE)
    client.send(PAGE, CHOSEN)
    assert "Nothing has changed." in words(client.get(PAGE))


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({}, ["section-housing", "section-encounter", "section-closing"]),
        ({**CHOSEN, "section-housing": "friends"}, ["section-housing"]),
        ({**CHOSEN, "page-all": "everybody"}, ["page-all"]),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_kept(app, sign_in, sent, fields):
    answer = sign_in("coordinator").send(PAGE, sent)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert re.findall(r'<li><a href="#([\w-]+)">Please choose one of the three.', text) == fields
    assert decided(app) == {}
    assert ticked(answer)["section-encounter"] == (sent.get("section-encounter") or "private")


@pytest.mark.parametrize("name", ["contributor", "reviewer", "neighbour", "nobody", "team", "administrator"])
def test_nobody_else_decides(app, sign_in, name):
    client = sign_in(name)
    assert client.get(PAGE).status_code == 404
    assert client.send(PAGE, CHOSEN, page="/privacy").status_code == 404
    assert decided(app) == {}


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SUBMITTED, Stage.IN_REVIEW])
def test_a_region_decides_at_each_stage(template, tmp_path, stage):
    app = template.copy(tmp_path / "staged")
    if stage is Stage.DRAFT:
        open_wave(app)
    elif stage is Stage.SUBMITTED:
        submitted(app)
    else:
        in_review(app)
    client = installations.sign_in(app, "coordinator")
    assert client.send(PAGE, CHOSEN).status_code == 302
    assert decided(app)["encounter"] is Audience.PUBLIC


def test_ways_lead_there_from_tasks_and_results(app, sign_in):
    client = sign_in("coordinator")
    assert f'href="{PAGE}"' in client.get("/assessments/2026/salzburg/").get_data(as_text=True)
    open_sections(app, "salzburg", housing=Audience.PUBLIC)
    assert "your results for the partnership" in words(client.get(PAGE))
