"""Verdicts: on the version that was seen, with a reason, replaced but kept; replies, and standing by a verdict."""

from datetime import date

import pytest
import sqlalchemy as sa

from survey.errors import BadValueError, ClosedError, InvalidError, NotFoundError
from survey.models import AuditEntry, Consent, Deed, ReviewedAnswer
from survey.questionnaires.answers import Answer, State
from survey.scoring.lenses import Verdict
from survey.services import answers, reviews, verdicts
from survey.services.reviews import Status
from tests.databases import text
from tests.services.reviewing import GIVEN, LATER, accept, adjust, give, in_review, reply, states, uphold


@pytest.fixture
def here(tmp_path):
    return in_review(tmp_path)


def test_accepting_needs_no_words(here):
    assert give(here, "support", Verdict.ACCEPTED, "").reason is None
    assert states(here)["support"] is Status.ACCEPTED


@pytest.mark.parametrize("verdict", [Verdict.RETURNED, Verdict.ADJUSTED])
@pytest.mark.parametrize(("reason", "fault"), [("  ", "missing"), ("\x00", "missing"), ("x" * 2001, "long")])
def test_anything_else_needs_a_reason(here, verdict, reason, fault):
    with pytest.raises(InvalidError) as refused:
        give(here, "support", verdict, reason, adjusted=Answer(State.ANSWERED, "no"))
    assert refused.value.fields == {"reason": fault}


@pytest.mark.parametrize(
    ("adjusted", "fault"), [(None, "missing"), (Answer(), "missing"), (Answer(State.ANSWERED, "everywhere"), "same")]
)
def test_an_adjustment_says_what_stands_instead(here, adjusted, fault):
    with pytest.raises(InvalidError) as refused:
        give(here, "support", Verdict.ADJUSTED, adjusted=adjusted)
    assert refused.value.fields == {"adjusted": fault}


@pytest.mark.parametrize(
    "adjusted",
    [
        Answer(State.PLANNED, "planned", planned_date=date(2027, 1, 1)),
        Answer(State.NOT_APPLICABLE, reason="The towns decide."),
        Answer(State.DOES_NOT_KNOW),
        Answer(State.ANSWERED, "no"),
    ],
)
def test_any_state_that_an_answer_can_have_may_stand_instead(here, adjusted):
    made = give(here, "support", Verdict.ADJUSTED, adjusted=adjusted)
    assert reviews.standing(here.questionnaire.questions["support"], made) == adjusted


@pytest.mark.parametrize(
    ("code", "adjusted"),
    [
        ("share", Answer(State.ANSWERED, 140)),
        ("share", Answer(State.NOT_APPLICABLE)),
        ("support", Answer(State.HIDDEN)),
    ],
)
def test_an_adjustment_must_fit_the_question(here, code, adjusted):
    with pytest.raises(BadValueError):
        give(here, code, Verdict.ADJUSTED, adjusted=adjusted)
    assert here.session.scalars(sa.select(ReviewedAnswer)).all() == []


def test_the_reported_answer_is_never_touched(here):
    adjust(here, "support", "partly")
    kept = answers.kept(here.session, assessment=here.assessment, questionnaire=here.questionnaire)
    assert (kept["support"].answer, kept["support"].version) == (GIVEN["support"], 1)
    assert states(here)["support"] is Status.TOLD


def test_a_verdict_on_a_version_that_is_gone_is_refused(here):
    give(here, "proud", Verdict.RETURNED)
    here.save(proud=(text("Our twelve cafés."), 1))
    assert states(here)["proud"] is Status.CHANGED
    with pytest.raises(ClosedError, match="answer-changed"):
        give(here, "proud", Verdict.ACCEPTED, version=1)
    here.session.rollback()
    assert here.session.scalars(sa.select(ReviewedAnswer.verdict)).all() == [Verdict.RETURNED]
    give(here, "proud", Verdict.ACCEPTED, version=2)
    assert states(here)["proud"] is Status.ACCEPTED


def test_a_later_verdict_replaces_the_earlier_and_both_stay(here):
    give(here, "support", Verdict.RETURNED)
    accept(here, "support")
    rows = here.session.scalars(sa.select(ReviewedAnswer).order_by(ReviewedAnswer.id)).all()
    assert [(row.verdict, row.replaced_at) for row in rows] == [(Verdict.RETURNED, LATER), (Verdict.ACCEPTED, None)]


def test_nobody_goes_over_a_verdict_or_a_reply_that_they_have_not_seen(here):
    made = adjust(here, "support", "partly", seen="")
    seen = reviews.mark(made)
    for late in (lambda: accept_unseen(here, ""), lambda: reply(here, "support", Consent.AGREED, seen="7")):
        with pytest.raises(ClosedError, match="review-changed"):
            late()
        here.session.rollback()
    replied = reviews.mark(reply(here, "support", Consent.DISPUTED, "No.", seen=seen))
    for late in (
        lambda: accept_unseen(here, seen),
        lambda: reply(here, "support", Consent.AGREED, seen=seen),
        lambda: uphold(here, "support", seen=seen),
    ):
        with pytest.raises(ClosedError, match="review-changed"):
            late()
        here.session.rollback()
    assert uphold(here, "support", seen=replied).upheld_at == LATER


def accept_unseen(here, seen: str) -> None:
    give(here, "support", Verdict.ACCEPTED, seen=seen)


@pytest.mark.parametrize("name", ["coordinator", "neighbour", "team", "administrator", "contributor"])
def test_only_a_reviewer_gives_verdicts(here, name):
    with pytest.raises(NotFoundError):
        give(here, "support", Verdict.ACCEPTED, by=getattr(here, name))
    assert here.session.scalars(sa.select(ReviewedAnswer)).all() == []


@pytest.mark.parametrize("code", ["mixed", "nonsense"])
def test_what_is_not_to_be_reviewed_has_no_verdict(here, code):
    with pytest.raises(NotFoundError):
        give(here, code, Verdict.ACCEPTED)


def test_the_rest_of_a_section_is_accepted_as_it_was_seen(here):
    give(here, "support", Verdict.RETURNED)
    count = verdicts.accept_all(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        versions={"support": 1, "services": 1, "staff": 7, "share": 1, "mixed": 1},
        by=here.reviewer,
        now=LATER,
    )
    here.session.commit()
    accepted = [code for code, one in states(here).items() if one is Status.ACCEPTED]
    assert (count, accepted) == (2, ["services", "share"])


def test_the_region_agrees_or_disputes_and_the_reviewer_stands_by_it(here):
    adjust(here, "support", "partly")
    adjust(here, "share", 10)
    reply(here, "support", Consent.AGREED)
    disputed = reply(here, "share", Consent.DISPUTED, "The register says 20.")
    found = states(here)
    assert (found["support"], found["share"]) == (Status.AGREED, Status.DISPUTED)
    assert disputed.reply == "The register says 20."
    assert uphold(here, "share").upheld_at == LATER
    assert states(here)["share"] is Status.UPHELD
    with pytest.raises(NotFoundError):
        reply(here, "share", Consent.AGREED)


def test_after_a_dispute_the_reviewer_may_judge_anew(here):
    adjust(here, "share", 10)
    reply(here, "share", Consent.DISPUTED, "The register says 20.")
    accept(here, "share")
    assert states(here)["share"] is Status.ACCEPTED
    (before,) = reviews.earlier(here.session, assessment=here.assessment, code="share")
    assert (before.consent, before.reply) == (Consent.DISPUTED, "The register says 20.")


def test_a_dispute_has_words_and_a_returned_answer_is_changed_not_agreed_to(here):
    give(here, "support", Verdict.RETURNED)
    for consent, fault in ((Consent.DISPUTED, {"reply": "missing"}), (Consent.AGREED, {"consent": "change"})):
        with pytest.raises(InvalidError) as refused:
            reply(here, "support", consent)
        assert refused.value.fields == fault
    with pytest.raises(NotFoundError):
        reply(here, "share", Consent.AGREED)


def test_what_was_said_of_an_answer_that_is_gone_is_neither_replied_to_nor_upheld(here):
    give(here, "proud", Verdict.RETURNED)
    reply(here, "proud", Consent.DISPUTED, "It is enough.")
    here.save(proud=(text("Our twelve cafés."), 1))
    for late in (lambda: reply(here, "proud", Consent.DISPUTED, "No."), lambda: uphold(here, "proud")):
        with pytest.raises(ClosedError, match="answer-changed"):
            late()
        here.session.rollback()


@pytest.mark.parametrize("name", ["neighbour", "contributor", "reviewer", "team", "administrator"])
def test_only_the_coordinator_replies(here, name):
    adjust(here, "support", "partly")
    with pytest.raises(NotFoundError):
        reply(here, "support", Consent.AGREED, by=getattr(here, name))


def test_each_deed_is_kept_with_who_and_when(here):
    adjust(here, "support", "partly")
    reply(here, "support", Consent.DISPUTED, "No.")
    uphold(here, "support")
    uphold(here, "support")
    wanted = sa.select(AuditEntry).where(AuditEntry.question == "support").order_by(AuditEntry.id)
    noted = [(one.deed, one.by_id, one.detail) for one in here.session.scalars(wanted)]
    assert noted == [
        (Deed.COMMENTED, here.coordinator.id, {"number": 1, "check": "no_evidence-housing"}),
        (Deed.REVIEWED, here.reviewer.id, {"verdict": "adjusted"}),
        (Deed.REVIEW_ANSWERED, here.coordinator.id, {"consent": "disputed"}),
        (Deed.REVIEW_UPHELD, here.reviewer.id, {}),
    ]
