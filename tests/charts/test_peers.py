"""One region beside its peers: medians by hand, what can be told and what not, and too few peers."""

import pytest

from survey.charts import peers as charts
from survey.charts.readings import Readings
from tests.charts.samples import HOSTILE, cells, column, facts, reader, reading, table, texts, validated

OWN = Readings(
    (
        reading("here", "housing", 70.0),
        reading("here", "labour", 40.0),
        reading("here", "sport", 50.0, low=45.0, high=60.0),
        reading("here", "media", None),
        reading("here", "culture", 55.0),
    )
)
PEERS = table(
    {
        "leipzig": {"housing": 50.0, "labour": 60.0, "sport": 52.0, "media": 10.0, "culture": 55.0},
        "arad": {"housing": 60.0, "labour": 50.0, "sport": 48.0, "media": 20.0, "culture": 40.0},
        "navarre": {"housing": 40.0, "labour": 70.0, "sport": 58.0, "media": 30.0, "culture": 60.0},
    }
)


def made(peers=PEERS, own=OWN, **other):
    """Return the chart of a region beside its peers."""
    return charts.peers(charts.beside(own, peers), peers, facts(**other))


def test_the_median_and_what_can_be_told():
    with reader():
        chart = made()
        found = cells(chart)
    shown = {
        area: (row["Median of the peers"], row["Difference"], row["What can be told"]) for area, row in found.items()
    }
    assert shown == {
        "Housing": ("50.0", "+20.0", "above"),
        "Labour": ("60.0", "−20.0", "below"),
        "Sport": ("52.0", "−2.0", "cannot be told"),
        "Media": ("20.0", "–", "–"),
        "Culture": ("55.0", "0.0", "equal"),
    }
    assert chart.sentence == (
        "Against the median of 3 peers, the region is above in 1 and below in 1 areas. Furthest above: Housing +20.0. "
        "Furthest below: Labour −20.0. In 1 area both are equal. In 1 area it cannot be told. In 1 area a score or the "
        "median is missing."
    )
    assert column(chart, "verdict") == ["above", "below", "open", "none", "equal"]
    assert set(column(chart, "peers")) == {"leipzig|arad|navarre"}
    assert column(chart, "n") == [3] * 5


def test_the_median_has_an_interval_of_its_own():
    open_ended = Readings(tuple(reading(key, "housing", 50.0, low=20.0, high=80.0) for key in ("a", "b", "c")))
    [one] = charts.beside(Readings((OWN.all[0],)), open_ended)
    assert (one.low, one.middle, one.high, one.verdict) == (20.0, 50.0, 80.0, "open")


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ((), "There are no peers to compare with yet"),
        (("arad",), "With 1 peer no"),
        (("arad", "leipzig"), "With 2 peers no"),
    ],
)
def test_with_fewer_than_three_peers_no_median_is_shown(keys, words):
    with reader():
        chart = made(PEERS.within(keys))
        assert chart.sentence.startswith(words)
        assert {row["Median of the peers"] for row in cells(chart).values()} == {"–"}
    assert chart.figure is None
    assert set(column(chart, "peers_median")) == {None}


def test_a_component_that_too_few_peers_have_has_no_median_of_its_own():
    some = Readings(tuple(one for one in PEERS if (one.region, one.component) != ("arad", "housing")))
    with reader():
        found = cells(made(some))
    assert (found["Housing"]["Median of the peers"], found["Housing"]["Peers with a score"]) == ("–", "2")
    assert found["Labour"]["Median of the peers"] == "60.0"


def test_nothing_in_common():
    with reader():
        chart = made(own=Readings((reading("here", "media", None),)))
        assert "nothing can be compared" in chart.sentence


def test_the_figure_is_one_that_plotly_knows():
    own = Readings((reading("here", "housing", 70.0, title=HOSTILE),))
    with reader():
        figure = made(own=own, demonstration=True).figure
    for form in validated(figure):
        _lines, middle, mine, ends = form.data
        assert (list(mine.x), list(middle.x), list(ends.text)) == ([70.0], [50.0], ["+20.0"])
        assert mine.marker.symbol != middle.marker.symbol
    assert not any("<script" in text for text in texts(figure))


def test_german():
    with reader("de"):
        assert "+20,0" in made().sentence
        assert "Against" not in made().sentence
