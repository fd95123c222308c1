"""The index by weights of one's own: kept in the address, computed by the engine, always beside the published one."""

import re
from urllib.parse import unquote

import pytest

from tests.installations import open_wave, sign_in
from tests.views.standings import GOOD, MODEST, stand
from tests.views.test_compare import charts, page, rows, table

PATH = "/compare/2026/weights"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


@pytest.fixture
def compared(app):
    """Two regions have submitted."""
    stand(app, "salzburg", GOOD)
    stand(app, "leipzig", MODEST)
    return app


def scores(app, region):
    found = rows(app, "/compare/2026/heat-map.csv?level=dimension") + rows(app, "/compare/2026/heat-map.csv")
    return {row["component"]: float(row["score"]) for row in found if row["unit"] == region}


def own(app, weights, region="salzburg"):
    """Return the published and the own index of a region."""
    found = rows(app, f"{PATH}/own-weights.csv?weights={weights}")
    return {row["by"]: float(row["score"]) for row in found if row["unit"] == region}


def test_without_a_wish_the_dimensions_weigh_alike(compared):
    text = page(compared, path=PATH)
    assert charts(text) == ["own-weights"]
    assert [row[0] for row in table(text, "own-weights")] == ["Region", "Salzburg", "Leipzig"]
    assert re.findall(r'name="weight-(\w+)" value="([^"]*)"', text) == [("equality", "1"), ("interaction", "1")]


def test_the_weights_stand_open_and_the_comparison_leads_to_them(compared):
    form = page(compared, path=PATH).partition('id="your-weights"')[2].partition("</form>")[0]
    weights, folded = form.partition("<details>")[::2]
    assert weights.count('type="number"') == 2
    assert 'name="regions"' in folded
    assert 'type="number"' not in folded
    assert f'href="{PATH}#your-weights"' in page(compared)


def test_the_regions_of_an_address_stand_open_too(compared):
    form = page(compared, path=f"{PATH}?regions=salzburg").partition('id="your-weights"')[2]
    assert "<details open><summary>Choose regions" in form


def test_the_own_index_is_the_mean_by_these_weights(compared):
    known = scores(compared, "salzburg")
    expected = (3 * known["equality"] + known["interaction"]) / 4
    found = own(compared, "equality:3,interaction:1")
    assert found["own"] == pytest.approx(expected)
    assert found["reported"] == pytest.approx(known["index"])


def test_areas_that_are_not_named_keep_their_weight(compared):
    known = scores(compared, "salzburg")
    assert own(compared, "housing:3")["own"] == pytest.approx((3 * known["housing"] + known["encounter"]) / 4)
    assert own(compared, "housing:0")["own"] == pytest.approx(known["encounter"])
    assert "Left out by a weight of 0: Housing" in page(compared, path=f"{PATH}?weights=housing:0")


def test_the_form_leads_to_an_address_with_all_weights(compared):
    answer = sign_in(compared, "team").get(f"{PATH}?weight-equality=2,5&weight-interaction=&regions=salzburg")
    assert answer.status_code == 302
    address = unquote(answer.headers["Location"])
    assert address.startswith(f"{PATH}?regions=salzburg")
    assert address.endswith("weights=equality:2.5,interaction:0")
    text = page(compared, path=answer.headers["Location"])
    assert 'name="weight-equality" value="2.5"' in text
    assert "Equality 2.5 (100%)" in text
    assert [row[0] for row in table(text, "own-weights")[1:]] == ["Salzburg"]


@pytest.mark.parametrize(
    "weights",
    [
        "weather:1",
        "equality:1,housing:1",
        "equality:much",
        "equality:-1",
        "equality:nan",
        "equality:1001",
        "equality",
        "equality:0,interaction:0",
        "<b>:1",
    ],
)
@pytest.mark.parametrize("path", [PATH, f"{PATH}/own-weights.csv"])
def test_bad_weights_are_said_above_the_usual_view(compared, path, weights):
    text = page(compared, path=f"{path}?weights={weights}", status=422)
    assert 'role="alert"' in text
    assert charts(text) == ["own-weights"]


def test_areas_can_be_weighed_instead(compared):
    text = page(compared, path=f"{PATH}?by=parts")
    assert re.findall(r'name="weight-(\w+)"', text) == ["housing", "encounter"]
    usual = {row["unit"]: row["score"] for row in rows(compared, f"{PATH}/own-weights.csv?by=parts")}
    assert float(usual["salzburg"]) == pytest.approx(scores(compared, "salzburg")["index"])
    page(compared, path=f"{PATH}?by=weather", status=422)


def test_a_region_sees_only_itself(compared):
    assert {row["unit"] for row in rows(compared, f"{PATH}/own-weights.csv", "coordinator")} == {"salzburg"}
