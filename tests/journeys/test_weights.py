"""Own weights by slider: with the keyboard, beside the numbers, into the address; without script by numbers alone."""

import pytest
from playwright.sync_api import expect

from tests.installations import free_port, serving
from tests.journeys.test_charts import enter, furnish

PATH = "/compare/2026/weights"


@pytest.fixture(scope="module")
def served(template, tmp_path_factory):
    """A served installation in which three regions have submitted; these tests only read."""
    folder = tmp_path_factory.mktemp("weights") / "instance"
    furnish(template, folder)
    with serving(folder, free_port()) as url:
        yield url


def test_without_script_there_are_numbers_and_no_sliders(served, visit):
    with visit(served, java_script_enabled=False) as person:
        enter(person, "team")
        page = person.open(PATH)
        assert page.get_by_role("slider").count() == 0
        page.get_by_role("spinbutton", name="Equality", exact=True).fill("3")
        page.get_by_role("button", name="Show").click()
        expect(page.locator("#own-weights")).to_contain_text("Equality 3 (60%)")


def test_a_slider_moves_its_number_and_the_address_keeps_both(served, visit):
    with visit(served) as person:
        enter(person, "team")
        page = person.open(PATH)
        slider = page.get_by_role("slider", name="Equality", exact=True)
        number = page.get_by_role("spinbutton", name="Equality", exact=True)
        expect(slider).to_have_value("1")
        slider.focus()
        for _ in range(5):
            page.keyboard.press("ArrowRight")
        expect(number).to_have_value("1.5")
        expect(slider).to_have_attribute("aria-valuetext", "1.5, 43%")
        number.fill("8")
        expect(slider).to_have_attribute("max", "10")
        expect(slider).to_have_value("8")
        assert person.axe() == []
        page.get_by_role("button", name="Show").click()
        page.wait_for_url("**weights=equality:8,diversity:1,interaction:1")
        expect(page.get_by_role("slider", name="Equality", exact=True)).to_have_value("8")
        expect(page.locator("#own-weights")).to_contain_text("Equality 8 (80%)")
