"""The account's second factor: setting an app up, recovery codes, switching off."""

from dataclasses import dataclass
from datetime import datetime
from time import time
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask_security import verify_password
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from survey.database import db
from survey.errors import InvalidError, RefusedError
from survey.forms.second_factor import CodeForm, SetUpForm, SetUpLaterForm, SwitchOffForm
from survey.languages import gettext as _
from survey.security import settings
from survey.services import passwords, recovery_codes, second_factors
from survey.services.security_letters import Event
from survey.views import attempts, gate, notices
from survey.views.access import now, person, reader, signed_in
from survey.views.code import taken
from survey.views.home import local

blueprint = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")
FRESH = 900
"""So many seconds after signing in, setting up asks for no password once more."""


@dataclass(frozen=True)
class State:
    """What the account page says: since when there is a second factor, how many codes are left, whether it must be."""

    since: datetime | None
    left: int
    demanded: bool


@blueprint.app_template_global("second_factor_state")
def state() -> State:
    """Return how it is with the second factor of whoever reads; for the account page and for ours."""
    user = reader()
    if user is None:
        return State(None, 0, demanded=False)
    kept = user.second_factor
    return State(
        kept.since if kept else None,
        recovery_codes.left(db.session, user=user) if kept else 0,
        second_factors.demanded(user, settings().must_have_second_factor),
    )


@blueprint.get("")
@signed_in
def show() -> str:
    """Show how it is; without a second factor, how to set one up."""
    return _page()


@blueprint.post("")
@signed_in
def switch_on() -> str | tuple[str, int]:
    """Keep the app if its first code is right, and show the recovery codes, this once."""
    form = _set_up_form()
    if not form.validate_on_submit() or not _knows_password(form):
        return _page(form), 422
    try:
        codes = second_factors.switch_on(
            db.session, user=person(), sealed=form.sealed.data or "", code=form.code.data, keys=settings(), now=now()
        )
    except InvalidError as error:
        db.session.rollback()
        form.code.errors = [_refused(error)]
        return _page(form), 422
    except RefusedError:
        form.sealed.data = ""
        form.form_errors.append(_("This page was open too long. Please scan the new picture and give its code."))
        return _page(form), 422
    db.session.commit()
    gate.let_in(person())
    notices.tell(Event.ON, person())
    return _codes(codes, first=True)


@blueprint.get("/codes")
@signed_in
def renewing() -> Answer | str:
    """Ask for a code before new recovery codes are made."""
    return redirect(url_for(".show")) if person().second_factor is None else _asking(CodeForm(), "renew.html")


@blueprint.post("/codes")
@signed_in
def renew() -> str | tuple[str, int]:
    """Make new recovery codes for whoever gives a code, and show them, this once."""
    form = CodeForm()
    if not form.validate_on_submit() or not _gives_code(form):
        return _asking(form, "renew.html"), 422
    codes = recovery_codes.make(db.session, user=person(), now=now())
    db.session.commit()
    notices.tell(Event.CODES_MADE, person())
    return _codes(codes, first=False)


@blueprint.post("/codes.txt")
@signed_in
def file() -> Response | str | tuple[str, int]:
    """Give the codes that the page before showed as a file to keep; they come back from there, and are ours."""
    codes = request.form.getlist("kept")[: recovery_codes.COUNT]
    if not recovery_codes.are_of(db.session, user=person(), codes=codes):
        return _page(), 422
    about = _("Recovery codes of %(email)s for %(address)s", email=person().email, address=settings().base_url)
    body = "\r\n".join([about, _("Each works once, in place of the code of your app."), "", *codes, ""])
    sent = Response(body, mimetype="text/plain")
    sent.headers["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return sent


@blueprint.get("/off")
@signed_in
def switching_off() -> Answer | str:
    """Ask for password and code before it is switched off."""
    return redirect(url_for(".show")) if person().second_factor is None else _asking(SwitchOffForm(), "off.html")


@blueprint.post("/off")
@signed_in
def switch_off() -> Answer | str | tuple[str, int]:
    """Switch it off for whoever gives password and code."""
    form = SwitchOffForm()
    if not form.validate_on_submit() or not _knows_password(form) or not _gives_code(form):
        return _asking(form, "off.html"), 422
    second_factors.switch_off(db.session, user=person(), now=now())
    db.session.commit()
    notices.tell(Event.OFF, person())
    flash(_("You now sign in with your password alone."), "success")
    return redirect(url_for(".show"))


def _set_up_form() -> FlaskForm:
    """Return the form of the first code; who signed in a while ago gives their password, too."""
    fresh = time() - float(session.get("fs_paa") or 0) < FRESH
    return SetUpForm() if fresh or not person().password else SetUpLaterForm()


def _knows_password(form: FlaskForm) -> bool:
    kept = person().password
    if "password" not in form or not kept:
        return True
    attempts.begin("password", person().email)
    if verify_password(passwords.normalised(form.password.data), kept):
        attempts.passed()
        db.session.commit()
        return True
    attempts.failed()
    form.password.errors = [_("This is not your password. Please try again.")]
    return False


def _gives_code(form: FlaskForm) -> bool:
    """Whether the code of the form is right; it is used up."""
    user = person()
    if user.second_factor is None:
        form.code.errors = [_("Signing in asks you for no code yet.")]
        return False
    try:
        right = taken(user, form.code.data)
    except RefusedError:
        right = False
    if not right:
        form.code.errors = [_("This code is wrong or has been used. Wait for the next one in your app.")]
    return right


def _refused(error: InvalidError) -> str:
    if error.fields["code"] == "on":
        return _("Signing in asks you for a code already.")
    return _("This code does not fit. Wait for the next one in your app. Is the clock of your phone right?")


def _asking(form: FlaskForm, template: str) -> str:
    return render_template(f"account/{template}", form=form, state=state())


def _page(form: FlaskForm | None = None) -> str:
    """Render how it is; without a second factor how to set one up, with the form that was refused, if one was."""
    if person().second_factor is not None:
        return render_template("account/second_factor.html")
    onward = local(request.form.get("next") or request.args.get("next", ""))
    form = form or _set_up_form()
    host = urlsplit(settings().base_url).hostname
    try:
        made = second_factors.propose(
            person(), issuer=f"{_('Self-assessment')} ({host})", keys=settings(), sealed=form.sealed.data
        )
    except RefusedError:
        made = second_factors.propose(person(), issuer=f"{_('Self-assessment')} ({host})", keys=settings())
    form.sealed.data, form.next.data = made.sealed, onward
    return render_template("account/set_up.html", form=form, made=made, picture=_picture(made.address))


def _picture(address: str) -> str:
    """Return the QR code of an address as a drawing in the page, dark on white whatever the scheme."""
    import segno  # late: only this page needs it

    made = segno.make(address, error="m")
    return str(made.svg_inline(border=4, dark="#000", light="#fff", omitsize=True))


def _codes(codes: list[str], *, first: bool) -> str:
    onward = local(request.form.get("next", ""))
    return render_template("account/recovery_codes.html", codes=codes, first=first, onward=onward)
