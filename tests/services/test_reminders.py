"""Reminders: who has something open, when it is time, in whose language, and at most one a day on both databases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from survey.database import begin_write, sessions
from survey.errors import NotFoundError
from survey.models import Assessment, AuditEntry, Deed, Duty, Reminder
from survey.policy import OPERATOR
from survey.services import assignments, reminder_letters, reminders, stages, submissions
from survey.services.assignments import Wish
from tests import postgresql
from tests.databases import DUE, EXPLAINED, NOW, World, bind, text, world

MONDAY, SATURDAY = datetime(2026, 5, 18, 8, 0, tzinfo=UTC), datetime(2026, 5, 16, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Settings:
    """What a letter needs to know of an installation."""

    instance: Path = Path()
    mail_from: str = "survey@example.org"
    smtp_url: str | None = None
    base_url: str = "https://survey.example.org"
    contact: str = "team@example.org"


@pytest.fixture(params=["sqlite", "postgresql"])
def here(request, tmp_path) -> World:
    return world(tmp_path, postgresql.database() if request.param == "postgresql" else None)


def give(here: World, *parts: str, due: date | None = None) -> None:
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    assignments.give(here.session, wish=Wish(here.contributor.id, parts, due), **known)
    here.session.commit()


def names(found) -> list[str]:
    return [one.user.name for one in found]


def due_now(here: World, now: datetime, **more) -> list[str]:
    return names(reminders.due_now(here.session, now=now, **more))


def keep(here: World, *, by=None, now: datetime = NOW) -> list[reminders.Kept]:
    items = reminders.open_of(here.session, [here.assessment])
    found = reminders.keep(here.session, items=items, by=by or here.team, now=now)
    here.session.commit()
    return found


def submit(here: World) -> None:
    here.complete()
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    submissions.submit(here.session, words=EXPLAINED, **known)
    here.session.commit()


def test_who_coordinates_and_who_was_given_questions_has_something_open(here):
    give(here, "encounter", "proud", due=date(2026, 5, 20))
    found = reminders.open_of(here.session, [here.assessment, here.elsewhere])
    assert [(one.user.name, one.duty, one.due) for one in found] == [
        ("Here", Duty.COORDINATOR, DUE),
        ("Contributor", Duty.CONTRIBUTOR, date(2026, 5, 20)),
        ("There", Duty.COORDINATOR, DUE),
    ]
    assert found[1].parts == ("encounter", "proud")


def test_nobody_who_has_finished_is_reminded(here):
    give(here, "proud")
    here.save(by=here.contributor, proud=(text("Us."), 0))
    assert names(reminders.open_of(here.session, [here.assessment])) == ["Here"]


def test_after_submitting_nobody_of_the_region_is_reminded(here):
    items = reminders.open_of(here.session, [here.assessment])
    submit(here)
    assert due_now(here, MONDAY) == ["There"]
    assert reminders.keep(here.session, items=items, by=here.team, now=MONDAY) == []


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (datetime(2026, 5, 15, 8, tzinfo=UTC), []),
        (SATURDAY, []),
        (datetime(2026, 5, 18, 4, 59, tzinfo=UTC), []),
        (datetime(2026, 5, 18, 5, 0, tzinfo=UTC), ["Here", "There"]),
        (datetime(2026, 5, 18, 17, 59, tzinfo=UTC), ["Here", "There"]),
        (datetime(2026, 5, 18, 18, 0, tzinfo=UTC), []),
        (datetime(2026, 6, 1, 8, tzinfo=UTC), []),
    ],
)
def test_it_is_time_in_the_hours_of_the_wave_and_what_falls_on_a_weekend_is_said_on_monday(here, now, found):
    """The last day is the 31st of May, a Sunday; 14 days before it is Sunday the 17th; Vienna is two hours ahead."""
    assert due_now(here, now) == found


def test_whoever_disturbs_sends_at_weekends(here):
    sunday = datetime(2026, 5, 17, 8, tzinfo=UTC)
    assert (due_now(here, sunday), due_now(here, sunday, disturb=True)) == ([], ["Here", "There"])


def test_a_region_with_more_time_is_reminded_later(here):
    stages.extend(here.session, assessment=here.assessment, due=date(2026, 6, 30), reason="Ill.", by=here.team, now=NOW)
    here.session.commit()
    assert due_now(here, MONDAY) == ["There"]
    assert due_now(here, datetime(2026, 6, 16, 8, tzinfo=UTC)) == ["Here"]


def test_the_same_occasion_is_said_once_and_the_next_one_again(here):
    keep(here, by=OPERATOR, now=MONDAY)
    assert due_now(here, MONDAY + timedelta(days=1)) == ["There"]
    assert due_now(here, datetime(2026, 5, 25, 8, tzinfo=UTC)) == ["Here", "There"]


def test_at_most_one_a_day_where_the_wave_is_at_home(here):
    evening, midnight = datetime(2026, 5, 18, 21, 59, tzinfo=UTC), datetime(2026, 5, 18, 22, 0, tzinfo=UTC)
    assert names(one.item for one in keep(here, now=MONDAY)) == ["Here"]
    assert keep(here, now=evening) == []
    assert names(one.item for one in keep(here, now=midnight)) == ["Here"]
    kept = here.session.execute(sa.select(Reminder.day, Reminder.by_id).order_by(Reminder.day)).all()
    assert kept == [(date(2026, 5, 18), here.team.id), (date(2026, 5, 19), here.team.id)]


def test_the_database_itself_refuses_a_second_one(here):
    keep(here)
    begin_write(here.session)
    here.session.add(
        Reminder(assessment_id=here.assessment.id, user_id=here.coordinator.id, day=NOW.date(), sent_at=NOW)
    )
    with pytest.raises(IntegrityError, match=r"uq_reminder_assessment_id_user_id_day|reminder\.assessment_id"):
        here.session.flush()
    here.session.rollback()
    table = sa.inspect(here.session.get_bind()).get_unique_constraints("reminder")
    assert [one["name"] for one in table] == ["uq_reminder_assessment_id_user_id_day"]


def test_two_timers_send_one(here):
    items = reminders.open_of(here.session, [here.assessment])
    here.session.commit()
    engine = here.session.get_bind()
    url = engine.url.render_as_string(hide_password=False)
    with sessions(bind(Path(), url))() as other:
        same = other.get_one(Assessment, here.assessment.id)
        first = reminders.keep(other, items=reminders.open_of(other, [same]), by=OPERATOR, now=NOW)
        other.commit()
    second = reminders.keep(here.session, items=items, by=OPERATOR, now=NOW)
    assert (len(first), second) == (1, [])


def test_a_reminder_is_noted_in_the_log(here):
    keep(here)
    noted = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == Deed.REMINDED)).one()
    assert (noted.by_id, noted.person_id, noted.assessment_id) == (
        here.team.id,
        here.coordinator.id,
        here.assessment.id,
    )


@pytest.mark.parametrize("name", ["neighbour", "contributor", "reviewer"])
def test_whoever_may_not_remind_finds_nothing(here, name):
    with pytest.raises(NotFoundError):
        keep(here, by=getattr(here, name))
    here.session.rollback()
    assert here.session.scalars(sa.select(Reminder)).all() == []


def letter(here: World, user) -> str:
    found = [one for one in reminders.open_of(here.session, [here.assessment]) if one.user is user]
    begin_write(here.session)
    user.password = "has come"
    made = reminder_letters.put(here.session, items=found, settings=Settings(), by=here.team, now=NOW)
    return f"{made.to}\n{made.subject}\n{made.body}"


def test_the_letter_says_what_is_open_until_when_with_links(here):
    give(here, "encounter", "proud", due=date(2026, 5, 20))
    said = letter(here, here.contributor)
    assert said.startswith("contributor@example.org\nA reminder: ")
    assert "20 May 2026" in said
    assert "https://survey.example.org/assessments/2026/here/sections/encounter#q-share" in said
    assert "team@example.org" in said
    assert "https://survey.example.org/assessments/2026/here/\n" in letter(here, here.coordinator)


def test_the_letter_is_in_the_language_of_its_reader(here):
    begin_write(here.session)
    here.coordinator.language = "de"
    here.session.commit()
    said = letter(here, here.coordinator)
    assert "Guten Tag Here," in said
    assert "31. Mai 2026" in said
    assert "Fragen sind" in said
    assert not {"Hello", "Please", "open"} & set(said.replace(",", " ").split())
