"""``survey log``: who did what, as lines and as a file, narrowed as on the page."""

import csv
from io import StringIO

import pytest
from click.testing import CliRunner

from survey.cli import main
from survey.models import Deed
from tests.installations import email, open_wave
from tests.views.logs import AT, answer, note


@pytest.fixture
def run(app, monkeypatch):
    """Run ``survey log`` on the test installation, in this process."""
    monkeypatch.setenv("SURVEY_INSTANCE", app.instance_path)
    open_wave(app)
    answer(app)
    note(app, Deed.COMMENTED)
    note(app, Deed.REMINDED, by=None, question=None)
    return lambda *words: CliRunner().invoke(main, ["log", *words])


def test_lines_and_a_file_say_the_same(run):
    said = run()
    assert said.exit_code == 0, said.output
    assert "2026-05-05 00:30  commented  by Clara Conti  about Cora Carter  salzburg  2026  support" in said.output
    assert "2026-05-05 00:30  reminded  about Cora Carter  salzburg  2026\n" in said.output
    assert "answer" not in said.output
    rows = list(csv.DictReader(StringIO(run("--csv").output)))
    assert len(rows) == len(said.output.splitlines())
    assert {"at": "2026-05-05T00:30:00+02:00", "deed": "commented", "region": "salzburg"}.items() <= next(
        one for one in rows if one["deed"] == "commented"
    ).items()


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--deed", "commented"), 1),
        (("--person", email("coordinator")), 1),
        (("--person", email("contributor")), 2),
        (("--region", "salzburg"), 2),
        (("--region", "leipzig"), 0),
        (("--from", "2026-05-05", "--to", "2026-05-05"), 2),
        (("--from", "2026-05-06", "--to", "2026-05-07"), 0),
    ],
)
def test_it_is_narrowed(run, words, count):
    assert len(run(*words).output.splitlines()) == count


def test_fifty_lines_are_a_page(app, run):
    for _ in range(60):
        note(app, Deed.COMMENTED, now=AT)
    said = run("--deed", "commented")
    assert len(said.stdout.splitlines()) == 50
    assert "There are more." in said.stderr
    assert len(run("--deed", "commented", "--csv").output.splitlines()) == 62


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--person", "who@example.org"), "There is no account with the address who@example.org."),
        (("--region", "atlantis"), "There is no region atlantis."),
        (("--deed", "slept"), "Invalid value for '--deed'"),
        (("--from", "yesterday"), "Invalid value for '--from'"),
    ],
)
def test_what_there_is_not_is_said(run, words, said):
    found = run(*words)
    assert (found.exit_code != 0, said in found.output) == (True, True)
