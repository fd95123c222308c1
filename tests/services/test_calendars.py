"""Deadlines as a calendar file, read back: whose days, whole days, identifiers that stay, words in the zone."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from survey.database import begin_write
from survey.models import Duty, Mandate, Wave
from survey.services import assignments, calendars, stages
from survey.services.assignments import Wish
from tests.databases import DUE, NOW, OPENS, World, world

MORE = DUE + timedelta(days=10)
REVIEWED, CONCLUDED = DUE + timedelta(days=20), DUE + timedelta(days=40)


@pytest.fixture
def here(tmp_path) -> World:
    made = world(tmp_path)
    begin_write(made.session)
    wave = made.session.get_one(Wave, made.wave.id)
    wave.review_due, wave.conclude_due = REVIEWED, CONCLUDED
    made.session.commit()
    return made


def events(here: World, by) -> dict[str, object]:
    """Return the events of a person's file, by what stands before the host in their identifiers."""
    days = calendars.deadlines(here.session, wave=here.wave, by=by)
    made = calendars.encode(days, wave=here.wave, base_url="https://survey.example.org", now=NOW)
    read = Calendar.from_ical(made)
    assert read["x-wr-timezone"] == "Europe/Vienna"
    assert (read["version"], read["method"]) == ("2.0", "PUBLISH")
    found = {}
    for event in read.walk("VEVENT"):
        key, host = event["uid"].split("@")
        assert host == "survey.example.org"
        assert event.decoded("dtstamp") == NOW
        found[key] = event
    return found


def days(here: World, by) -> dict[str, date]:
    return {key: event.decoded("dtstart") for key, event in events(here, by).items()}


def extend(here: World) -> None:
    stages.extend(here.session, assessment=here.assessment, due=MORE, reason="Ill.", by=here.team, now=NOW)
    here.session.commit()


def test_the_team_gets_the_days_of_the_wave_and_every_extension(here):
    common = {
        "2026-opens": OPENS,
        "2026-due": DUE,
        "2026-review": REVIEWED,
        "2026-conclude": CONCLUDED,
    }
    assert days(here, here.team) == days(here, here.administrator) == common
    extend(here)
    assert days(here, here.team) == common | {"2026-due-here": MORE}
    assert "Here (extended)" in str(events(here, here.team)["2026-due-here"]["summary"])


def test_people_of_a_region_get_its_own_last_day_which_moves_with_an_extension(here):
    assert days(here, here.coordinator)["2026-due-here"] == DUE
    extend(here)
    found = days(here, here.coordinator)
    assert found["2026-due-here"] == MORE, "the same identifier, so that the event moves"
    assert set(found) == {"2026-opens", "2026-due-here", "2026-review", "2026-conclude"}
    assert days(here, here.neighbour)["2026-due-there"] == DUE
    assert "2026-due-here" not in days(here, here.neighbour)
    assert days(here, here.reviewer) == found


def test_a_contributor_gets_the_days_of_the_own_parts(here):
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    given = assignments.give(
        here.session, wish=Wish(here.contributor.id, ("encounter",), date(2026, 5, 20)), **known
    ) + assignments.give(here.session, wish=Wish(here.contributor.id, ("proud",)), **known)
    here.session.commit()
    found = events(here, here.contributor)
    parts = [key for key in found if "-part-" in key]
    assert parts == [f"2026-part-{given[0].id}"], "a part without a day is in no calendar"
    event = found[parts[0]]
    assert (event.decoded("dtstart"), event["url"]) == (
        date(2026, 5, 20),
        "https://survey.example.org/assessments/2026/here/mine",
    )
    assert str(event["summary"]).startswith("Questions for you: ")
    assert not [key for key in days(here, here.coordinator) if "-part-" in key]
    assignments.take_back(
        here.session, assessment=here.assessment, key=given[0].id, by=here.coordinator, now=NOW + timedelta(hours=1)
    )
    here.session.commit()
    assert parts[0] not in days(here, here.contributor)


def test_events_last_the_whole_day_and_say_whose_midnight(here):
    event = events(here, here.coordinator)["2026-due-here"]
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
    assert "Europe/Vienna" in str(event["description"])
    assert event["transp"] == "TRANSPARENT"


def test_the_file_of_one_assessment_has_no_other_region_and_the_same_identifiers(here):
    begin_write(here.session)
    of_there = {"region_id": here.elsewhere.region_id, "duty": Duty.COORDINATOR, "since": NOW}
    here.session.add(Mandate(user_id=here.coordinator.id, **of_there))
    here.session.commit()
    here.session.expire_all()
    of_wave = {one.key for one in calendars.deadlines(here.session, wave=here.wave, by=here.coordinator)}
    of_here = {
        one.key for one in calendars.of_assessment(here.session, assessment=here.assessment, by=here.coordinator)
    }
    assert of_wave - of_here == {"2026-due-there"}
    assert of_here < of_wave


def test_the_project_team_can_take_the_days_of_one_region(here):
    found = calendars.of_assessment(here.session, assessment=here.elsewhere, by=here.team)
    assert [(one.day, one.title) for one in found][1] == (DUE, "Last day of answering: There")
