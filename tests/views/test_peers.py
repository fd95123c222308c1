"""A region beside its peers: who they are, how they are chosen, and that nobody sees whom they may not."""

import csv
import re
from io import StringIO

import pytest

from tests.installations import open_wave, sign_in
from tests.views.standings import GOOD, MODEST, stand

PATH = "/results/2026/salzburg/peers"


@pytest.fixture
def app(app):
    open_wave(app)
    stand(app, "salzburg", GOOD)
    for region in ("leipzig", "arad", "timis"):
        stand(app, region, MODEST)
    stand(app, "donegal", {"support": GOOD["support"]}, submitted=False)
    return app


def page(app, path=PATH, who="team", status=200, language="en"):
    """Return the text of a page."""
    answer = sign_in(app, who, language=language).get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def test_all_whose_results_the_reader_may_see_are_peers_by_name(app):
    text = page(app)
    assert "3 peers: Arad, Leipzig, Timiș." in text
    assert "Against the median of 3 peers" in text
    assert "Donegal" not in text, "a draft is a score to nobody else"


def test_the_address_chooses_and_the_file_follows(app):
    text = page(app, f"{PATH}?peers=arad&peers=timis")
    assert "2 peers: Arad, Timiș." in text
    assert "With 2 peers no median is shown" in text
    [link] = set(re.findall(r'href="([^"]*peers\.csv[^"]*for=analysis[^"]*)"', text))
    answer = sign_in(app, "team").get(link.replace("&amp;", "&"))
    rows = list(csv.DictReader(StringIO(answer.get_data(as_text=True))))
    assert {(row["peers"], row["peers_median"], row["n"]) for row in rows} == {("arad|timis", "", "2")}


@pytest.mark.parametrize("wish", ["peers=atlantis", "peers=donegal", "peers=salzburg"])
def test_who_is_no_peer_is_told_with_the_nearest_view(app, wish):
    text = page(app, f"{PATH}?{wish}", status=422)
    assert 'role="alert"' in text
    assert "3 peers" in text
    assert page(app, f"{PATH}/peers.csv?{wish}", status=422)
    assert page(app, f"{PATH}/peers.csv?for=dinner", status=422)


def test_a_region_sees_no_peer_whose_results_it_may_not_see(app):
    text = page(app, who="coordinator")
    assert "There are no peers to compare with yet" in text
    for name in ("Leipzig", "Arad"):
        assert name not in text
    assert page(app, f"{PATH}?peers=leipzig", who="coordinator", status=422)
    rows = sign_in(app, "coordinator").get(f"{PATH}/peers.csv").get_data(as_text=True)
    assert "leipzig" not in rows


@pytest.mark.parametrize(("who", "status"), [("contributor", 200), ("neighbour", 404), ("nobody", 404)])
def test_who_sees_the_page(app, who, status):
    page(app, who=who, status=status)


def test_german(app):
    assert "3 peers" not in page(app, language="de")
