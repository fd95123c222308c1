"""Mails about the safety of an account, sent after the commit; one that cannot be sent stops nobody."""

from flask import current_app, flash

from survey.errors import MailError
from survey.languages import gettext as _
from survey.models.user import User
from survey.security import settings
from survey.services import mail, security_letters
from survey.services.security_letters import Event


def tell(event: Event, to: User, *, left: int = 0, provider: str = "") -> None:
    """Tell somebody by mail what happened to their account; if that fails, the next page says so."""
    made = security_letters.letter(event, to=to, settings=settings(), left=left, provider=provider)
    try:
        mail.send(made, settings=settings())
    except MailError:
        current_app.logger.warning("a mail about the safety of an account could not be sent")
        flash(_("We could not send you a mail about this. It was done all the same."), "error")
