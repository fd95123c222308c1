"""Secrets in files of their own."""

from pathlib import Path

import pytest

from survey.errors import FaultsError
from survey.settings import read

KEY = "a key that stands in a file of its own"


def test_a_secret_is_the_content_of_a_file_without_the_space_around_it(tmp_path: Path):
    (tmp_path / "key").write_text(f"{KEY}\n")
    given = {"SURVEY_INSTANCE": str(tmp_path / "i"), "SURVEY_SECRET_KEY_FILE": str(tmp_path / "key")}
    assert read(given).secret_key == KEY
    assert not (tmp_path / "i" / "secret_key").exists()


def test_the_file_of_settings_may_name_files_of_secrets(tmp_path: Path):
    (tmp_path / "url").write_text("postgresql+psycopg://survey@db/survey")
    (tmp_path / "survey.env").write_text(f"SURVEY_DATABASE_URL_FILE={tmp_path / 'url'}\n")
    given = {"SURVEY_INSTANCE": str(tmp_path / "i"), "SURVEY_SETTINGS": str(tmp_path / "survey.env")}
    assert read(given).database_url == "postgresql+psycopg://survey@db/survey"


@pytest.mark.parametrize(("content", "said"), [(None, "cannot be read"), (" \n", "is empty"), (KEY, "is given, too")])
def test_a_file_that_is_no_secret_is_named(tmp_path: Path, content: str | None, said: str):
    path = tmp_path / "key"
    if content is not None:
        path.write_text(content)
    given = {"SURVEY_INSTANCE": str(tmp_path / "i"), "SURVEY_SECRET_KEY_FILE": str(path)}
    with pytest.raises(FaultsError, match=said) as refused:
        read({**given, **({"SURVEY_SECRET_KEY": KEY[::-1]} if content == KEY else {})})
    assert KEY not in str(refused.value)
    assert [fault.place for fault in refused.value.faults] == ["SURVEY_SECRET_KEY_FILE"]


def test_what_is_no_secret_has_no_file_of_its_own(tmp_path: Path):
    given = {"SURVEY_INSTANCE": str(tmp_path), "SURVEY_CONTACT_FILE": "/nowhere"}
    assert read(given).contact == "survey@localhost"


def test_a_secret_inside_of_a_file_is_judged_as_any_other(tmp_path: Path):
    (tmp_path / "token").write_text("short")
    given = {"SURVEY_INSTANCE": str(tmp_path / "i"), "SURVEY_METRICS_TOKEN_FILE": str(tmp_path / "token")}
    with pytest.raises(FaultsError, match="at least 16 characters") as refused:
        read(given)
    assert "short" not in str(refused.value).replace("too short", "")
