"""The first way in: invitation and one-time sign-in link. Sign-in, sign-out and reset are Flask-Security's."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_security.utils import hash_password, login_user
from werkzeug.wrappers import Response

from survey import languages
from survey.database import db
from survey.errors import LinkError
from survey.forms.people import SignInLinkForm, WelcomeForm
from survey.languages import gettext as _
from survey.languages import region_name
from survey.models.token import Purpose, Token
from survey.services import notices, passwords, people
from survey.views import notice
from survey.views.access import now

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/welcome/<token>")
def welcome(token: str) -> str | tuple[str, int]:
    """Show what the link is for. Looking at it uses nothing up: mail scanners look, too."""
    try:
        found = people.peek(db.session, token=token, now=now())
    except LinkError as error:
        return _refused(error)
    _speak(found.user.language)
    return _page(token, found, _form(found))


@blueprint.post("/welcome/<token>")
def accept(token: str) -> Response | str | tuple[str, int]:
    """Use the link up: set the first password where it is an invitation, and sign the person in."""
    try:
        found = people.peek(db.session, token=token, now=now())
        form = _form(found)
        if not form.validate_on_submit():
            return _page(token, found, form), 422
        password = hash_password(passwords.normalised(form.password.data)) if isinstance(form, WelcomeForm) else None
        user = people.accept(db.session, token=token, now=now())
        user.password = password or user.password
        notice.acknowledged(user)
    except LinkError as error:
        db.session.rollback()
        return _refused(error)
    db.session.commit()
    login_user(user, authn_via=["link"])
    if isinstance(form, SignInLinkForm):  # whoever is invited is greeted by the page that follows
        flash(_("Welcome, %(name)s. You are signed in.", name=user.name), "success")
    return redirect(url_for("home.start"))


def _speak(language: str | None) -> None:
    """Greet somebody in the language of the invitation, unless this browser has chosen one."""
    if language in languages.NAMES and "language" not in session:
        session["language"] = language


def _form(found: Token) -> WelcomeForm | SignInLinkForm:
    """Return the form of a link: whoever has no password yet chooses one."""
    if found.user.password:
        return SignInLinkForm()
    form = WelcomeForm()
    form.known = (found.user.name, found.user.email)
    return form


def _page(token: str, found: Token, form: WelcomeForm | SignInLinkForm) -> str:
    held = [one for one in found.user.mandates if one.in_force]
    latest = held[-1].duty if held else None  # the link was made for it
    regions = [region_name(one.region) for one in held if one.duty is latest]
    return render_template(
        "accounts/welcome.html",
        token=token,
        user=found.user,
        region=", ".join(regions),
        duty=latest,
        form=form,
        invited=found.purpose is Purpose.INVITATION,
        chooses=isinstance(form, WelcomeForm),
        **({} if notices.has_read(db.session, user=found.user) else notice.shown()),
    )


def _refused(error: LinkError) -> tuple[str, int]:
    words = {
        "used": _("This link has been used. Sign in with your address and password, or ask for a new password."),
        "expired": _("This link is too old. Ask whoever invited you for a new one."),
        "replaced": _("A newer link was sent to you. Please use the latest mail."),
        "withdrawn": _("This invitation was withdrawn. Ask whoever invited you if that is a mistake."),
    }
    unknown = _("This link is not known here. Perhaps it was cut off in the mail: copy all of it.")
    return render_template(
        "accounts/refused.html", message=words.get(error.code, unknown)
    ), 410 if error.code in words else 404
