"""Every page has its picture in README, and every picture is of a page that is there."""

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent
WITHOUT = {
    "accounts.welcome", "security.reset_password", "new_email.show",  # behind a link that works once
    "security.verify", "code.ask", "notice.asked",  # in the middle of signing in
    "providers.show", "providers.stay", "providers.come_back", "providers.confirm",  # with a provider of sign-in alone
    "colleagues.ending", "mandates.ending", "mandates.replacing", "pieces.edit", "pieces.leave", "pieces.removal",
    "history.version", "audit.person", "roles.show", "roles.asking", "mail_queue.withdrawing",
    "region_editing.change", "region_editing.removing",  # about one thing, whose number differs each time
    "carried.show", "meeting.index", "meeting.show", "separately.show",  # the demonstration has nothing to show there
    "second_factor.renewing", "second_factor.switching_off",  # only with a second factor
    "stakeholders.leaving",  # a question before something goes
    "workbooks.again", "region_files.again", "sections.card", "method.edition",  # as, or a part of, a page with one
    "account.left", "archives.file", "pieces.file", "health.live", "health.ready", "metrics.show",  # no pages
}  # fmt: skip
"""Views without a picture, and why."""


@pytest.fixture(scope="module")
def shots():
    """The pictures that the script takes."""
    spec = spec_from_file_location("screenshots", ROOT / "docs" / "screenshots.py")
    module = module_from_spec(spec)
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module.SHOTS


def pages(app):
    """Return the views that answer a GET by a page: those whose address does not end in a file's name."""
    for rule in app.url_map.iter_rules():
        last = rule.rule.split("/")[-1]
        if "GET" in rule.methods and not rule.endpoint.startswith(("static", "assets")) and "." not in last:
            yield rule.endpoint


def test_every_page_has_a_picture(app, shots):
    places = app.url_map.bind("127.0.0.1")
    taken = {places.match(urlsplit(path).path, method="GET")[0] for _, _, path, _ in shots}
    assert set(pages(app)) - taken == WITHOUT & set(pages(app))
    assert not taken & WITHOUT


def test_readme_shows_each_picture_once_and_each_is_there(shots):
    shown = re.findall(r"docs/screenshots/([\w-]+)\.png", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(name for name, *_ in shots)
    assert {path.stem for path in (ROOT / "docs" / "screenshots").glob("*.png")} == set(shown)


def test_pictures_stay_small():
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs" / "screenshots").glob("*.png")}
    assert {name: size for name, size in sizes.items() if size > 400_000} == {}
