"""The gallery of charts: there for whoever works on them, and nowhere else."""

from dataclasses import replace

import pytest

from survey.app import create_app
from survey.charts import examples
from survey.security import settings
from tests.clients import JudgingClient
from tests.installations import sign_in
from tests.views.test_five_outputs import outputs


@pytest.fixture
def gallery(app):
    """A browser without an account on an installation that shows the gallery."""
    with app.app_context():
        shown = create_app(replace(settings(), gallery=True))
    shown.test_client_class = JudgingClient
    return shown.test_client()


@pytest.mark.parametrize("who", ["team", "administrator", None])
@pytest.mark.parametrize("path", ["/gallery/eleven", "/gallery/eleven/heat-map.csv", "/gallery/eleven/heat-map.svg"])
def test_nobody_finds_it_on_an_installation_for_people(app, path, who):
    client = sign_in(app, who) if who else app.test_client()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("state", examples.STATES)
def test_every_state_has_a_page_with_all_charts_and_their_outputs(gallery, state, language):
    answer = gallery.get(f"/gallery/{state}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    if state == "nothing":
        assert answer.get_data(as_text=True).count("data-chart") == 18
        return
    faults, charts = outputs(gallery, answer.get_data(as_text=True))
    assert charts == (19 if state == "one" else 22)
    assert [fault for fault in faults if state != "private" or "rows in the file" not in fault] == []


@pytest.mark.parametrize(
    "path", ["/gallery/none", "/gallery/eleven/pie.svg", "/gallery/nothing/dots.svg", "/gallery/one/dots.png"]
)
def test_what_is_not_there_is_not_found(gallery, path):
    assert gallery.get(path).status_code == 404


def test_private_regions_keep_their_place_without_a_score(gallery):
    text = gallery.get("/gallery/private").get_data(as_text=True)
    assert "Region B" in text
    assert "not opened by the region" in text
