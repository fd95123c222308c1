"""Letters: mails about an assessment, each in the language of its reader; sent after the commit, faults are said."""

from collections.abc import Iterable
from email.message import EmailMessage

from flask import flash, render_template

from survey.errors import MailError
from survey.languages import gettext as _
from survey.languages import speaking
from survey.models.user import User
from survey.security import settings
from survey.services import mail


def letter(to: User, template: str, subject: str, **words: object) -> EmailMessage:
    """Return a mail to one person; ``subject`` is a message id with places for ``words``, translated for them."""
    with speaking(to.language):
        title = _(subject, **words)
        body = render_template(template, to=to, contact=settings().contact, **words)
    return mail.message(to=to.email, subject=title, body=body, settings=settings())


def send(letters: Iterable[EmailMessage]) -> int:
    """Send mails and return how many left; a mail that cannot be sent is said on the next page, by its address."""
    left = 0
    for each in letters:
        try:
            mail.send(each, settings=settings())
            left += 1
        except MailError:
            flash(
                _("The mail to %(email)s could not be sent. Please tell this person yourself.", email=each["To"]),
                "error",
            )
    return left
