"""Why one region lies above another: the pair stands in the address, and only what may be seen of both is told."""

import pytest

from tests.installations import open_wave
from tests.views.standings import GOOD, stand, three
from tests.views.test_compare import charts, page, rows, table

PATH = "/compare/2026/pair"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


@pytest.fixture
def compared(app):
    three(app)
    return app


def scores(app, region):
    found = rows(app, "/compare/2026/heat-map.csv")
    return {row["component"]: float(row["score"]) for row in found if row["unit"] == region}


def test_without_a_wish_the_highest_and_the_lowest_are_compared(compared):
    text = page(compared, path=PATH)
    assert charts(text) == ["gap-areas", "gap-questions"]
    assert table(text, "gap-areas")[0][1:3] == ["Salzburg", "Leipzig"]
    assert "Salzburg lies" in text


def test_the_parts_sum_to_the_difference(compared):
    gap = scores(compared, "salzburg")["index"] - scores(compared, "arad")["index"]
    for chart in ("gap-areas", "gap-questions"):
        found = rows(compared, f"{PATH}/{chart}.csv?a=salzburg&b=arad")
        assert sum(float(row["total"]) for row in found) == pytest.approx(gap, abs=1e-9)
    only = [row for row in found if abs(float(row["total"])) > 1e-9]
    assert [row["part"] for row in only] == ["mixed"]


def test_the_other_way_round_turns_the_signs(compared):
    one = rows(compared, f"{PATH}/gap-areas.csv?a=salzburg&b=leipzig")
    other = rows(compared, f"{PATH}/gap-areas.csv?a=leipzig&b=salzburg")
    assert [float(row["total"]) for row in one] == pytest.approx([-float(row["total"]) for row in other])


def test_a_component_is_chosen_by_the_address(compared):
    text = page(compared, path=f"{PATH}?a=salzburg&b=leipzig&component=housing")
    assert [row[0] for row in table(text, "gap-areas")[1:]] == ["Housing", "Together"]


@pytest.mark.parametrize("query", ["a=atlantis", "b=<b>", "a=arad&b=arad", "component=weather&a=arad"])
@pytest.mark.parametrize("path", [PATH, f"{PATH}/gap-areas.csv"])
def test_what_cannot_be_is_said_with_the_nearest_view(compared, path, query):
    text = page(compared, path=f"{path}?{query}", status=422)
    assert 'role="alert"' in text
    assert charts(text) == ["gap-areas", "gap-questions"]


def test_a_region_learns_nothing_of_others_by_asking(compared):
    text = page(compared, "coordinator", f"{PATH}?a=salzburg&b=leipzig", status=422)
    assert charts(text) == []
    assert "Leipzig" not in text


def test_without_a_published_score_there_is_no_difference(compared):
    stand(compared, "timis", {})
    text = page(compared, path=f"{PATH}?a=timis&b=arad")
    assert charts(text) == []
    assert "no published score" in text
    assert "cannot be drawn" in page(compared, path=f"{PATH}/gap-areas.csv?a=timis&b=arad", status=422)


def test_one_region_alone_has_nobody_to_be_compared_with(app):
    stand(app, "salzburg", GOOD)
    assert "Two regions are needed" in page(app, path=PATH)
