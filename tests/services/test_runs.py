"""Runs of work that a timer does: the last of each name, and no more than are needed."""

from datetime import timedelta

from survey.services import runs
from tests.databases import NOW, make

HOUR = timedelta(hours=1)


def keep(session, hour: int, name: str = runs.BACKUP, fault: str | None = None, **counts: int) -> None:
    at = NOW + hour * HOUR
    runs.keep(session, name=name, started=at, ended=at + HOUR / 2, counts=counts, fault=fault)
    session.commit()


def test_the_last_run_and_the_last_that_went_well(tmp_path):
    session = make(tmp_path)()
    keep(session, 0, rows=3)
    keep(session, 1, fault="OSError")
    keep(session, 0, runs.REMIND, sent=2, not_sent=0)
    last, well = runs.last(session), runs.last(session, well=True)
    assert {name: (one.started_at, one.counts, one.fault) for name, one in last.items()} == {
        "backup": (NOW + HOUR, {}, "OSError"),
        "remind": (NOW, {"sent": 2, "not_sent": 0}, None),
    }
    assert well["backup"].counts == {"rows": 3}
    assert [one.name for one in runs.listing(session)] == ["backup", "remind", "backup"]


def test_old_runs_of_a_name_are_forgotten(tmp_path):
    session = make(tmp_path)()
    keep(session, 0, runs.REMIND)
    for hour in range(runs.KEPT + 5):
        keep(session, hour)
    kept = [one.started_at for one in runs.listing(session) if one.name == runs.BACKUP]
    assert (len(kept), min(kept)) == (runs.KEPT, NOW + 5 * HOUR)
    assert runs.REMIND in runs.last(session)


def test_a_clock_that_was_set_back_breaks_nothing(tmp_path):
    session = make(tmp_path)()
    kept = runs.keep(session, name="backup", started=NOW, ended=NOW - HOUR, counts={})
    assert kept.ended_at == NOW
