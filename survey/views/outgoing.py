"""Mails leave right after the commit, and the next page says what became of them."""

from collections.abc import Collection, Iterable, Mapping

from survey.database import db
from survey.languages import format_datetime
from survey.languages import gettext as _
from survey.models.mail import Mail, MailState, Trouble
from survey.models.user import User
from survey.security import settings
from survey.services import outbox
from survey.services.right_away import Sender
from survey.services.sending import Tried
from survey.views.access import now


def deliver(mails: Iterable[Mail]) -> list[Tried]:
    """Try to send mails that were just committed; the page waits two seconds for it at most."""
    return Sender(db.engine, settings(), now).try_now(mails)


def on_its_way(tried: Tried) -> bool:
    """Whether a mail has left, or is leaving at this moment."""
    return tried.state is MailState.SENT or (tried.state is MailState.WAITING and tried.trouble is None)


def said(tried: Tried) -> str:
    """Return in words why a mail has not left, and what happens next; nothing where it is on its way."""
    if on_its_way(tried):
        return ""
    if tried.state is MailState.WAITING and tried.trouble is not None:
        return _(
            "The mail to %(email)s could not be sent yet. %(why)s It will be tried again at %(time)s; "
            "you need do nothing.",
            email=tried.to,
            why=why(tried.trouble),
            time=format_datetime(tried.next_at, settings().time_zone),
        )
    if tried.trouble is Trouble.REFUSED:
        return _(
            "The mail server refused the mail to %(email)s. Please check the address, or tell this person yourself.",
            email=tried.to,
        )
    return _("The mail to %(email)s was not sent. Please tell this person yourself.", email=tried.to)


def unsent(people: Collection[User]) -> Mapping[int, str]:
    """Return in words, by person, that the last mail to them has not left, and why."""
    found = outbox.unsent(db.session, people=[one.id for one in people])
    return {key: _unsent(one) for key, one in found.items() if one.trouble is not None}


def _unsent(mail: Mail) -> str:
    told = why(mail.trouble) if mail.trouble else ""
    if mail.state is MailState.WAITING:
        time = format_datetime(mail.next_at, settings().time_zone)
        return _("The last mail could not be sent yet. %(why)s Next try: %(time)s.", why=told, time=time)
    return _("The last mail was not sent. %(why)s", why=told)


def why(trouble: Trouble) -> str:
    """Return in words why a mail does not leave."""
    words = {
        Trouble.UNREACHABLE: _("The mail server cannot be reached."),
        Trouble.SLOW: _("The mail server takes too long to answer."),
        Trouble.INSECURE: _("The mail server does not offer a connection that is safe."),
        Trouble.SIGN_IN: _("The mail server does not take the name and password of the platform."),
        Trouble.SENDER: _("The mail server does not take mails from the address of the platform."),
        Trouble.BUSY: _("The mail server asks to try again later."),
        Trouble.REFUSED: _("The mail server refused it: the address may be wrong, or the mailbox full."),
        Trouble.FOLDER: _("The folder for mails cannot be written."),
        Trouble.LATE: _("It could not be sent in time."),
        Trouble.LINK: _("The link in it works no more."),
    }
    return words[trouble]
