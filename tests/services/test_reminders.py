"""Reminders: who has something open, when it is time to say so, in whose language, and at most one a day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from survey.database import begin_write, sessions
from survey.errors import NotFoundError
from survey.models import AuditEntry, Deed, Duty, Mandate, Reminder, User
from survey.policy import OPERATOR
from survey.questionnaires.answers import Answer, State
from survey.services import assignments, reminder_letters, reminders
from survey.services.assignments import Wish
from survey.services.reminders import Open
from tests.databases import DUE, EACH, NOW, World, person, submit_with_words, text, world_on

UNKNOWN = Answer(State.DOES_NOT_KNOW)
FRIDAY = datetime(2026, 5, 29, 10, tzinfo=UTC)
"""Two days before the last one, which is a Sunday."""


@dataclass(frozen=True)
class Settings:
    """What a letter needs of an installation."""

    instance: Path = Path()
    mail_from: str = "survey@example.org"
    smtp_url: str | None = None
    base_url: str = "https://survey.example.org"
    contact: str = "help@example.org"


@pytest.fixture(params=EACH)
def here(request, tmp_path) -> World:
    return world_on(request.param, tmp_path)


def give(here: World, *parts: str, due: date | None = None) -> None:
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    assignments.give(here.session, wish=Wish(here.contributor.id, parts, due), **known)
    here.session.commit()


def open_now(here: World) -> dict[str, Open]:
    """Return what is open in both drafts, by who has it."""
    return {one.user.email: one for one in reminders.open_of(here.session, [here.assessment, here.elsewhere])}


def told(here: World, now: datetime, **more: object) -> list[str]:
    """Return whom the timer would remind at a moment."""
    found = reminders.due_now(here.session, now=now, **more)
    return [one.user.email.partition("@")[0] for one in found]


def keep(here: World, *, by: object = OPERATOR, now: datetime = NOW, who: User | None = None) -> list[reminders.Kept]:
    items = [one for one in open_now(here).values() if who is None or one.user.id == who.id]
    kept = reminders.keep(here.session, items=items, by=by, now=now)
    here.session.commit()
    return kept


def count(here: World) -> int:
    return here.session.scalar(sa.select(sa.func.count(Reminder.id))) or 0


def test_a_coordinator_has_the_whole_assessment_open_and_others_their_parts(here):
    give(here, "housing", "spaces", due=date(2026, 5, 20))
    found = open_now(here)
    assert set(found) == {"here@example.org", "there@example.org", "contributor@example.org"}
    own, theirs = found["here@example.org"], found["contributor@example.org"]
    assert (own.duty, own.parts, own.due) == (Duty.COORDINATOR, (), DUE)
    assert own.codes == ("support", "mixed", "staff", "share", "spaces", "proud", "visitors")
    assert (theirs.duty, theirs.parts, theirs.due) == (Duty.CONTRIBUTOR, ("housing", "spaces"), date(2026, 5, 20))
    assert theirs.codes == ("support", "mixed", "staff", "spaces")


def test_who_has_finished_is_not_asked_and_a_coordinator_until_it_is_submitted(here):
    give(here, "closing")
    here.save(proud=(text("Us."), 0), visitors=(UNKNOWN, 0))
    assert "contributor@example.org" not in open_now(here)
    here.save(**dict.fromkeys(here.questionnaire.questions, (UNKNOWN, 0)), now=NOW + timedelta(hours=1))
    assert open_now(here)["here@example.org"].codes == ()
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    submit_with_words(here.session, **known)
    here.session.commit()
    assert told(here, FRIDAY) == ["there"]


def test_whose_account_is_closed_is_not_reminded(here):
    give(here, "closing")
    begin_write(here.session)
    here.session.merge(here.contributor).active = False
    here.session.commit()
    assert "contributor@example.org" not in open_now(here)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (16, []),  # a day too early
        (17, []),  # fourteen days before, and a Sunday
        (18, ["here", "there"]),  # the Monday after
        (29, ["here", "there"]),
        (31, []),  # the last day is a Sunday
    ],
)
def test_it_is_time_on_the_days_before_and_after_a_weekend_on_monday(here, day, expected):
    assert told(here, datetime(2026, 5, day, 10, tzinfo=UTC)) == expected


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(4, 59, True), (5, 0, False), (17, 59, False), (18, 0, True), (23, 30, True)]
)
def test_nobody_is_disturbed_before_seven_and_from_eight_in_the_evening_where_the_wave_is(here, hour, minute, quiet):
    moment = datetime(2026, 5, 29, hour, minute, tzinfo=UTC)  # two hours later in Vienna
    assert reminders.quiet(moment, "Europe/Vienna") is quiet
    assert (told(here, moment) == []) is quiet
    assert told(here, moment, disturb=True) == ["here", "there"]


def test_the_night_of_the_wave_counts_and_not_that_of_the_server(here):
    moment = datetime(2026, 5, 29, 17, 30, tzinfo=UTC)
    assert (reminders.quiet(moment, "Europe/Dublin"), reminders.quiet(moment, "Europe/Helsinki")) == (False, True)


def test_each_of_the_days_is_said_once(here):
    assert told(here, FRIDAY - timedelta(days=11)) == ["here", "there"]
    keep(here, now=FRIDAY - timedelta(days=11))
    assert told(here, FRIDAY - timedelta(days=10)) == []
    assert told(here, FRIDAY - timedelta(days=4)) == ["here", "there"]
    assert told(here, FRIDAY - timedelta(days=11), days_before=[13]) == []


def test_an_extension_moves_the_days(here):
    begin_write(here.session)
    here.session.merge(here.assessment).extended_due = date(2026, 6, 30)
    here.session.commit()
    assert told(here, FRIDAY) == ["there"]
    assert told(here, datetime(2026, 6, 16, 10, tzinfo=UTC)) == ["here"]


def test_the_own_day_of_a_part_comes_first(here):
    give(here, "housing", due=date(2026, 5, 8))
    assert told(here, datetime(2026, 5, 6, 10, tzinfo=UTC)) == ["contributor"]


def test_after_the_last_day_nobody_is_reminded(here):
    late = datetime(2026, 6, 1, 10, tzinfo=UTC)
    assert told(here, late) == []
    assert keep(here, now=late) == []


def test_at_most_one_a_day_for_each_assessment(here):
    assert len(keep(here)) == 2
    assert keep(here, now=NOW + timedelta(hours=3)) == []
    assert len(keep(here, now=NOW + timedelta(days=1))) == 2


def test_two_who_saw_the_same_send_one(here):
    items = [one for one in open_now(here).values() if one.user.id == here.coordinator.id]
    other = sessions(here.session.get_bind())()
    assert len(reminders.keep(here.session, items=items, by=OPERATOR, now=NOW)) == 1
    here.session.commit()
    assert reminders.keep(other, items=items, by=OPERATOR, now=NOW) == []
    other.rollback()


def test_the_table_itself_refuses_a_second_one_of_the_day(here):
    (kept,) = keep(here, who=here.coordinator)
    row = here.session.get_one(Reminder, kept.key)
    begin_write(here.session)
    here.session.add(Reminder(assessment_id=row.assessment_id, user_id=row.user_id, day=row.day, sent_at=NOW))
    with pytest.raises(IntegrityError):
        here.session.flush()
    here.session.rollback()


def test_what_was_answered_meanwhile_is_not_reminded_of(here):
    give(here, "closing")
    items = [one for one in open_now(here).values() if one.user.id == here.contributor.id]
    here.save(proud=(text("Us."), 0), visitors=(UNKNOWN, 0))
    assert reminders.keep(here.session, items=items, by=here.coordinator, now=NOW) == []


def test_what_could_not_be_sent_is_forgotten_and_tried_again(here):
    reminders.failed(here.session, kept=keep(here))
    here.session.commit()
    assert count(here) == 0
    assert len(keep(here)) == 2


def test_what_was_sent_stands_in_the_log(here):
    reminders.sent(here.session, kept=keep(here, by=here.team, who=here.coordinator), by=here.team, now=NOW)
    here.session.commit()
    (noted,) = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == Deed.REMINDED))
    assert (noted.by_id, noted.person_id, noted.assessment_id) == (
        here.team.id,
        here.coordinator.id,
        here.assessment.id,
    )


@pytest.mark.parametrize("name", ["team", "administrator", "coordinator"])
def test_who_runs_the_survey_or_coordinates_may_remind(here, name):
    assert len(keep(here, by=getattr(here, name), who=here.coordinator)) == 1


@pytest.mark.parametrize("name", ["contributor", "reviewer", "neighbour"])
def test_nobody_else_may(here, name):
    with pytest.raises(NotFoundError):
        keep(here, by=getattr(here, name), who=here.coordinator)
    here.session.rollback()
    assert count(here) == 0


def letter(here: World, *people: User) -> str:
    """Return the mail to one person about all that is open, on one line where a paragraph is one."""
    items = [one for one in open_now(here).values() if one.user.id in {each.id for each in people}]
    return reminder_letters.letter(here.session, items=items, settings=Settings()).get_content()


def test_the_letter_of_a_coordinator(here):
    assert letter(here, here.coordinator) == (
        "Hello Here,\n\n"
        "this is open and waits for you:\n\n"
        "Here, Wave Wave 2026\n\n"
        "7 questions are open. Please by 31 May 2026.\n\n"
        "https://survey.example.org/assessments/2026/here/\n\n"
        "Questions, or not expected? Write to help@example.org.\n"
    )


def test_the_letter_of_a_contributor_leads_to_the_first_open_question_of_each_part(here):
    give(here, "encounter", "support")
    here.save(share=(UNKNOWN, 0))
    said = letter(here, here.contributor)
    assert "Does the region help newcomers to find a home?\n1 question is open.\n" in said
    assert "https://survey.example.org/assessments/2026/here/sections/housing#q-support" in said
    assert "Encounter\n1 question is open.\n" in said
    assert "https://survey.example.org/assessments/2026/here/sections/encounter#q-spaces" in said


def test_the_letter_is_in_the_language_of_whoever_gets_it(here):
    begin_write(here.session)
    here.session.merge(here.coordinator).language = "de"
    here.session.commit()
    items = [one for one in open_now(here).values() if one.user.id == here.coordinator.id]
    made = reminder_letters.letter(here.session, items=items, settings=Settings())
    assert made["Subject"] == "Zur Erinnerung: Fragen der Selbstbewertung warten auf Sie"
    said = made.get_content()
    assert said.startswith("Guten Tag Here,\n\n")
    assert "31. Mai 2026" in said
    assert "7 Fragen sind offen." in said
    assert "open" not in said


def test_one_person_with_two_regions_gets_one_letter(here):
    begin_write(here.session)
    other = person(here.session, "both", region=here.assessment.region)
    here.session.add(Mandate(user_id=other.id, region_id=here.elsewhere.region_id, duty=Duty.COORDINATOR, since=NOW))
    here.session.commit()
    items = [
        one for one in reminders.open_of(here.session, [here.assessment, here.elsewhere]) if one.user.id == other.id
    ]
    said = reminder_letters.letter(here.session, items=items, settings=Settings()).get_content()
    assert len(items) == 2
    assert said.count("https://survey.example.org/assessments/2026/") == 2
    assert said.count("Hello Both,") == 1
