"""Addresses of results that lead nowhere: the page names the nearest one, and tells nobody what is there for others."""

import re

import pytest

from tests.installations import sign_in
from tests.views.leaking import FIRST, build

TOKEN = re.compile(r'name="page-csrf_token" value="[^"]+"')


@pytest.fixture(scope="module")
def app(template, tmp_path_factory):
    """Give an installation in which Salzburg shows some, Leipzig all, and Arad nothing to the partnership."""
    return build(template, tmp_path_factory.mktemp("nearest") / "instance", FIRST)


def near(app, path, who, language="en"):
    """Return what is said of an address that leads nowhere: the nearest page and its address, None without one."""
    answer = sign_in(app, who, language=language).get(path)
    assert answer.status_code == 404
    found = re.search(r'<p>The nearest page that you can open: <a href="(.*?)">(.*?)</a></p>', answer.get_data(True))
    return found and (found[2], found[1])


@pytest.mark.parametrize(
    ("path", "who", "title", "address"),
    [
        ("/compare/2099", "neighbour", "Compare the regions: Wave 2026", "/compare/2026"),
        ("/compare/2099/ranks", "team", "Compare the regions: Wave 2026", "/compare/2026"),
        ("/results/2030/salzburg", "coordinator", "Where Salzburg stands, Wave 2026", "/results/2026/salzburg"),
        ("/results/2030/salzburg", "neighbour", "Where Salzburg stands, Wave 2026", "/results/2026/salzburg"),
        ("/results/2026/leipzig/explained/zzz", "team", "Where Leipzig stands, Wave 2026", "/results/2026/leipzig"),
        ("/results/2026/atlantis", "coordinator", "Compare the regions: Wave 2026", "/compare/2026"),
        ("/results/2026/arad/priorities", "coordinator", "Compare the regions: Wave 2026", "/compare/2026"),
    ],
)
def test_the_nearest_page_is_named(app, path, who, title, address):
    assert near(app, path, who) == (title, address)
    assert sign_in(app, who).get(address).status_code == 200


@pytest.mark.parametrize("who", ["neighbour", "coordinator", "nobody"])
def test_what_is_not_for_somebody_looks_as_what_is_not_there(app, who):
    client = sign_in(app, who)
    pages = [client.get(f"/results/2026/{region}").get_data(as_text=True) for region in ("arad", "zzzz")]
    first, second = (TOKEN.sub("", text) for text in pages)  # a token holds the second in which it was made
    assert first.replace("arad", "zzzz") == second


def test_who_finds_no_results_is_led_to_the_start_page_alone(app):
    assert near(app, "/compare/2026", "nobody") is None
    assert near(app, "/assessments/2026/atlantis/", "coordinator") is None


def test_a_region_is_not_among_its_own_peers(app):
    text = sign_in(app, "coordinator").get("/results/2026/salzburg/peers?peers=salzburg")
    assert text.status_code == 422
    assert "Salzburg is the region itself, so it is not among its peers." in text.get_data(as_text=True)
