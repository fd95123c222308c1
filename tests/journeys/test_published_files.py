"""The public pages as files: opened from a folder in Chromium they stand by themselves, and ask nobody for anything."""

import re
import subprocess
from pathlib import Path

import pytest

from tests import commands
from tests.views.leaking import FIRST, MARKS, build


def publish(instance: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command on an installation."""
    return commands.survey("publish", *words, folder=instance)


@pytest.fixture(scope="module")
def instance(template, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("files") / "instance"
    build(template, folder, FIRST)
    return folder


@pytest.fixture(scope="module")
def written(instance, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("files") / "public"
    said = publish(instance, "--to", str(folder))
    assert said.returncode == 0, said.stderr
    return folder


@pytest.fixture
def page(browser):
    """A page that notes what it asks for, and what its scripts complain of."""
    context = browser.new_context()
    made = context.new_page()
    made.asked, made.complaints = [], []
    made.on("request", lambda request: made.asked.append(request.url))
    made.on("pageerror", lambda error: made.complaints.append(str(error)))
    yield made
    context.close()


def test_the_pages_stand_without_a_server_and_ask_nobody(page, written):
    page.goto((written / "index.html").as_uri())
    page.get_by_role("link", name="2026").click()
    assert page.locator("#heat-map .drawing svg").first.is_visible()
    assert page.get_by_role("heading", level=1).inner_text() == "Wave 2026"
    page.get_by_role("link", name="Leipzig").click()
    assert page.locator("#areas .drawing svg").first.is_visible()
    page.get_by_role("link", name="Deutsch").click()
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.complaints == []
    assert page.asked
    assert [url for url in page.asked if not url.startswith(written.as_uri())] == []


def test_the_method_is_among_the_files_in_each_language(written):
    for language, words in (("en", "How answers become scores"), ("de", "Wie aus Antworten")):
        text = (written / language / "2026/method/index.html").read_text(encoding="utf-8")
        assert words in text
        assert (written / language / "2026/method/weights.csv").is_file()
        assert 'href="../../../assets/' in text


def test_files_hold_nothing_that_is_private(written):
    for path in written.rglob("*"):
        if path.suffix in {".html", ".csv"}:
            text = path.read_text(encoding="utf-8")
            assert not [mark for mark in MARKS if mark in text], path
            assert "Salzburg" not in text or path.name == "codebook.csv", path


def test_links_between_the_pages_lead_to_files(written):
    for path in written.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"#]+)', path.read_text(encoding="utf-8")):
            assert link.startswith(("http://127.0.0.1:8000/", "https://creativecommons.org/")) or (
                (path.parent / link).resolve().is_file()
            ), (path, link)


def test_what_is_no_longer_public_is_taken_away(instance, tmp_path):
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "published.txt").write_text("en/1999/index.html\n../outside\n")
    (folder / "en/1999").mkdir(parents=True)
    (folder / "en/1999/index.html").write_text("old")
    (tmp_path / "outside").write_text("stays")
    assert publish(instance, "--to", str(folder)).returncode == 0
    assert not (folder / "en/1999/index.html").exists()
    assert (tmp_path / "outside").exists()


def test_a_folder_with_other_files_is_left_alone(instance, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    said = publish(instance, "--to", str(tmp_path))
    assert said.returncode == 1
    assert "holds other files" in said.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_a_database_that_is_not_prepared_is_said(tmp_path):
    (tmp_path / "empty").mkdir()
    said = publish(tmp_path / "empty", "--to", str(tmp_path / "public"))
    assert said.returncode == 1
    assert "Run: survey migrate" in said.stderr
