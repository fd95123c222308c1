"""What people do together on the pages of one assessment, step by step, as a browser does it."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.person import Respondent

AT = "/assessments/2026/salzburg"
WHY, AGAINST = "Die Quelle belegt nur einen Teil davon.", "Der Beschluss vom März belegt alles."


def give(page, sections) -> None:
    """Give sections to the colleague."""
    page.goto(f"{AT}/colleagues")
    page.locator("#parts-to").select_option(label="Cora Carter")
    for code in sections:
        page.locator(f"input[name='page-part'][value='{code}']").check()
    page.locator("form:has(#parts-to) .actions .button").click()
    expect(page.locator(".message.success")).to_contain_text("Cora Carter")


def take_workbook(page, folder: Path) -> Path:
    """Take the workbook away."""
    page.goto(f"{AT}/workbook")
    with page.expect_download() as download:
        page.locator("form[action$='/workbook/file'] button").click()
    assert re.fullmatch(r"workbook_salzburg_2026_[0-9-]+\.xlsx", download.value.suggested_filename)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def another(card) -> None:
    """Choose a step that nobody has chosen yet."""
    card.locator(".options .option:not(:has(input:checked))").last.click()


def meet(person, colleague, section: str) -> str:
    """Let two people answer the same question from pages opened at the same moment; return its code."""
    page, other = person.page, colleague.page
    page.goto(f"{AT}/sections/{section}")
    other.goto(f"{AT}/sections/{section}")
    card = page.locator("[data-question]:not([hidden]):has(.options input[type=radio])").first
    code = card.get_attribute("data-question")
    card.locator(".options .option").first.click()
    expect(card.locator("[data-saved]")).to_contain_text("Gespeichert")
    another(other.locator(f"[data-question='{code}']"))
    colleague.expect(409)
    other.locator("form#answers .actions .button").first.click()
    panel = other.locator(f"[data-question='{code}'] .conflict")
    expect(panel).to_contain_text("Clara Conti")
    panel.locator("button[name='page-keep']").click()
    return str(code)


def fill_sections(person, sections, *, scripted: bool, seed: int) -> Respondent:
    """Answer whatever the pages of some sections ask and nobody has answered."""
    respondent = Respondent(person.page, seed=seed, scripted=scripted)
    for section in sections:
        path = f"{AT}/sections/{section}"
        person.page.goto(path)
        respondent.answer_open_ones()
        for _ in range(3):  # answers open further questions
            if not scripted:
                person.page.locator("form#answers .actions .button").first.click()
                if not person.page.url.split("#")[0].endswith(path):
                    break
            respondent.answer_open_ones()
    return respondent


def bring_back(page, path: Path, contested: str) -> None:
    """Send the workbook back, keep its answer where somebody else was faster, and save all of it."""
    page.goto(f"{AT}/workbook")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form[action$='/workbook/preview'] button").click()
    expect(page.locator(f"input[name='{contested}.decision']")).to_have_count(2)
    page.locator(f"input[name='{contested}.decision'][value='mine']").check()
    page.locator("form[action$='/workbook/take-in'] .button").click()
    expect(page.locator(".message.success")).to_be_visible()


def submit(page, respondent: Respondent) -> None:
    """Mend what the check finds, say a word about the rest, and submit."""
    page.goto(f"{AT}/check")
    while not page.locator("form[action$='/submit']").count():
        respondent.take_back(page.locator("details.fold[open] a[href*='#q-']").last.get_attribute("href"))
        page.goto(f"{AT}/check")
    for word in page.locator("textarea[name^='page-word-']").all():
        word.fill("Die Belege liegen bei der Landesregierung.")
    page.locator("form[action$='/submit'] button").click()
    expect(page.locator(".message.success")).to_be_visible()


def adjust(page, code: str) -> None:
    """Let the weakest answer stand instead of what the region reported."""
    page.goto(f"{AT}/review/{code}")
    page.keyboard.press("j")
    page.locator("#page-adjusted .options .option").first.click()
    page.locator("#page-reason").fill(WHY)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: not url.endswith(f"/review/{code}"))


def review(page, codes) -> None:
    """Open the review, adjust some answers, accept all others section by section."""
    page.goto(f"{AT}/review")
    page.locator("form[action$='/review/open'] button").click()
    for code in codes:
        adjust(page, code)
    page.goto(f"{AT}/review")
    while page.locator("form[action*='/review/accept/']").count():
        page.locator("form[action*='/review/accept/'] button").first.click()
        page.wait_for_load_state()
    page.locator("form[action$='/review/send'] button").click()


def reply(page, code: str, consent: str, words: str = "") -> None:
    """Answer a verdict."""
    page.goto(f"{AT}/replies")
    card = page.locator(f"#r-{code}")
    if words:
        card.locator("textarea").fill(words)
    card.locator(f"button[value='{consent}']").click()
    page.wait_for_load_state()


def conclude(page, code: str) -> None:
    """Stand by a verdict that the region disputes, and conclude."""
    page.goto(f"{AT}/review/{code}")
    page.locator("form[action$='/uphold'] button").click()
    page.goto(f"{AT}/review")
    page.locator("form[action$='/review/conclude'] button").click()
    expect(page.locator("form[action$='/review/conclude']")).to_have_count(0)
