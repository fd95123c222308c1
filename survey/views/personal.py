"""Everybody's own data: what is kept, as a page and as a file to take along."""

from flask import Blueprint, Response, render_template

from survey.database import db
from survey.languages import gettext as _
from survey.security import settings
from survey.services import takeaway
from survey.views.access import now, person, signed_in

blueprint = Blueprint("personal", __name__, url_prefix="/account")


@blueprint.get("/data")
@signed_in
def show() -> str:
    """Tell what the file holds, table by table."""
    taken = takeaway.gather(db.session, user=person())
    return render_template("personal/show.html", taken=taken, called=called())


@blueprint.get("/data.zip")
@signed_in
def file() -> Response:
    """Send everything that is kept about the reader: as JSON for machines, and as a page."""
    taken = takeaway.gather(db.session, user=person())
    readable = render_template("personal/file.html", taken=taken, called=called(), user=person(), now=now())
    sent = Response(takeaway.packed(taken, readable=readable), mimetype="application/zip")
    parts = ["personal-data", f"{now():%Y-%m-%d}", *(["demonstration"] if settings().demonstration else [])]
    sent.headers["Content-Disposition"] = f'attachment; filename="{"_".join(parts)}.zip"'
    return sent


def called() -> dict[str, str]:
    """Return what each table is called for its readers."""
    return {
        "account": _("Your account"),
        "account_role": _("What you are for the whole platform"),
        "answer": _("Answers that hold and that you gave last"),
        "answer_change": _("All answers that you gave"),
        "assessment": _("Assessments that you submitted"),
        "assignment": _("Questions given to you, or by you"),
        "audit_entry": _("What was noted of what you did, or of others about you"),
        "citation": _("Evidence that you named for answers"),
        "comment": _("Comments that you wrote"),
        "consensus": _("Rounds of answering separately that you began"),
        "consent": _("Versions of the privacy notice that you read"),
        "disclosure": _("Decisions of yours about who sees results"),
        "effort": _("Efforts that you set"),
        "stakeholder_answers": _("Answers of stakeholders that you brought"),
        "email_change": _("New addresses that wait to be confirmed"),
        "evidence": _("Evidence that you added or removed"),
        "identity": _("Your account at a provider"),
        "individual_answer": _("Answers that you gave on your own"),
        "mail": _("Mails to you, or that you caused"),
        "mandate": _("What you do or did for regions"),
        "mention": _("Comments that call you"),
        "minority_view": _("Views of yours that were kept beside an agreement"),
        "participant": _("Rounds of answering separately that you took part in"),
        "publication": _("Waves that you published"),
        "recovery_code": _("Recovery codes: when they were made and used, never the code"),
        "reminder": _("Reminders that you got, or asked for"),
        "review": _("Reviews by you, and your replies to reviews"),
        "second_factor": _("Two-step sign-in: since when, never its secret"),
        "sign_in": _("Where you are signed in"),
        "submission": _("What you submitted, as it was"),
        "thread": _("Comments that you marked as resolved"),
        "token": _("Links sent to you: for what and when, never the link"),
        "transition": _("Steps of assessments that you took"),
    }
