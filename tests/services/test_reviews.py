"""Reviewing: verdicts on versions, the region's replies, and nothing concluded while anything is open."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.errors import BadValueError, ClosedError, InvalidError, NotFoundError, ObstaclesError
from survey.models import Assessment, AuditEntry, Cause, Consent, Deed, ReviewedAnswer, Stage, StoredAnswer, Submission
from survey.questionnaires.answers import Answer, State
from survey.scoring.lenses import Verdict
from survey.services import answers, assessments, reviews, stages, submissions, verdicts
from survey.services.reviews import Status
from tests.databases import NOW, World, text, world

LATER = NOW + timedelta(hours=1)
GIVEN = {
    "support": Answer(State.ANSWERED, "everywhere"),
    "services": Answer(State.ANSWERED, ("advice", "legal")),
    "mixed": Answer(State.DOES_NOT_KNOW),
    "staff": Answer(State.NOT_APPLICABLE, reason="The state decides."),
    "share": Answer(State.ANSWERED, 20),
    "spaces": Answer(State.ANSWERED, "some"),
    "spaces_note": text("Three houses."),
    "proud": text("Our cafés."),
    "visitors": Answer(State.ANSWERED, 12),
}
TO_REVIEW = ["support", "services", "staff", "share", "spaces", "spaces_note", "proud", "visitors"]


@pytest.fixture
def here(tmp_path) -> World:
    made = world(tmp_path)
    made.save(**{code: (answer, 0) for code, answer in GIVEN.items()})
    known = {"assessment": made.assessment, "now": NOW}
    submissions.submit(made.session, questionnaire=made.questionnaire, by=made.coordinator, **known)
    stages.open_review(made.session, by=made.reviewer, **known)
    made.session.commit()
    return made


def give(here: World, code: str, verdict: Verdict, reason: str = "Because.", *, version: int = 1, by=None, **more):
    made = verdicts.give(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        code=code,
        version=version,
        verdict=verdict,
        reason=reason,
        by=by or here.reviewer,
        now=LATER,
        **more,
    )
    here.session.commit()
    return made


def reply(here: World, code: str, consent: Consent, words: str = "", by=None):
    made = verdicts.reply(
        here.session,
        assessment=here.assessment,
        code=code,
        consent=consent,
        words=words,
        by=by or here.coordinator,
        now=LATER,
    )
    here.session.commit()
    return made


def states(here: World) -> dict[str, Status]:
    found = reviews.items(here.session, assessment=here.assessment, questionnaire=here.questionnaire)
    return {item.code: item.status for item in found}


def test_what_was_answered_is_reviewed_and_what_nobody_knows_is_not(here):
    assert states(here) == dict.fromkeys(TO_REVIEW, Status.OPEN)


def test_a_hidden_question_is_not_reviewed(tmp_path):
    made = world(tmp_path)
    made.save(support=(Answer(State.ANSWERED, "no"), 0), services=(Answer(State.ANSWERED, ("advice",)), 0))
    assert list(states(made)) == ["support"]


def test_accepting_needs_no_words(here):
    assert give(here, "support", Verdict.ACCEPTED, "").reason is None
    assert states(here)["support"] is Status.ACCEPTED


@pytest.mark.parametrize("verdict", [Verdict.RETURNED, Verdict.ADJUSTED])
def test_anything_else_needs_a_reason(here, verdict):
    with pytest.raises(InvalidError) as refused:
        give(here, "support", verdict, "  ", adjusted=Answer(State.ANSWERED, "no"))
    assert refused.value.fields == {"reason": "missing"}


@pytest.mark.parametrize(
    ("adjusted", "fault"), [(None, "missing"), (Answer(), "missing"), (Answer(State.ANSWERED, "everywhere"), "same")]
)
def test_an_adjustment_says_what_stands_instead(here, adjusted, fault):
    with pytest.raises(InvalidError) as refused:
        give(here, "support", Verdict.ADJUSTED, adjusted=adjusted)
    assert refused.value.fields == {"adjusted": fault}


def test_an_adjustment_must_fit_the_question(here):
    with pytest.raises(BadValueError):
        give(here, "share", Verdict.ADJUSTED, adjusted=Answer(State.ANSWERED, 140))


def test_the_reported_answer_is_never_touched(here):
    give(here, "support", Verdict.ADJUSTED, adjusted=Answer(State.ANSWERED, "partly"))
    kept = answers.kept(here.session, assessment=here.assessment, questionnaire=here.questionnaire)
    assert (kept["support"].answer, kept["support"].version) == (GIVEN["support"], 1)
    assert states(here)["support"] is Status.TOLD


def test_a_verdict_on_a_version_that_is_gone_is_refused(here):
    give(here, "proud", Verdict.RETURNED)
    here.save(proud=(text("Our twelve cafés."), 1))
    assert states(here)["proud"] is Status.CHANGED
    with pytest.raises(ClosedError, match="answer-changed"):
        give(here, "proud", Verdict.ACCEPTED, version=1)
    give(here, "proud", Verdict.ACCEPTED, version=2)
    assert states(here)["proud"] is Status.ACCEPTED


def test_a_later_verdict_replaces_the_earlier_and_both_stay(here):
    give(here, "support", Verdict.RETURNED)
    give(here, "support", Verdict.ACCEPTED)
    rows = here.session.scalars(sa.select(ReviewedAnswer).order_by(ReviewedAnswer.id)).all()
    assert [(row.verdict, row.replaced_at) for row in rows] == [(Verdict.RETURNED, LATER), (Verdict.ACCEPTED, None)]


@pytest.mark.parametrize("name", ["coordinator", "neighbour", "team", "administrator", "contributor"])
def test_only_a_reviewer_gives_verdicts(here, name):
    with pytest.raises(NotFoundError):
        give(here, "support", Verdict.ACCEPTED, by=getattr(here, name))
    assert here.session.scalars(sa.select(ReviewedAnswer)).all() == []


def test_what_was_not_answered_has_no_verdict(here):
    with pytest.raises(NotFoundError):
        give(here, "mixed", Verdict.ACCEPTED)


def test_the_rest_of_a_section_is_accepted_as_it_was_seen(here):
    give(here, "support", Verdict.RETURNED)
    versions = {"support": 1, "services": 1, "staff": 7, "share": 1}
    count = verdicts.accept_all(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        versions=versions,
        by=here.reviewer,
        now=LATER,
    )
    here.session.commit()
    assert count == 2
    accepted = [code for code, one in states(here).items() if one is Status.ACCEPTED]
    assert accepted == ["services", "share"]


def test_the_region_agrees_or_disputes_and_the_reviewer_stands_by_it(here):
    give(here, "support", Verdict.ADJUSTED, adjusted=Answer(State.ANSWERED, "partly"))
    give(here, "share", Verdict.ADJUSTED, adjusted=Answer(State.ANSWERED, 10))
    reply(here, "support", Consent.AGREED)
    disputed = reply(here, "share", Consent.DISPUTED, "The register says 20.")
    assert (disputed.reply, states(here)["share"], states(here)["support"]) == (
        "The register says 20.",
        Status.DISPUTED,
        Status.AGREED,
    )
    verdicts.uphold(here.session, assessment=here.assessment, code="share", by=here.reviewer, now=LATER)
    here.session.commit()
    assert states(here)["share"] is Status.UPHELD
    with pytest.raises(NotFoundError):
        reply(here, "share", Consent.AGREED)


def test_a_dispute_has_words_and_a_returned_answer_is_changed_not_agreed_to(here):
    give(here, "support", Verdict.RETURNED)
    for consent, fault in ((Consent.DISPUTED, {"reply": "missing"}), (Consent.AGREED, {"consent": "change"})):
        with pytest.raises(InvalidError) as refused:
            reply(here, "support", consent)
        assert refused.value.fields == fault
    with pytest.raises(NotFoundError):
        reply(here, "share", Consent.AGREED)
    with pytest.raises(NotFoundError):
        reply(here, "support", Consent.DISPUTED, "No.", by=here.neighbour)


def conclude(here: World, by=None) -> Submission:
    made = reviews.conclude(
        here.session, assessment=here.assessment, questionnaire=here.questionnaire, by=by or here.reviewer, now=LATER
    )
    here.session.commit()
    return made


def test_nothing_is_concluded_while_anything_is_open(here):
    give(here, "support", Verdict.ADJUSTED, adjusted=Answer(State.ANSWERED, "partly"))
    for code in TO_REVIEW[1:-1]:
        give(here, code, Verdict.ACCEPTED)
    with pytest.raises(ObstaclesError) as refused:
        conclude(here)
    assert [item.code for item in refused.value.obstacles] == ["support", "visitors"]
    assert here.session.get_one(Assessment, here.assessment.id).stage is Stage.IN_REVIEW
    here.session.rollback()
    reply(here, "support", Consent.AGREED)
    give(here, "visitors", Verdict.ACCEPTED)
    assert (conclude(here, here.team).cause, here.assessment.stage) == (Cause.CONCLUDED, Stage.CONCLUDED)
    assert sorted(here.session.scalars(sa.select(Submission.cause))) == [Cause.CONCLUDED, Cause.SUBMITTED]


def test_each_deed_is_kept_with_who_and_when(here):
    give(here, "support", Verdict.ADJUSTED, adjusted=Answer(State.ANSWERED, "partly"))
    reply(here, "support", Consent.DISPUTED, "No.")
    verdicts.uphold(here.session, assessment=here.assessment, code="support", by=here.reviewer, now=LATER)
    here.session.commit()
    wanted = sa.select(AuditEntry).where(AuditEntry.question == "support").order_by(AuditEntry.id)
    noted = [(one.deed, one.by_id, one.detail) for one in here.session.scalars(wanted)]
    assert noted == [
        (Deed.REVIEWED, here.reviewer.id, {"verdict": "adjusted"}),
        (Deed.REVIEW_ANSWERED, here.coordinator.id, {"consent": "disputed"}),
        (Deed.REVIEW_UPHELD, here.reviewer.id, {}),
    ]


def test_the_verified_answers_are_those_that_reviewers_let_stand(here):
    give(here, "support", Verdict.ADJUSTED, adjusted=Answer(State.ANSWERED, "partly"))
    give(here, "share", Verdict.ACCEPTED)
    give(here, "proud", Verdict.RETURNED)
    kept = assessments.answers(here.session, assessment=here.assessment)
    row = reviews.verified_row(
        kept, reviews.in_force(here.session, assessment=here.assessment).values(), here.questionnaire
    )
    assert row.answers["support"] == Answer(State.ANSWERED, "partly")
    assert row.answers["share"] == GIVEN["share"]
    assert row.answers["proud"].state is State.NOT_ANSWERED
    assert row.answers["services"].state is State.NOT_ANSWERED
    assert row.asked["proud"] == GIVEN["proud"]
    assert here.session.scalars(sa.select(StoredAnswer.version)).all() == [1] * len(GIVEN)
