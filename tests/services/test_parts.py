"""Which questions a person may answer now: all, those given to them, or those that the review sent back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import ClosedError, NotFoundError
from survey.models import AnswerChange, Assignment, AuditEntry, Deed, ReviewedAnswer, Source
from survey.questionnaires.answers import Answer, State
from survey.scoring.lenses import Verdict
from survey.services import parts, stages, submissions
from survey.services.recording import Entry, record
from tests.databases import NOW, World, text, world

ALL = {"support", "services", "mixed", "staff", "share", "spaces", "spaces_note", "proud", "visitors"}
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


def give(here: World, part: str) -> Assignment:
    """Give a part to the contributor."""
    begin_write(here.session)
    made = Assignment(
        assessment_id=here.assessment.id,
        user_id=here.contributor.id,
        part=part,
        given_at=NOW,
        given_by_id=here.coordinator.id,
    )
    here.session.add(made)
    here.session.commit()
    return made


def mine(here: World, by) -> frozenset[str]:
    return parts.editable(here.session, assessment=here.assessment, questionnaire=here.questionnaire, by=by)


def in_review(here: World, *returned: str) -> None:
    """Submit, open the review, and send some questions back."""
    here.complete()
    known = {"assessment": here.assessment, "now": NOW}
    submissions.submit(here.session, questionnaire=here.questionnaire, by=here.coordinator, **known)
    stages.open_review(here.session, by=here.reviewer, **known)
    for code in returned:
        here.session.add(
            ReviewedAnswer(
                assessment_id=here.assessment.id,
                question=code,
                version=1,
                verdict=Verdict.RETURNED,
                reason="Which decision is it?",
                reviewed_at=NOW,
                reviewer_id=here.reviewer.id,
            )
        )
    here.session.commit()


def test_a_coordinator_answers_everything_in_a_draft(here):
    assert mine(here, here.coordinator) == ALL


@pytest.mark.parametrize("name", ["neighbour", "team", "administrator", "reviewer", "contributor"])
def test_nobody_else_answers_unless_asked(here, name):
    assert mine(here, getattr(here, name)) == frozenset()


def test_a_contributor_answers_sections_and_questions_that_were_given(here):
    give(here, "encounter")
    give(here, "mixed")
    give(here, "gone")
    assert mine(here, here.contributor) == {"share", "spaces", "spaces_note", "mixed"}


def test_what_was_not_given_cannot_be_saved(here):
    give(here, "mixed")
    assert here.save(by=here.contributor, mixed=(Answer(State.ANSWERED, 3), 0)).saved == {"mixed": 1}
    with pytest.raises(NotFoundError, match="question"):
        here.save(by=here.contributor, mixed=(Answer(State.ANSWERED, 4), 1), proud=(text("Us."), 0))
    assert here.session.scalars(sa.select(AnswerChange.question)).all() == ["mixed"], "nothing of it is written"


def test_rights_end_when_a_part_is_taken_back(here):
    given = give(here, "mixed")
    begin_write(here.session)
    here.session.get_one(Assignment, given.id).until = LATER
    here.session.commit()
    assert mine(here, here.contributor) == frozenset()
    with pytest.raises(NotFoundError, match="question"):
        here.save(by=here.contributor, mixed=(Answer(State.ANSWERED, 3), 0))


def test_in_review_the_region_changes_what_was_sent_back_and_nothing_else(here):
    in_review(here, "proud")
    assert mine(here, here.coordinator) == {"proud"}
    assert mine(here, here.contributor) == frozenset()
    assert here.save(proud=(text("Our language cafés."), 1)).saved == {"proud": 2}
    with pytest.raises(ClosedError, match="in_review"):
        here.save(mixed=(Answer(State.ANSWERED, 3), 1))


def test_after_the_wave_is_over_the_review_goes_on(here):
    in_review(here, "proud")
    assert here.save(now=NOW + timedelta(days=400), proud=(text("Late, and asked for."), 1)).saved == {"proud": 2}


def test_what_was_submitted_stays_as_it_is(here):
    here.complete()
    known = {"assessment": here.assessment, "by": here.coordinator, "now": NOW}
    submissions.submit(here.session, questionnaire=here.questionnaire, **known)
    here.session.commit()
    with pytest.raises(ClosedError, match="submitted"):
        here.save(proud=(text("Later."), 1))


def test_an_answer_says_in_which_way_and_why_it_came(here):
    entries = {"proud": Entry(text("From Excel."), 0)}
    record(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        entries=entries,
        by=here.coordinator,
        now=NOW,
        source=Source.WORKBOOK,
        why="Filled in on the train.",
    )
    here.session.commit()
    change = here.session.scalars(sa.select(AnswerChange)).one()
    assert (change.source, change.why) == (Source.WORKBOOK, "Filled in on the train.")


def test_a_conflict_is_recorded(here):
    here.save(proud=(text("Mine."), 0))
    assert here.save(proud=(text("Theirs."), 0)).conflicts
    noted = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == Deed.CONFLICT_FOUND)).one()
    assert (noted.deed, noted.question, noted.by_id, noted.detail) == (
        Deed.CONFLICT_FOUND,
        "proud",
        here.coordinator.id,
        {"version": 1},
    )
