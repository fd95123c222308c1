"""A new e-mail address: asked for with the password, confirmed by a button on the page behind a link sent there."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import InvalidError, LinkError, MailError
from survey.forms.account import EmailForm
from survey.forms.people import ConfirmForm
from survey.languages import gettext as _
from survey.languages import speaking
from survey.models.user import User
from survey.security import N_, external, settings
from survey.services import mail, own_account
from survey.services.own_account import Asked
from survey.views import attempts
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
    db.session.commit()
    if _tell(asked):
        said = _("A link is on its way to %(email)s. Open it there to change the address.", email=asked.email)
        flash(said, "success")
    return redirect(url_for("account.show", _anchor="account-email"))


def _tell(asked: Asked) -> bool:
    """Send both mails; False, and a word about it, where the one to the new address could not be sent."""
    user = asked.user
    link = external(url_for(".show", token=asked.token)) if asked.token else ""
    _send(user, user.email, "email_asked", after=asked.email)
    if _send(user, asked.email, "email_link" if asked.token else "email_taken", link=link):
        return True
    flash(_("The mail to %(email)s could not be sent. Please try again later.", email=asked.email), "error")
    return False


def _send(user: User, to: str, name: str, **words: str) -> bool:
    """Send one mail in the language of the account."""
    with speaking(user.language):
        body = render_template(f"account/{name}.txt", user=user, contact=settings().contact, **words)
        made = mail.message(to=to, subject=_(LETTERS[name]), body=body, settings=settings())
    try:
        mail.send(made, settings=settings())
    except MailError:
        return False
    return True


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
    db.session.commit()
    _send(moved.user, moved.before, "email_changed", after=moved.user.email)
    flash(_("Your address is now %(email)s. You sign in with it from now on.", email=moved.user.email), "success")
    return redirect(url_for("account.show"))


def _refused(error: LinkError) -> tuple[str, int]:
    words = {"expired": _("This link is too old. Ask for a new one on the page of your account.")}
    other = _("This link does not work any more, or was cut off in the mail. Your address stays as it is.")
    message = words.get(error.code, other)
    return render_template("accounts/refused.html", message=message), 410 if error.code in words else 404
