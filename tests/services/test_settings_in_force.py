"""The settings in force: every one with value, source, purpose and the way to change it; no secret anywhere."""

import pytest

from survey.services.settings_in_force import Row, Source, purposes, rows
from survey.settings import NAMES, SECRET, read

PASSWORD = "very-secret-and-long-enough-for-a-key"


def named(found: list[Row]) -> dict[str, Row]:
    return {one.name: one for one in found}


def test_every_setting_has_a_row_and_a_purpose():
    assert [one.name for one in rows({}, None)] == list(NAMES)
    assert set(purposes()) == set(NAMES)


def test_each_source_is_told_with_how_to_change_it(tmp_path):
    path = tmp_path / "survey.env"
    path.write_text("SURVEY_TIME_ZONE=Europe/Vienna\nSURVEY_BASE_URL=https://survey.example.org\n")
    environment = {
        "SURVEY_SETTINGS": str(path),
        "SURVEY_INSTANCE": str(tmp_path / "i"),
        "SURVEY_BASE_URL": "https://survey.example.org",  # as `survey serve` repeats it
        "SURVEY_CONTACT": "help@example.org",
    }
    found = named(rows(environment, read(environment)))
    zone, contact, mail = (found[f"SURVEY_{name}"] for name in ("TIME_ZONE", "CONTACT", "MAIL_FROM"))
    assert (zone.value, zone.source, zone.where) == ("Europe/Vienna", Source.FILE, str(path))
    assert zone.change == f"Change its line in {path}, then restart the server."
    assert (contact.value, contact.source) == ("help@example.org", Source.ENVIRONMENT)
    assert "environment of the server" in contact.change
    assert (mail.value, mail.source) == ("survey@localhost", Source.DEFAULT)
    assert mail.change == f"Add a line SURVEY_MAIL_FROM=… to {path}, then restart the server."
    assert found["SURVEY_BASE_URL"].source is Source.FILE


def test_the_environment_goes_before_the_file(tmp_path):
    path = tmp_path / "survey.env"
    path.write_text("SURVEY_TIME_ZONE=Europe/Vienna\n")
    found = named(rows({"SURVEY_SETTINGS": str(path), "SURVEY_TIME_ZONE": "Europe/Rome"}, None))
    assert (found["SURVEY_TIME_ZONE"].value, found["SURVEY_TIME_ZONE"].source) == ("Europe/Rome", Source.ENVIRONMENT)


@pytest.mark.parametrize("readable", [True, False])
def test_no_row_holds_a_secret(tmp_path, readable):
    environment = {
        "SURVEY_INSTANCE": str(tmp_path),
        "SURVEY_SECRET_KEY": PASSWORD,
        "SURVEY_DATABASE_URL": f"postgresql+psycopg://survey:{PASSWORD}@host/survey",
        "SURVEY_SMTP_URL": f"smtps://survey:{PASSWORD}@mail.example.org",
    }
    found = rows(environment, read(environment) if readable else None)
    assert PASSWORD not in str(found)
    assert {one.name for one in found if one.secret} == SECRET
