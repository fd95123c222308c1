"""Reminding by one click: the reminder is kept first, then sent; what did not work is said."""

from collections.abc import Sequence
from itertools import groupby

from flask import flash

from survey.database import db
from survey.errors import MailError
from survey.languages import gettext as _
from survey.security import settings
from survey.services import links, mail, reminder_letters, reminders
from survey.services.reminders import Kept, Open
from survey.views.access import now, person


def remind_now(items: Sequence[Open]) -> None:
    """Remind these people, one mail each, and say on the next page who got one."""
    asked = {one.user.id: one.user.name for one in items}
    kept = reminders.keep(db.session, items=items, by=person(), now=now())
    db.session.commit()
    passed = sorted(name for key, name in asked.items() if key not in {one.item.user.id for one in kept})
    told = []
    for _user, theirs in groupby(kept, key=lambda one: one.item.user.id):
        told += _send(list(theirs))
    if told:
        flash(_("Reminded by mail: %(names)s.", names="; ".join(told)), "success")
    if not asked:
        flash(_("Nobody has anything open."), "success")
    if passed:
        flash(_("Already reminded today, or finished meanwhile: %(names)s.", names="; ".join(passed)), "success")


def _send(kept: Sequence[Kept]) -> list[str]:
    """Send one mail; return the name of who got it, or nothing and let it be tried again."""
    user = kept[0].item.user
    way_in = links.first(db.session, user=user, now=now())
    db.session.commit()
    try:
        items = [one.item for one in kept]
        made = reminder_letters.letter(db.session, items=items, settings=settings(), way_in=way_in)
        mail.send(made, settings=settings())
    except MailError:
        reminders.failed(db.session, kept=kept)
        db.session.commit()
        flash(
            _(
                "The mail to %(email)s could not be sent. Press the button again to try once more.",
                email=user.email,
            ),
            "error",
        )
        return []
    reminders.sent(db.session, kept=kept, by=person(), now=now())
    db.session.commit()
    return [user.name]
