"""Letters: mails about an assessment, each in the language of its reader, kept together with what they tell of."""

from collections.abc import Iterable

from flask import flash, render_template, url_for

from survey.database import db
from survey.languages import gettext as _
from survey.languages import speaking
from survey.models.mail import Mail, Topic
from survey.models.token import Purpose
from survey.models.user import User
from survey.security import external, settings
from survey.services import links, outbox
from survey.services.links import LIFETIMES
from survey.services.outbox import Words
from survey.views import outgoing
from survey.views.access import now, person


def write(to: User, template: str, subject: str, *, once: str = "", **words: object) -> Mail | None:
    """Put a mail to one person into the queue, to be committed with what it tells of; then comes :func:`send`.

    ``subject`` is a message id with places for ``words``, translated for the reader. To somebody who has never come,
    the mail holds a new invitation. ``once`` as in :func:`survey.services.outbox.put`: None where it was told already.
    """
    link = links.first(db.session, user=to, now=now())
    known = {"to": to, "contact": settings().contact, "days": LIFETIMES[Purpose.INVITATION].days, **words}
    with speaking(to.language):
        title = _(subject, **words)
        plain = render_template(template, way_in=None, **known)
        if link is None:
            said = Words(title, plain)
        else:
            way_in = external(url_for("accounts.welcome", token=link.token))
            said = Words(title, render_template(template, way_in=way_in, **known), plain)
    return outbox.put(
        db.session, topic=Topic.WORK, to=to, words=said, link=link, by=person(), now=now(), once=once or None
    )


def send(letters: Iterable[Mail | None]) -> list[User]:
    """Send letters after the commit, and return the people whose mail is on its way; the others are told of."""
    there = [each for each in letters if each is not None]
    tried = outgoing.deliver(there)
    for each in tried:
        if words := outgoing.said(each):
            flash(words, "error")
    return [
        one.user for one, each in zip(there, tried, strict=True) if outgoing.on_its_way(each) and one.user is not None
    ]
