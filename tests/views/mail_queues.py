"""Builders of a queue of mails behind an application: which server it sends by, what waits, trying again."""

from dataclasses import replace
from datetime import UTC, datetime

from survey.database import db, sessions
from survey.models import Mail, MailState
from survey.policy import OPERATOR
from survey.services import outbox, sending


def use(app, url: str) -> None:
    """Let the installation send by this mail server."""
    app.extensions["survey_settings"] = replace(app.extensions["survey_settings"], smtp_url=url)


def queue(app) -> list[Mail]:
    """Return what the queue holds now."""
    with app.app_context(), sessions(db.engine)() as session:
        return list(outbox.listed(session, by=OPERATOR))


def later(app) -> list[MailState]:
    """Try everything that waits again, as an administrator would by ``survey mail retry --all``."""
    with app.app_context(), sessions(db.engine)() as session:
        keys = [one.id for one in outbox.listed(session, by=OPERATOR, states=[MailState.WAITING])]
        for key in keys:
            outbox.retry(session, key=key, by=OPERATOR, now=datetime.now(UTC))
            session.commit()
        how = app.extensions["survey_settings"]
        return [one.state for one in sending.send(session, keys=keys, settings=how, clock=lambda: datetime.now(UTC))]
