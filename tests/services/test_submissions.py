"""Submitting: what is in the way, what is frozen, and that it happens once."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from survey.errors import ClosedError, NotFoundError, ObstaclesError
from survey.models import Assessment, Stage, Submission
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.progress import resolve
from survey.services import stages, submissions
from survey.services.findings import Given, lacking
from tests.databases import NOTHING, NOW, World, text, world

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def here(tmp_path):
    return world(tmp_path)


def submit(here: World, **change: object) -> Submission:
    """Submit as the region's coordinator, or otherwise, and commit."""
    values = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": LATER}
    made = submissions.submit(here.session, **(values | change))
    here.session.commit()
    return made


def lacks(here: World, answers: dict[str, Answer]) -> list[tuple[str, str]]:
    """Return what answers lack: the question and the code of the finding, all of them errors."""
    found = list(lacking(Given(here.questionnaire, answers, resolve(here.questionnaire, answers))))
    assert {each.severity for each in found} <= {"error"}
    return [(code, each.code) for each in found for code in each.questions]


def test_everything_unanswered_is_in_the_way_in_the_order_of_the_file(here):
    found = lacks(here, {})
    # services and spaces_note are hidden as long as nothing opens them.
    assert [code for code, _ in found] == ["support", "mixed", "staff", "share", "spaces", "proud", "visitors"]
    assert {lack for _, lack in found} == {"unanswered"}


@pytest.mark.parametrize(
    ("answer", "lack"),
    [
        (NOTHING, "unanswered"),
        (Answer(State.NOT_APPLICABLE), "reason_missing"),
        (Answer(State.NOT_APPLICABLE, reason=""), "reason_missing"),
        (Answer(State.PLANNED, "planned"), "date_missing"),
        (Answer(State.NOT_APPLICABLE, reason="The state does this."), None),
        (Answer(State.PLANNED, "planned", planned_date=date(2027, 1, 1)), None),
        (Answer(State.DOES_NOT_KNOW), None),
        (Answer(State.ANSWERED, "no"), None),
    ],
)
def test_what_an_answer_lacks(here, answer, lack):
    found = lacks(here, {"support": answer})
    assert [each for each in found if each[0] == "support"] == ([("support", lack)] if lack else [])


def test_a_hidden_question_is_never_in_the_way(here):
    opened = lacks(here, {"support": Answer(State.ANSWERED, "partly")})
    shut = lacks(here, {"support": Answer(State.ANSWERED, "no"), "services": Answer(State.NOT_APPLICABLE)})
    assert "services" in [code for code, _ in opened]
    assert "services" not in [code for code, _ in shut]


def test_submitting_ends_the_draft_and_freezes_the_answers(here):
    here.complete()
    here.save(proud=(text("≥ 100 %"), 1), services=(Answer(State.ANSWERED, ("advice", "legal")), 1))
    here.save(support=(Answer(State.PLANNED, "planned", planned_date=date(2027, 1, 1)), 1))
    made = submit(here)
    assert (here.assessment.stage, here.assessment.submitted_at) == (Stage.SUBMITTED, LATER)
    assert here.assessment.submitted_by is here.coordinator
    assert (made.number, made.structure_hash) == (1, here.edition.structure_hash)
    frozen = {each["question"]: each for each in made.answers}
    assert list(frozen) == list(here.questionnaire.questions)
    assert frozen["support"] == {
        "question": "support",
        "state": "planned",
        "value": "planned",
        "reason": None,
        "planned_date": "2027-01-01",
        "version": 2,
    }
    # Planned is neither "everywhere" nor "partly", so services is hidden; what was answered is frozen all the same.
    assert (frozen["services"]["value"], frozen["proud"]["value"]) == ("advice|legal", "≥ 100 %")


def test_what_is_frozen_survives_in_the_database(here):
    here.complete()
    number = submit(here).id
    here.session.expunge_all()
    found = here.session.get_one(Submission, number)
    assert (found.submitted_at, len(found.answers)) == (LATER, len(here.questionnaire.questions))


def test_an_unfinished_draft_stays_a_draft(here):
    here.save(support=(Answer(State.ANSWERED, "no"), 0), mixed=(Answer(State.NOT_APPLICABLE), 0))
    with pytest.raises(ObstaclesError) as refusal:
        submit(here)
    assert ("reason_missing", ("mixed",)) in [(each.code, each.questions) for each in refusal.value.obstacles]
    assert refusal.value.data == {"count": len(refusal.value.obstacles)}
    here.session.rollback()
    assert here.session.scalar(sa.select(Assessment.stage).where(Assessment.id == here.assessment.id)) is Stage.DRAFT
    assert here.session.scalar(sa.select(sa.func.count(Submission.id))) == 0


def test_submitting_twice_is_submitting_once(here):
    here.complete()
    submit(here)
    with pytest.raises(ClosedError, match="submitted"):
        submit(here)
    here.session.rollback()
    assert here.session.scalars(sa.select(Submission.number)).all() == [1]


def test_nothing_is_answered_after_submitting(here):
    here.complete()
    submit(here)
    with pytest.raises(ClosedError, match="submitted"):
        here.save(proud=(text("One more thing"), 1))


@pytest.mark.parametrize("name", ["neighbour", "team", "administrator"])
def test_only_the_own_region_submits(here, name):
    here.complete()
    with pytest.raises(NotFoundError):
        submit(here, by=getattr(here, name))


def test_nothing_is_submitted_after_the_last_day(here):
    here.complete()
    with pytest.raises(ClosedError, match="wave-over"):
        submit(here, now=datetime(2026, 6, 1, tzinfo=UTC))


def test_a_reopened_draft_is_submitted_under_the_next_number(here):
    here.complete()
    submit(here)
    stages.withdraw(
        here.session, assessment=here.assessment, reason="Two answers were wrong.", by=here.coordinator, now=NOW
    )
    here.session.commit()
    assert submit(here).number == 2
