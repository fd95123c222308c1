"""The heat map in the order of the address, and its areas below their composites."""

import re

import pytest

from survey.questionnaires.reader import parse
from tests.installations import open_wave
from tests.views.standings import GOOD, MODEST, stand
from tests.views.test_compare import PATH, THREE, page, rows, table


@pytest.fixture
def compared(app):
    """Three regions have submitted, Salzburg with the best scores and Leipzig with modest ones."""
    open_wave(app)
    stand(app, "salzburg", GOOD)
    stand(app, "leipzig", MODEST)
    stand(app, "arad", GOOD | {"mixed": MODEST["mixed"]})
    return app


def test_the_regions_stand_in_the_order_of_the_address(compared):
    text = page(compared, path=f"{PATH}?sort=index")
    assert table(text, "heat-map")[0][1:] == ["Salzburg", "Arad", "Leipzig"]
    assert 'aria-sort="descending"' in text
    assert re.search(r'href="/compare/2026\?[^"]*sort=housing#heat-map"', text)
    found = rows(compared, f"{PATH}/heat-map.csv?sort=index")
    assert list(dict.fromkeys(row["unit"] for row in found)) == ["salzburg", "arad", "leipzig"]


def test_an_order_by_what_is_no_row_adds_that_row(compared):
    shown = table(page(compared, path=f"{PATH}?sort=equality"), "heat-map")
    assert [row[0] for row in shown[1:]] == ["Index", "Equality ▸", "Housing", "Encounter"]


@pytest.mark.parametrize("query", ["sort=weather", "sort=<b>", "group=colour", "group=composite"])
def test_an_order_that_cannot_be_is_said(compared, query):
    text = page(compared, path=f"{PATH}?{query}", status=422)
    assert 'role="alert"' in text
    assert table(text, "heat-map")[0][1:] == ["Arad", "Leipzig", "Salzburg"]


LENS = "framework:\n  composites:\n    - {code: lens, title: A lens, parts: {encounter: 1}}\n"


def test_areas_are_grouped_by_composite(app):
    asked = parse(THREE + LENS, "lens.yaml")
    open_wave(app, asked)
    stand(app, "salzburg", GOOD, questionnaire=asked)
    text = page(app, path=f"{PATH}?group=composite")
    assert [row[0] for row in table(text, "heat-map")[1:]] == ["Index", "A lens", "Encounter", "Housing"]
    assert re.search(r'name="group" value="composite" checked', text)
