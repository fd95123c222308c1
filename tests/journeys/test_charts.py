"""Charts in a real browser: the tables first and without script, then the figures, in light and dark, by keyboard."""

import socket
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from survey.questionnaires.reader import parse
from tests.browser import PHONE
from tests.installations import cookie, open_wave, serving, settings
from tests.views.standings import GOOD, MODEST, stand
from tests.views.test_compare import THREE

COMPARE, RESULTS = "/compare/2026", "/results/2026/salzburg"
DRAWN = "html[data-drawn]"


@pytest.fixture(scope="module")
def served(template, tmp_path_factory):
    """A served installation in which three regions have submitted; these tests only read."""
    folder = tmp_path_factory.mktemp("charts") / "instance"
    furnish(template, folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving(folder, port) as url:
        yield url


def furnish(template, folder):
    """Open a wave and let three regions submit."""
    app, asked = template.copy(folder), parse(THREE, "three.yaml")
    open_wave(app, asked)
    stand(app, "salzburg", GOOD, questionnaire=asked)
    stand(app, "leipzig", MODEST, questionnaire=asked)
    stand(app, "arad", GOOD | {"mixed": MODEST["mixed"]}, questionnaire=asked)


def enter(person, who):
    """Let somebody be signed in already; how one signs in by the page is tried elsewhere."""
    signing = Flask("signing")
    signing.secret_key = settings(Path()).secret_key
    person.context.add_cookies([{"name": "survey", "value": cookie(signing, who), "url": person.url}])


def drawn(person, path):
    """Open a page and wait until its figures stand."""
    page = person.open(path)
    page.wait_for_selector(DRAWN, state="attached", timeout=30_000)
    return page


@pytest.mark.parametrize(("path", "who", "figures"), [(COMPARE, "team", 6), (RESULTS, "coordinator", 1)])
def test_figures_stand_and_tables_out_of_sight_fold_away(served, visit, path, who, figures):
    with visit(served) as person:
        enter(person, who)
        page = drawn(person, path)
        expect(page.locator("figure.chart [data-drawing] .main-svg").first).to_be_visible()
        assert page.locator("figure.chart .plot:not(.waiting)").count() == figures
        assert page.locator("figure.chart [data-still]:visible").count() == 0
        tables = page.locator("figure.chart:has([data-figure]) details[data-table]")
        shown = tables.evaluate_all("all => all.filter(one => one.getBoundingClientRect().top < innerHeight).length")
        assert page.locator("figure.chart:has([data-figure]) details[open]").count() == shown


@pytest.mark.parametrize("look", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_without_script_drawings_and_tables_stand(served, visit, look):
    with visit(served, java_script_enabled=False, **look) as person:
        enter(person, "team")
        page = person.open(COMPARE)
        tables = page.locator("figure.chart table")
        assert tables.count() == 7
        for table in tables.all():
            expect(table).to_be_visible()
        assert page.locator("[data-still] svg").count() == 12
        assert page.locator("[data-still] svg:visible").count() == 6
        expect(page.locator("[data-walk]").first).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_when_plotly_does_not_arrive_drawings_and_tables_stay(served, visit):
    with visit(served) as person:
        enter(person, "team")
        person.page.route("**/plotly-*.js", lambda route: route.fulfill(status=200, body=""))
        page = person.open(COMPARE)
        page.wait_for_load_state("networkidle")
        expect(page.locator("figure.chart table").first).to_be_visible()
        assert page.locator("[data-still] svg:visible").count() == 6
        person.complaints.clear()


def test_a_table_is_opened_by_keyboard(served, visit):
    with visit(served) as person:
        enter(person, "team")
        page = drawn(person, COMPARE)
        page.locator("#heat-map details").evaluate("table => { table.open = false; }")
        page.locator("#heat-map summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#heat-map table")).to_be_visible()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('role')") == "region"


def test_a_table_that_is_being_read_is_not_folded_away(served, visit):
    with visit(served) as person:
        enter(person, "team")
        person.page.add_init_script(
            "addEventListener('DOMContentLoaded', () => document.querySelector('#dots .scroll').focus())"
        )
        page = drawn(person, COMPARE)
        expect(page.locator("#dots table")).to_be_visible()
        expect(page.locator("#profile table")).to_be_hidden()


def test_figures_follow_light_dark_and_forced_colours(served, visit):
    with visit(served) as person:
        enter(person, "team")
        page = drawn(person, COMPARE)
        name = page.locator("#dots .ytick text").first
        inks = []
        for look in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
            page.emulate_media(**look)
            page.wait_for_timeout(1500)
            inks.append(name.evaluate("text => getComputedStyle(text).fill"))
        assert len(set(inks)) == 3


def test_on_a_phone_nothing_hangs_over_the_edge(served, visit):
    with visit(served, viewport=PHONE) as person:
        enter(person, "team")
        page = drawn(person, COMPARE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        widths = page.locator("[data-drawing]").evaluate_all(
            "all => all.map(one => [one.scrollWidth, one.clientWidth])"
        )
        assert all(wide <= room for wide, room in widths)


def test_a_narrower_window_gets_another_figure(served, visit):
    with visit(served) as person:
        enter(person, "team")
        page = drawn(person, COMPARE)
        drawing = page.locator("#profile .main-svg").first
        wide = drawing.get_attribute("height")
        page.set_viewport_size(PHONE)
        expect(drawing).not_to_have_attribute("height", wide)


def test_names_are_shown_as_they_are(served, visit):
    with visit(served) as person:
        enter(person, "team")
        page = drawn(person, f"{COMPARE}?regions=arad&regions=salzburg")
        assert page.locator("#dots .ytick text").all_text_contents() == ["Salzburg", "Arad"]


@pytest.mark.parametrize(("path", "who"), [(COMPARE, "team"), (RESULTS, "coordinator")])
def test_everybody_can_read_the_pages(served, visit, path, who):
    with visit(served) as person:
        enter(person, who)
        page = drawn(person, path)
        assert person.axe() == []
        page.locator("figure.chart summary").evaluate_all("all => all.forEach(one => one.parentElement.open = true)")
        assert person.axe() == []


def test_the_choice_stands_in_the_address(served, visit):
    with visit(served) as person:
        enter(person, "team")
        page = person.open(COMPARE)
        page.get_by_text("Choose regions and what is shown").click()
        page.get_by_label("Arad", exact=True).check()
        page.get_by_label("Leipzig", exact=True).check()
        page.get_by_label("Region by region for").select_option("housing")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url("**/compare/2026?*")
        assert "regions=arad&regions=leipzig" in page.url
        expect(page.locator("#dots-title")).to_have_text("Housing, region by region")
        with page.expect_download() as download:
            page.locator("#dots").get_by_role("link", name="for analysis").click()
        assert download.value.suggested_filename.startswith("dots_comparison_2026_")
