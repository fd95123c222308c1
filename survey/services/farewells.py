"""What happens outside of the database once an account is deleted: the last mail, and mails that are files."""

from email.message import EmailMessage

from survey import languages, names
from survey.errors import MailError
from survey.languages import gettext as _
from survey.services import mail, mail_files
from survey.services.leaving import Left
from survey.services.reminder_letters import Settings


def say(left: Left, *, settings: Settings) -> bool:
    """Forget mails that are files, and tell the person that it is done; False where no mail goes out.

    Without a mail server there is no last mail: it would be a file that keeps the address. Call it after the commit.
    """
    mail_files.forget(settings.instance, email=left.email, name=left.name, instead=names.former(left.number))
    if not settings.smtp_url:
        return False
    try:
        mail.send(_letter(left, settings), settings=settings)
    except MailError:
        return False
    return True


def _letter(left: Left, settings: Settings) -> EmailMessage:
    with languages.speaking(left.language):
        paragraphs = (
            _("Hello %(name)s,", name=left.name),
            _(
                "your account is deleted, as you or an administrator asked for. Your name, your address and your"
                " password are gone. What you wrote for your region stays there without your name."
            ),
            _("This is the last mail to you. Did you not ask for it? Write to %(contact)s.", contact=settings.contact),
        )
        subject = _("Your account is deleted")
    return mail.message(to=left.email, subject=subject, body="\n\n".join(paragraphs) + "\n", settings=settings)
