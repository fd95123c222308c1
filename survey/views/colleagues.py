"""Colleagues: who of a region answers what, giving parts and taking them back; and each one's own questions."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey import languages
from survey.database import db
from survey.errors import InvalidError, NotFoundError
from survey.forms.colleagues import PartsForm, read_parts
from survey.forms.people import PersonForm
from survey.languages import gettext as _
from survey.languages import speaking
from survey.models.assessment import Stage
from survey.models.assignment import Assignment
from survey.models.mail import Mail
from survey.models.mandate import Duty
from survey.models.user import User
from survey.policy import Action, Standing, may, standings
from survey.security import N_, external
from survey.services import assignments, invitations, mandates, reminders
from survey.services.assignments import Wish
from survey.views import letters, outgoing
from survey.views.access import need, now, person, signed_in
from survey.views.assessments import Whole, whole
from survey.views.invitations import ask_back, explain, send, unconfirmed, write
from survey.views.mandates import end_page, ended
from survey.views.once import done, once
from survey.views.outline import Outline, outline
from survey.views.reminding import remind_now

blueprint = Blueprint("colleagues", __name__, url_prefix="/assessments/<wave>/<region>")
HERE = "/colleagues"


@blueprint.get(HERE)
@signed_in
def index(wave: str, region: str) -> str:
    """Show who of the region answers what and what is open, with the forms to give parts and to invite."""
    at = led(wave, region)
    return _page(at, PartsForm(), _person_form())


@blueprint.post(HERE)
@signed_in
def give(wave: str, region: str) -> Response | tuple[str, int]:
    """Give parts to a contributor, then tell them by mail."""
    at, sent = led(wave, region), read_parts(request.form)
    try:
        given = assignments.give(
            db.session,
            assessment=at.assessment,
            questionnaire=at.outline.source,
            wish=Wish(sent.to, sent.parts, _due(sent)),
            by=person(),
            now=now(),
        )
    except InvalidError as error:
        db.session.rollback()
        sent.faults = _faults(error)
        return _page(led(wave, region), sent, _person_form()), 422
    letter = _letter(at, given[0].user, given) if given else None
    db.session.commit()
    if not given:
        flash(_("This person has these parts already."), "success")
    elif letters.send([letter]):
        flash(_("%(name)s has the parts, and a mail about them.", name=given[0].user.name), "success")
    return redirect(url_for(".index", wave=wave, region=region))


@blueprint.post(f"{HERE}/parts/<int:assignment>/take-back")
@signed_in
def take_back(wave: str, region: str, assignment: int) -> Response:
    """Take a part back; it holds at once, and it can be given again below."""
    at = led(wave, region)
    found = assignments.take_back(db.session, assessment=at.assessment, key=assignment, by=person(), now=now())
    name, part = found.user.name, title(at.outline, found.part)
    db.session.commit()
    flash(_('"%(part)s" is taken back from %(name)s. What they have answered stays.', part=part, name=name), "success")
    return redirect(url_for(".index", wave=wave, region=region))


@blueprint.post(f"{HERE}/invite")
@signed_in
@once
def invite(wave: str, region: str) -> Response | str | tuple[str, int]:
    """Invite a contributor by a link in a mail; an address that has an account already is asked about first."""
    at, form = led(wave, region), PersonForm()
    if not form.validate_on_submit():
        return _page(at, PartsForm(), form), 422
    of = at.assessment.region
    known = unconfirmed(form, of, Duty.CONTRIBUTOR)
    whom = {"email": form.email.data, "name": form.name.data, "language": form.language.data}
    try:
        link = invitations.invite(db.session, duty=Duty.CONTRIBUTOR, region=of, by=person(), now=now(), **whom)
    except InvalidError as error:
        db.session.rollback()
        explain(form, error)
        return _page(led(wave, region), PartsForm(), form), 422
    here = url_for(".index", wave=wave, region=region)
    if known is not None:
        return ask_back(form, known, back=here)
    letter = write(link, of, Duty.CONTRIBUTOR)
    done(here)
    db.session.commit()
    send(link, letter)
    return redirect(here)


@blueprint.get(f"{HERE}/<int:mandate>/end")
@signed_in
def ending(wave: str, region: str, mandate: int) -> str:
    """Ask whether the mandate of a contributor is to end."""
    at = led(wave, region)
    found = mandates.find(db.session, key=mandate, by=person(), region=at.assessment.region)
    if not found.in_force:
        raise NotFoundError("mandate")
    return end_page(found, url_for(".index", wave=wave, region=region))


@blueprint.post(f"{HERE}/<int:mandate>/end")
@signed_in
def end(wave: str, region: str, mandate: int) -> Response:
    """End the mandate of a contributor; it holds at once."""
    at = led(wave, region)
    ended(mandates.find(db.session, key=mandate, by=person(), region=at.assessment.region))
    return redirect(url_for(".index", wave=wave, region=region))


@blueprint.post(f"{HERE}/remind")
@signed_in
def remind(wave: str, region: str) -> Response:
    """Remind one contributor, or all of them who have something open."""
    at = led(wave, region)
    need(Action.REMIND, at.assessment)
    whom = request.form.get("page-person")
    waiting = [one for one in reminders.open_of(db.session, [at.assessment]) if one.duty is Duty.CONTRIBUTOR]
    remind_now([one for one in waiting if whom in (None, str(one.user.id))])
    return redirect(url_for(".index", wave=wave, region=region))


@blueprint.get("/mine")
@signed_in
def mine(wave: str, region: str) -> str | Response:
    """Show a contributor the own parts, with a link to each question that is open."""
    at = whole(wave, region)
    held = standings(person(), at.assessment)
    if Standing.COORDINATOR in held:
        return redirect(url_for("assessments.tasks", wave=wave, region=region))
    if Standing.CONTRIBUTOR not in held:
        raise NotFoundError("page")
    given = assignments.in_force(db.session, assessment=at.assessment)
    load = assignments.loads(at.outline.source, at.states, [person()], given)[0]
    return render_template(
        "colleagues/mine.html",
        assessment=at.assessment,
        load=load,
        days=[part.assignment.due for part in load.parts if part.assignment.due and part.open],
        shown=at.outline.shown,
        titles=titles(at.outline),
        editable=at.assessment.stage is Stage.DRAFT,
    )


def led(wave: str, region: str) -> Whole:
    """Return an assessment of a region that the reader coordinates; NotFoundError for every other one."""
    at = whole(wave, region)
    need(Action.INVITE_COLLEAGUE, at.assessment)
    return at


def titles(found: Outline) -> Mapping[str, str]:
    """Return what sections and questions are called, by code, as HTML shows them."""
    return {code: page.title for code, page in found.pages.items()} | {
        code: question.text for code, question in found.shown.questions.items()
    }


def title(found: Outline, code: str) -> str:
    """Return what a section or question is called, as plain text; its code where it is not asked any more."""
    if code in found.sections:
        return found.sections[code].title
    question = found.questionnaire.questions.get(code)
    return question.text if question else code


def _page(at: Whole, sent: PartsForm, form: PersonForm) -> str:
    held = mandates.of_region(db.session, region=at.assessment.region, duties=mandates.ANSWERING)
    given = assignments.in_force(db.session, assessment=at.assessment)
    loads = assignments.loads(at.outline.source, at.states, [one.user for one in held], given)
    who = list(zip(held, loads, strict=True))
    return render_template(
        "colleagues/index.html",
        assessment=at.assessment,
        coordinators=[mandate for mandate in held if mandate.duty is Duty.COORDINATOR],
        contributors=[(one, load) for one, load in who if one.duty is Duty.CONTRIBUTOR],
        titles=titles(at.outline),
        sections=at.outline.pages,
        sent=sent,
        form=form,
        own=person().id,
        unsent=outgoing.unsent([one.user for one in held]),
        can={action.value: may(person(), action, at.assessment) for action in (Action.ASSIGN, Action.REMIND)},
    )


def _person_form() -> PersonForm:
    form = PersonForm(formdata=None)
    form.language.data = languages.current()
    return form


def _due(sent: PartsForm) -> date | None:
    try:
        return sent.due
    except ValueError as error:
        raise InvalidError(due="unreadable") from error


def _faults(error: InvalidError) -> dict[str, str]:
    words = {
        "to": _("Please choose who is to answer. Only contributors of your region can be given parts."),
        "parts": _("Please choose at least one section or question."),
        ("due", "past"): _("This day is over. Please choose a later one, or leave it out."),
        ("due", "late"): _(
            "Your region's last day is earlier. Please choose that day or one before it, or leave it out."
        ),
        ("due", "unreadable"): _("Please give the day as year, month, day, such as 2026-12-18."),
    }
    found = ((name, words.get((name, str(code))) or words.get(name)) for name, code in error.fields.items())
    return {name: said for name, said in found if said}


def _letter(at: Whole, to: User, given: list[Assignment]) -> Mail | None:
    key, region = at.assessment.wave.key, at.assessment.region
    with speaking(to.language):
        called = [title(outline(at.assessment.wave.edition), one.part) for one in given]
    return letters.write(
        to,
        "colleagues/given.txt",
        N_("Questions for you"),
        by=person(),
        region=region,
        parts=called,
        due=given[0].due,
        link=external(url_for(".mine", wave=key, region=region.key)),
    )
