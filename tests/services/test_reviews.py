"""Reviewing: what is to review, what is open, that nothing is concluded before, and what stands of the answers."""

import pytest
import sqlalchemy as sa

from survey.errors import ClosedError, NotFoundError, ObstaclesError
from survey.models import Assessment, Cause, Consent, ReviewedAnswer, Stage, StoredAnswer, Submission
from survey.questionnaires.answers import Answer, State
from survey.scoring.lenses import Verdict
from survey.services import assessments, reviews
from survey.services.reviews import Status
from tests.databases import text, world
from tests.services.reviewing import (
    GIVEN,
    LATER,
    TO_REVIEW,
    accept,
    adjust,
    conclude,
    give,
    in_review,
    reply,
    states,
    uphold,
)


@pytest.fixture
def here(tmp_path):
    return in_review(tmp_path)


def test_what_was_answered_is_reviewed_and_what_nobody_knows_is_not(here):
    assert states(here) == dict.fromkeys(TO_REVIEW, Status.OPEN)


def test_a_plan_is_reviewed_too_and_a_hidden_question_is_not(tmp_path):
    made = world(tmp_path)
    made.save(support=(Answer(State.PLANNED, "planned"), 0), services=(Answer(State.ANSWERED, ("advice",)), 0))
    assert list(states(made)) == ["support"]


def test_every_status_follows_from_verdict_reply_and_version(here):
    accept(here, "support")
    give(here, "services", Verdict.RETURNED)
    for code, value in {"share": 10, "spaces": "none", "visitors": 3}.items():
        adjust(here, code, value)
    reply(here, "share", Consent.AGREED)
    reply(here, "spaces", Consent.DISPUTED, "There are two.")
    give(here, "proud", Verdict.RETURNED)
    here.save(proud=(text("Our twelve cafés."), 1))
    give(here, "spaces_note", Verdict.RETURNED)
    reply(here, "spaces_note", Consent.DISPUTED, "That is all there is to say.")
    uphold(here, "spaces_note")
    assert states(here) == {
        "support": Status.ACCEPTED,
        "services": Status.RETURNED,
        "staff": Status.OPEN,
        "share": Status.AGREED,
        "spaces": Status.DISPUTED,
        "spaces_note": Status.UPHELD,
        "proud": Status.CHANGED,
        "visitors": Status.TOLD,
    }


def test_an_answer_that_nobody_knows_any_more_leaves_the_review(here):
    give(here, "share", Verdict.RETURNED)
    here.save(share=(Answer(State.DOES_NOT_KNOW), 1))
    assert "share" not in states(here)


def test_earlier_verdicts_are_kept_the_latest_first(here):
    give(here, "support", Verdict.RETURNED, "First.")
    give(here, "support", Verdict.RETURNED, "Second.")
    accept(here, "support")
    found = reviews.earlier(here.session, assessment=here.assessment, code="support")
    assert [(one.reason, one.replaced_at) for one in found] == [("Second.", LATER), ("First.", LATER)]


def test_the_mark_of_a_verdict_changes_with_the_reply(here):
    made = adjust(here, "support", "partly")
    before = reviews.mark(made)
    assert (reviews.mark(None), before) == ("", str(made.id))
    assert reviews.mark(reply(here, "support", Consent.AGREED)) == f"{made.id} {LATER.isoformat()}"


def test_nothing_is_concluded_while_anything_is_open(here):
    adjust(here, "support", "partly")
    give(here, "services", Verdict.RETURNED)
    adjust(here, "share", 10)
    reply(here, "share", Consent.DISPUTED, "The register says 20.")
    accept(here, *[code for code in TO_REVIEW[2:-1] if code != "share"])
    with pytest.raises(ObstaclesError) as refused:
        conclude(here)
    found = {item.code: item.status for item in refused.value.obstacles}
    assert found == {
        "support": Status.TOLD,
        "services": Status.RETURNED,
        "share": Status.DISPUTED,
        "visitors": Status.OPEN,
    }
    here.session.rollback()
    assert here.session.get_one(Assessment, here.assessment.id).stage is Stage.IN_REVIEW
    assert here.session.scalars(sa.select(Submission.cause)).all() == [Cause.SUBMITTED]


def test_concluding_freezes_what_the_region_reports(here):
    adjust(here, "support", "partly")
    reply(here, "support", Consent.AGREED)
    accept(here, *TO_REVIEW[1:])
    made = conclude(here, here.team)
    assert (made.cause, here.assessment.stage) == (Cause.CONCLUDED, Stage.CONCLUDED)
    assert made.answers[0]["value"] == "everywhere"
    with pytest.raises(ClosedError):
        conclude(here)
    assert sorted(here.session.scalars(sa.select(Submission.cause))) == [Cause.CONCLUDED, Cause.SUBMITTED]


@pytest.mark.parametrize("name", ["coordinator", "neighbour", "contributor"])
def test_who_answers_does_not_conclude(here, name):
    accept(here, *TO_REVIEW)
    with pytest.raises(NotFoundError):
        conclude(here, getattr(here, name))


def test_the_verified_answers_are_those_that_reviewers_let_stand(here):
    adjust(here, "support", "partly")
    accept(here, "share")
    give(here, "proud", Verdict.RETURNED)
    kept = assessments.answers(here.session, assessment=here.assessment)
    said = reviews.in_force(here.session, assessment=here.assessment).values()
    row = reviews.verified_row(kept, said, here.questionnaire)
    assert row.answers["support"] == Answer(State.ANSWERED, "partly")
    assert row.answers["share"] == GIVEN["share"]
    assert {row.answers[code].state for code in ("proud", "services")} == {State.NOT_ANSWERED}
    assert row.asked["proud"] == GIVEN["proud"]
    assert here.session.scalars(sa.select(StoredAnswer.version)).all() == [1] * len(GIVEN)
    assert here.session.scalars(sa.select(ReviewedAnswer.version)).all() == [1] * 3
