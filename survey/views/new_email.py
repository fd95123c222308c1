"""A new e-mail address: asked for with the password, confirmed by a button on the page behind a link sent there."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import InvalidError, LinkError
from survey.forms.account import EmailForm
from survey.forms.people import ConfirmForm
from survey.languages import gettext as _
from survey.languages import speaking
from survey.models.mail import Mail, Topic
from survey.models.user import User
from survey.security import N_, external, settings
from survey.services import outbox, own_account
from survey.services.outbox import Words
from survey.services.own_account import WITHIN, Asked
from survey.views import attempts, outgoing
from survey.views.access import now, person, signed_in
from survey.views.account import page, proven

blueprint = Blueprint("new_email", __name__, url_prefix="/account/email")

LETTERS = {
    "email_link": N_("Confirm your new e-mail address"),
    "email_taken": N_("There is an account with this address"),
    "email_asked": N_("Somebody asked to change your e-mail address"),
    "email_changed": N_("Your e-mail address was changed"),
}
"""The mails about a change of the address, and their subjects."""


@blueprint.post("")
@signed_in
def ask() -> Response | tuple[str, int]:
    """Send a link to the new address and word of it to the old one; the answer never says whether it is taken."""
    form = EmailForm()
    if not form.validate_on_submit():
        return page("email", form), 422
    attempts.begin("request", person().email)
    if not proven(form):
        return page("email", form), 422
    try:
        asked = own_account.ask_email(db.session, email=form.email.data, by=person(), now=now())
    except InvalidError as error:
        db.session.rollback()
        words = {"same": _("This is your address already.")}
        form.email.errors = [
            words.get(error.fields["email"], _("This is no e-mail address. It looks like name@example.org."))
        ]
        return page("email", form), 422
    mails = _letters(asked)
    db.session.commit()
    if _sent(mails):
        said = _("A link is on its way to %(email)s. Open it there to change the address.", email=asked.email)
        flash(said, "success")
    return redirect(url_for("account.show", _anchor="account-email"))


def _letters(asked: Asked) -> list[Mail]:
    """Put both mails into the queue: word to the old address, and the link to the new one, tried while it works."""
    link = external(url_for(".show", token=asked.token)) if asked.token else ""
    other = "email_link" if asked.token else "email_taken"
    return [
        *_put(asked.user, asked.user.email, "email_asked", after=asked.email),
        *_put(asked.user, asked.email, other, until=now() + WITHIN, link=link),
    ]


def _put(user: User, to: str, name: str, *, until: datetime | None = None, **words: str) -> list[Mail]:
    """Put one mail into the queue, in the language of the account."""
    with speaking(user.language):
        body = render_template(f"account/{name}.txt", user=user, contact=settings().contact, **words)
        said = Words(_(LETTERS[name]), body)
    made = outbox.put(db.session, topic=Topic.ACCOUNT, to=user, address=to, words=said, until=until, now=now())
    return [made] if made else []


def _sent(mails: list[Mail]) -> bool:
    """Send mails that were just committed, and say which one is not on its way; whether the last one is."""
    tried = outgoing.deliver(mails)
    for said in filter(None, map(outgoing.said, tried)):
        flash(said, "error")
    return outgoing.on_its_way(tried[-1])


@blueprint.get("/<token>")
def show(token: str) -> str | tuple[str, int]:
    """Show which address the link confirms. Looking at it changes nothing: mail scanners look, too."""
    try:
        found = own_account.peek_email(db.session, token=token, now=now())
    except LinkError as error:
        return _refused(error)
    return render_template("account/new_email.html", token=token, email=found.email, form=ConfirmForm())


@blueprint.post("/<token>")
def confirm(token: str) -> Response | tuple[str, int]:
    """Change the address, and tell the old one."""
    try:
        moved = own_account.confirm_email(db.session, token=token, now=now())
    except LinkError as error:
        db.session.rollback()
        return _refused(error)
    mails = _put(moved.user, moved.before, "email_changed", after=moved.user.email)
    db.session.commit()
    outgoing.deliver(mails)
    flash(_("Your address is now %(email)s. You sign in with it from now on.", email=moved.user.email), "success")
    return redirect(url_for("account.show"))


def _refused(error: LinkError) -> tuple[str, int]:
    words = {"expired": _("This link is too old. Ask for a new one on the page of your account.")}
    other = _("This link does not work any more, or was cut off in the mail. Your address stays as it is.")
    message = words.get(error.code, other)
    return render_template("accounts/refused.html", message=message), 410 if error.code in words else 404
