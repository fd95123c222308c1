"""How long what is kept: names of settings, lengths, and the moment before which something is old."""

from datetime import UTC, datetime

import pytest

from survey import periods
from survey.errors import FaultsError
from survey.settings import read

NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)


def test_each_period_is_a_setting_with_a_reason():
    assert periods.NAMES == (
        "SURVEY_RETENTION_LINKS_DAYS",
        "SURVEY_RETENTION_MAILS_DAYS",
        "SURVEY_RETENTION_INVITATIONS_MONTHS",
        "SURVEY_RETENTION_FILES_DAYS",
        "SURVEY_RETENTION_LOG_YEARS",
    )
    assert all(each.reason.endswith(".") for each in periods.PERIODS)


@pytest.mark.parametrize(
    ("code", "length", "moment"),
    [
        ("links", 30, datetime(2026, 12, 1, 12, tzinfo=UTC)),
        ("invitations", 12, datetime(2025, 12, 31, 6, tzinfo=UTC)),
        ("log", 4, datetime(2022, 12, 31, 12, tzinfo=UTC)),
        ("log", 0, None),
    ],
)
def test_what_is_older_is_old(code, length, moment):
    assert periods.before(code, {code: length}, NOW) == moment


def test_an_installation_sets_other_lengths(tmp_path):
    given = {"SURVEY_INSTANCE": str(tmp_path), "SURVEY_RETENTION_LOG_YEARS": "10", "SURVEY_RETENTION_MAILS_DAYS": "0"}
    kept = read(given).kept
    assert (kept["log"], kept["mails"], kept["links"]) == (10, 0, 30)


@pytest.mark.parametrize("text", ["-1", "1.5", "a year", "36501", "٣"])
def test_what_is_no_length_is_named(tmp_path, text):
    given = {"SURVEY_INSTANCE": str(tmp_path / "instance"), "SURVEY_RETENTION_LOG_YEARS": text}
    with pytest.raises(FaultsError) as refused:
        read(given)
    assert [fault.place for fault in refused.value.faults] == ["SURVEY_RETENTION_LOG_YEARS"]
