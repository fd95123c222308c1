"""Ending any mandate and replacing a coordinator who has left, as those do who run the survey."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey import languages
from survey.database import db
from survey.errors import InvalidError, NotFoundError
from survey.forms.people import ConfirmForm, PersonForm
from survey.languages import gettext as _
from survey.models.mandate import Duty, Mandate
from survey.policy import Action
from survey.services import handovers, mandates
from survey.views.access import need, now, person, signed_in
from survey.views.invitations import ask_back, duty_of, explain, send, unconfirmed, write
from survey.views.once import done, once

blueprint = Blueprint("mandates", __name__, url_prefix="/people/mandates/<int:mandate>")


@blueprint.get("/end")
@signed_in
def ending(mandate: int) -> str:
    """Ask whether a mandate is to end, and say what follows."""
    need(Action.MANAGE)
    return end_page(_in_force(mandate), url_for("people.index"))


@blueprint.post("/end")
@signed_in
def end(mandate: int) -> Response:
    """End a mandate; it holds at once."""
    need(Action.MANAGE)
    ended(mandates.find(db.session, key=mandate, by=person()))
    return redirect(url_for("people.index"))


@blueprint.get("/replace")
@signed_in
def replacing(mandate: int) -> str:
    """Ask who coordinates a region in place of somebody who has left."""
    need(Action.MANAGE)
    form = PersonForm()
    form.language.data = form.language.data or languages.current()
    return _replace_page(_coordinator(mandate), form)


@blueprint.post("/replace")
@signed_in
@once
def replace(mandate: int) -> Response | str | tuple[str, int]:
    """End the mandate of who has left, and invite who follows."""
    need(Action.MANAGE)
    found, form = mandates.find(db.session, key=mandate, by=person()), PersonForm()
    region = found.region
    if not form.validate_on_submit():
        return _replace_page(found, form), 422
    whom = {"email": form.email.data, "name": form.name.data, "language": form.language.data}
    known = unconfirmed(form, region, Duty.COORDINATOR)
    try:
        link = handovers.replace(db.session, mandate=found, by=person(), now=now(), **whom)
    except InvalidError as error:
        db.session.rollback()
        explain(form, error)
        return _replace_page(found, form), 422
    if known is not None:
        return ask_back(form, known, back=url_for(".replacing", mandate=mandate))
    letter, onward = write(link, region, Duty.COORDINATOR), done(url_for("people.index"))
    db.session.commit()
    send(link, letter)
    return redirect(onward)


def end_page(found: Mandate, back: str) -> str:
    """Return the page that asks whether a mandate is to end; it leads back to the list it came from."""
    alone = found.duty is Duty.COORDINATOR and len(_coordinators(found)) == 1
    return render_template(
        "people/end.html", mandate=found, words=duty_of(found), alone=alone, back=back, form=ConfirmForm()
    )


def ended(found: Mandate) -> None:
    """End a mandate, commit, and say it on the next page."""
    name, words = found.user.name, duty_of(found)
    mandates.end(db.session, mandate=found, by=person(), now=now())
    db.session.commit()
    flash(_("The mandate of %(name)s has ended: %(duty)s.", name=name, duty=words), "success")


def _coordinators(found: Mandate) -> list[Mandate]:
    return list(mandates.of_region(db.session, region=found.region, duties={Duty.COORDINATOR}))


def _in_force(key: int) -> Mandate:
    """Return a mandate that the reader may end; one that has ended is not found."""
    found = mandates.find(db.session, key=key, by=person())
    if not found.in_force:
        raise NotFoundError("mandate")
    return found


def _coordinator(key: int) -> Mandate:
    found = _in_force(key)
    if found.duty is not Duty.COORDINATOR:
        raise NotFoundError("mandate")
    return found


def _replace_page(found: Mandate, form: PersonForm) -> str:
    return render_template("people/replace.html", mandate=found, form=form)
