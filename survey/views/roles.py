"""One person as administrators see them: what they are, giving and taking roles, closing and opening the account."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import RefusedError
from survey.forms.people import ConfirmForm
from survey.languages import gettext as _
from survey.models.user import RoleName, User
from survey.policy import Action, may
from survey.services import roles
from survey.services.mandates import ANSWERING
from survey.services.people import state_of
from survey.views.access import need, now, person, signed_in
from survey.views.invitations import duty_of, send, write
from survey.views.people import state_names
from survey.views.role_words import steps

blueprint = Blueprint("roles", __name__, url_prefix="/people/<int:person>")

GIVE = {"give-administrator": RoleName.ADMINISTRATOR, "give-team": RoleName.TEAM}
TAKE = {"take-administrator": RoleName.ADMINISTRATOR, "take-team": RoleName.TEAM}
CHANGES = (*GIVE, *TAKE, "close", "open", "invite")
STEP = "/<any({}):change>".format(", ".join(f'"{one}"' for one in CHANGES))


@blueprint.get("")
@signed_in
def show(person: int) -> str:
    """Show one person: what they are, when they last did something that is kept, and what can be changed."""
    need(Action.ADMINISTER)
    user = roles.find(db.session, key=person)
    known = steps(user.name)
    return render_template(
        "people/show.html",
        user=user,
        state=state_names()[state_of(user)],
        duty_of=duty_of,
        held=[each for each in user.mandates if each.in_force],
        last=roles.last_deeds(db.session).get(user.id),
        invitation=roles.invitation(db.session, user=user) if not user.password else None,
        offered=[(change, known[change]) for change in _offered(user)],
        answering=_answers(user) and user.active,
        now=now(),
    )


@blueprint.get(STEP)
@signed_in
def asking(person: int, change: str) -> str | Response:
    """Ask whether this is to be done, and say what follows; what cannot be done is not asked."""
    need(Action.ADMINISTER)
    user = roles.find(db.session, key=person)
    if change not in _offered(user):
        return redirect(url_for(".show", person=person))
    step, danger = steps(user.name)[change], change in TAKE or change == "close"
    return render_template("people/sure.html", user=user, step=step, danger=danger, form=ConfirmForm())


@blueprint.post(STEP)
@signed_in
def change(person: int, change: str) -> Response:
    """Do it, and say so; what stands in the way is said with what to do first."""
    need(Action.ADMINISTER)
    user = roles.find(db.session, key=person)
    said = steps(user.name)[change].done
    try:
        new = _done(user, change)
    except RefusedError as error:
        db.session.rollback()
        flash(_refused(error.code, user.name), "error")
        return redirect(url_for(".show", person=person))
    db.session.commit()
    if change == "invite":
        return redirect(url_for(".show", person=person))
    flash(said if new else _("It was so already. Nothing has changed."), "success")
    return redirect(url_for(".show", person=person) if may(user, Action.ADMINISTER) or not _own(user) else "/")


def _done(user: User, change: str) -> bool:
    """Do one change; an invitation is committed first, and then sent."""
    by, at = person(), now()
    if change in GIVE:
        return roles.give(db.session, user=user, role=GIVE[change], by=by, now=at)
    if change in TAKE:
        return roles.take(db.session, user=user, role=TAKE[change], by=by, now=at)
    if change == "close":
        return roles.close(db.session, user=user, by=by, now=at)
    if change == "open":
        return roles.reopen(db.session, user=user, by=by, now=at)
    link, first = roles.invite_again(db.session, user=user, by=by, now=at), roles.first_mandate(user)
    letter = write(link, first.region if first else None, first.duty if first else None)
    db.session.commit()
    send(link, letter)
    return True


def _offered(user: User) -> list[str]:
    """Return what can be done with an account, as it is now."""
    if not user.active:
        return ["open"]
    held = any(each.in_force for each in user.mandates) or bool(user.roles)
    found = [] if user.password or not held else ["invite"]
    for role in RoleName:
        if roles.has(user, role):
            found.append(f"take-{role.value}")
        elif not _answers(user):
            found.append(f"give-{role.value}")
    return found if _own(user) else [*found, "close"]


def _answers(user: User) -> bool:
    return any(each.in_force and each.duty in ANSWERING for each in user.mandates)


def _own(user: User) -> bool:
    return user.id == person().id


def _refused(code: str, name: str) -> str:
    """Return why something was not done, and what to do first."""
    words = {
        "last": _("%(name)s is the last administrator who can sign in. Make somebody else one first.", name=name),
        "own": _("Nobody closes their own account. Ask another administrator."),
        "answers": _("%(name)s answers for a region. End that mandate first.", name=name),
        "closed": _("The account of %(name)s is closed. Open it first.", name=name),
        "has-come": _(
            "%(name)s has a password and can sign in. A new one is asked for on the sign-in page.", name=name
        ),
        "no-part": _("%(name)s has no part at present. Invite them for one on the page of people.", name=name),
    }
    return words.get(code, _("This cannot be done as things stand."))
