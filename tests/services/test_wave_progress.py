"""Who has what open: every region beside every section, in few statements, for those who run the survey."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import Assessment, Assignment, Mandate
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.progress import Progress
from survey.services import assessments, assignments, reminders, wave_progress
from survey.services.assignments import Wish
from survey.services.recording import Entry, record
from survey.services.wave_progress import Order, Row
from tests.databases import DUE, EACH, NOW, World, submit_with_words, text, world_on

UNKNOWN = Answer(State.DOES_NOT_KNOW)
LATER = NOW + timedelta(hours=2)


@pytest.fixture(params=EACH)
def here(request, tmp_path) -> World:
    return world_on(request.param, tmp_path)


def whole(here: World, **more) -> wave_progress.Whole:
    return wave_progress.whole(here.session, wave=here.wave, **({"by": here.team, "now": NOW} | more))


def rows(here: World, **more) -> dict[str, Row]:
    return {one.assessment.region.key: one for one in whole(here, **more).rows}


def give(here: World, *parts: str) -> None:
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    assignments.give(here.session, wish=Wish(here.contributor.id, parts), **known)
    here.session.commit()


def answer_there(here: World) -> None:
    known = {"questionnaire": here.questionnaire, "by": here.neighbour, "now": LATER}
    record(here.session, assessment=here.elsewhere, entries={"proud": Entry(text("Us."), 0)}, **known)
    here.session.commit()


def test_cells_say_how_far_each_section_is(here):
    here.save(support=(Answer(State.ANSWERED, "everywhere"), 0), proud=(text("Us."), 0), visitors=(UNKNOWN, 0))
    found = whole(here)
    assert found.sections == ["housing", "encounter", "closing"]
    own, other = (one.cells for one in found.rows)
    assert [(one.progress.done, one.progress.total, one.status) for one in own] == [
        (1, 4, "open"),  # the services have been opened
        (0, 2, "none"),
        (2, 2, "done"),
    ]
    assert [one.status for one in other] == ["none", "none", "none"]
    assert [one.progress for one in found.totals] == [Progress(1, 7), Progress(0, 4), Progress(2, 4)]
    assert (found.total.progress, found.total.status) == (Progress(3, 15), "open")


def test_it_counts_as_the_task_list_does(here):
    here.save(support=(Answer(State.ANSWERED, "no"), 0), spaces=(Answer(State.ANSWERED, "some"), 0))
    lines = assessments.overview(here.session, wave=here.wave, by=here.team)
    assert [(one.assessment.id, one.progress, one.changed_at) for one in lines] == [
        (one.assessment.id, one.total.progress, one.changed_at) for one in whole(here).rows
    ]


def test_a_section_without_any_question_asked_is_neither_done_nor_open():
    assert wave_progress.Cell(Progress(0, 0)).status == "unasked"


def test_a_cell_names_who_has_something_of_it_open(here):
    give(here, "housing", "proud")
    assert [one.given_to for one in rows(here)["here"].cells] == [("Contributor",), (), ("Contributor",)]
    here.save(proud=(text("Us."), 0))
    assert rows(here)["here"].cells[2].given_to == (), "what was given is answered; the rest was given to nobody"
    (given, *_) = assignments.in_force(here.session, assessment=here.assessment)
    assignments.take_back(here.session, assessment=here.assessment, key=given.id, by=here.coordinator, now=NOW)
    here.session.commit()
    assert rows(here)["here"].cells[0].given_to == ()


def test_a_part_that_is_not_asked_any_more_is_left_out(here):
    begin_write(here.session)
    given = {"user_id": here.contributor.id, "given_by_id": here.coordinator.id, "given_at": NOW}
    here.session.add(Assignment(assessment_id=here.assessment.id, part="gone", **given))
    here.session.commit()
    assert {one.given_to for one in rows(here)["here"].cells} == {()}


def test_a_row_says_who_coordinates_until_when_and_what_came_last(here):
    begin_write(here.session)
    here.session.get_one(Assessment, here.assessment.id).extended_due = date(2026, 6, 7)
    here.session.commit()
    answer_there(here)
    found = rows(here)
    assert (found["here"].coordinators, found["here"].changed_at) == (("Here",), None)
    assert (found["here"].assessment.due, found["there"].assessment.due) == (date(2026, 6, 7), DUE)
    assert found["there"].changed_at == LATER


def test_a_row_says_who_was_reminded_last(here):
    items = reminders.open_of(here.session, [here.assessment, here.elsewhere])
    reminders.keep(
        here.session, items=[one for one in items if one.user.id == here.coordinator.id], by=here.team, now=NOW
    )
    here.session.commit()
    found = rows(here)
    assert (found["here"].reminded, found["here"].reminded_on) == (("Here",), NOW.date())
    assert (found["there"].reminded, found["there"].reminded_on) == ((), None)


def test_somebody_waits_to_be_reminded_while_a_draft_can_be_answered(here):
    assert {one.waits for one in rows(here).values()} == {True}
    assert {one.waits for one in rows(here, now=NOW + timedelta(days=60)).values()} == {False}
    here.complete()
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    submit_with_words(here.session, **known)
    begin_write(here.session)
    here.session.execute(sa.update(Mandate).where(Mandate.user_id == here.neighbour.id).values(until=NOW))
    here.session.commit()
    assert {one.waits for one in rows(here).values()} == {False}, "one has submitted, nobody is there of the other"


def test_the_order_is_by_name_by_what_is_done_or_by_the_last_activity(here):
    def keys(order: Order) -> list[str]:
        return [one.assessment.region.key for one in whole(here, order=order).rows]

    here.complete()
    assert keys(Order.NAME) == ["here", "there"]
    assert keys(Order.DONE) == ["there", "here"]
    assert keys(Order.ACTIVITY) == ["there", "here"], "who never began comes first"
    answer_there(here)
    assert keys(Order.ACTIVITY) == ["here", "there"]


@pytest.mark.parametrize("name", ["coordinator", "contributor", "reviewer", "neighbour"])
def test_nobody_of_a_region_finds_it(here, name):
    with pytest.raises(NotFoundError):
        whole(here, by=getattr(here, name))


def test_the_statements_do_not_grow_with_the_regions(here):
    give(here, "housing")
    here.complete()
    assert here.team.roles, "who asks is known before"
    seen: list[str] = []
    sa.event.listen(here.session.get_bind(), "before_cursor_execute", lambda *args: seen.append(args[2]))
    whole(here)
    assert len(seen) == 6, seen
