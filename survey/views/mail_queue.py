"""The queue of mails as administrators see it: what has not left and why, trying again, withdrawing."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from survey import languages
from survey.database import db
from survey.errors import ClosedError
from survey.forms.people import ConfirmForm
from survey.languages import gettext as _
from survey.models.mail import Mail, MailState, Topic
from survey.policy import Action
from survey.services import administration_tables, outbox
from survey.views import files, outgoing
from survey.views.access import need, now, person, signed_in

blueprint = Blueprint("mail_queue", __name__, url_prefix="/administration")

MOST = 200
"""Mails that the page lists; the file holds all."""


@dataclass(frozen=True)
class Chosen:
    """Which mails are asked for, all without a state; ``fault`` says that the state asked for is not known."""

    states: tuple[MailState, ...] = ()
    fault: bool = False


@blueprint.get("/mail")
@signed_in
def index() -> tuple[str, int]:
    """List the mails of the queue, the newest first. What they say is never shown: it can hold a link."""
    need(Action.ADMINISTER)
    return _page(_chosen())


@blueprint.get("/mail.csv")
@signed_in
def file() -> Response | tuple[str, int]:
    """Send the list as a file."""
    need(Action.ADMINISTER)
    chosen, purpose = _chosen(), files.purpose_of(request.args.get("for"))
    if chosen.fault or purpose is None:
        return _page(chosen)[0], 422
    made = administration_tables.of_mails(outbox.listed(db.session, by=person(), states=chosen.states, most=100_000))
    return files.send_plain(made, what="mail", purpose=purpose, language=languages.current())


@blueprint.post("/mail/<int:mail>/retry")
@signed_in
def retry(mail: int) -> Redirect:
    """Try a mail at once that waits or was given up, and say what became of it."""
    need(Action.ADMINISTER)
    try:
        found = outbox.retry(db.session, key=mail, by=person(), now=now())
    except ClosedError as error:
        return _closed(error)
    db.session.commit()
    _tell([found])
    return redirect(url_for(".index"))


@blueprint.post("/mail/retry")
@signed_in
def retry_all() -> Redirect:
    """Try every mail at once that waits or was given up and whose words are still kept."""
    need(Action.ADMINISTER)
    waiting = outbox.listed(db.session, by=person(), states=(MailState.WAITING, MailState.GIVEN_UP))
    found = []
    for key in [one.id for one in waiting if one.body is not None]:
        try:
            found.append(outbox.retry(db.session, key=key, by=person(), now=now()))
        except ClosedError:  # sent by the timer in this very moment
            continue
    db.session.commit()
    _tell(found)
    return redirect(url_for(".index"))


@blueprint.get("/mail/<int:mail>/withdraw")
@signed_in
def withdrawing(mail: int) -> str:
    """Ask whether a mail is never to be sent."""
    need(Action.ADMINISTER)
    return render_template(
        "administration/withdraw.html", mail=outbox.find(db.session, key=mail, by=person()), form=ConfirmForm()
    )


@blueprint.post("/mail/<int:mail>/withdraw")
@signed_in
def withdraw(mail: int) -> Redirect:
    """Let a mail never be sent."""
    need(Action.ADMINISTER)
    try:
        found = outbox.withdraw(db.session, key=mail, by=person(), now=now())
    except ClosedError as error:
        return _closed(error)
    db.session.commit()
    flash(_("The mail to %(email)s is withdrawn.", email=found.to), "success")
    return redirect(url_for(".index"))


def _tell(mails: list[Mail]) -> None:
    """Try mails that were just committed, and say what became of them."""
    tried = outgoing.deliver(mails)
    left = sum(outgoing.on_its_way(one) for one in tried)
    if left:
        flash(languages.ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", left), "success")
    for said in [said for one in tried if (said := outgoing.said(one))][:5]:
        flash(said, "error")
    if not tried:
        flash(_("There was nothing to send."), "success")


def _closed(error: ClosedError) -> Redirect:
    words = {
        "sent": _("The mail has left already."),
        "withdrawn": _("The mail was withdrawn. Do once more what it was to tell of."),
        "being_sent": _("The mail is being sent in this moment. Look again in a minute."),
    }
    flash(
        words.get(error.code, _("The words of this mail are not kept any more. Do once more what it tells of.")),
        "error",
    )
    return redirect(url_for(".index"))


def _chosen() -> Chosen:
    asked = request.args.get("state", "")
    if not asked or asked in set(MailState):
        return Chosen((MailState(asked),) if asked else ())
    return Chosen(fault=True)


def _page(chosen: Chosen) -> tuple[str, int]:
    states = {
        MailState.WAITING: _("Waiting"),
        MailState.SENT: _("Sent"),
        MailState.GIVEN_UP: _("Given up"),
        MailState.WITHDRAWN: _("Withdrawn"),
    }
    page = render_template(
        "administration/mail.html",
        mails=outbox.listed(db.session, by=person(), states=chosen.states, most=MOST),
        counts=outbox.counts(db.session),
        chosen=chosen.states[0] if chosen.states else "",
        fault=chosen.fault,
        states=states,
        topics=_topics(),
        why=outgoing.why,
        most=MOST,
        form=ConfirmForm(),
    )
    return page, 422 if chosen.fault else 200


def _topics() -> dict[str, str]:
    """Return what a mail is about, in words."""
    return {
        Topic.INVITATION: _("Invitation"),
        Topic.WORK: _("Work"),
        Topic.REMINDER: _("Reminder"),
        Topic.PASSWORD: _("Password"),
        Topic.ACCOUNT: _("Account"),
        Topic.FAREWELL: _("Account deleted"),
    }
