"""The people of the survey, and inviting more of them."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from survey import languages
from survey.database import db
from survey.errors import InvalidError
from survey.forms.people import TEAM, InvitationForm
from survey.forms.people_filter import Filter, read_filter
from survey.languages import gettext as _
from survey.languages import region_name
from survey.models.mandate import Duty
from survey.models.region import Region
from survey.models.user import User
from survey.policy import Action, may
from survey.services import administration_tables, invitations, people, regions, roles
from survey.services.links import Link
from survey.views import files, outgoing
from survey.views.access import need, now, person, signed_in
from survey.views.invitations import ask_back, duty_in, duty_of, explain, send, unconfirmed, write
from survey.views.once import done, once

blueprint = Blueprint("people", __name__, url_prefix="/people")

DUTIES = {"region": Duty.COORDINATOR, "review": Duty.REVIEWER}
"""What the first word of a choice invites to do; the second is the region."""


@blueprint.get("/")
@signed_in
def index() -> tuple[str, int]:
    """List everybody with an account, what they may do, and whether they have come; or those who are looked for."""
    need(Action.MANAGE)
    wished = _filter()
    return _page(_form(), wished), 422 if wished.faults else 200


@blueprint.get("/list.csv")
@signed_in
def file() -> Response | tuple[str, int]:
    """Send the list, as the filter has it, as a file."""
    need(Action.MANAGE)
    wished, purpose = _filter(), files.purpose_of(request.args.get("for"))
    if wished.faults or purpose is None:
        return _page(_form(), wished), 422
    found = people.listing(db.session, by=person(), wanted=wished.wanted)
    made = administration_tables.of_people(found, roles.last_deeds(db.session))
    return files.send_plain(made, what="people", purpose=purpose, language=languages.current())


@blueprint.post("/")
@signed_in
@once
def invite() -> Redirect | str | tuple[str, int]:
    """Invite somebody by a link in a mail; an address that is somebody else already is asked about first."""
    need(Action.MANAGE)
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422
    region, duty = _wanted(form)
    known = unconfirmed(form, region, duty)
    try:
        link = _invited(form, region, duty)
    except InvalidError as error:
        db.session.rollback()
        explain(form, error)
        return _page(form), 422
    if known is not None:
        return ask_back(form, known, back=url_for(".index"))
    letter, onward = write(link, region, duty), done(url_for(".index"))
    db.session.commit()
    send(link, letter)
    return redirect(onward)


def _wanted(form: InvitationForm) -> tuple[Region | None, Duty | None]:
    """Return for which region and duty the form invites; neither for the project team."""
    if form.part.data == TEAM:
        return None, None
    duty, _sign, key = form.part.data.partition(":")
    return regions.find(db.session, key=key, by=person()), DUTIES[duty]


def _invited(form: InvitationForm, region: Region | None, duty: Duty | None) -> Link:
    """Make account and link for what the form asks for."""
    whom = {
        "email": form.email.data,
        "name": form.name.data,
        "language": form.language.data,
        "by": person(),
        "now": now(),
    }
    if region is None or duty is None:
        return invitations.invite_to_team(db.session, **whom)
    return invitations.invite(db.session, duty=duty, region=region, **whom)


def _form() -> InvitationForm:
    form = InvitationForm()
    listed = regions.visible(db.session, by=person())
    form.language.data = form.language.data or languages.current()
    offered = [
        (f"{word}:{one.key}", duty_in(duty, region_name(one))) for word, duty in DUTIES.items() for one in listed
    ]
    form.offer(offered, _("Project team") if may(person(), Action.INVITE) else None)
    return form


def _filter() -> Filter:
    return read_filter(request.args, [one.key for one in regions.visible(db.session, by=person())])


def _page(form: InvitationForm, wished: Filter | None = None) -> str:
    wished = wished or Filter(people.Wanted())
    listed = people.listing(db.session, by=person(), wanted=wished.wanted)
    return render_template(
        "people/index.html",
        people=listed,
        unsent=outgoing.unsent(listed),
        wished=wished,
        parts=part_names(),
        states=state_names(),
        regions=regions.visible(db.session, by=person()),
        state_of=people.state_of,
        administers=may(person(), Action.ADMINISTER),
        form=form,
        roles=_roles,
        duty_of=duty_of,
    )


def part_names() -> dict[str, str]:
    """Return what each part is called in a list to choose from."""
    return {
        "administrator": _("Administrator"),
        "team": _("Project team"),
        "coordinator": _("Coordinator"),
        "contributor": _("Contributor"),
        "reviewer": _("Reviewer"),
        people.NO_PART: _("No part at present"),
    }


def state_names() -> dict[str, str]:
    """Return what each state of an account is called."""
    return {
        people.AccountState.IN_USE: _("In use"),
        people.AccountState.INVITED: _("Invited"),
        people.AccountState.CLOSED: _("Closed"),
    }


def _roles(user: User) -> list[str]:
    """Return in words what somebody is for the whole installation."""
    words = {"administrator": _("Administrator"), "team": _("Project team")}
    return [words[role.name] for role in user.roles if role.name in words]
