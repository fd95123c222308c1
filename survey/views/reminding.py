"""Reminding by one click: the reminders are kept with their mails, then sent; what has not left is said."""

from collections.abc import Sequence
from itertools import groupby

from flask import flash

from survey.database import db
from survey.languages import gettext as _
from survey.security import settings
from survey.services import reminder_letters, reminders
from survey.services.reminders import Open
from survey.views import letters
from survey.views.access import now, person


def remind_now(items: Sequence[Open]) -> None:
    """Remind these people, one mail each, and say on the next page who gets one."""
    asked = {one.user.id: one.user.name for one in items}
    kept = reminders.keep(db.session, items=items, by=person(), now=now())
    mails = [
        reminder_letters.put(db.session, items=list(theirs), settings=settings(), by=person(), now=now())
        for _user, theirs in groupby((one.item for one in kept), key=lambda item: item.user.id)
    ]
    passed = sorted(name for key, name in asked.items() if key not in {one.item.user.id for one in kept})
    db.session.commit()
    told = [user.name for user in letters.send(mails)]
    if told:
        flash(_("Reminded by mail: %(names)s.", names="; ".join(told)), "success")
    if not asked:
        flash(_("Nobody has anything open."), "success")
    if passed:
        flash(_("Already reminded today, or finished meanwhile: %(names)s.", names="; ".join(passed)), "success")
