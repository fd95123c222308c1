"""Parts given to contributors: what can be given to whom, what is open of it, and that taking back holds at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import AnswerChange, Assignment, AuditEntry, Deed
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.progress import Progress, resolve
from survey.services import assignments, mandates, submissions
from survey.services.answers import given as answers_given
from survey.services.answers import kept
from survey.services.assignments import Wish
from tests.databases import DUE, NOW, World, text, world

LATER = NOW + timedelta(hours=1)
UNKNOWN = Answer(State.DOES_NOT_KNOW)


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


def give(here: World, *parts: str, due: date | None = None, by=None, to=None, now=NOW) -> list[Assignment]:
    """Give parts to the contributor as the coordinator, or otherwise, and commit."""
    made = assignments.give(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        wish=Wish((to or here.contributor).id, parts, due),
        by=by or here.coordinator,
        now=now,
    )
    here.session.commit()
    return made


def take(here: World, given: Assignment, by=None) -> None:
    known = {"assessment": here.assessment, "key": given.id, "by": by or here.coordinator, "now": LATER}
    assignments.take_back(here.session, **known)
    here.session.commit()


def load(here: World) -> assignments.Load:
    found = kept(here.session, assessment=here.assessment, questionnaire=here.questionnaire)
    states = resolve(here.questionnaire, answers_given(found))
    rows = assignments.in_force(here.session, assessment=here.assessment)
    return assignments.loads(here.questionnaire, states, [here.contributor], rows)[0]


def test_parts_are_given_with_a_day_and_stand_in_the_log(here):
    made = give(here, "encounter", "mixed", due=date(2026, 5, 20))
    assert {(one.part, one.due, one.given_by_id) for one in made} == {
        ("encounter", date(2026, 5, 20), here.coordinator.id),
        ("mixed", date(2026, 5, 20), here.coordinator.id),
    }
    noted = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == Deed.PART_GIVEN)).all()
    assert [(one.detail, one.person_id) for one in noted] == [
        ({"part": "mixed", "until": "2026-05-20"}, here.contributor.id),
        ({"part": "encounter", "until": "2026-05-20"}, here.contributor.id),
    ]


def test_a_question_of_a_section_that_is_given_is_in_it_already(here):
    assert [one.part for one in give(here, "mixed", "housing", "proud")] == ["housing", "proud"]


def test_giving_again_changes_the_day_alone(here):
    first = give(here, "encounter")
    assert give(here, "encounter") == []
    again = give(here, "encounter", due=DUE)
    assert [(one.id, one.due) for one in again] == [(first[0].id, DUE)]
    assert here.session.scalar(sa.select(sa.func.count(Assignment.id))) == 1


@pytest.mark.parametrize(
    ("parts", "change", "fields"),
    [
        ((), {}, {"parts": "missing"}),
        (("gone",), {}, {"parts": "unknown"}),
        (("mixed",), {"due": date(2026, 5, 3)}, {"due": "past"}),
        (("mixed",), {"due": date(2026, 6, 1)}, {"due": "late"}),
        (("mixed",), {"to": "neighbour"}, {"to": "unknown"}),
        (("mixed",), {"to": "reviewer"}, {"to": "unknown"}),
        (("mixed",), {"to": "coordinator"}, {"to": "unknown"}),
        ((), {"to": "team", "due": date(2026, 5, 3)}, {"parts": "missing", "to": "unknown", "due": "past"}),
    ],
)
def test_what_cannot_be_given_is_refused_with_all_that_is_wrong(here, parts, change, fields):
    change = {name: getattr(here, value) if name == "to" else value for name, value in change.items()}
    with pytest.raises(InvalidError) as refusal:
        give(here, *parts, **change)
    assert refusal.value.fields == fields
    here.session.rollback()
    assert here.session.scalars(sa.select(Assignment.id)).all() == []


@pytest.mark.parametrize(
    ("moment", "works"),
    [(datetime(2026, 5, 10, 21, 59, tzinfo=UTC), True), (datetime(2026, 5, 10, 22, 0, tzinfo=UTC), False)],
)
def test_the_day_ends_where_the_wave_is_at_home(here, moment, works):
    if works:
        assert give(here, "mixed", due=date(2026, 5, 10), now=moment)
    else:
        with pytest.raises(InvalidError):
            give(here, "mixed", due=date(2026, 5, 10), now=moment)


@pytest.mark.parametrize("name", ["contributor", "neighbour", "team", "administrator", "reviewer"])
def test_only_who_coordinates_gives_and_takes_back(here, name):
    given = give(here, "mixed")[0]
    for act in (lambda: give(here, "proud", by=getattr(here, name)), lambda: take(here, given, getattr(here, name))):
        with pytest.raises(NotFoundError):
            act()
        here.session.rollback()


def test_a_part_of_another_assessment_is_not_found(here):
    given = give(here, "mixed")[0]
    with pytest.raises(NotFoundError):
        assignments.take_back(here.session, assessment=here.elsewhere, key=given.id, by=here.neighbour, now=LATER)


def test_rights_end_at_once_and_nothing_is_written(here):
    given = give(here, "mixed")[0]
    here.save(by=here.contributor, mixed=(Answer(State.ANSWERED, 3), 0))
    take(here, given)
    with pytest.raises(NotFoundError, match="question"):
        here.save(by=here.contributor, mixed=(Answer(State.ANSWERED, 4), 1))
    here.session.rollback()
    assert here.session.scalars(sa.select(AnswerChange.value)).all() == ["3"], "what was saved stays"
    with pytest.raises(ClosedError):
        take(here, given)


def test_rights_end_with_the_mandate_and_come_back_without_the_parts(here):
    give(here, "mixed", "encounter")
    mandate = mandates.find(here.session, key=here.contributor.mandates[0].id, by=here.coordinator)
    mandates.end(here.session, mandate=mandate, by=here.coordinator, now=LATER)
    here.session.commit()
    with pytest.raises(NotFoundError):
        here.save(by=here.contributor, mixed=(Answer(State.ANSWERED, 4), 0))
    here.session.rollback()
    assert assignments.in_force(here.session, assessment=here.assessment) == []
    noted = here.session.scalars(sa.select(AuditEntry.detail).where(AuditEntry.deed == Deed.MANDATE_ENDED)).one()
    assert noted == {"duty": "contributor", "parts": 2}


def test_after_submitting_nothing_is_given_or_taken(here):
    given = give(here, "mixed")[0]
    here.complete()
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    submissions.submit(here.session, **known)
    here.session.commit()
    for act in (lambda: give(here, "proud"), lambda: take(here, given)):
        with pytest.raises(ClosedError, match="submitted"):
            act()
        here.session.rollback()


def test_what_is_open_is_counted_once_and_hidden_questions_are_not(here):
    give(here, "encounter")
    give(here, "spaces", "spaces_note", "proud")
    assert load(here).progress == Progress(0, 3), "what an answer would open is hidden yet"
    assert [(part.code, part.open) for part in load(here).parts] == [
        ("encounter", ("share", "spaces")),
        ("spaces", ("spaces",)),
        ("spaces_note", ()),
        ("proud", ("proud",)),
    ]
    here.save(support=(Answer(State.ANSWERED, "partly"), 0))
    here.save(by=here.contributor, spaces=(Answer(State.ANSWERED, "some"), 0), proud=(text("Us."), 0))
    assert load(here).progress == Progress(2, 4)
    assert load(here).open == ("share", "spaces_note")
    here.save(by=here.contributor, share=(UNKNOWN, 0), spaces_note=(text("Two."), 0))
    assert load(here).finished
