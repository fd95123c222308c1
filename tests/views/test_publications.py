"""Publishing by pages: what is listed, who may, and that it is taken back."""

import re

import pytest

from survey.models import Audience
from tests.installations import open_wave, sign_in
from tests.views.opening import open_sections

PAGE = "/waves/2026/publish"


@pytest.fixture
def over(app):
    """An installation whose wave ended yesterday; Salzburg has opened a section to everybody."""
    open_wave(app, days=-1)
    open_sections(app, "salzburg", housing=Audience.PUBLIC)
    return app


def words(answer) -> str:
    """Return a page without its marks, in single spaces."""
    return " ".join(re.sub("<[^>]+>", " ", answer.get_data(as_text=True)).split())


@pytest.mark.parametrize("who", ["team", "administrator"])
def test_who_runs_the_survey_publishes_and_takes_back(over, who):
    client, visitor = sign_in(over, who), over.test_client()
    assert "Salzburg not concluded, so nothing of it appears 1 of 3 sections does not appear" in words(client.get(PAGE))
    assert visitor.get("/public/2026").status_code == 404
    assert client.send(PAGE).location == PAGE
    assert "The public pages of this wave are open." in words(client.get(PAGE))
    assert visitor.get("/public/2026").status_code == 200
    client.send(f"{PAGE}/back", page=PAGE)
    assert "The public pages of this wave are closed again." in words(client.get(PAGE))
    assert visitor.get("/public/2026").status_code == 404


def test_an_open_wave_is_not_published(app):
    open_wave(app)
    client = sign_in(app, "team")
    page = client.get(PAGE)
    assert "The wave is still open." in words(page)
    assert f'action="{PAGE}"' not in page.get_data(as_text=True)
    client.send(PAGE, page="/waves/2026")
    assert app.test_client().get("/public/2026").status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "contributor", "reviewer", "neighbour", "nobody"])
def test_nobody_else_does(over, who):
    client = sign_in(over, who)
    for path in (PAGE, f"{PAGE}/back"):
        assert client.send(path, page="/privacy").status_code == 404
    assert over.test_client().get("/public/2026").status_code == 404


def test_the_page_of_the_wave_leads_there(over):
    assert f'href="{PAGE}"' in sign_in(over, "team").get("/waves/2026").get_data(as_text=True)
