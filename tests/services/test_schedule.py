"""Scheduled work: when each is due again, and from when on it is late."""

from datetime import timedelta

import pytest

from survey.database import begin_write
from survey.models import Installation
from survey.services import runs, schedule
from tests.databases import NOW, make

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def session(tmp_path):
    made = make(tmp_path)()
    begin_write(made)
    made.add(Installation(id=1, kind="real", created_at=NOW))
    made.commit()
    return made


def keep(session, name: str, at, fault: str | None = None) -> None:
    runs.keep(session, name=name, started=at, ended=at + MINUTE, counts={}, fault=fault)
    session.commit()


def job(session, name: str, now) -> schedule.Job:
    return next(one for one in schedule.look(session, now=now) if one.name == name)


def test_what_was_never_done_is_due_at_once_and_late_once_the_installation_is_old_enough(session):
    fresh = job(session, "remind", NOW + 3 * HOUR)
    assert (fresh.last, fresh.well, fresh.due, fresh.failed, fresh.overdue) == (
        None,
        None,
        NOW + 3 * HOUR,
        False,
        False,
    )
    assert job(session, "remind", NOW + 3 * HOUR + MINUTE).overdue
    assert not job(session, "backup", NOW + 2 * DAY + HOUR).overdue
    assert job(session, "backup", NOW + 2 * DAY + HOUR + MINUTE).overdue


def test_what_went_well_is_due_after_its_time_and_what_failed_after_an_hour(session):
    keep(session, "backup", NOW)
    assert job(session, "backup", NOW + HOUR).due == NOW + DAY
    keep(session, "backup", NOW + DAY, fault="OSError")
    failed = job(session, "backup", NOW + DAY + HOUR / 2)
    assert (failed.due, failed.failed, failed.overdue, failed.well) == (NOW + DAY + HOUR, True, False, NOW + MINUTE)
    keep(session, "mail send", NOW, fault="OSError")
    assert job(session, "mail send", NOW).due == NOW + MINUTE


def test_failing_again_and_again_becomes_late(session):
    keep(session, "remind", NOW)
    for hour in range(1, 5):
        keep(session, "remind", NOW + hour * HOUR, fault="OSError")
    assert [job(session, "remind", NOW + hour * HOUR).overdue for hour in (2, 3, 4)] == [False, False, True]


def test_what_a_timer_does_not_do_is_never_due(session):
    keep(session, "check-backup", NOW - 99 * DAY)
    found = job(session, "check-backup", NOW)
    assert (found.due, found.overdue, found.command) == (None, False, "survey storage --check")


def test_a_clock_that_was_put_back_makes_it_due_at_once(session):
    keep(session, "backup", NOW + 9 * DAY)
    assert job(session, "backup", NOW).due == NOW
