"""Back and Forward: an address shows the same choices, the same charts and the same files as it did before."""

import pytest
from playwright.sync_api import expect

from tests.installations import free_port, serving
from tests.journeys.test_charts import COMPARE, DRAWN, RESULTS, enter, furnish

SHOWN = """() => ({
  address: location.pathname + location.search,
  choices: [...document.querySelectorAll("form[method=get] [name]")]
    .map((one) => `${one.name}=${one.type === "checkbox" ? one.checked : one.value}`),
  tables: [...document.querySelectorAll("figure.chart table")].map((one) => one.textContent),
  drawn: [...document.querySelectorAll("figure.chart .plot:not(.waiting)")].map((one) => one.closest("figure").id),
  files: [...document.querySelectorAll("figure.chart a[href*='.csv']")].map((one) => one.getAttribute("href")),
})"""
"""What a page shows that follows from its address: choices in its controls, rows, figures, and files."""


@pytest.fixture(scope="module")
def served(template, tmp_path_factory):
    """A served installation in which three regions have submitted; these tests only read."""
    folder = tmp_path_factory.mktemp("back") / "instance"
    furnish(template, folder)
    with serving(folder, free_port()) as url:
        yield url


def shown(page, drawn=True):
    """Return what a page shows, once its figures stand."""
    if drawn:
        page.wait_for_selector(DRAWN, state="attached", timeout=30_000)
    return page.evaluate(SHOWN)


def choose(page, address, *, tick=(), untick=(), **selected):
    """Choose by the page's own controls, and wait until the page of that choice stands."""
    for name in tick:
        page.get_by_label(name, exact=True).check()
    for name in untick:
        page.get_by_label(name, exact=True).uncheck()
    for name, value in selected.items():
        page.locator(f"select#{name}").select_option(value)
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(address)
    return shown(page)


def back_and_forward(page, first, second, third):
    """Go from the third view back to the first and forth again: each is what it was."""
    assert len({view["address"] for view in (first, second, third)}) == 3
    for move, view in (
        (page.go_back, second),
        (page.go_back, first),
        (page.go_forward, second),
        (page.go_forward, third),
    ):
        move()
        assert shown(page, drawn=bool(view["drawn"])) == view


def test_back_and_forward_on_the_comparison(served, visit):
    with visit(served) as person:
        enter(person, "team")
        page = person.open(COMPARE)
        first = shown(page)
        page.get_by_text("Choose regions and what is shown").click()
        second = choose(page, "**regions=arad&regions=leipzig*", tick=("Arad", "Leipzig"), component="housing")
        third = choose(page, "**level=dimension*", untick=("Arad",), level="dimension", sort="housing")
        assert second["tables"] not in (first["tables"], third["tables"])
        assert "radar" in third["drawn"]
        back_and_forward(page, first, second, third)
        with page.expect_download() as download:
            page.locator("#dots").get_by_role("link", name="for analysis").click()
        rows = download.value.path().read_text(encoding="utf-8")
        assert "leipzig" in rows
        assert "arad" not in rows


def test_back_and_forward_on_the_pages_of_a_result(served, visit):
    with visit(served) as person:
        enter(person, "coordinator")
        page = person.open(f"{RESULTS}/priorities")
        first = shown(page)
        second = choose(page, "**component=housing*", component="housing")
        page.get_by_label("Target, 0 to 100").fill("95")
        third = choose(page, "**target=95*", component="equality")
        back_and_forward(page, first, second, third)


def test_a_page_that_the_browser_kept_whole_shows_its_choices_again(served, visit):
    with visit(served) as person:
        enter(person, "team")
        page = person.open(f"{COMPARE}/weights")
        number = page.get_by_role("spinbutton", name="Equality", exact=True)
        number.fill("8")
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        expect(number).to_have_value("1")
        expect(page.get_by_role("slider", name="Equality", exact=True)).to_have_value("1")
