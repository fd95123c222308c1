"""Letters: mails about an assessment, each in the language of its reader; sent after the commit, faults are said."""

from collections.abc import Iterable
from email.message import EmailMessage

from flask import flash, render_template, url_for

from survey.database import db
from survey.errors import MailError
from survey.languages import gettext as _
from survey.languages import speaking
from survey.models.token import Purpose
from survey.models.user import User
from survey.security import external, settings
from survey.services import links, mail
from survey.services.links import LIFETIMES
from survey.views.access import now


def letter(to: User, template: str, subject: str, **words: object) -> EmailMessage:
    """Return a mail to one person; ``subject`` is a message id with places for ``words``, translated for them.

    To somebody who has never come, it holds a new invitation, which is committed here: what a mail is about has been
    committed before it is written.
    """
    way_in = way_in_of(to)
    with speaking(to.language):
        title = _(subject, **words)
        body = render_template(
            template, to=to, contact=settings().contact, way_in=way_in, days=LIFETIMES[Purpose.INVITATION].days, **words
        )
    return mail.message(to=to.email, subject=title, body=body, settings=settings())


def way_in_of(to: User) -> str | None:
    """Return a new link by which somebody comes for the first time, None for everybody who has come."""
    link = links.first(db.session, user=to, now=now())
    if link is None:
        return None
    db.session.commit()
    return external(url_for("accounts.welcome", token=link.token))


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
