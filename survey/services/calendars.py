"""The deadlines of a wave as a calendar file (iCalendar, RFC 5545), for one reader.

Events last the whole day and have no hour: what matters is the day, until midnight where the wave is at home. With
an hour, the end of a day would stand on the next one, or on yet another for readers elsewhere. The time zone is said
in the words of each event. An identifier never changes, so that an extension moves the event that is there already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from textwrap import shorten
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from survey.errors import NotFoundError
from survey.languages import gettext as _
from survey.languages import region_name, wave_name
from survey.localising import localise
from survey.models import Assessment, Assignment, Region, User, Wave
from survey.policy import Action, may
from survey.questionnaires.model import Questionnaire
from survey.services import editions

if TYPE_CHECKING:
    from icalendar import Event

LONGEST_TITLE = 80
"""Characters of a question in the title of an event."""

_IN_WAVE = (
    select(Assessment)
    .join(Assessment.region)
    .where(Assessment.wave_id == bindparam("wave"))
    .options(joinedload(Assessment.region, innerjoin=True), joinedload(Assessment.wave, innerjoin=True))
    .order_by(Region.name)
)
_GIVEN = (
    select(Assignment)
    .where(Assignment.assessment_id.in_(bindparam("keys", expanding=True)), Assignment.until.is_(None))
    .where(Assignment.user_id == bindparam("person"), Assignment.due.is_not(None))
)


@dataclass(frozen=True)
class Deadline:
    """One day in the calendar; ``key`` identifies it within the platform for good, ``path`` leads to its page."""

    key: str
    day: date
    title: str
    path: str


def deadlines(session: Session, *, wave: Wave, by: User) -> list[Deadline]:
    """Return the days of a wave that concern a person, in the reader's language, the earliest first.

    Whoever runs the survey gets the last day of each region that was given more time; people of a region get their
    own last day, and those of the parts they were given. NotFoundError for whoever has no region in the wave.
    """
    runs = may(by, Action.MANAGE)
    own = {one.region_id for one in by.mandates if one.in_force}
    found = session.scalars(_IN_WAVE, {"wave": wave.id}).unique()
    theirs = [one for one in found if (one.extended_due if runs else one.region_id in own)]
    if not runs and not theirs:
        raise NotFoundError("deadlines")
    if not runs:
        return _of_people(session, wave, theirs, by)
    at = f"/waves/{wave.key}"
    last = Deadline(f"{wave.key}-due", wave.due, _("Last day of answering"), at)
    return _sorted([*_of_wave(wave, at=at), last, *map(_last_day, theirs)])


def of_assessment(session: Session, *, assessment: Assessment, by: User) -> list[Deadline]:
    """Return the days of one assessment that concern a person who may see it, in the reader's language.

    An event has the same identifier as in the file about the wave, so that whoever takes both has each day once.
    """
    return _of_people(session, assessment.wave, [assessment], by)


def _of_people(session: Session, wave: Wave, theirs: Sequence[Assessment], by: User) -> list[Deadline]:
    days = _of_wave(wave, at=f"/assessments/{wave.key}/{theirs[0].region.key}/")
    return _sorted([*days, *map(_last_day, theirs), *_of_parts(session, wave, theirs, by)])


def _sorted(days: list[Deadline]) -> list[Deadline]:
    return sorted(days, key=lambda one: (one.day, one.key))


def _of_wave(wave: Wave, *, at: str) -> Iterator[Deadline]:
    yield Deadline(f"{wave.key}-opens", wave.opens, _("First day of answering"), at)
    if wave.review_due:
        yield Deadline(f"{wave.key}-review", wave.review_due, _("Last day of reviewing"), at)
    if wave.conclude_due:
        yield Deadline(f"{wave.key}-conclude", wave.conclude_due, _("Last day of concluding"), at)


def _last_day(of: Assessment) -> Deadline:
    key, name = of.region.key, region_name(of.region)
    words = (
        _("Last day of answering: %(region)s (extended)") if of.extended_due else _("Last day of answering: %(region)s")
    )
    return Deadline(f"{of.wave.key}-due-{key}", of.due, words % {"region": name}, f"/assessments/{of.wave.key}/{key}/")


def _of_parts(session: Session, wave: Wave, own: Sequence[Assessment], by: User) -> Iterator[Deadline]:
    """Yield the days by which the person was asked to answer parts; what is not asked any more is left out."""
    asked = localise(editions.load(session, edition=wave.edition), wave.edition.hashes).questionnaire
    regions = {one.id: one.region for one in own}
    for given in session.scalars(_GIVEN, {"keys": list(regions), "person": by.id}):
        title = _title(asked, given.part)
        if given.due is not None and title is not None:
            path = f"/assessments/{wave.key}/{regions[given.assessment_id].key}/mine"
            yield Deadline(f"{wave.key}-part-{given.id}", given.due, _("Questions for you: %(part)s", part=title), path)


def _title(asked: Questionnaire, part: str) -> str | None:
    if part in asked.questions:
        return shorten(asked.questions[part].text, LONGEST_TITLE, placeholder="…")
    return next((section.title for section in asked.sections if section.code == part), None)


def encode(days: Sequence[Deadline], *, wave: Wave, base_url: str, now: datetime) -> bytes:
    """Return the file; each event leads to its page, and its identifier ends with the platform's host."""
    from icalendar import Calendar  # late: few pages need it

    made = Calendar()
    made.add("prodid", "-//Intercultural self-assessment//Deadlines//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", wave_name(wave.title))
    made.add("x-wr-timezone", wave.time_zone)
    host = urlsplit(base_url).hostname
    for one in days:
        made.add_component(_event(one, wave, base_url, str(host), now))
    return bytes(made.to_ical())


def _event(one: Deadline, wave: Wave, base_url: str, host: str, now: datetime) -> "Event":
    from icalendar import Event  # late: few pages need it

    event, link = Event(), f"{base_url}{one.path}"
    until = _("The day ends at midnight in the time zone %(zone)s.", zone=wave.time_zone)
    event.add("uid", f"{one.key}@{host}")
    event.add("dtstamp", now)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", f"{one.title} – {wave_name(wave.title)}")
    event.add("description", f"{until}\n{link}")
    event.add("url", link)
    event.add("transp", "TRANSPARENT")
    return event
