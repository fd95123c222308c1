"""The second step of signing in: a code from the app, or a recovery code."""

from flask import Blueprint, flash, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import RefusedError
from survey.forms.second_factor import CodeForm, RecoveryForm
from survey.languages import gettext as _
from survey.languages import ngettext
from survey.models.user import User
from survey.security import settings
from survey.services import recovery_codes, second_factors
from survey.services.security_letters import Event
from survey.views import attempts, gate, notices, signing_in
from survey.views.access import now
from survey.views.home import local

blueprint = Blueprint("code", __name__, url_prefix="/sign-in/code")
FEW = 3
"""With so few recovery codes left, somebody is asked to make new ones."""


@blueprint.get("")
def ask() -> Response | str:
    """Ask for a code; whoever need not give one goes on to where they wanted."""
    if gate.half() is None:
        return redirect(local(request.args.get("next", "")))
    form = _form(request.args.get("with") == "recovery")
    form.next.data = local(request.args.get("next", ""))
    return _page(form)


@blueprint.post("")
def give() -> Response | str | tuple[str, int]:
    """Look at a code, and let in whoever gave a right one."""
    user = gate.half()
    form = _form(request.args.get("with") == "recovery")
    if user is None:
        return redirect(local(form.next.data or ""))
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        right = taken(user, form.code.data)
    except RefusedError:
        form.form_errors.append(_unreadable())
        return _page(form), 422
    if not right:
        form.code.errors = [_wrong(form)]
        return _page(form), 422
    gate.let_in(user)
    signing_in.stepped_up(user)
    if recovery_codes.looks_like_one(form.code.data):
        _warn(user)
    return redirect(local(form.next.data or ""))


def taken(user: User, code: str) -> bool:
    """Whether this is a right code of the app, or an unused recovery code; it is used up, and that is committed.

    All codes are judged here and nowhere else: this is where failed ones are counted.
    """
    attempts.begin("code", user.email)
    if recovery_codes.looks_like_one(code):
        right = recovery_codes.use(db.session, user=user, code=code, now=now())
    else:
        right = second_factors.check(db.session, user=user, code=code, keys=settings(), now=now())
    if right:
        attempts.passed()
    db.session.commit()
    if not right:
        attempts.failed()
    return right


def _form(recovery: bool) -> FlaskForm:
    return RecoveryForm() if recovery else CodeForm()


def _page(form: FlaskForm) -> str:
    return render_template("account/code.html", form=form, recovery=isinstance(form, RecoveryForm))


def _wrong(form: FlaskForm) -> str:
    if isinstance(form, RecoveryForm):
        return _("This is no recovery code that can be used. Each works once: please take another one.")
    return _("This code is wrong or has been used. Wait for the next one. Is the clock of your phone right?")


def _unreadable() -> str:
    """Say what to do where the key of the installation was changed, so that no code can be looked at."""
    return _(
        "Codes of your app cannot be checked at present. Please use a recovery code, or write to %(contact)s.",
        contact=settings().contact,
    )


def _warn(user: User) -> None:
    """Tell by mail that a recovery code was used, and say on the next page how many are left."""
    left = recovery_codes.left(db.session, user=user)
    notices.tell(Event.CODE_USED, user, left=left)
    said = ngettext("%(num)s recovery code is left.", "%(num)s recovery codes are left.", left)
    more = _("Make new ones under Account, Two-step sign-in.") if left <= FEW else ""
    flash(f"{said} {more}".strip(), "error" if left <= FEW else "success")
