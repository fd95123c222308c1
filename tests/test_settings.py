"""The settings of an installation."""

from pathlib import Path

import pytest

from survey.errors import FaultsError
from survey.settings import read


def test_without_any_variable_everything_has_a_sensible_value(tmp_path: Path):
    settings = read({"SURVEY_INSTANCE": str(tmp_path / "instance")})
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.database_url == f"sqlite:///{tmp_path / 'instance' / 'survey.db'}"
    assert not settings.demonstration
    assert not settings.secure
    assert settings.hosts == ("127.0.0.1", "localhost")


def test_the_instance_is_private_and_its_key_is_made_once(tmp_path: Path):
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o755)
    first = read({"SURVEY_INSTANCE": str(folder)})
    second = read({"SURVEY_INSTANCE": str(folder)})
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 48


def test_people_come_by_the_base_url_and_only_its_host_is_trusted(tmp_path: Path):
    given = {"SURVEY_INSTANCE": str(tmp_path), "SURVEY_BASE_URL": "https://survey.example.org/"}
    settings = read(given)
    assert settings.base_url == "https://survey.example.org"
    assert settings.hosts == ("survey.example.org", "127.0.0.1", "localhost")
    assert settings.secure


def test_without_a_base_url_links_lead_to_the_port_that_is_served(tmp_path: Path):
    assert read({"SURVEY_INSTANCE": str(tmp_path)}, port=8001).base_url == "http://127.0.0.1:8001"


def test_every_value_that_cannot_be_is_named_at_once_and_nothing_is_made(tmp_path: Path):
    folder = tmp_path / "instance"
    given = {"SURVEY_INSTANCE": str(folder), "SURVEY_BASE_URL": "survey.example.org", "SURVEY_DEMONSTRATION": "maybe"}
    with pytest.raises(FaultsError) as refused:
        read(given)
    assert [fault.place for fault in refused.value.faults] == ["SURVEY_BASE_URL", "SURVEY_DEMONSTRATION"]
    assert "https://survey.example.org" in str(refused.value)
    assert not folder.exists()


@pytest.mark.parametrize(("value", "demonstration"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_a_demonstration_is_switched_on_by_a_plain_word(tmp_path: Path, value: str, demonstration: bool):
    settings = read({"SURVEY_INSTANCE": str(tmp_path), "SURVEY_DEMONSTRATION": value})
    assert settings.demonstration is demonstration


def test_a_scanner_is_named_or_there_is_none(tmp_path: Path):
    given = {"SURVEY_INSTANCE": str(tmp_path)}
    assert read(given).scanner is None
    assert read({**given, "SURVEY_SCANNER": "clamdscan --fdpass"}).scanner == "clamdscan --fdpass"


@pytest.mark.parametrize(("value", "shown"), [("1", True), ("", False)])
def test_the_gallery_is_for_whoever_asks_for_it(tmp_path: Path, value: str, shown: bool):
    assert read({"SURVEY_INSTANCE": str(tmp_path), "SURVEY_GALLERY": value}).gallery is shown


def test_a_gallery_is_asked_for_in_a_plain_word(tmp_path: Path):
    with pytest.raises(FaultsError, match="SURVEY_GALLERY"):
        read({"SURVEY_INSTANCE": str(tmp_path), "SURVEY_GALLERY": "perhaps"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SURVEY_DATABASE_URL", "mysql:secret-word@db/survey"),
        ("SURVEY_SMTP_URL", "mail.example.org:secret-word"),
        ("SURVEY_SECRET_KEY", "secret-word"),
        ("SURVEY_MAIL_FROM", "survey"),
        ("SURVEY_CONTACT", "a@b, c@d"),
        ("SURVEY_TIME_ZONE", "Europe/Atlantis"),
    ],
)
def test_what_cannot_be_is_named_without_saying_a_password(tmp_path: Path, name: str, value: str):
    with pytest.raises(FaultsError) as refused:
        read({"SURVEY_INSTANCE": str(tmp_path), name: value})
    (fault,) = refused.value.faults
    assert fault.place == name
    assert "secret-word" not in str(refused.value)


def test_settings_stand_in_a_file_and_the_environment_goes_first(tmp_path: Path):
    path = tmp_path / "survey.env"
    path.write_text(
        '# ours\n\nSURVEY_CONTACT="help@example.org"\nSURVEY_TIME_ZONE = Europe/Vienna\nSURVEY_MAIL_FROM=a@b.org\n'
    )
    given = {"SURVEY_SETTINGS": str(path), "SURVEY_INSTANCE": str(tmp_path / "i"), "SURVEY_MAIL_FROM": "c@d.org"}
    settings = read(given)
    assert (settings.contact, settings.time_zone, settings.mail_from) == (
        "help@example.org",
        "Europe/Vienna",
        "c@d.org",
    )


def test_a_line_of_the_file_that_is_no_setting_is_named_by_its_number(tmp_path: Path):
    path = tmp_path / "survey.env"
    path.write_text("SURVEY_CONTACT=help@example.org\nSURVEY_COLOUR=red\nnonsense\n")
    with pytest.raises(FaultsError) as refused:
        read({"SURVEY_SETTINGS": str(path), "SURVEY_INSTANCE": str(tmp_path / "i")})
    assert [fault.place for fault in refused.value.faults] == [f"{path}:2", f"{path}:3"]
    assert not (tmp_path / "i").exists()
    with pytest.raises(FaultsError, match="cannot be read"):
        read({"SURVEY_SETTINGS": str(tmp_path / "none.env")})
