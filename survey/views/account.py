"""One's own account: who one is, how one signs in, and where one is signed in."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_security.utils import hash_password, verify_password
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from survey import languages
from survey.database import db
from survey.forms.account import NO_PASSWORD, EmailForm, PasswordForm, ProfileForm
from survey.languages import gettext as _
from survey.languages import ngettext, speaking
from survey.models.mail import Mail, Topic
from survey.models.sign_in import SignIn
from survey.models.user import User
from survey.security import limits, settings
from survey.services import outbox, own_account, passwords, sessions
from survey.views import attempts, outgoing
from survey.views.access import now, person, signed_in
from survey.views.home import choose
from survey.views.signing_in import here, renewed

blueprint = Blueprint("account", __name__, url_prefix="/account")

RECENTLY = timedelta(minutes=15)
"""Whoever has no password yet must have signed in so recently to change how they sign in."""

Words = Callable[[User, FlaskForm | None], Mapping[str, Any]]
"""What gives a section of the page what it shows; with the form that was refused, if it was this section's."""


@blueprint.get("")
@signed_in
def show() -> str:
    """Show one's own account, section by section."""
    return page()


def page(code: str = "", refused: FlaskForm | None = None) -> str:
    """Return the page; ``refused`` is the form of the section ``code`` that came back with faults."""
    user = person()
    found = [(name, words(user, refused if name == code else None)) for name, words in SECTIONS.items()]
    return render_template("account/index.html", sections=found, user=user)


def proven(form: FlaskForm) -> bool:
    """Whether the form holds the password of the reader: such attempts are counted as signing in is.

    Where there is no password yet, it is enough to have signed in a short while ago.
    """
    user, field, where = person(), form.present, here()
    if user.password is None:
        recent = where is not None and now() - where.made_at < RECENTLY
        if not recent:
            form.form_errors.append(_("Sign out and in again first: this can be changed only shortly after."))
        return recent
    if not field.data:
        field.errors = [NO_PASSWORD]
        return False
    if is_password_of(user, field.data):
        return True
    field.errors = [_("This is not your password. Please try again.")]
    return False


def is_password_of(user: User, typed: str) -> bool:
    """Whether what somebody typed is their password; TooManyError where too many others were typed before.

    It is counted as signing in is, and what this request has changed before is committed with the count.
    """
    hashed = user.password
    if not typed or hashed is None:
        return False
    attempts.begin("password", user.email)
    if not verify_password(passwords.normalised(typed), hashed):
        attempts.failed()
        return False
    attempts.passed()
    db.session.commit()
    return True


@blueprint.post("/profile")
@signed_in
def profile() -> Response | tuple[str, int]:
    """Change name and language."""
    form = ProfileForm()
    if not form.validate_on_submit():
        return page("profile", form), 422
    own_account.rename(db.session, name=form.name.data, by=person())
    db.session.commit()
    choose(form.language.data)
    return _back(_("Your name and language are saved."), "profile")


@blueprint.post("/password")
@signed_in
def password() -> Response | tuple[str, int]:
    """Change the password: all other sessions end, this one gets a new secret, and a mail tells of it."""
    form = PasswordForm()
    form.known = (person().name, person().email)
    if not form.validate_on_submit() or not proven(form):
        return page("password", form), 422
    hashed, where = hash_password(passwords.normalised(form.password.data)), here()
    own = where.key if where else None
    own_account.change_password(db.session, hashed=hashed, by=person(), now=now(), but=own)
    renewed()
    told = _letter_about_password(person())
    db.session.commit()
    for said in filter(None, map(outgoing.said, outgoing.deliver(told))):
        flash(said, "error")
    return _back(_("Your new password is set. You are signed out everywhere else."), "password")


def _letter_about_password(user: User) -> list[Mail]:
    with speaking(user.language):
        words = outbox.Words(
            _("Your password was changed"), render_template("security/email/reset_notice.txt", user=user)
        )
    made = outbox.put(db.session, topic=Topic.ACCOUNT, to=user, words=words, now=now())
    return [made] if made else []


@blueprint.post("/sessions/<int:key>/end")
@signed_in
def end(key: int) -> Response:
    """End one session."""
    sessions.end(db.session, user=person(), key=key, by=person(), now=now())
    db.session.commit()
    return _back(_("This browser is signed out."), "sessions")


@blueprint.post("/sessions/end-others")
@signed_in
def end_others() -> Response:
    """End all sessions but this one."""
    where = here()
    count = sessions.end_all(db.session, user=person(), by=person(), now=now(), but=where.key if where else None)
    db.session.commit()
    said = ngettext("%(num)s browser is signed out.", "%(num)s browsers are signed out.", count)
    return _back(said if count else _("You were signed in nowhere else."), "sessions")


@blueprint.get("/stay")
@signed_in
def left() -> dict[str, int]:
    """Tell the script how many seconds are left of this session; asking is no activity."""
    g.unseen = True
    return {"seconds": seconds_left()}


@blueprint.post("/stay")
@signed_in
def stay() -> Response | dict[str, int]:
    """Stay signed in: whoever presses the button is there."""
    where = here()
    if where is not None:
        sessions.seen(db.session, key=where.key, now=now())
        db.session.commit()
        g.sign_in = where._replace(seen_at=now(), until=sessions.until(where, seen_at=now(), limits=limits()))
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return {"seconds": seconds_left()}
    return _back(_("You stay signed in."), "sessions")


def seconds_left() -> int:
    """Return the whole seconds that are left of this session."""
    where = here()
    return max(0, int((where.until - now()).total_seconds())) if where else 0


def _back(said: str, code: str) -> Response:
    flash(said, "success")
    return redirect(url_for("account.show", _anchor=f"account-{code}"))


def _profile(user: User, refused: FlaskForm | None) -> dict[str, Any]:
    form = refused or ProfileForm(formdata=None, name=user.name, language=user.language or languages.current())
    return {"form": form, "zone": settings().time_zone}


def _email(user: User, refused: FlaskForm | None) -> dict[str, Any]:
    asked = own_account.waiting(db.session, user=user, now=now())
    return {"form": refused or EmailForm(formdata=None), "waiting": asked}


def _password(_user: User, refused: FlaskForm | None) -> dict[str, Any]:
    return {"form": refused or PasswordForm(formdata=None)}


def _elsewhere(_user: User, _refused: FlaskForm | None) -> dict[str, Any]:
    """Return nothing: what the section shows comes from where it is changed."""
    return {}


def _sessions(user: User, _refused: FlaskForm | None) -> dict[str, Any]:
    found = sessions.listed(db.session, user=user, by=user, limits=limits(), now=now())
    where = here()
    return {"sessions": found, "own": where.key if where else None, "how": _how, "at": _at, "limits": limits()}


def _at(moment: datetime) -> str:
    """Return day and minute of a moment: nothing is known more exactly."""
    zone = settings().time_zone
    local = moment.astimezone(ZoneInfo(zone))
    return f"{languages.format_date(local.date())}, {languages.format_time(moment, zone)}"


def _how(one: SignIn) -> str:
    """Return in words how somebody signed in."""
    return {
        "password": _("by password"),
        "link": _("by a link in a mail"),
        "second_factor": _("by password and a second factor"),
        "provider": _("by the sign-in of your organisation"),
    }[one.how.value]


SECTIONS: dict[str, Words] = {
    "profile": _profile,
    "email": _email,
    "password": _password,
    "second_factor": _elsewhere,
    "providers": _elsewhere,
    "sessions": _sessions,
    "personal": _elsewhere,
}
"""The sections of the page in their order: what gives each of ``templates/account/sections/<name>.html`` its ``it``."""
