"""Peer groups in the address: who is compared, what the group is called on page and in files, and what to beware of."""

import re
from urllib.parse import unquote

import pytest

from survey.services.peers import parse
from survey.views import peer_groups
from tests.charts.samples import reader
from tests.installations import open_wave, sign_in
from tests.views.standings import GOOD, MODEST, stand
from tests.views.test_compare import page, rows, table

PATH = "/compare/2026"


@pytest.fixture
def compared(app):
    """Five regions have submitted; of Emilia-Romagna no population is known."""
    open_wave(app)
    for region in ("salzburg", "arad", "timis", "pomerania", "emilia-romagna"):
        stand(app, region, GOOD if region == "arad" else MODEST)
    return app


def heads(text):
    return table(text, "heat-map")[0][1:]


@pytest.mark.parametrize(
    ("peers", "expected", "named"),
    [
        ("country:RO", ["Arad", "Timiș"], "peers: in Romania"),
        ("language:ro", ["Arad", "Timiș"], "peers: official language Romanian"),
        ("nuts:3", ["Arad", "Timiș"], "peers: regions of NUTS level 3"),
        ("population:500000-700000", ["Salzburg", "Timiș"], "peers: Population from 500,000 to 700,000"),
        ("population:-500000", ["Arad"], "peers: Population up to 500,000"),
        ("nearest:population:1:salzburg", ["Salzburg", "Timiș"], "peers: 1 nearest to Salzburg: Population"),
    ],
)
def test_a_group_is_compared_and_named(compared, peers, expected, named):
    text = page(compared, path=f"{PATH}?peers={peers}")
    assert heads(text) == expected
    assert named in text
    found = rows(compared, f"{PATH}/heat-map.csv?peers={peers}")
    assert {row["peers"] for row in found} == {peers}
    assert list(dict.fromkeys(row["region"] for row in found)) == expected


@pytest.mark.parametrize(("language", "named"), [("en", "up to 15.3%"), ("de", "bis 15,3\u00a0%")])
def test_a_share_has_its_unit(language, named):
    with reader(language):
        assert peer_groups.name(parse("foreign_citizens_share:-15.3"), {}).endswith(named)


def test_what_to_beware_of_is_said(compared):
    text = page(compared, path=f"{PATH}?peers=population:1-")
    assert "Without this figure, so left out: Emilia-Romagna." in text
    assert "The figures are of different days, from 2021 to 2024-01-01." in text
    assert '<li>Salzburg: <span lang="en">Sum of the districts.</span></li>' in text


def test_a_group_of_the_same_country_needs_no_warning(compared):
    assert "different days" not in page(compared, path=f"{PATH}?peers=country:RO")


def test_groups_are_offered_and_the_chosen_one_is_marked(compared):
    offered = re.search(r'<select id="peers".*?</select>', page(compared, path=f"{PATH}?peers=population:1-2000000"))[0]
    assert '<option value="country:RO">in Romania</option>' in offered
    assert '<option value="population:1-2000000" selected>' in offered


def test_regions_are_chosen_within_the_group(compared):
    assert heads(page(compared, path=f"{PATH}?peers=country:RO&regions=arad")) == ["Arad"]
    text = page(compared, path=f"{PATH}?peers=country:RO&regions=salzburg", status=422)
    assert heads(text) == ["Arad", "Timiș"]


@pytest.mark.parametrize(
    "peers", ["weather:1-2", "population:9-1", "country:FR", "<b>", "nearest:population:4:atlantis"]
)
@pytest.mark.parametrize("path", [PATH, f"{PATH}/heat-map.csv", f"{PATH}/ranks", f"{PATH}/waves", f"{PATH}/weights"])
def test_a_group_that_cannot_be_is_said_above_all_regions(compared, path, peers):
    text = page(compared, path=f"{path}?peers={peers}", status=422)
    assert 'role="alert"' in text


def test_ranks_are_among_the_peers(compared):
    found = rows(compared, f"{PATH}/ranks/ranks.csv?peers=country:RO")
    assert [(row["unit"], row["units"], row["peers"]) for row in found] == [
        ("arad", "2", "country:RO"),
        ("timis", "2", "country:RO"),
    ]


def test_a_region_learns_nothing_of_others_by_a_group(compared):
    text = page(compared, "coordinator", f"{PATH}?peers=nearest:population:3:salzburg")
    assert heads(text) == ["Salzburg"]
    assert "Timiș" not in text
    page(compared, "coordinator", f"{PATH}?peers=nearest:population:3:timis", status=422)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("figure=population&from=500000&to=700000", ["Salzburg", "Timiș"]),
        ("figure=population&from=&to=500000&peers=country:AT", ["Arad"]),
        ("figure=foreign_citizens_share&from=12,5&to=", ["Emilia-Romagna", "Salzburg"]),
        ("figure=population&from=&to=&peers=country:RO", ["Arad", "Timiș"]),
    ],
)
def test_the_form_chooses_by_a_figure_with_ends_of_ones_own(compared, query, expected):
    text = page(compared, path=f"{PATH}?{query}")
    assert heads(text) == expected
    assert re.search(r'href="/compare/2026/ranks\?[^"]*peers=\w+:', unquote(text))


@pytest.mark.parametrize("ends", ["from=much", "from=9&to=1", "from=-1", "to=nan", "from=1e999"])
def test_ends_that_cannot_be_are_said_above_all_regions(compared, ends):
    text = page(compared, path=f"{PATH}?figure=population&{ends}", status=422)
    assert "That is no range of a figure." in text
    assert len(heads(text)) == 5
    page(compared, path=f"{PATH}?figure=weather&from=1", status=422)


def test_the_form_says_of_each_figure_of_how_many_it_is_known(compared):
    text = page(compared, path=PATH)
    assert re.findall(r'<optgroup label="([^"]*)">', text)[:4] == [
        "Country",
        "Language",
        "Level of the region",
        "Population",
    ]
    figures = re.search(r'<select id="figure".*?</select>', text)[0]
    assert "Population (known of 4 regions: " in figures
    assert "Share of residents of foreign nationality (known of " in figures


def test_figures_of_different_days_and_units_are_warned_of_however_they_were_chosen(compared):
    text = page(compared, path=f"{PATH}?figure=population&from=1")
    assert "The figures are of different days, from 2021 to 2024-01-01." in text


def enter(app, *figures):
    """Enter what an administrator knows of the competence of regions: region, percent, date and note of each."""
    client = sign_in(app, "administrator")
    for region, value, as_of, note in figures:
        page = client.get(f"/regions/{region}/figures/new").get_data(as_text=True)
        assert "in how many of the policy areas of the questionnaire the region may make its own rules" in page
        sent = {
            "page-csrf_token": re.search(r'name="page-csrf_token"[^>]*value="([^"]+)"', page)[1],
            "measure": "competence_share",
            "value": value,
            "unit": "percent",
            "as_of": as_of,
            "source": "https://example.org/law",
            "confidence": "medium",
            "note": note,
        }
        assert client.post(f"/regions/{region}/figures/new", data=sent).status_code == 302


def test_regions_are_compared_by_what_they_may_decide_once_somebody_entered_it(compared):
    assert "competence_share" not in page(compared)
    enter(
        compared,
        ("salzburg", "55", "2025", "Counted with powers shared with the federation."),
        ("arad", "10", "2025", ""),
        ("timis", "10", "2025", ""),
        ("pomerania", "25", "2024", ""),
    )
    text = page(compared)
    assert "(known of 4 regions: 10% to 55%)" in text
    assert '<option value="competence_share:-17.5">' in text
    text = page(compared, path=f"{PATH}?peers=competence_share:20-")
    assert heads(text) == ["Pomerania", "Salzburg"]
    assert "peers: Competence: share of policy areas in which the region may make its own rules from 20%" in text
    assert "Without this figure, so left out: Emilia-Romagna." in text
    assert "The figures are of different days, from 2024 to 2025." in text
    assert '<li>Salzburg: <span lang="en">Counted with powers shared with the federation.</span></li>' in text
    text = page(compared, path=f"{PATH}?peers=competence_share:-10")
    assert heads(text) == ["Arad", "Timiș"]
    assert "different days" not in text
