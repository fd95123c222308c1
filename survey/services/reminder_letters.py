"""The mail that reminds one person of all that is open, in that person's language."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol

from babel.dates import format_date
from sqlalchemy.orm import Session

from survey import languages, localising
from survey.models import Duty, Mail, Purpose, Topic
from survey.policy import Actor
from survey.questionnaires.model import Questionnaire
from survey.services import editions, links, mail, outbox
from survey.services.links import LIFETIMES, Link
from survey.services.outbox import Words
from survey.services.parts import questions_of
from survey.services.reminders import Open


class Settings(mail.MailSettings, Protocol):
    """What a letter with links needs to know of an installation."""

    @property
    def base_url(self) -> str:
        """Where people come."""

    @property
    def contact(self) -> str:
        """Whom people ask."""


def put(session: Session, *, items: Sequence[Open], settings: Settings, by: Actor, now: datetime) -> Mail | None:
    """Put one mail to one person about all of ``items`` into the queue, each with links to what is open.

    For somebody who has never come it holds a new invitation. The writing transaction must have begun.
    """
    user = items[0].user
    link = links.first(session, user=user, now=now)
    subject, body = _letter(session, items, settings, link)
    words = Words(subject, body, _letter(session, items, settings, None)[1] if link else None)
    return outbox.put(session, topic=Topic.REMINDER, to=user, words=words, link=link, by=by, now=now)


def _letter(session: Session, items: Sequence[Open], settings: Settings, way_in: Link | None) -> tuple[str, str]:
    """Return subject and text; ``way_in`` is the new invitation."""
    user = items[0].user
    language = next((code for code in languages.NAMES if code == user.language), languages.SOURCE)
    gettext = languages.catalogue("messages", language).ugettext
    paragraphs = [gettext("Hello %(name)s,") % {"name": user.name}, gettext("this is open and waits for you:")]
    if way_in is not None:
        paragraphs[1:1] = _first(way_in, settings, gettext)
    for item in items:
        asked = editions.load(session, edition=item.assessment.wave.edition)
        paragraphs += _paragraphs(item, localising.in_language(asked, language).questionnaire, language, settings)
    contact = gettext("Questions, or not expected? Write to %(contact)s.") % {"contact": settings.contact}
    body = "\n\n".join([*paragraphs, contact]) + "\n"
    return gettext("A reminder: questions of the self-assessment wait for you"), body


def _first(way_in: Link, settings: Settings, gettext: Callable[[str], str]) -> list[str]:
    """Return the link by which somebody comes for the first time, and what to do with it."""
    said = gettext(
        "You have not been here yet. First open this link, choose a password, and then come back to this mail. "
        "The link works once, within %(days)s days, and takes the place of earlier ones:"
    )
    days = LIFETIMES[Purpose.INVITATION].days
    return [said % {"days": days}, f"{settings.base_url}/welcome/{way_in.token}"]


def _paragraphs(item: Open, asked: Questionnaire, language: str, settings: Settings) -> list[str]:
    """Return what is open in one assessment: where, until when, what, and the links."""
    texts = languages.catalogue("messages", language)
    gettext, ngettext = texts.ugettext, texts.ungettext
    region, wave = item.assessment.region, item.assessment.wave
    name = languages.catalogue("regions", language).upgettext(region.key, region.name)
    title = f"{name}, {gettext('Wave %(title)s') % {'title': wave.title}}"
    until = gettext("Please by %(date)s.") % {"date": _day(item.due, language)}
    link = f"{settings.base_url}/assessments/{wave.key}/{region.key}"
    if item.duty is Duty.COORDINATOR:
        waiting = ngettext("%(num)d question is open.", "%(num)d questions are open.", len(item.codes))
        done = gettext("Everything is answered. Please check it and submit.")
        return [title, f"{waiting % {'num': len(item.codes)} if item.codes else done} {until}", f"{link}/"]
    lines = [_line(part, item, asked, link, ngettext) for part in item.parts]
    return [title, until, *lines]


def _line(part: str, item: Open, asked: Questionnaire, link: str, ngettext: Callable[[str, str, int], str]) -> str:
    """Return one part that was given, how much of it is open, and the link to its first open question."""
    codes = [code for code in questions_of(asked, part) if code in item.codes]
    section = asked.section_of[codes[0]]
    what = section.title if section.code == part else asked.questions[part].text
    waiting = ngettext("%(num)d question is open.", "%(num)d questions are open.", len(codes)) % {"num": len(codes)}
    return f"{what}\n{waiting}\n{link}/sections/{section.code}#q-{codes[0]}"


def _day(value: date, language: str) -> str:
    return str(format_date(value, "long", languages.locale(language)))
