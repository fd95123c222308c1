"""A contributor's own questions: where they come in, what waits, and what they may change of all they read."""

import re
from datetime import timedelta

import pytest

from tests.installations import NOW, open_wave
from tests.views.test_colleagues import CLOSING, HOME, HOUSING, MINE, give, words


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def test_a_contributor_comes_in_at_the_own_questions(app, sign_in):
    contributor = sign_in("contributor")
    page = words(contributor.get("/", follow_redirects=True))
    assert "Nobody has given you questions yet." in page
    assert f'<a href="{MINE}" aria-current="page">My questions</a>' in page
    assert "My assessment" not in page
    give(app, sign_in("coordinator"), "housing", "proud", due=(NOW + timedelta(days=9)).date().isoformat())
    assert contributor.get(HOME).location == MINE
    page = words(contributor.get(MINE))
    assert "4 questions wait for you" in page
    for place in (f"{HOUSING}#q-support", f"{HOUSING}#q-mixed", f"{CLOSING}#q-proud"):
        assert f'href="{place}"' in page
    contributor.send(CLOSING, {"proud": "Us.", "proud.version": "0", "page-touched": "proud"})
    assert "3 questions wait for you" in words(contributor.get(MINE))
    assert sign_in("coordinator").get(MINE).location == HOME
    for name in ("reviewer", "neighbour", "team"):
        assert sign_in(name).get(MINE).status_code == 404


def test_a_contributor_who_has_finished_is_thanked(app, sign_in):
    give(app, sign_in("coordinator"), "proud")
    contributor = sign_in("contributor")
    contributor.send(CLOSING, {"proud": "Us.", "proud.version": "0", "page-touched": "proud"})
    page = words(contributor.get(MINE))
    assert "All your questions are answered. Thank you." in page
    assert "You can change your answers until" in page


def test_a_contributor_reads_all_and_changes_the_own_questions(app, sign_in):
    give(app, sign_in("coordinator"), "proud")
    page = words(sign_in("contributor").get(f"{HOME}answers"))
    assert re.findall(r'class="small" href="[^"]*#q-(\w+)"', page) == ["proud"]
