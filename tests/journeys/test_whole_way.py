"""The main job in a real browser, in German: from the administrator's link to scores in a CSV file."""

import csv
import io
import os
import re
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from survey.database import db
from survey.models import Assessment
from survey.scoring.aggregation import score
from survey.scoring.framework import build
from survey.scoring.points import matrix
from survey.services import answers, editions
from tests.installations import settings
from tests.journeys.effort import Effort, first_section
from tests.journeys.person import Respondent

PASSWORD = "drei ruhige Wolken"
REGIONS = {"salzburg": ("Salzburg", 7), "catalonia": ("Catalonia", 8)}


@pytest.fixture
def installation(tmp_path: Path) -> tuple[Path, str]:
    """An installation made by the command that ``make run`` calls, and the administrator's link it prints."""
    folder = tmp_path / "fresh"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")},
        "SURVEY_INSTANCE": str(folder),
        "SURVEY_SECRET_KEY": settings(folder).secret_key,
    }
    command = [str(Path(sys.executable).parent / "survey"), "initialise", "--migrate", "--email", "leitung@example.org"]
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    link = re.search(r"https?://\S+/welcome/\S+", said)
    assert link, said
    return folder, urlsplit(link[0]).path


def latest_mail(folder: Path) -> str:
    """Return the text of the newest mail, as its reader sees it."""
    path = max((folder / "mail").glob("*.eml"))
    return str(message_from_bytes(path.read_bytes(), policy=policy.default).get_content())


def choose_password(page) -> None:
    page.get_by_label("Passwort", exact=False).first.fill(PASSWORD)
    page.get_by_label("Dasselbe Passwort", exact=False).fill(PASSWORD)
    page.get_by_role("button", name="Beginnen").click()


def invite(page, folder: Path, region: str) -> str:
    """Invite a coordinator as the administrator does, and return the path of the link in the mail."""
    name, _ = REGIONS[region]
    page.goto("/people/")
    page.locator("#name").fill(f"Koordination {name}")
    page.locator("#email").fill(f"{region}@example.org")
    page.locator("#part").select_option(f"region:{region}")
    page.locator("#language").select_option("de")
    page.locator("form[method=post][action='/people/'] button").click()
    expect(page.locator(".message.success")).to_contain_text(f"{region}@example.org")
    mail = latest_mail(folder)
    assert "Einladung" in mail or "lädt Sie ein" in mail
    link = re.search(r"https?://\S+/welcome/\S+", mail)
    assert link, mail
    return urlsplit(link[0]).path


def fill_in(person, link: str, region: str, *, scripted: bool) -> int:
    """Open the invitation, answer everything the pages ask, submit; return how many questions were answered."""
    page = person.open(link)
    choose_password(page)
    expect(page).to_have_url(re.compile(f"/assessments/2026/{region}/$"))
    sections = page.locator(".tasks a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(sections) >= 18
    respondent = Respondent(page, seed=REGIONS[region][1], scripted=scripted)
    for path in sections:
        page.goto(path)
        if scripted:
            respondent.answer_section()
            continue
        respondent.answer_section()
        page.locator("form#answers .actions .button").click()
        for _ in range(3):
            if page.url.split("#")[0].endswith(path):  # the answers have opened more questions on this page
                respondent.answer_open_ones()
                page.locator("form#answers .actions .button").click()
        assert not page.url.split("#")[0].endswith(path), page.locator("main").inner_text()
    page.goto(f"/assessments/2026/{region}/check")
    while not page.locator("form[action$='/submit']").count():
        respondent.take_back(page.locator("details.fold[open] a[href*='#q-']").last.get_attribute("href"))
        page.goto(f"/assessments/2026/{region}/check")
    for word in page.locator("textarea[name^='page-word-']").all():
        word.fill("Die Belege liegen bei der Landesregierung.")
    page.locator("form[action$='/submit'] button").click()
    expect(page.locator(".message.success")).to_be_visible()
    return respondent.answered


def engine(app, region: str) -> dict[str, dict[str, float | None]]:
    """Return what the engine makes of the stored answers of a region."""
    with app.app_context():
        found = next(one for one in db.session.scalars(select(Assessment)) if one.region.key == region)
        asked = editions.load(db.session, edition=found.wave.edition)
        kept = answers.kept(db.session, assessment=found, questionnaire=asked)
        measured = build(asked)
        card = score(measured, matrix(asked, [answers.given(kept)])).card(0)
        names = ("score", "low", "high", "coverage", "not_applicable", "planned")
        return {code: {name: getattr(card[code], name) for name in names} for code in measured.published}


def test_from_the_invitation_to_the_csv(installation, serve_folder, visit):
    folder, way_in = installation
    with serve_folder(folder) as (app, url):
        with visit(url, locale="de-DE") as administrator:
            page = administrator.open(way_in)
            expect(page.locator("html")).to_have_attribute("lang", "de")
            choose_password(page)
            links = {region: invite(page, folder, region) for region in REGIONS}
        with visit(url, locale="de-DE") as person:
            assert fill_in(person, links["salzburg"], "salzburg", scripted=True) >= 96
        with visit(url, locale="de-DE", java_script_enabled=False) as person:
            assert fill_in(person, links["catalonia"], "catalonia", scripted=False) >= 96
        with visit(url, locale="de-DE") as administrator:
            compare(administrator, app)


def test_a_section_is_filled_in_within_three_minutes_of_the_invitation(installation, serve_folder, visit):
    folder, way_in = installation
    with serve_folder(folder) as (app, url):
        with visit(url, locale="de-DE") as administrator:
            page = administrator.open(way_in)
            choose_password(page)
            link = invite(page, folder, "salzburg")
        effort = Effort()
        effort.reads("the invitation", latest_mail(folder))
        with visit(url, locale="de-DE") as person:
            answered = first_section(person, link, effort)
        assert stored(app, "salzburg") == answered >= 3
    assert effort.seconds <= 180, f"the way from the mail to a section filled in:\n{effort}"


def stored(app, region: str) -> int:
    """Return how many answers of a region are kept."""
    with app.app_context():
        found = next(one for one in db.session.scalars(select(Assessment)) if one.region.key == region)
        return len(
            answers.kept(
                db.session, assessment=found, questionnaire=editions.load(db.session, edition=found.wave.edition)
            )
        )


def compare(administrator, app) -> None:
    """Sign in again, look at the comparison, download the scores, and hold them against the engine."""
    page = administrator.open("/sign-in")
    page.locator("#email").fill("leitung@example.org")
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.goto("/compare/2026")
    expect(page.locator("h1")).to_have_text("Regionen vergleichen")
    expect(page.locator("figure[data-chart]").first.locator(".main-svg").first).to_be_visible(timeout=30_000)
    page.goto("/exports/2026")
    page.locator("input[value=analysis]").check()
    with page.expect_download() as download:
        page.locator("button[formaction*='scores-long'], a[href*='scores-long']").first.click()
    name = download.value.suggested_filename
    assert name.startswith("scores-long_eu-belong_2026_")
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))
    for region in REGIONS:
        expected = engine(app, region)
        mine = {row["component"]: row for row in rows if row["unit"] == region and row["component"] in expected}
        assert mine.keys() == expected.keys()
        for code, numbers in expected.items():
            got = {key: None if mine[code][key] == "" else float(mine[code][key]) for key in numbers}
            assert got == pytest.approx(numbers, abs=1e-12, nan_ok=True), (region, code)
