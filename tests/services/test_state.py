"""The state of an installation: checks with times, versions, catalogues, questionnaires in force, runs."""

import platform
from importlib.metadata import version

import pytest

from survey import __version__
from survey.errors import NotFoundError
from survey.services import health, runs, state
from tests.databases import NOW, bind, world
from tests.installations import settings


@pytest.fixture
def here(tmp_path):
    return world(tmp_path)


def look(here, folder, by=None):
    return state.look(here.session, settings=settings(folder), heads=("0011",), now=NOW, by=by or here.administrator)


def test_it_tells_what_ready_looks_at_and_how_long_it_took(here, tmp_path):
    found = look(here, tmp_path)
    assert {one.what: one.fault for one in found.checks} == {
        "database": None,
        "tables": "none yet, not at 0011",  # this database was made without migrations
        "read_only": None,
        "folder": None,
    }
    assert all(0 <= one.seconds < 60 for one in found.checks)
    assert (found.revision, found.heads) == (None, ["0011"])


def test_without_a_database_its_tables_are_not_looked_at(tmp_path):
    gone = bind(tmp_path, "postgresql+psycopg://nobody@127.0.0.1:1/survey")
    found = health.checks(gone, instance=tmp_path / "nowhere", heads=("0011",))
    assert {one.what: one.fault for one in found} == {"database": "OperationalError", "folder": "cannot be written"}


def test_it_names_versions_and_questionnaires_with_their_hashes(here, tmp_path):
    found = look(here, tmp_path)
    assert found.versions["intercultural-survey"] == __version__
    assert found.versions["Python"] == platform.python_version()
    assert found.versions["Flask"] == version("Flask")
    assert found.versions["sqlite"].startswith("3.")
    assert [(one.wave.key, one.state, one.edition.hashes) for one in found.asked] == [
        ("2026", "open", here.edition.hashes)
    ]


def test_it_tells_which_texts_are_still_in_english(here, tmp_path):
    found = {one.domain: one for one in look(here, tmp_path).catalogues if one.language == "de"}
    assert found["messages"].compiled
    assert found["messages"].texts > 1000
    assert found["regions"].texts >= 11
    small = found["small"]  # the tests' questionnaire has no German
    assert (small.compiled, small.texts, small.untranslated) == (False, small.texts, small.texts)


def test_it_tells_the_last_run_of_each_name_and_which_never_came(here, tmp_path):
    runs.keep(here.session, name="backup", started=NOW, ended=NOW, counts={"rows": 3})
    runs.keep(here.session, name="retention", started=NOW, ended=NOW, counts={})
    here.session.commit()
    found = {one.name: one.last for one in look(here, tmp_path).jobs}
    assert list(found) == list(runs.NAMES)
    assert found["remind"] is None
    assert found["backup"] is not None
    assert found["backup"].counts == {"rows": 3}


def test_it_is_for_administrators(here, tmp_path):
    for by in (here.team, here.coordinator):
        with pytest.raises(NotFoundError):
            look(here, tmp_path, by=by)
