"""Who has what open: as many statements for many regions as for one, parts by section, orders, and for whom."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import Assignment
from survey.policy import OPERATOR
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.progress import Progress
from survey.services import assignments, reminders, wave_progress
from survey.services.assignments import Wish
from survey.services.wave_progress import Cell, Order, Whole
from tests import postgresql
from tests.databases import NOW, World, text, world


@pytest.fixture(params=["sqlite", "postgresql"])
def here(request, tmp_path) -> World:
    return world(tmp_path, postgresql.database() if request.param == "postgresql" else None)


def whole(here: World, *, by=None, now=NOW, order: Order = Order.NAME) -> Whole:
    return wave_progress.whole(here.session, wave=here.wave, by=by or here.team, now=now, order=order)


def give(here: World, *parts: str) -> None:
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    assignments.give(here.session, wish=Wish(here.contributor.id, parts), **known)
    here.session.commit()


def test_questions_that_an_answer_opens_and_parts_count_in_their_section(here):
    give(here, "spaces", "share", "proud")
    later = NOW + timedelta(minutes=5)
    here.save(spaces=(Answer(State.ANSWERED, "some"), 0))
    here.save(proud=(text("Us."), 0), now=later)
    found = whole(here)
    row, cells = found.rows[0], dict(zip(found.sections, found.rows[0].cells, strict=True))
    assert (row.changed_at, row.coordinators, row.waits) == (later, ("Here",), True)
    assert cells["encounter"].given_to == ("Contributor",), "named once, however many questions"
    assert cells["encounter"].progress.done == 1
    assert row.total.progress.done == 2
    assert [one.progress.done for one in found.totals] == [one.progress.done for one in row.cells]
    assert found.total.progress.total == sum(one.total.progress.total for one in found.rows)


def test_a_cell_names_only_who_has_something_of_it_open(here):
    give(here, "housing", "proud")
    assert [one.given_to for one in whole(here).rows[0].cells] == [("Contributor",), (), ("Contributor",)]
    here.save(proud=(text("Us."), 0))
    assert [one.given_to for one in whole(here).rows[0].cells] == [("Contributor",), (), ()]
    here.complete()
    assert [one.given_to for one in whole(here).rows[0].cells] == [(), (), ()]


@pytest.mark.parametrize(
    ("done", "total", "status"), [(0, 0, "unasked"), (0, 2, "none"), (1, 2, "open"), (2, 2, "done")]
)
def test_a_cell_has_one_of_four_states(done, total, status):
    assert Cell(Progress(done, total)).status == status


def test_a_part_that_is_not_asked_any_more_is_left_out(here):
    give(here, "proud")
    begin_write(here.session)
    here.session.query(Assignment).one().part = "gone"
    here.session.commit()
    assert [one.given_to for one in whole(here).rows[0].cells] == [()] * len(here.questionnaire.sections)


def test_the_orders(here):
    here.save(proud=(text("Us."), 0))
    names = {order: [row.assessment.region.key for row in whole(here, order=order).rows] for order in Order}
    assert names == {
        Order.NAME: ["here", "there"],
        Order.DONE: ["there", "here"],
        Order.ACTIVITY: ["there", "here"],
    }


def test_who_was_reminded_on_the_latest_day(here):
    give(here, "proud")
    for number, now in enumerate((NOW, NOW + timedelta(days=1))):
        items = reminders.open_of(here.session, [here.assessment])
        reminders.keep(here.session, items=items[number:], by=OPERATOR, now=now)
        here.session.commit()
    row = whole(here).rows[0]
    assert (row.reminded, row.reminded_on) == (("Contributor",), date(2026, 5, 5))


def test_nobody_waits_after_the_last_day_or_where_nobody_is(here):
    assert [row.waits for row in whole(here, now=NOW + timedelta(days=60)).rows] == [False, False]
    begin_write(here.session)
    here.neighbour.active = False
    here.session.commit()
    assert [row.waits for row in whole(here).rows] == [True, False]


def test_it_takes_six_statements_however_many_regions(here):
    here.complete()
    wave, by = here.wave, here.team
    whole(here)  # the questionnaire is read once per process
    seen: list[str] = []
    event.listen(here.session.get_bind(), "before_cursor_execute", lambda *given: seen.append(given[2]))
    wave_progress.whole(here.session, wave=wave, by=by, now=NOW)
    assert len([each for each in seen if each.startswith("SELECT")]) == 6


@pytest.mark.parametrize("name", ["coordinator", "contributor", "reviewer"])
def test_only_who_runs_the_survey_may_follow_it(here, name):
    with pytest.raises(NotFoundError):
        whole(here, by=getattr(here, name))
