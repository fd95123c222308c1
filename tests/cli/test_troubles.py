"""What stops a command is said in a sentence with its cure, and never as a traceback."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
import pytest
import sqlalchemy as sa

from survey.cli import troubles
from survey.cli.readable import Readable
from tests import commands

NOBODY = 65534


@contextmanager
def nobody() -> Iterator[str]:
    """Do what follows as an account without rights, where the tests run as root; its name."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield troubles.account()
    finally:
        os.seteuid(before)


def test_a_file_that_the_account_cannot_reach_is_not_said_to_be_missing(tmp_path):
    path = tmp_path / "closed" / "notice.md"
    path.parent.mkdir(mode=0)
    with nobody() as name, pytest.raises(click.BadParameter, match="cannot be read by the account") as told:
        Readable().convert(str(path), None, None)
    path.parent.chmod(0o700)
    assert f"by the account {name}. Copy it to where that may read" in told.value.message
    with pytest.raises(click.BadParameter, match="does not exist"):
        Readable().convert(str(path), None, None)


def test_a_place_that_the_account_may_not_write_is_said(tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0)
    with nobody() as name, pytest.raises(PermissionError) as met:
        (folder / "survey.key").open("w")
    assert f"may not read or write {folder / 'survey.key'}. Name a place" in (troubles.words(met.value) or "")
    assert name != "root"


def test_a_key_for_backups_in_no_folder_is_said(tmp_path):
    done = commands.survey("backup", "--new-key", str(tmp_path / "nowhere" / "survey.key"), folder=tmp_path)
    assert (done.returncode, done.stderr) == (1, f"Error: {tmp_path}/nowhere/survey.key: No such file or directory.\n")


def test_what_only_the_program_can_have_done_wrong_keeps_its_traceback():
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE one (id INTEGER NOT NULL)")
        with pytest.raises(sa.exc.IntegrityError) as met:
            connection.exec_driver_sql("INSERT INTO one VALUES (NULL)")
    engine.dispose()
    assert troubles.words(met.value) is None
    assert troubles.words(ValueError("wrong")) is None
    assert troubles.words(sa.exc.InvalidRequestError("wrong")) is None
    assert troubles.words(BrokenPipeError(32, "Broken pipe", "out")) is None
    assert troubles.words(OSError(28, "No space left on device")) == (
        "Nothing more can be written: No space left on device."
    )
