"""Deleting one's own account: told exactly, confirmed by address and password, done at once, told by mail."""

from time import time

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_security import logout_user
from werkzeug.wrappers import Response

from survey import names
from survey.database import db
from survey.errors import RefusedError
from survey.forms.leaving import LeavingForm
from survey.languages import gettext as _
from survey.models.user import User
from survey.security import settings
from survey.services import farewells, leaving
from survey.views import outgoing
from survey.views.access import now, person, signed_in
from survey.views.account import is_password_of

blueprint = Blueprint("leaving", __name__, url_prefix="/account")

FRESH = 600
"""Seconds for which signing in says who somebody is, where they have no password."""


@blueprint.get("/delete")
@signed_in
def show() -> str:
    """Tell what goes and what stays, and ask; where somebody must be replaced first, say how."""
    return _page(LeavingForm())


@blueprint.post("/delete")
@signed_in
def delete() -> Response | str | tuple[str, int]:
    """Delete the account of who is signed in."""
    form, by = LeavingForm(), person()
    if not form.validate_on_submit() or not _sure(form, by):
        return _page(form), 422
    try:
        left = leaving.delete_account(db.session, user=by, by=by, now=now())
    except RefusedError:
        db.session.rollback()
        return _page(LeavingForm(formdata=None)), 409
    last = farewells.put(db.session, left=left, settings=settings(), now=now())
    db.session.commit()
    logout_user()
    farewells.forget(left, settings=settings())
    flash(_("Your account is deleted."), "success")
    for tried in outgoing.deliver([last] if last else []):
        said = outgoing.said(tried) or _("A last mail is on its way to %(email)s.", email=left.email)
        flash(said, "success" if outgoing.on_its_way(tried) else "error")
    return redirect(url_for("home.start"))


def _sure(form: LeavingForm, by: User) -> bool:
    """Whether the own address was typed, and the password, which is counted; what is wrong stands at the fields."""
    if (form.address.data or "").strip().lower() != by.email:
        form.address.errors = [_("This is not the address of your account: %(email)s.", email=by.email)]
    if by.password and not is_password_of(by, form.password.data or ""):
        form.password.errors = [_("This is not your password. Please try again.")]
    if not by.password and not _fresh():
        form.form_errors.append(_("You signed in some time ago. Sign out and in again, then come back here."))
    return not form.errors


def _fresh() -> bool:
    return time() - float(session.get("fs_paa", 0)) < FRESH


def _page(form: LeavingForm) -> str:
    by = person()
    return render_template(
        "leaving/show.html",
        form=form,
        by=by,
        alone=leaving.alone(db.session, user=by),
        only_administrator=leaving.only_administrator(db.session, user=by),
        called=names.told(names.former(by.id)),
        waves=leaving.handed_over_in(db.session, user=by),
    )
