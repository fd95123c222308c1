"""Workbooks from making to taking in, on both databases: what was answered off line is kept, nobody is overwritten."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import ClosedError, FaultsError, NotFoundError
from survey.forms import workbooks as form
from survey.models import AnswerChange, AuditEntry, Deed, Source, StoredAnswer
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.services import assignments, workbook_opening, workbook_reading, workbooks
from survey.services.assignments import Wish
from survey.services.recording import Entry
from survey.services.workbooks import Mine
from tests import postgresql
from tests.databases import DUE, NOW, World, colleague, text, world
from tests.workbooks import Book

KEY = ("small", "", "en")
LATER = NOW + timedelta(days=3)
YES, PARTLY, NO = (Answer(State.ANSWERED, code) for code in ("everywhere", "partly", "no"))
PLANNED = Answer(State.PLANNED, "planned", planned_date=date(2027, 3, 31))


@pytest.fixture(params=["sqlite", "postgresql"])
def here(request, tmp_path) -> World:
    return world(tmp_path, postgresql.database() if request.param == "postgresql" else None)


def made(here: World, *, by=None) -> Book:
    """Return the workbook of an assessment, opened."""
    content = workbooks.make(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        by=by or here.coordinator,
        now=NOW,
    )
    return Book(content)


def read(here: World, content: bytes) -> dict[str, Mine]:
    """Return what a workbook says; FaultsError with everything that is wrong with it."""
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "name": "w.xlsx"}
    reading = workbook_reading.read(workbook_opening.open_workbook(content, "w.xlsx"), **known)
    found, unfit = form.from_cells(here.questionnaire, reading.given, KEY)
    if reading.faults or unfit:
        raise FaultsError([*reading.faults, *unfit])
    return workbooks.answers(here.session, reading, found, **known)


def compared(here: World, mine, *, by=None) -> workbooks.Preview:
    here.session.rollback()
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire}
    return workbooks.compare(here.session, mine=mine, by=by or here.coordinator, **known)


def take_in(here: World, entries, *, decided=(), by=None):
    """Write answers from a workbook as the page does: all of them or nothing."""
    here.session.rollback()
    outcome = workbooks.take_in(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        entries=entries,
        decided=decided,
        by=by or here.coordinator,
        now=LATER,
    )
    if outcome.conflicts:
        here.session.rollback()
    else:
        here.session.commit()
    return outcome


def history(here: World, code: str) -> list[tuple[int, Source, str | None]]:
    row = AnswerChange
    here.session.rollback()
    found = here.session.execute(sa.select(row.version, row.source, row.value).where(row.question == code))
    return sorted(tuple(each) for each in found)


def codes(found) -> list[str]:
    return [one.code for one in found]


def test_what_was_answered_off_line_is_new_and_taken_in(here):
    here.save(support=(NO, 0), staff=(Answer(State.ANSWERED, 2.5), 0))
    book = made(here)
    book.choose("support", "planned")
    book.write("support", date(2027, 3, 31), part="day")
    book.write("proud", "=1+1 Grüße\n#[x]")
    found = compared(here, read(here, book.saved()))
    assert codes(found.new) == ["support", "proud"]
    assert (found.conflicts, found.foreign, found.same, found.moved) == ([], [], [], [])
    assert set(found.unchanged) == set(here.questionnaire.questions) - {"support", "proud"}
    assert [(one.was, one.mine, one.base) for one in found.new] == [
        (NO, PLANNED, 1),
        (NOT_ANSWERED, text("=1+1 Grüße\n#[x]"), 0),
    ]
    outcome = take_in(here, {one.code: Entry(one.mine, one.theirs.version, touched=True) for one in found.new})
    assert outcome.saved == {"support": 2, "proud": 1}
    assert history(here, "support") == [(1, Source.PAGE, "no"), (2, Source.WORKBOOK, "planned")]
    assert history(here, "proud") == [(1, Source.WORKBOOK, "=1+1 Grüße\n#[x]")]
    entry = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == Deed.WORKBOOK_READ_IN)).one()
    assert (entry.by_id, entry.detail["written"]) == (here.coordinator.id, 2)


def test_a_workbook_left_as_it_was_changes_nothing(here):
    odd = "  a\tb\r\n\n_x000D_ «é» \u200b 😀 =2 'x "
    here.save(
        support=(PLANNED, 0),
        mixed=(Answer(State.NOT_APPLICABLE, reason="-1 & <x>"), 0),
        services=(Answer(State.ANSWERED, ("advice", "legal")), 0),
        proud=(text(odd), 0),
    )
    found = compared(here, read(here, made(here).saved()))
    assert (found.new, found.conflicts, found.foreign, found.same) == ([], [], [], [])
    assert len(found.unchanged) == len(here.questionnaire.questions)


def test_emptying_a_cell_takes_the_answer_back(here):
    here.save(support=(YES, 0))
    book = made(here)
    book.clear("support")
    found = compared(here, read(here, book.saved()))
    assert [(one.code, one.mine) for one in found.new] == [("support", NOT_ANSWERED)]
    take_in(here, {"support": Entry(NOT_ANSWERED, 1, touched=True)})
    kept = here.session.scalars(sa.select(StoredAnswer).where(StoredAnswer.question == "support")).one()
    assert (kept.state, kept.version) == (State.NOT_ANSWERED, 2)


def test_an_answer_changed_meanwhile_is_a_conflict_until_somebody_decides(here):
    other = colleague(here)
    here.save(support=(NO, 0))
    book = made(here)
    book.choose("support", "everywhere")
    here.save(support=(PARTLY, 1), by=other)
    found = compared(here, read(here, book.saved()))
    (one,) = found.conflicts
    assert (one.was, one.mine, one.theirs.answer, one.theirs.version) == (NO, YES, PARTLY, 2)
    assert one.theirs.changed_by == other.name
    assert take_in(here, {"support": Entry(YES, 1, touched=True)}).conflicts
    assert history(here, "support") == [(1, Source.PAGE, "no"), (2, Source.PAGE, "partly")]
    assert take_in(here, {"support": Entry(YES, 2, touched=True)}, decided=["support"]).saved == {"support": 3}
    assert history(here, "support")[-1] == (3, Source.WORKBOOK, "everywhere")
    assert here.session.scalar(sa.select(sa.func.count()).where(AuditEntry.deed == Deed.CONFLICT_FOUND)) == 1


def test_one_conflict_keeps_everything_from_being_written(here):
    here.save(support=(NO, 0))
    here.save(support=(PARTLY, 1))
    outcome = take_in(here, {"proud": Entry(text("us"), 0, True), "support": Entry(YES, 1, True)})
    assert codes(outcome.conflicts) == ["support"]
    assert history(here, "proud") == []


def test_what_others_answered_likewise_or_what_was_left_alone_is_no_conflict(here):
    here.save(support=(NO, 0), proud=(text("then"), 0))
    book = made(here)
    book.choose("support", "everywhere")
    here.save(support=(YES, 1), proud=(text("now"), 1))
    found = compared(here, read(here, book.saved()))
    assert (found.same, found.moved, found.new, found.conflicts) == (["support"], ["proud"], [], [])


def test_a_contributor_answers_what_was_given_and_reads_the_rest(here):
    wish = Wish(to=here.contributor.id, parts=("encounter",))
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    assignments.give(here.session, wish=wish, **known)
    here.session.commit()
    book = made(here, by=here.contributor)
    assert book.cell("spaces").protection.locked is False
    assert book.cell("support").protection.locked is True
    assert any("grey cells" in str(row[0].value) for row in book.book.worksheets[0].iter_rows())
    book.choose("spaces", "some")
    book.choose("support", "everywhere")
    found = compared(here, read(here, book.saved()), by=here.contributor)
    assert (codes(found.new), codes(found.foreign)) == (["spaces"], ["support"])
    with pytest.raises(NotFoundError):
        take_in(here, {"support": Entry(YES, 0, touched=True)}, by=here.contributor)
    here.session.rollback()
    assert history(here, "support") == []


def test_who_may_not_answer_gets_no_workbook(here):
    for person in (here.neighbour, here.team, here.reviewer):
        with pytest.raises(NotFoundError):
            made(here, by=person)


def test_after_the_last_day_nothing_is_taken_in(here):
    over = NOW + (DUE - NOW.date()) + timedelta(days=2)
    with pytest.raises(ClosedError, match="wave-over"):
        workbooks.require_answering(here.assessment, by=here.coordinator, now=over)


def test_a_workbook_with_versions_that_were_never_kept_is_refused(here):
    here.save(support=(NO, 0))
    content = made(here).saved()
    here.session.rollback()
    begin_write(here.session)
    here.session.execute(sa.delete(StoredAnswer))
    here.session.execute(sa.delete(AnswerChange))
    here.session.commit()
    with pytest.raises(FaultsError, match="other-history"):
        read(here, content)


def test_taking_a_workbook_away_is_noted(here):
    workbooks.taken(here.session, assessment=here.assessment, by=here.coordinator, now=NOW)
    here.session.commit()
    entry = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == Deed.WORKBOOK_TAKEN)).one()
    assert entry.detail == {"language": "en"}
