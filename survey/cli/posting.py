"""Mails of commands: in the queue like all others, tried at once after the commit, and said in a line."""

from datetime import UTC, datetime

from survey.database import db
from survey.models import Mail, MailState
from survey.services import sending
from survey.settings import Settings


def posted(made: Mail | None, settings: Settings) -> str:
    """Try to send a mail that was just committed, and return what became of it; nothing where there is none."""
    if made is None:
        return ""
    words = {
        MailState.SENT: "A mail about it is sent.",
        MailState.WAITING: "A mail about it waits in the queue, and is tried again by itself.",
    }
    keys = [made.id]
    for tried in sending.send(db.session, keys=keys, settings=settings, clock=lambda: datetime.now(UTC)):
        return words.get(tried.state, "The mail about it could not be sent. Please tell the person.")
    return words[MailState.WAITING]
