"""Deadlines as a calendar file: which days concern whom, read back by the library that others read it with."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from survey.database import begin_write
from survey.models import Assessment, Assignment, Duty, Mandate, User, Wave
from survey.services import assignments, calendars
from survey.services.assignments import Wish
from survey.services.calendars import Deadline
from tests.databases import DUE, EACH, NOW, OPENS, World, world_on

REVIEW, CONCLUDE, MORE = date(2026, 6, 20), date(2026, 7, 1), date(2026, 6, 7)


@pytest.fixture(params=EACH)
def here(request, tmp_path) -> World:
    """A wave with a last day for each stage, in which Here was given more time."""
    made = world_on(request.param, tmp_path)
    begin_write(made.session)
    wave = made.session.get_one(Wave, made.wave.id)
    wave.review_due, wave.conclude_due = REVIEW, CONCLUDE
    made.session.get_one(Assessment, made.assessment.id).extended_due = MORE
    made.session.commit()
    return made


def give(here: World, *parts: str, due: date | None) -> None:
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    assignments.give(here.session, wish=Wish(here.contributor.id, parts, due), **known)
    here.session.commit()


def of(here: World, by: User) -> list[Deadline]:
    return calendars.deadlines(here.session, wave=here.wave, by=by)


def read(here: World, days: list[Deadline], now: datetime = NOW) -> list:
    """Return the events of the file, as a calendar reads them."""
    made = calendars.encode(days, wave=here.wave, base_url="https://survey.example.org:8443", now=now)
    return list(Calendar.from_ical(made).walk("VEVENT"))


def days(found: list[Deadline]) -> list[tuple[date, str]]:
    return [(one.day, one.title) for one in found]


def test_a_coordinator_gets_each_stage_with_the_last_day_of_the_own_region(here):
    assert days(of(here, here.coordinator)) == [
        (OPENS, "First day of answering"),
        (MORE, "Last day of answering: Here (extended)"),
        (REVIEW, "Last day of reviewing"),
        (CONCLUDE, "Last day of concluding"),
    ]
    assert (DUE, "Last day of answering: There") in days(of(here, here.neighbour))


@pytest.mark.parametrize("name", ["team", "administrator"])
def test_who_runs_the_survey_gets_the_wave_and_every_extension(here, name):
    found = of(here, getattr(here, name))
    assert days(found)[1:3] == [
        (DUE, "Last day of answering"),
        (MORE, "Last day of answering: Here (extended)"),
    ]
    assert [one.path for one in found][:3] == ["/waves/2026", "/waves/2026", "/assessments/2026/here/"]


def test_a_contributor_gets_the_days_of_the_own_parts_and_nobody_else_does(here):
    give(here, "closing", "support", due=date(2026, 5, 20))
    give(here, "spaces", due=None)
    parts = {"Questions for you: Closing words", "Questions for you: Does the region help newcomers to find a home?"}
    assert {title for day, title in days(of(here, here.contributor)) if day == date(2026, 5, 20)} == parts
    assert parts.isdisjoint(title for _day, title in days(of(here, here.coordinator)))
    (given, *_) = assignments.in_force(here.session, assessment=here.assessment)
    known = {"assessment": here.assessment, "by": here.coordinator, "now": NOW}
    assignments.take_back(here.session, key=given.id, **known)
    here.session.commit()
    assert sum(title in parts for _day, title in days(of(here, here.contributor))) == 1


def test_the_file_of_one_assessment_has_no_other_region_and_the_same_identifiers(here):
    begin_write(here.session)
    of_there = {"region_id": here.elsewhere.region_id, "duty": Duty.COORDINATOR, "since": NOW}
    here.session.add(Mandate(user_id=here.coordinator.id, **of_there))
    here.session.commit()
    here.session.expire_all()
    both = of(here, here.coordinator)
    one = calendars.of_assessment(here.session, assessment=here.assessment, by=here.coordinator)
    assert [each.key for each in both if "-due-" in each.key] == ["2026-due-there", "2026-due-here"]
    assert [each.key for each in one if "-due-" in each.key] == ["2026-due-here"]
    assert {each.key for each in one} < {each.key for each in both}


def test_the_project_team_can_take_the_days_of_one_region(here):
    found = calendars.of_assessment(here.session, assessment=here.elsewhere, by=here.team)
    assert (DUE, "Last day of answering: There") in days(found)


def test_the_file_reads_back_as_whole_days_that_lead_to_their_pages(here):
    events = read(here, of(here, here.coordinator))
    last = events[1]
    assert str(last["SUMMARY"]) == "Last day of answering: Here (extended) – Wave Wave 2026"
    assert (last["DTSTART"].dt, last["DTEND"].dt) == (MORE, date(2026, 6, 8))
    assert type(last["DTSTART"].dt) is date, "no hour, so that it stays on its day wherever the calendar is read"
    assert last["DTSTART"].params["VALUE"] == "DATE"
    assert "Europe/Vienna" in last["DESCRIPTION"]
    assert str(last["URL"]) == "https://survey.example.org:8443/assessments/2026/here/"
    assert str(last["UID"]) == "2026-due-here@survey.example.org"
    assert last["DTSTAMP"].dt == NOW


def test_an_extension_moves_the_event_that_is_there_already(here):
    before = {str(one["UID"]): one["DTSTART"].dt for one in read(here, of(here, here.coordinator))}
    begin_write(here.session)
    here.session.get_one(Assessment, here.assessment.id).extended_due = date(2026, 6, 14)
    here.session.commit()
    later = datetime(2026, 5, 6, tzinfo=UTC)
    after = {str(one["UID"]): one["DTSTART"].dt for one in read(here, of(here, here.coordinator), later)}
    assert before.keys() == after.keys()
    assert {uid for uid in before if before[uid] != after[uid]} == {"2026-due-here@survey.example.org"}


def test_every_identifier_stands_once_and_lines_are_as_the_standard_has_them(here):
    give(here, "closing", "support", "spaces", due=date(2026, 5, 20))
    found = of(here, here.contributor)
    assert len({one.key for one in found}) == len(found)
    made = calendars.encode(found, wave=here.wave, base_url="https://survey.example.org", now=NOW)
    assert made.startswith(b"BEGIN:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert b"\n" not in made.replace(b"\r\n", b"")


def test_a_part_that_is_not_asked_any_more_is_left_out(here):
    begin_write(here.session)
    given = {"user_id": here.contributor.id, "given_by_id": here.coordinator.id, "given_at": NOW, "due": DUE}
    here.session.add(Assignment(assessment_id=here.assessment.id, part="gone", **given))
    here.session.commit()
    assert days(of(here, here.contributor)) == days(of(here, here.coordinator))
