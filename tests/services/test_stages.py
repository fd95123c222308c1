"""The steps of an assessment: who takes which from which stage, once, with a reason; and more time for one region."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from survey.database import begin_write
from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import Assessment, AuditEntry, Deed, Stage, Transition
from survey.policy import OPERATOR
from survey.questionnaires.answers import Answer, State
from survey.services import stages, submissions
from tests.databases import DUE, EACH, NOW, World, text, world_on

LATER = NOW + timedelta(hours=1)
STEPS = {
    "withdraw": (Stage.SUBMITTED, "coordinator"),
    "reopen": (Stage.CONCLUDED, "team"),
    "open_review": (Stage.SUBMITTED, "reviewer"),
    "extend": (Stage.DRAFT, "team"),
}
"""From which stage each step can be taken, and by whom."""

PEOPLE = ("coordinator", "contributor", "reviewer", "neighbour", "team", "administrator")


@pytest.fixture
def here(request, tmp_path) -> World:
    return world_on(getattr(request, "param", "sqlite"), tmp_path)


on_each = pytest.mark.parametrize("here", EACH, indirect=True)
"""For what rests on the database itself; who may do what is the same everywhere."""


def bring(here: World, stage: Stage) -> None:
    """Bring the assessment to a stage, as people do."""
    order = list(Stage)
    if stage is not Stage.DRAFT:
        here.complete()
        submissions.submit(
            here.session, assessment=here.assessment, questionnaire=here.questionnaire, by=here.coordinator, now=NOW
        )
    if order.index(stage) >= order.index(Stage.IN_REVIEW):
        stages.open_review(here.session, assessment=here.assessment, by=here.reviewer, now=NOW)
    if stage is Stage.CONCLUDED:
        stages.step(here.session, assessment=here.assessment, to=stage, by=here.reviewer, now=NOW)
    here.session.commit()


def take(here: World, step: str, by: str, reason: str = "Two answers were wrong.", due: date = DUE) -> Assessment:
    known = {"assessment": here.assessment, "by": getattr(here, by), "now": LATER}
    if step == "open_review":
        made = stages.open_review(here.session, **known)
    elif step == "extend":
        made = stages.extend(here.session, due=due, reason=reason, **known)
    else:
        made = getattr(stages, step)(here.session, reason=reason, **known)
    here.session.commit()
    return made


def kept(here: World) -> tuple[Stage, int, int, int]:
    """Return stage, number of the draft, and how many steps and lines of the log there are."""
    here.session.rollback()
    count = [here.session.scalar(sa.select(sa.func.count(each.id))) for each in (Transition, AuditEntry)]
    at = here.session.scalars(sa.select(Assessment).where(Assessment.id == here.assessment.id)).one()
    return at.stage, at.draft_number, *count


@on_each
def test_withdrawing_makes_the_next_draft_with_all_answers_and_the_reason(here):
    bring(here, Stage.SUBMITTED)
    made = take(here, "withdraw", "coordinator", "  Two answers\x00 were wrong. ")
    assert (made.stage, made.draft_number, made.submitted_at, made.submitted_by) == (Stage.DRAFT, 2, None, None)
    here.save(proud=(text("Us."), 1))
    found = stages.steps(here.session, assessment=here.assessment)
    assert [(one.number, one.from_stage, one.to_stage, one.reason, one.taken_by.name) for one in found] == [
        (1, Stage.DRAFT, Stage.SUBMITTED, None, "Here"),
        (2, Stage.SUBMITTED, Stage.DRAFT, "Two answers were wrong.", "Here"),
    ]
    (noted,) = here.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.deed == Deed.STAGE_CHANGED, AuditEntry.done_at == LATER)
    )
    assert noted.detail == {"from_stage": "submitted", "to_stage": "draft", "reason": "Two answers were wrong."}


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.IN_REVIEW, Stage.CONCLUDED])
@pytest.mark.parametrize("by", ["team", "administrator"])
def test_who_runs_the_survey_reopens_from_every_later_stage(here, stage, by):
    bring(here, stage)
    assert take(here, "reopen", by).stage is Stage.DRAFT
    here.save(proud=(Answer(State.ANSWERED, "Us."), 1))


def test_an_opened_review_is_not_withdrawn_from(here):
    bring(here, Stage.IN_REVIEW)
    before = kept(here)
    with pytest.raises(ClosedError, match="in_review"):
        take(here, "withdraw", "coordinator")
    assert kept(here) == before


@pytest.mark.parametrize("by", PEOPLE)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_taken_by_those_who_may_alone(here, step, by):
    stage, who = STEPS[step]
    bring(here, stage)
    before = kept(here)
    if by == who or (who == "team" and by == "administrator"):
        take(here, step, by)
        return
    with pytest.raises(NotFoundError):
        take(here, step, by)
    assert kept(here) == before


@pytest.mark.parametrize(
    ("step", "stage"),
    [(step, stage) for step, (_, _) in STEPS.items() for stage in Stage],
)
def test_each_step_is_taken_at_its_stage_alone(here, step, stage):
    bring(here, stage)
    before, right = kept(here), (stage is not Stage.DRAFT if step == "reopen" else stage is STEPS[step][0])
    if right:
        take(here, step, STEPS[step][1])
        return
    with pytest.raises((ClosedError, NotFoundError)) as refusal:
        take(here, step, STEPS[step][1])
    seen = step != "open_review" or stage is not Stage.DRAFT  # a reviewer finds no draft
    assert (type(refusal.value), refusal.value.code) == (
        (ClosedError, stage.value) if seen else (NotFoundError, "assessment")
    )
    assert kept(here) == before


@pytest.mark.parametrize("step", ["withdraw", "reopen", "extend"])
@pytest.mark.parametrize(("reason", "code"), [("", "missing"), (" \n\x00", "missing"), ("x" * 2001, "long")])
def test_going_back_and_more_time_need_a_reason(here, step, reason, code):
    stage, who = STEPS[step]
    bring(here, stage)
    before = kept(here)
    with pytest.raises(InvalidError) as refusal:
        take(here, step, who, reason)
    assert refusal.value.fields == {"reason": code}
    assert kept(here) == before
    take(here, step, who, "x" * 2000)


@on_each
def test_a_step_that_somebody_took_first_is_not_taken_again(here):
    bring(here, Stage.SUBMITTED)
    begin_write(here.session)
    here.session.execute(
        sa.update(Assessment)
        .where(Assessment.id == here.assessment.id)
        .values(stage=Stage.IN_REVIEW)
        .execution_options(synchronize_session=False)
    )
    with pytest.raises(ClosedError, match="submitted"):
        stages.step(
            here.session, assessment=here.assessment, to=Stage.DRAFT, by=here.coordinator, now=LATER, reason="x"
        )


@on_each
def test_one_region_gets_more_time_and_can_answer_in_it(here):
    day = DUE + timedelta(days=7)
    assert take(here, "extend", "team", "Elections.", day).due == day
    assert here.elsewhere.due == DUE
    here.save(proud=(text("Us."), 0), now=datetime(2026, 6, 7, 21, 59, tzinfo=UTC))
    with pytest.raises(ClosedError, match="wave-over"):
        here.save(proud=(text("We."), 1), now=datetime(2026, 6, 7, 22, 0, tzinfo=UTC))
    here.session.rollback()
    take(here, "extend", "administrator", "They are done.", DUE)
    assert (here.assessment.extended_due, here.assessment.due) == (None, DUE)
    found = stages.extensions(here.session, assessment=here.assessment)
    assert [(one.by.name, one.detail) for one in found] == [
        ("Team", {"due": "2026-06-07", "reason": "Elections."}),
        ("Administrator", {"due": "2026-05-31", "reason": "They are done."}),
    ]


@on_each
def test_the_operator_extends_a_draft_and_nothing_else(here):
    known = {"assessment": here.assessment, "due": DUE + timedelta(days=1), "reason": "By phone.", "by": OPERATOR}
    assert stages.extend(here.session, now=LATER, **known).extended_due == DUE + timedelta(days=1)
    here.session.commit()
    assert [one.by for one in stages.extensions(here.session, assessment=here.assessment)] == [None]
    bring(here, Stage.SUBMITTED)
    with pytest.raises(ClosedError, match="submitted"):
        stages.extend(here.session, now=LATER, **known)


@pytest.mark.parametrize(
    ("due", "now", "code"),
    [
        (DUE - timedelta(days=1), LATER, "before-due"),
        (DUE + timedelta(days=1), datetime(2026, 6, 1, 22, 0, tzinfo=UTC), "past"),  # June 2 in Vienna
        (DUE + timedelta(days=1), datetime(2026, 6, 1, 21, 59, tzinfo=UTC), None),
        (DUE, datetime(2026, 7, 1, tzinfo=UTC), None),  # takes an extension back, however late
    ],
)
def test_more_time_ends_after_the_wave_and_after_today(here, due, now, code):
    known = {"assessment": here.assessment, "due": due, "reason": "x", "by": here.team, "now": now}
    if code is None:
        assert stages.extend(here.session, **known).due == due
        return
    with pytest.raises(InvalidError) as refusal:
        stages.extend(here.session, **known)
    assert refusal.value.fields == {"due": code}


STEP = {"number": 1, "from_stage": "draft", "to_stage": "submitted", "reason": None, "taken_at": NOW}


@on_each
@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("ck_transition_step_possible", {"to_stage": "concluded"}),
        ("ck_transition_step_possible", {"from_stage": "concluded", "to_stage": "in_review"}),
        ("ck_transition_back_with_reason", {"from_stage": "submitted", "to_stage": "draft"}),
        ("ck_transition_number_from_one", {"number": 0}),
    ],
)
def test_the_database_keeps_no_step_that_cannot_be(here, rule, change):
    begin_write(here.session)
    with pytest.raises(IntegrityError, match=rule):
        here.session.execute(sa.insert(Transition).values(assessment_id=here.assessment.id, **(STEP | change)))


@on_each
@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("ck_assessment_draft_unless_submitted", {"stage": "submitted"}),
        ("ck_assessment_draft_unless_submitted", {"submitted_at": NOW, "submitted_by_id": 1}),
        ("ck_assessment_submitted_by_somebody", {"stage": "submitted", "submitted_at": NOW}),
        ("ck_assessment_draft_from_one", {"draft_number": 0}),
    ],
)
def test_the_database_keeps_no_stage_that_cannot_be(here, rule, change):
    begin_write(here.session)
    with pytest.raises(IntegrityError, match=rule):
        here.session.execute(sa.update(Assessment).where(Assessment.id == here.assessment.id).values(**change))
