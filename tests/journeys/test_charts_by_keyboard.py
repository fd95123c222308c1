"""Charts by keyboard: each value is reached, said and shown, on the first drawing and on Plotly's figure alike."""

import pytest
from playwright.sync_api import expect

from tests.installations import free_port, serving
from tests.journeys.test_charts import COMPARE, drawn, enter, furnish

HINT = "By keyboard: Tab leads to the figure"


@pytest.fixture(scope="module")
def served(template, tmp_path_factory):
    """A served installation in which three regions have submitted; these tests only read."""
    folder = tmp_path_factory.mktemp("keyboard") / "instance"
    furnish(template, folder)
    with serving(folder, free_port()) as url:
        yield url


@pytest.fixture(params=["drawn", "still"])
def page(request, served, visit):
    """The comparison, once with Plotly's figures and once with the drawings that stand where Plotly does not arrive."""
    with visit(served) as person:
        enter(person, "team")
        if request.param == "drawn":
            yield drawn(person, COMPARE)
        else:
            person.page.route("**/plotly-*.js", lambda route: route.fulfill(status=200, body=""))
            yield person.open(COMPARE)
            person.complaints.clear()


def walk(page, chart, *keys):
    """Press keys in a chart and return what its line says after each."""
    page.locator(f"#{chart} [data-drawing]").focus()
    said = []
    for key in keys:
        page.keyboard.press(key)
        said.append(page.locator(f"#{chart} [data-walk]").inner_text())
    return said


def test_tab_leads_to_the_figure_and_a_hint_says_how_it_goes_on(page):
    page.locator("#heat-map [data-drawing]").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('figure').id") == "heat-map"
    expect(page.locator("#heat-map [data-walk]")).to_be_visible()
    expect(page.locator("#heat-map [data-walk]")).to_contain_text(HINT)


def test_arrow_keys_walk_over_a_heat_map_in_two_directions(page):
    """Arad, Leipzig, Salzburg stand side by side; the rows are Index, Housing, Encounter: nine cells."""
    keys = ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowUp")
    said = walk(page, "heat-map", *keys)
    names = ["Arad: Index", "Leipzig: Index", "Leipzig: Housing", "Arad: Housing", "Arad: Index", "Arad: Index"]
    assert [text.split(" \u00b7 ")[0] for text in said] == names
    assert [text.rpartition(" ")[2] for text in said] == ["(1/9)", "(2/9)", "(5/9)", "(4/9)", "(1/9)", "(1/9)"]
    assert "Score: " in said[0]


def test_home_and_end_lead_to_the_first_and_the_last_value(page):
    first, last = walk(page, "heat-map", "End", "Home")[::-1]
    assert first.startswith("Arad: Index")
    assert last.startswith("Salzburg: Encounter")


@pytest.mark.parametrize(("chart", "values"), [("heat-map", 9), ("profile", 9), ("ternary", 3)])
def test_every_value_is_reached_once(page, chart, values):
    said = walk(page, chart, *["ArrowRight"] * values)
    assert len(set(said)) == values
    assert said[-1].endswith(f"({values}/{values})")


def test_each_region_of_a_dot_plot_comes_with_what_it_plans(page):
    said = walk(page, "dots", *["ArrowRight"] * 5)
    assert [text.split(":")[0] for text in said[:2]] == ["Salzburg", "Arad"]
    assert any(text.startswith("With everything planned") for text in said)


def test_escape_leaves_and_the_hint_is_back(page):
    walk(page, "heat-map", "ArrowRight", "Escape")
    expect(page.locator("#heat-map [data-walk]")).to_contain_text(HINT)
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('figure').id") == "heat-map"


def test_what_is_said_is_announced_and_in_sight(page):
    walk(page, "heat-map", "ArrowRight")
    line = page.locator("#heat-map [data-walk]")
    expect(line).to_have_attribute("aria-live", "polite")
    expect(line).to_be_in_viewport()


@pytest.mark.parametrize("chart", ["heat-map", "dots", "profile", "ternary"])
def test_plotly_shows_its_label_at_the_point(served, visit, chart):
    with visit(served) as person:
        enter(person, "team")
        page = drawn(person, COMPARE)
        said = walk(page, chart, "ArrowRight")[0]
        label = page.locator(f"#{chart} .hoverlayer .hovertext")
        expect(label).to_have_count(1)
        assert said.split(" · ")[0].partition(" (")[0] in label.text_content()


def test_other_keys_stay_with_the_browser(page):
    walk(page, "heat-map", "ArrowRight", "Control+ArrowRight", "Tab")
    assert page.evaluate("document.activeElement.closest('[data-drawing]')") is None
