"""When a page with charts is readable: tables stand before plotly.js is asked for, nothing jumps when it arrives."""

import pytest

from tests.browser import DESKTOP, PHONE
from tests.installations import free_port, serving
from tests.journeys.test_charts import COMPARE, RESULTS, drawn, enter, furnish

WATCH = """
window.jumps = []; window.paints = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => jumps.push(
  [one.value, ...one.sources.map((source) => source.node?.outerHTML?.slice(0, 80))]
))).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((one) => paints.push(
  one.element ? one.element.closest(".plot") ? "plot" : "page" : "gone"
))).observe({ type: "largest-contentful-paint", buffered: true });
"""
"""Takes notes of what moves without being asked to, and of whether the largest thing painted is Plotly's."""

views = pytest.mark.parametrize(("path", "who"), [(COMPARE, "team"), (RESULTS, "coordinator")])
sizes = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(scope="module")
def served(template, tmp_path_factory):
    """A served installation in which three regions have submitted; these tests only read."""
    folder = tmp_path_factory.mktemp("paint") / "instance"
    furnish(template, folder)
    with serving(folder, free_port()) as url:
        yield url


@views
@sizes
def test_nothing_jumps_and_the_largest_paint_is_not_plotlys(served, visit, path, who, viewport):
    with visit(served, viewport=viewport) as person:
        enter(person, who)
        person.page.add_init_script(WATCH)
        page = drawn(person, path)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("jumps") == []
        assert page.evaluate("paints") != []
        assert "plot" not in page.evaluate("paints")


@views
def test_tables_sentences_and_drawings_are_there_before_plotly_is_asked_for(served, visit, path, who):
    """The script of Plotly is held back until the page has been looked at."""
    with visit(served) as person:
        enter(person, who)
        held = []
        person.page.route("**/plotly-*.js", lambda route: held.append(route))
        person.page.goto(person.url + path, wait_until="domcontentloaded")
        page = person.page
        page.wait_for_selector("script[src*=plotly]", state="attached")
        charts = page.locator("figure.chart")
        assert charts.count() > 0
        for chart in charts.all():
            assert chart.locator("table").is_visible()
            assert chart.locator(".said").inner_text()
        assert page.locator("[data-still] svg:visible").count() == page.locator("[data-figure]").count()
        for route in held:
            route.continue_()
        page.wait_for_selector("html[data-drawn]", state="attached")


def test_the_drawing_and_the_figure_have_the_same_height(served, visit):
    with visit(served) as person:
        enter(person, "team")
        page = drawn(person, COMPARE)
        stands = page.locator("[data-drawing]")
        after = stands.evaluate_all("all => all.map((one) => one.clientHeight)")
        page.evaluate(
            """document.querySelectorAll("[data-drawing]").forEach((one) => {
                one.querySelector("[data-still]").hidden = false;
                one.querySelector(".plot").remove();
            })"""
        )
        assert stands.evaluate_all("all => all.map((one) => one.clientHeight)") == after
