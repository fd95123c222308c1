"""Handing a region over by pages: name who follows, confirm, and the own mandate ends."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey import languages
from survey.database import db
from survey.errors import InvalidError
from survey.forms.people import PersonForm
from survey.languages import gettext as _
from survey.models.assessment import Assessment
from survey.models.mandate import Duty
from survey.models.user import User
from survey.policy import Action
from survey.services import assessments, handovers, invitations, mandates
from survey.services.links import Link
from survey.views.access import need, now, person, signed_in
from survey.views.invitations import explain, send, write
from survey.views.once import done, once

blueprint = Blueprint("handover", __name__, url_prefix="/assessments/<wave>/<region>/colleagues/hand-over")


@blueprint.get("/")
@signed_in
def show(wave: str, region: str) -> str:
    """Ask who coordinates the region from now on."""
    form = PersonForm()
    form.language.data = form.language.data or languages.current()
    return _page(_assessment(wave, region), form)


@blueprint.post("/")
@signed_in
@once
def hand_over(wave: str, region: str) -> Response | str | tuple[str, int]:
    """Ask back, then hand the region over to a colleague or to somebody new."""
    at, form = _assessment(wave, region), PersonForm()
    of = at.region
    if "page-to" not in request.form and not form.validate_on_submit():
        return _page(at, form), 422
    colleague = next((one for one in _colleagues(at) if str(one.id) == request.form.get("page-to")), None)
    known = invitations.known(db.session, email=_email(form), region=of, duty=Duty.COORDINATOR)
    try:
        link = _handed(at, colleague, form)
    except InvalidError as error:
        db.session.rollback()
        if "page-to" in request.form:
            return _page(at, PersonForm(formdata=None), _("Please choose a colleague of your region.")), 422
        explain(form, error)
        return _page(at, form), 422
    if request.form.get("page-sure") != link.user.email:
        return _ask(at, link.user, known=colleague is None and known is not None, form=form)
    letter, onward = write(link, of, Duty.COORDINATOR), done(url_for("home.start"))
    db.session.commit()
    send(link, letter)
    return redirect(onward)


def _handed(at: Assessment, colleague: User | None, form: PersonForm) -> Link:
    given: dict[str, Any] = {"region": at.region, "by": person(), "now": now()}
    if "page-to" in request.form:
        return handovers.hand_over(db.session, to=colleague.id if colleague else 0, **given)
    whom = {"email": form.email.data, "name": form.name.data, "language": form.language.data}
    return handovers.hand_over_to_address(db.session, **whom, **given)


def _ask(at: Assessment, to: User, *, known: bool, form: PersonForm) -> str:
    """Undo what was tried, and ask whether this is meant; of an account, a coordinator sees what they typed alone."""
    name, email = form.name.data or to.name, to.email
    db.session.rollback()
    sent = [
        (key, value) for key, value in request.form.items(multi=True) if key not in ("page-csrf_token", "page-sure")
    ]
    return render_template("colleagues/sure.html", assessment=at, name=name, email=email, account=known, sent=sent)


def _email(form: PersonForm) -> str:
    return str(form.email.data or "")


def _assessment(wave: str, region: str) -> Assessment:
    """Return an assessment of a region that the reader coordinates."""
    found = assessments.find(db.session, wave=wave, region=region, by=person())
    need(Action.INVITE_COLLEAGUE, found)
    return found


def _colleagues(at: Assessment) -> list[User]:
    """Return the others who answer for the region, each once."""
    held = mandates.of_region(db.session, region=at.region, duties=mandates.ANSWERING)
    return list({one.user_id: one.user for one in held if one.user_id != person().id and one.user.active}.values())


def _page(at: Assessment, form: PersonForm, fault: str = "") -> str:
    return render_template("colleagues/handover.html", assessment=at, form=form, people=_colleagues(at), fault=fault)
