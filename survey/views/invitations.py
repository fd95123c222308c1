"""Inviting by pages: asking back where an address has an account, the mail with the link, and why it was refused."""

from flask import flash, render_template, request, url_for

from survey.database import db
from survey.errors import InvalidError
from survey.forms.people import PersonForm
from survey.languages import gettext as _
from survey.languages import region_name, speaking
from survey.models.mail import Mail, MailState, Topic
from survey.models.mandate import Duty, Mandate
from survey.models.region import Region
from survey.models.token import Purpose
from survey.models.user import User
from survey.policy import Action, may
from survey.security import external, settings
from survey.services import invitations, outbox
from survey.services.links import LIFETIMES, Link
from survey.services.outbox import Words
from survey.services.sending import Tried
from survey.views import outgoing
from survey.views.access import now, person


def unconfirmed(form: PersonForm, region: Region | None, duty: Duty | None) -> User | None:
    """Return the account that the address has already, as something else; None without one, or once it is confirmed."""
    email = _email(form)
    confirmed = request.form.get("page-confirmed") == email
    return None if confirmed else invitations.known(db.session, email=email, region=region, duty=duty)


def ask_back(form: PersonForm, found: User, *, back: str) -> str:
    """Undo what was begun, and return the page that asks whether this account is meant.

    Who runs the survey sees what the account is; a coordinator, only that there is one.
    """
    db.session.rollback()
    told = may(person(), Action.MANAGE)
    return render_template(
        "people/known.html",
        form=form,
        email=_email(form),
        sent=[(name, value) for name, value in request.form.items(multi=True) if not name.startswith("page-csrf")],
        known=found if told else None,
        parts=parts(found) if told else [],
        back=back,
    )


def _email(form: PersonForm) -> str:
    return str(form.email.data or "").strip().lower()


def parts(user: User) -> list[str]:
    """Return in words what somebody may do."""
    words = {"administrator": _("Administrator"), "team": _("Project team")}
    roles = [words[role.name] for role in user.roles if role.name in words]
    return roles + [duty_of(one) for one in user.mandates if one.in_force]


def duty_of(mandate: Mandate) -> str:
    """Return in words what a mandate is for."""
    return duty_in(mandate.duty, region_name(mandate.region))


def duty_in(duty: Duty, region: str) -> str:
    """Return in words what somebody with a duty does for a region."""
    match duty:
        case Duty.COORDINATOR:
            return _("Coordinator of %(region)s", region=region)
        case Duty.CONTRIBUTOR:
            return _("Contributor for %(region)s", region=region)
        case Duty.REVIEWER:
            return _("Reviewer of %(region)s", region=region)


def explain(form: PersonForm, error: InvalidError) -> None:
    """Put what the service refused beside the fields; a coordinator learns nothing of what others are."""
    words = {
        "address": _("This is no e-mail address. It looks like name@example.org."),
        "account-closed": _("The account with this address is closed. Ask an administrator to open it again."),
        "coordinates": _("This person coordinates the region already, and can answer everything."),
        "same": _("This person coordinates the region already. Invite somebody else."),
        "missing": _("Please give the person's name."),
    }
    if may(person(), Action.MANAGE):
        words |= {
            "runs-the-survey": _("This person is in the project team, who answer for no region. Invite somebody else."),
            "answers": _("This person answers for the region. Nobody reviews what they answer: invite somebody else."),
            "reviews": _("This person reviews the region. Nobody answers what they review: invite somebody else."),
        }
    other = _("This person cannot answer for your region. Invite somebody else, or ask the project team.")
    for name, code in error.fields.items():
        form[name].errors = [words.get(str(code), other)]


def write(link: Link, region: Region | None = None, duty: Duty | None = None) -> Mail | None:
    """Put the invitation into the queue, to be committed with the invitation itself; then comes :func:`send`."""
    user = link.user
    with speaking(user.language):
        subject = _("Your invitation to the intercultural self-assessment")
        body = render_template(
            "accounts/invitation.txt",
            user=user,
            region=region,
            duty=duty,
            link=external(url_for("accounts.welcome", token=link.token)),
            days=LIFETIMES[Purpose.INVITATION].days,
            by=person(),
            contact=settings().contact,
        )
    words = Words(subject, body)
    return outbox.put(db.session, topic=Topic.INVITATION, to=user, words=words, link=link, by=person(), now=now())


def send(link: Link, letter: Mail | None) -> None:
    """Send the invitation after the commit, and say what became of it."""
    for tried in outgoing.deliver([letter] if letter else []):
        if outgoing.on_its_way(tried):
            flash(_on_its_way(link, tried), "success")
        else:
            flash(_("The invitation is kept. %(said)s", said=outgoing.said(tried)), "error")


def _on_its_way(link: Link, tried: Tried) -> str:
    user = link.user
    if tried.state is not MailState.SENT:
        return _(
            "The invitation to %(email)s is being sent. The mail server is slow; should it fail, it is tried again.",
            email=user.email,
        )
    if link.again:
        return _(
            "A new invitation is on its way to %(email)s, invited before as %(name)s. The earlier link works no more.",
            email=user.email,
            name=user.name,
        )
    return _("An invitation is on its way to %(email)s.", email=user.email)
