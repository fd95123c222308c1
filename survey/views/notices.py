"""Mails about the safety of an account, sent after the commit; one that cannot be sent stops nobody."""

from flask import current_app, flash

from survey.database import db
from survey.languages import gettext as _
from survey.models.user import User
from survey.security import settings
from survey.services import security_letters
from survey.services.security_letters import Event
from survey.views import outgoing
from survey.views.access import now


def tell(event: Event, to: User, *, left: int = 0, provider: str = "") -> None:
    """Tell somebody by mail what happened to their account; if it cannot leave now, the next page says so."""
    kept = security_letters.put(
        db.session, event=event, to=to, settings=settings(), now=now(), left=left, provider=provider
    )
    db.session.commit()
    if not all(outgoing.on_its_way(each) for each in outgoing.deliver([kept] if kept else [])):
        current_app.logger.warning("a mail about the safety of an account waits")
        flash(_("We could not send you a mail about this. It was done all the same."), "error")
