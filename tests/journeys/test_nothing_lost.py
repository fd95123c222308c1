"""Four browsers, ten thousand saves, workers killed at random: every acknowledged answer is in the history."""

import multiprocessing
import os
import signal
import subprocess
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from threading import Event, Thread

import pytest
import sqlalchemy as sa

from survey.database import db
from survey.models import AnswerChange, Assessment, AuditEntry, Deed, Region, StoredAnswer
from tests import installations, postgresql
from tests.journeys.writers import write

WRITERS, SAVES = 4, 2_500


def workers_of(master: int) -> list[int]:
    """Return the worker processes of a server."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = (map(int, line.split()) for line in listed.splitlines())
    return [pid for pid, parent in pairs if parent == master]


def master_at(port: int) -> int:
    """Return the process of ours that serves at a port; a browser of other tests is a child of ours, too."""
    command = ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(os.getpid())]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return next(int(line.split()[0]) for line in listed if str(port) in line)


def kill_at_random(master: int, written: Callable[[], int], over: Event, killed: list[int]) -> None:
    """Kill a worker without a word each time that some more answers were written, until it is over.

    Work is counted and not time, so that a slow machine gets as far as a fast one.
    """
    chance = Random(9)
    following = 50
    while not over.wait(0.2):
        if written() >= following and (alive := workers_of(master)):
            victim = chance.choice(alive)
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)
            following = written() + chance.randint(60, 180)


@pytest.fixture(params=["sqlite", "postgresql"])
def installed(request, tmp_path, template):
    """An application with an open wave, on either database, and the address of that."""
    if request.param == "sqlite":
        app, url = template.copy(tmp_path / "instance"), None
    else:
        url = postgresql.database()
        app = installations.Template(tmp_path / "template", database_url=url).copy(tmp_path / "instance")
        url = app.extensions["survey_settings"].database_url
    installations.open_wave(app)
    yield app, url
    with app.app_context():
        db.session.close()
        db.engine.dispose()


def test_of_ten_thousand_saves_none_is_lost_when_workers_are_killed(installed, tmp_path):
    app, database_url = installed
    client = installations.sign_in(app, "coordinator")
    client.token("/assessments/2026/salzburg/sections/housing")  # from now on the cookie holds the secret of forms
    cookie = client.get_cookie("survey").value
    folder, port, over, killed = Path(app.instance_path), installations.free_port(), Event(), []
    with app.app_context():
        engine = db.engine
    with installations.serving(folder, port, database_url=database_url) as url:
        killer = Thread(target=kill_at_random, args=(master_at(port), partial(written, engine), over, killed))
        killer.start()
        try:
            with ProcessPoolExecutor(WRITERS, mp_context=multiprocessing.get_context("spawn")) as pool:
                told = list(pool.map(partial(write, url, cookie, SAVES), range(WRITERS)))
        finally:
            over.set()
            killer.join()
    acknowledged = [each for one in told for each in one.acknowledged]
    assert len(acknowledged) == WRITERS * SAVES
    assert len(killed) >= 20
    assert sum(one.unanswered for one in told) > 0, "nobody noticed that workers died"
    with app.app_context():
        judge(acknowledged, sum(one.conflicts for one in told))


def written(engine: sa.Engine) -> int:
    """Return how many versions of answers there are."""
    with engine.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(AnswerChange)) or 0)


def judge(acknowledged, conflicts):
    """Compare what the browsers were told with what is in the database."""
    wanted = sa.select(Assessment.id).join(Region).where(Region.key == "salzburg")
    key = db.session.scalar(wanted)
    changes = db.session.scalars(sa.select(AnswerChange).where(AnswerChange.assessment_id == key)).all()
    history = {(each.question, each.version): each.value for each in changes}
    lost = [each for each in acknowledged if history.get((each.question, each.version)) != each.sent]
    assert lost == [], f"{len(lost)} of {len(acknowledged)} acknowledged saves are not in the history"
    overwritten = [each for each in acknowledged if each.version > each.before + 1]
    for each in overwritten:  # acknowledged though others wrote in between: only because it was kept already
        assert history[each.question, each.version] == each.sent
    for question, kept in latest(key).items():
        versions = sorted(version for code, version in history if code == question)
        assert versions == list(range(1, kept.version + 1)), "a version is missing or stands there twice"
        assert kept.value == history[question, kept.version]
    noted = sa.select(sa.func.count()).where(AuditEntry.deed == Deed.CONFLICT_FOUND, AuditEntry.assessment_id == key)
    assert (db.session.scalar(noted) or 0) >= conflicts, "a conflict that somebody saw is not recorded"
    assert conflicts > len(acknowledged) / 20, "too few met another's answer"


def latest(key):
    """Return what holds now, by question."""
    rows = db.session.scalars(sa.select(StoredAnswer).where(StoredAnswer.assessment_id == key))
    return {each.question: each for each in rows}
