"""Reviewers and a region who act at the same moment, each in a session of their own: one is first, the others know."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.database import sessions
from survey.errors import ClosedError
from survey.models import Assessment, Cause, Consent, ReviewedAnswer, Submission, User
from survey.scoring.lenses import Verdict
from survey.services import editions, reviews, verdicts
from survey.services.recording import Entry, record
from tests.databases import NOW, bind, text
from tests.services.reviewing import LATER, TO_REVIEW, accept, give, in_review

Deed = Callable[[Session, dict], object]


def somebody(session: Session, name: str) -> User:
    """Return one of the people of the world."""
    return session.scalars(sa.select(User).where(User.fs_uniquifier == name)).unique().one()


def done(folder: Path, deed: Deed) -> bool:
    """Do something in a session of its own; return whether it was not too late."""
    with sessions(bind(folder))() as session:
        assessment = session.scalars(sa.select(Assessment).order_by(Assessment.id)).first()
        assert assessment is not None
        asked = {
            "assessment": assessment,
            "questionnaire": editions.load(session, edition=assessment.wave.edition),
        }
        try:
            deed(session, asked)
        except ClosedError:
            return False
        session.commit()
        return True


def at_once(folder: Path, deeds: list[Deed]) -> list[bool]:
    """Do several things at once."""
    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(partial(done, folder), deeds))


def judging(code: str, verdict: Verdict, seen: str) -> Deed:
    """Return the deed of a reviewer on the first version of an answer."""
    return lambda session, asked: verdicts.give(
        session,
        code=code,
        version=1,
        verdict=verdict,
        reason="Because.",
        seen=seen,
        by=somebody(session, "reviewer"),
        now=LATER,
        **asked,
    )


def test_of_many_verdicts_on_what_nobody_had_judged_one_holds(tmp_path):
    in_review(tmp_path).session.close()
    deeds = [judging("support", verdict, "") for verdict in (Verdict.ACCEPTED, Verdict.RETURNED) * 4]
    assert sum(at_once(tmp_path, deeds)) == 1
    with sessions(bind(tmp_path))() as session:
        assert session.scalars(sa.select(ReviewedAnswer.replaced_at)).all() == [None]


@pytest.mark.parametrize("turn", range(5))
def test_an_answer_is_accepted_or_changed_and_never_accepted_unseen(tmp_path, turn):
    here = in_review(tmp_path)
    seen = reviews.mark(give(here, "proud", Verdict.RETURNED))
    here.session.close()

    def change(session: Session, asked: dict) -> None:
        entries = {"proud": Entry(text("Our twelve cafés."), 1)}
        record(session, entries=entries, by=somebody(session, "here"), now=NOW, **asked)

    deeds: list[Deed] = [judging("proud", Verdict.ACCEPTED, seen), change]
    assert sorted(at_once(tmp_path, deeds[:: (-1) ** turn])) == [False, True]


def test_of_two_replies_one_is_kept(tmp_path):
    here = in_review(tmp_path)
    seen = reviews.mark(give(here, "proud", Verdict.RETURNED))
    here.session.close()

    def dispute(words: str) -> Deed:
        return lambda session, asked: verdicts.reply(
            session,
            assessment=asked["assessment"],
            code="proud",
            consent=Consent.DISPUTED,
            words=words,
            seen=seen,
            by=somebody(session, "here"),
            now=LATER,
        )

    assert sorted(at_once(tmp_path, [dispute("One."), dispute("Two.")])) == [False, True]


def test_of_many_who_conclude_one_does(tmp_path):
    here = in_review(tmp_path)
    accept(here, *TO_REVIEW)
    here.session.close()

    def conclude(session: Session, asked: dict) -> None:
        reviews.conclude(session, by=somebody(session, "reviewer"), now=LATER, **asked)

    assert sum(at_once(tmp_path, [conclude] * 6)) == 1
    with sessions(bind(tmp_path))() as session:
        assert sorted(session.scalars(sa.select(Submission.cause))) == [Cause.CONCLUDED, Cause.SUBMITTED]
