"""Answering separately: who is asked, until when, and that nothing is open before everybody has finished."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write, sessions
from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import Assessment, Consensus, Deed, Mandate, Participant, User
from survey.services import consensus, individual, meeting, submissions
from tests.databases import DUE as WAVE_DUE
from tests.databases import NOW, World, bind, colleague, world
from tests.services.separate import (
    DUE,
    LAST_MOMENT,
    MIDNIGHT,
    around,
    ask,
    deeds,
    done,
    say,
    value,
    visit,
)


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


def faults(here: World, **wish) -> dict[str, str]:
    with pytest.raises(InvalidError) as refused:
        ask(here, *wish.pop("people", ()), **wish)
    here.session.rollback()
    return refused.value.fields


def everything_about_others(here: World, by: User, now=NOW):
    """Yield every way to what somebody else has answered."""
    yield lambda: meeting.opened(here.session, **around(here, by, now))
    yield lambda: individual.individual(here.session, **around(here, by, now))
    yield lambda: meeting.views(here.session, assessment=here.assessment, by=by, now=now)
    yield lambda: meeting.agree(here.session, entries={}, **around(here, by, now))
    yield lambda: meeting.hold(here.session, code="support", words="No.", **around(here, by, now))


def test_the_coordinator_asks_people_of_the_region(here):
    other = colleague(here)
    assert visit(here, here.coordinator) is None
    assert consensus.candidates(here.session, assessment=here.assessment) == [other, here.coordinator, here.contributor]
    assert ask(here, other, here.contributor) == [other, here.contributor]
    found = visit(here, here.contributor)
    assert found is not None
    assert (found.due, found.begun_by_id, found.opened_at) == (DUE, here.coordinator.id, None)
    assert [each.user.name for each in found.participants] == ["Colleague", "Contributor"]
    assert deeds(here) == [(Deed.CONSENSUS_BEGUN, here.coordinator.id)]


def test_asking_again_adds_people_and_time_and_takes_nothing_away(here):
    ask(here)
    other = colleague(here)
    assert ask(here, other, due=DUE + timedelta(days=1)) == [other]
    found = visit(here, other)
    assert (found.due, len(found.participants)) == (DUE + timedelta(days=1), 3)
    assert ask(here, other, due=DUE + timedelta(days=1)) == []
    assert len(deeds(here)) == 2
    assert faults(here) == {"due": "earlier"}


@pytest.mark.parametrize(
    ("due", "code"),
    [(NOW.date() - timedelta(days=1), "past"), (WAVE_DUE + timedelta(days=1), "late")],
)
def test_a_day_must_lie_between_today_and_the_last_one(here, due, code):
    assert faults(here, due=due) == {"due": code}
    assert ask(here, due=NOW.date()) != []


def test_only_people_who_answer_for_the_region_take_part_and_more_than_one(here):
    assert faults(here, people=[here.coordinator]) == {"people": "few"}
    for stranger in (here.neighbour, here.reviewer, here.team, here.administrator):
        assert faults(here, people=[here.coordinator, here.contributor, stranger]) == {"people": "unknown"}
    assert faults(here, people=[here.neighbour], due=date(2026, 1, 1)) == {"people": "unknown", "due": "past"}
    assert here.session.query(Consensus).count() == 0


@pytest.mark.parametrize("who", ["contributor", "neighbour", "team", "administrator", "reviewer"])
def test_nobody_else_asks(here, who):
    with pytest.raises(NotFoundError):
        ask(here, by=getattr(here, who))


@pytest.mark.parametrize("who", ["neighbour", "team", "administrator", "reviewer"])
def test_for_everybody_else_there_is_nothing(here, who):
    ask(here)
    say(here, here.contributor, support=value("no"))
    someone = getattr(here, who)
    for moment in (NOW, MIDNIGHT):
        with pytest.raises(NotFoundError):
            visit(here, someone, moment)
        for attempt in everything_about_others(here, someone, moment):
            with pytest.raises(NotFoundError):
                attempt()
    with pytest.raises(NotFoundError):
        say(here, someone, support=value("no"))
    with pytest.raises(NotFoundError):
        done(here, someone)


def test_before_it_is_open_nobody_reads_what_others_said(here):
    ask(here)
    say(here, here.contributor, support=value("no"))
    done(here, here.contributor)
    for someone in (here.coordinator, here.contributor):
        for moment in (NOW, LAST_MOMENT):
            for attempt in everything_about_others(here, someone, moment):
                with pytest.raises(ClosedError, match="consensus-sealed"):
                    attempt()
                here.session.rollback()


def test_a_colleague_who_was_not_asked_reads_nothing_even_then_and_a_coordinator_does(here):
    other = colleague(here)
    ask(here, here.coordinator, other)
    assert done(here, here.coordinator, other)
    for attempt in everything_about_others(here, here.contributor):
        with pytest.raises(NotFoundError):
            attempt()
        here.session.rollback()
    third = visit(here, here.contributor)
    assert consensus.is_insider(third, here.assessment, other)
    assert not consensus.is_insider(third, here.assessment, here.contributor)


def test_a_coordinator_who_did_not_take_part_reads_the_answers_and_has_none(here):
    other = colleague(here)
    ask(here, here.contributor, other)
    with pytest.raises(NotFoundError):
        say(here, here.coordinator, support=value("no"))
    here.session.rollback()
    done(here, here.contributor, other)
    found, _ = meeting.opened(here.session, **around(here, here.coordinator))
    assert consensus.participant(found, here.coordinator) is None


def test_the_last_one_to_finish_opens_it(here):
    ask(here)
    assert not done(here, here.contributor)
    consensus.resume(here.session, assessment=here.assessment, by=here.contributor, now=NOW)
    here.session.commit()
    assert not done(here, here.coordinator)
    later = NOW + timedelta(hours=1)
    assert done(here, here.contributor, now=later)
    assert visit(here, here.coordinator).opened_at == later
    assert deeds(here)[-1] == (Deed.CONSENSUS_OPENED, None)


def test_the_end_of_the_day_where_the_wave_is_at_home_opens_it_once(here):
    ask(here)
    assert visit(here, here.coordinator, LAST_MOMENT).opened_at is None
    late = MIDNIGHT + timedelta(days=3)
    assert visit(here, here.contributor, late).opened_at == MIDNIGHT
    assert visit(here, here.coordinator, late).opened_at == MIDNIGHT
    assert [deed for deed, _ in deeds(here)].count(Deed.CONSENSUS_OPENED) == 1


def test_what_is_open_stays_as_it_is(here):
    ask(here)
    say(here, here.contributor, support=value("no"))
    for change in (
        lambda: say(here, here.contributor, now=MIDNIGHT, version=1, support=value("partly")),
        lambda: done(here, here.contributor, now=MIDNIGHT),
        lambda: consensus.resume(here.session, assessment=here.assessment, by=here.contributor, now=MIDNIGHT),
        lambda: ask(here, due=WAVE_DUE, now=MIDNIGHT),
    ):
        with pytest.raises(ClosedError, match="consensus-open"):
            change()
        here.session.rollback()
    _, said = meeting.opened(here.session, **around(here, here.coordinator, MIDNIGHT))
    assert said.answers[here.contributor.id] == {"support": value("no")}


def test_who_has_finished_takes_that_back_before_changing_an_answer(here):
    ask(here)
    done(here, here.contributor)
    with pytest.raises(ClosedError, match="consensus-finished"):
        say(here, here.contributor, support=value("no"))
    here.session.rollback()
    consensus.resume(here.session, assessment=here.assessment, by=here.contributor, now=NOW)
    here.session.commit()
    assert say(here, here.contributor, support=value("no")).saved == {"support": 1}


def test_a_submitted_assessment_takes_no_more_answers_and_stays_sealed_until_the_day(here):
    ask(here)
    here.complete()
    submissions.submit(
        here.session, assessment=here.assessment, questionnaire=here.questionnaire, by=here.coordinator, now=NOW
    )
    here.session.commit()
    for change in (
        lambda: ask(here),
        lambda: say(here, here.contributor, support=value("no")),
        lambda: done(here, here.contributor),
    ):
        with pytest.raises(ClosedError, match="submitted"):
            change()
        here.session.rollback()
    with pytest.raises(ClosedError, match="sealed"):
        meeting.opened(here.session, **around(here, here.coordinator))
    meeting.opened(here.session, **around(here, here.coordinator, MIDNIGHT))


def test_whoever_no_longer_answers_for_the_region_reads_nothing(here):
    ask(here)
    begin_write(here.session)
    here.session.execute(sa.update(Mandate).where(Mandate.user_id == here.contributor.id).values(until=NOW))
    here.session.commit()
    here.session.expire_all()
    for attempt in everything_about_others(here, here.contributor, MIDNIGHT):
        with pytest.raises(NotFoundError):
            attempt()
        here.session.rollback()


def test_all_who_finish_at_once_open_it_once(tmp_path):
    here = world(tmp_path)
    ask(here)
    people = [here.coordinator.id, here.contributor.id]

    def finish(key: int) -> bool:
        with sessions(bind(tmp_path))() as session:
            at, by = session.get_one(Assessment, here.assessment.id), session.get_one(User, key)
            opened = consensus.finish(session, assessment=at, by=by, now=NOW)
            session.commit()
            return opened

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(finish, people)) == [False, True]
    here.session.expire_all()
    assert [deed for deed, _ in deeds(here)].count(Deed.CONSENSUS_OPENED) == 1
    assert here.session.query(Participant).filter(Participant.finished_at.is_(None)).count() == 0
