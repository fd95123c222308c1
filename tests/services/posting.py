"""Builders of a queue with mails: put by the coordinator, sent at a moment that a test says."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from survey.database import begin_write
from survey.models import Mail, Purpose, Topic
from survey.services import links, outbox, sending
from survey.services.links import Link
from survey.services.outbox import Words
from survey.services.sending import Tried
from tests.databases import NOW, World

PLAIN = Words("Please come", "Hello, please come.\n")


@dataclass(frozen=True)
class Settings:
    """What sending needs of an installation."""

    instance: Path
    smtp_url: str | None = None
    mail_from: str = "survey@example.org"


def put(here: World, *, words: Words = PLAIN, now: datetime = NOW, **more: object) -> int:
    """Put a mail to the contributor into the queue, and commit."""
    begin_write(here.session)
    values = {"topic": Topic.WORK, "to": here.contributor, "by": here.coordinator, **more}
    made = outbox.put(here.session, words=words, now=now, **values)  # type: ignore[arg-type]
    here.session.commit()
    assert made is not None
    return made.id


def invited(here: World, *, plain: str | None = None, now: datetime = NOW) -> tuple[int, Link]:
    """Put a mail with a new invitation into the queue, and commit."""
    link = links.make(here.session, user=here.contributor, purpose=Purpose.INVITATION, now=now)
    words = Words("Please come", f"Begin: /welcome/{link.token}\n", plain)
    return put(here, words=words, now=now, topic=Topic.INVITATION, link=link), link


def send(here: World, settings: Settings, *, now: datetime = NOW, keys: list[int] | None = None) -> list[Tried]:
    """Send what is due at a moment, or these."""
    chosen = sending.due(here.session, now=now) if keys is None else keys
    return list(sending.send(here.session, keys=chosen, settings=settings, clock=lambda: now, seconds=1))


def row(here: World, key: int) -> Mail:
    """Return a mail as it is in the database now."""
    here.session.rollback()
    found: Mail = here.session.scalars(
        sa.select(Mail).where(Mail.id == key).execution_options(populate_existing=True)
    ).one()
    return found


def after(**more: float) -> datetime:
    """Return a moment so much later."""
    return NOW + timedelta(**more)


def files(folder: Path) -> list[str]:
    """Return the mails that are files, as they are written."""
    return [path.read_text() for path in sorted((folder / "mail").glob("*.eml"))]
