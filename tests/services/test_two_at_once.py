"""Many who write at once, in processes and threads of their own, on one file: nothing acknowledged is ever lost."""

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.database import sessions
from survey.errors import ClosedError, LinkError
from survey.models import AnswerChange, Assessment, StoredAnswer, Submission, User
from survey.questionnaires.answers import Answer, State
from survey.services import assessments, editions, links, people, submissions
from survey.services.answers import NOTHING_KEPT, Kept
from survey.services.recording import Entry, record
from tests.databases import NOW, bind, dispose, world

WRITERS, SAVES = 4, 200


class Acknowledged(NamedTuple):
    """One save that a writer was told about: what, under which version, in place of which."""

    question: str
    version: int
    before: int
    value: str


def opened(folder: Path) -> Session:
    """Return a session of an engine of its own, as each worker process has one."""
    return sessions(bind(folder))()


def answer_for(code: str, writer: int, turn: int) -> Answer:
    """Return an answer that tells who gave it when."""
    options = {"support": ("everywhere", "partly", "no"), "spaces": ("some", "none")}
    if code in options:
        return Answer(State.ANSWERED, options[code][turn % len(options[code])])
    if code == "services":
        return Answer(State.ANSWERED, [("advice",), ("legal",), ("advice", "legal"), ("none",)][turn % 4])
    if code == "mixed":
        return Answer(State.ANSWERED, 1 + turn % 5)
    if code in {"proud", "spaces_note"}:
        return Answer(State.ANSWERED, f"{writer}: {turn}")
    return Answer(State.ANSWERED, round((writer * 1000 + turn) / 100, 2))


def write_answers(folder: Path, writer: int) -> tuple[list[Acknowledged], int]:
    """Save 200 times, two questions each, often with versions that are old by then; return what was acknowledged."""
    chance, session = Random(writer), opened(folder)
    known: dict[str, Kept] = {}
    acknowledged: list[Acknowledged] = []
    conflicts = 0
    for turn in range(SAVES):
        assessment = session.scalars(sa.select(Assessment).order_by(Assessment.id)).first()
        by = session.scalars(sa.select(User).where(User.fs_uniquifier == "here")).unique().one()
        assert assessment is not None
        if chance.random() < 0.5:  # the other half of the time the page is an old one
            known = assessments.answers(session, assessment=assessment)
        questionnaire = editions.load(session, edition=assessment.wave.edition)
        entries = {
            code: Entry(answer_for(code, writer, turn), known.get(code, NOTHING_KEPT).version)
            for code in chance.sample(QUESTIONS, 2)
        }
        now = NOW + timedelta(seconds=turn)
        outcome = record(session, assessment=assessment, questionnaire=questionnaire, entries=entries, by=by, now=now)
        session.commit()
        conflicts += len(outcome.conflicts)
        for code in outcome.written:
            mine = entries[code]
            acknowledged.append(Acknowledged(code, outcome.saved[code], mine.version, str(mine.answer.value)))
            known[code] = Kept(mine.answer, outcome.saved[code], now, "Here")
        for each in outcome.conflicts:
            if chance.random() < 0.5:
                known[each.code] = each.theirs
    dispose()
    return acknowledged, conflicts


QUESTIONS = ["support", "services", "mixed", "staff", "share", "spaces", "spaces_note", "proud"]


def test_nothing_acknowledged_is_lost_and_nothing_unseen_overwritten(tmp_path):
    made = world(tmp_path)
    made.session.close()
    with ProcessPoolExecutor(WRITERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        results = list(pool.map(partial(write_answers, tmp_path), range(WRITERS)))
    acknowledged = [each for writer, _ in results for each in writer]
    session = opened(tmp_path)
    changes = session.scalars(sa.select(AnswerChange)).all()
    assert len(acknowledged) > WRITERS * SAVES / 4
    assert sum(conflicts for _, conflicts in results) > WRITERS
    assert Counter((each.question, each.version) for each in acknowledged) == Counter(
        (each.question, each.version) for each in changes
    ), "each acknowledged save is in the history, once, and there is nothing else in it"
    assert all(each.version == each.before + 1 for each in acknowledged), "nobody replaced what they had not seen"
    for kept in session.scalars(sa.select(StoredAnswer)):
        mine = [each for each in changes if each.question == kept.question]
        assert sorted(each.version for each in mine) == list(range(1, kept.version + 1))
        latest = max(mine, key=lambda each: each.version)
        assert (kept.state, kept.value, kept.changed_at) == (latest.state, latest.value, latest.changed_at)
    session.close()


def submit_once(folder: Path, _turn: int) -> bool:
    """Try to submit; return whether it was this one."""
    with opened(folder) as session:
        assessment = session.scalars(sa.select(Assessment).order_by(Assessment.id)).first()
        by = session.scalars(sa.select(User).where(User.fs_uniquifier == "here")).unique().one()
        assert assessment is not None
        questionnaire = editions.load(session, edition=assessment.wave.edition)
        try:
            submissions.submit(session, assessment=assessment, questionnaire=questionnaire, by=by, now=NOW)
        except ClosedError:
            return False
        session.commit()
        return True


def test_of_many_who_submit_one_does(tmp_path):
    made = world(tmp_path)
    made.complete()
    made.session.close()
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(partial(submit_once, tmp_path), range(8))) == 1
    with opened(tmp_path) as session:
        assert session.scalars(sa.select(Submission.number)).all() == [1]


def accept_once(folder: Path, token: str) -> bool:
    """Try to use a link; return whether it was this one."""
    with opened(folder) as session:
        try:
            links.accept(session, token=token, now=NOW)
        except LinkError:
            return False
        session.commit()
        return True


def test_of_many_who_use_a_link_one_does(tmp_path):
    made = world(tmp_path)
    token = people.sign_in_link(made.session, user=made.team, now=NOW).token
    made.session.commit()
    made.session.close()
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(partial(accept_once, tmp_path), [token] * 8)) == 1
