"""What refers to a person, and what they take along of it."""

import json
import zipfile
from io import BytesIO

import pytest

from survey.database import Base
from survey.services import personal, takeaway
from survey.services.personal import FATES, Fate
from tests.services.everywhere import ADDRESS, BOTH, NAME, counted, everywhere


def test_every_column_that_refers_to_an_account_has_a_fate():
    assert {f"{table.name}.{column.name}" for table, column in personal.columns()} == set(FATES)
    assert all(each.why.endswith(".") for each in personal.references())


def test_every_table_that_refers_to_an_account_is_taken_along_or_named_with_a_reason(tmp_path):
    made, zoe = everywhere("sqlite", tmp_path)
    taken = takeaway.gather(made.session, user=zoe)
    lacking = {table.name for table, _ in personal.columns()} - set(taken.tables)
    assert lacking == set(takeaway.NOT_TAKEN)
    assert all(counted(made, zoe.id).values()), "the builder puts her everywhere"


@pytest.mark.parametrize("kind", BOTH)
def test_what_is_taken_along_is_all_of_ones_own_and_nothing_of_others(tmp_path, kind):
    made, zoe = everywhere(kind, tmp_path)
    taken = takeaway.gather(made.session, user=zoe)
    (account,) = taken.tables["account"]
    assert (account["name"], account["email"], account["language"]) == (NAME, ADDRESS, "de")
    assert [row["role"] for row in taken.tables["account_role"]] == ["team"]
    assert taken.tables["answer"][0]["assessment"] == "here, 2026"
    assert taken.tables["mandate"][0]["region"] == "here"
    said = taken.as_json()
    assert json.loads(said) == json.loads(said)
    for secret in ("argon2", "fs_uniquifier", "digest", "Team", "team@example.org", "Zoe Other@"):
        assert secret not in said
    assert sorted({str(row["by"]) for row in taken.tables["reminder"]}) == ["None", "you"]
    assert {str(row["user"]) for row in taken.tables["reminder"]} == {"you", takeaway.OTHER}


def test_no_column_of_secrets_is_taken_along():
    """Whatever sounds like a way in is named in SECRET: a new column of that kind fails here."""
    sounds = ("password", "secret", "digest", "token", "uniquifier", "totp", "code_hash")
    found = {
        column.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(each in column.name for each in sounds) and not column.foreign_keys
    }
    assert found <= takeaway.SECRET


def test_the_file_holds_the_same_twice(tmp_path):
    made, zoe = everywhere("sqlite", tmp_path)
    taken = takeaway.gather(made.session, user=zoe)
    with zipfile.ZipFile(BytesIO(takeaway.packed(taken, readable="<p>All</p>"))) as archive:
        assert archive.namelist() == ["personal-data.json", "personal-data.html"]
        assert archive.read("personal-data.json").decode() == taken.as_json()


def test_what_goes_is_a_way_in_or_about_nobody_else():
    gone = {name for name, (fate, _why) in FATES.items() if fate is Fate.GOES}
    assert gone == {"account_role.account_id", "token.user_id", "reminder.user_id", "consent.user_id"}
