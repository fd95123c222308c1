"""A file as evidence in a browser: by keyboard alone, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.installations import open_wave
from tests.journeys.test_review import cookie

HERE = "/assessments/2026/salzburg/questions/support/evidence"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


@pytest.mark.parametrize("scripted", [True, False])
def test_a_file_is_added_by_keyboard_and_downloaded_as_it_was(app, serve, visit, tmp_path, scripted):
    paper = tmp_path / "Beschluss März.pdf"
    paper.write_bytes(PDF)
    with serve() as url, visit(url, java_script_enabled=scripted) as person:
        person.context.add_cookies([cookie(app, url, "coordinator")])
        page = person.open("/assessments/2026/salzburg/sections/housing")
        page.locator("[data-question='support'] a", has_text="Evidence").press("Enter")
        page.wait_for_url(f"**{HERE}")
        page.locator("input[name='evidence-kind']").first.press("Space")
        page.locator("#evidence-file").set_input_files(paper)
        page.get_by_role("button", name="Add it").press("Enter")
        expect(page.locator("main")).to_contain_text("Beschluss März.pdf")
        link = page.locator("a[href*='/file']").first
        with page.expect_download() as download:
            link.press("Enter")
        assert download.value.suggested_filename == "Beschluss März.pdf"
        copied = tmp_path / "copy.pdf"
        download.value.save_as(copied)
        assert copied.read_bytes() == PDF
        assert "/evidence" in page.url


def test_a_web_page_that_calls_itself_a_paper_is_refused_with_everything_typed(app, serve, visit, tmp_path):
    paper = tmp_path / "paper.pdf"
    paper.write_text("<html><script>alert(1)</script></html>")
    with serve() as url, visit(url) as person:
        person.context.add_cookies([cookie(app, url, "coordinator")])
        page = person.open(HERE)
        person.expect(422)
        page.locator("#evidence-file").set_input_files(paper)
        page.locator("[name='evidence-quotation']").fill("It runs until 2028.")
        page.get_by_role("button", name="Add it").click()
        expect(page.locator(".fault").first).to_be_visible()
        expect(page.locator("[name='evidence-quotation']")).to_have_value("It runs until 2028.")
        assert person.axe() == []
