"""The last mail to somebody whose account is deleted, and what becomes of their mails that are files."""

from datetime import datetime

from sqlalchemy.orm import Session

from survey import languages, names
from survey.languages import gettext as _
from survey.models import Mail, Topic
from survey.services import mail_files, outbox
from survey.services.leaving import Left
from survey.services.outbox import Words
from survey.services.reminder_letters import Settings


def put(session: Session, *, left: Left, settings: Settings, now: datetime) -> Mail | None:
    """Put the last mail into the queue, in the transaction that deletes the account; its row goes once it has ended.

    Without a mail server there is none, and None is returned: it would be a file that keeps the address.
    """
    if not settings.smtp_url:
        return None
    with languages.speaking(left.language):
        paragraphs = (
            _("Hello %(name)s,", name=left.name),
            _(
                "your account is deleted, as you or an administrator asked for. Your name, your address and your"
                " password are gone. What you wrote for your region stays there without your name."
            ),
            _("This is the last mail to you. Did you not ask for it? Write to %(contact)s.", contact=settings.contact),
        )
        words = Words(_("Your account is deleted"), "\n\n".join(paragraphs) + "\n")
    return outbox.put(session, topic=Topic.FAREWELL, to=None, address=left.email, words=words, now=now)


def forget(left: Left, *, settings: Settings) -> int:
    """Take the person out of the mails that are files, after the commit; return how many files were changed."""
    return mail_files.forget(settings.instance, email=left.email, name=left.name, instead=names.former(left.number))
