"""Reviewing: the regions of a reviewer, the queue of one, telling the region, and concluding."""

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import NotFoundError, ObstaclesError
from survey.forms import answers as form
from survey.languages import gettext as _
from survey.languages import ngettext
from survey.models.mail import Mail
from survey.models.mandate import Duty
from survey.policy import Action, may
from survey.security import N_, external
from survey.services import addressees, assessments, outbox, reviews, stages, verdicts
from survey.services.recording import require_stage
from survey.services.reviews import REGIONS_TURN, REVIEWERS_TURN, Status
from survey.views import letters
from survey.views.access import now, person, signed_in
from survey.views.desk import SHOWN, Desk, desk
from survey.views.once import done, once
from survey.views.outline import outline

blueprint = Blueprint("reviews", __name__)
HERE = "/assessments/<wave>/<region>/review"


@blueprint.get("/reviews")
@signed_in
def mine() -> str:
    """List the assessments that the reader reviews, with what waits for them."""
    found = [
        one
        for one in assessments.visible(db.session, by=person())
        if any(
            each.duty is Duty.REVIEWER and each.in_force and each.region_id == one.region_id
            for each in person().mandates
        )
    ]
    desks = [
        Desk(one, asked, reviews.items(db.session, assessment=one, questionnaire=asked.source))
        for one in found
        for asked in [outline(one.wave.edition)]
    ]
    return render_template("reviews/mine.html", desks=desks)


@blueprint.get(HERE)
@signed_in
def index(wave: str, region: str) -> str:
    """Show the queue of an assessment, section by section."""
    return _queue(desk(wave, region), request.args.get("show", ""))


def _queue(at: Desk, shown: str) -> str:
    wanted = SHOWN.get(shown)
    sections = {
        code: here
        for code, items in at.sections.items()
        if (here := [item for item in items if wanted is None or item.status in wanted])
    }
    return render_template(
        "reviews/index.html",
        desk=at,
        assessment=at.assessment,
        shown=shown if wanted is not None else "",
        counts={name: at.count(name) for name in SHOWN},
        sections=sections,
        first=next((item.code for item in at.items if item.status in REVIEWERS_TURN), None),
        can={action.value: may(person(), action, at.assessment) for action in Action},
    )


@blueprint.post(f"{HERE}/open")
@signed_in
def begin(wave: str, region: str) -> Response:
    """Open the review; from now on the region cannot withdraw."""
    at = desk(wave, region)
    stages.open_review(db.session, assessment=at.assessment, by=person(), now=now())
    mails = _letters(at, "reviews/opened.txt")
    db.session.commit()
    letters.send(mails)
    flash(_("The review is open. Begin with the first answer."), "success")
    return redirect(url_for(".index", wave=wave, region=region))


@blueprint.post(f"{HERE}/accept/<section>")
@signed_in
def accept(wave: str, region: str, section: str) -> Response:
    """Accept what nobody has reviewed yet in a section, as it stood on the page."""
    at = desk(wave, region)
    if section not in at.outline.sections:
        raise NotFoundError("section")
    versions = {
        item.code: form.version(request.form.get(f"page-version-{item.code}", ""))
        for item in at.sections.get(section, [])
        if item.status is Status.OPEN
    }
    count = verdicts.accept_all(
        db.session,
        assessment=at.assessment,
        questionnaire=at.outline.source,
        versions=versions,
        by=person(),
        now=now(),
    )
    db.session.commit()
    flash(ngettext("%(num)s answer is accepted.", "%(num)s answers are accepted.", count), "success")
    left = sum(name.startswith("page-version-") for name in request.form) - count
    if left:
        flash(
            ngettext(
                "%(num)s answer has changed or was judged meanwhile. Please look at it by itself.",
                "%(num)s answers have changed or were judged meanwhile. Please look at them one by one.",
                left,
            ),
            "error",
        )
    return redirect(url_for(".index", wave=wave, region=region, _anchor=section))


@blueprint.post(f"{HERE}/conclude")
@signed_in
def conclude(wave: str, region: str) -> Response | tuple[str, int]:
    """Conclude the review and tell the region; what is open is shown, and nothing happens."""
    at = desk(wave, region)
    try:
        reviews.conclude(db.session, assessment=at.assessment, questionnaire=at.outline.source, by=person(), now=now())
    except ObstaclesError as error:
        db.session.rollback()
        flash(
            ngettext(
                "The review cannot be concluded yet: %(num)s answer still waits for somebody.",
                "The review cannot be concluded yet: %(num)s answers still wait for somebody.",
                len(error.obstacles),
            ),
            "error",
        )
        return _queue(desk(wave, region), "unsettled"), 409
    mails = _letters(at, "reviews/concluded.txt")
    db.session.commit()
    letters.send(mails)
    flash(_("The review is concluded. Thank you."), "success")
    return redirect(url_for(".index", wave=wave, region=region))


@blueprint.post(f"{HERE}/send")
@signed_in
@once
def send(wave: str, region: str) -> Response:
    """Tell the region's coordinators by mail what waits for them; with nothing for them there is no mail."""
    at = desk(wave, region)
    require_stage(at.assessment, by=person(), action=Action.REVIEW)
    if not at.count("region"):
        flash(_("Nothing waits for the region, so no mail was sent."), "error")
        return redirect(url_for(".index", wave=wave, region=region))
    mails = [each for each in _letters(at, "reviews/told.txt", name=_waiting(at)) if each is not None]
    onward = done(url_for(".index", wave=wave, region=region))
    db.session.commit()
    if not mails:
        flash(_("The region was told of this today. Nothing has changed since, so no second mail was sent."), "success")
        return redirect(onward)
    left = len(letters.send(mails))
    flash(ngettext("%(num)s person of the region is told.", "%(num)s people of the region are told.", left), "success")
    return redirect(onward)


def _waiting(at: Desk) -> str:
    """Return the name of what waits for the region today: which verdicts, and the region's replies to them."""
    today = now().astimezone(ZoneInfo(at.assessment.wave.time_zone)).date()
    return " ".join(
        [today.isoformat(), *(reviews.mark(each.review) for each in at.items if each.status in REGIONS_TURN)]
    )


def _letters(at: Desk, template: str, *, name: str = "") -> list[Mail | None]:
    """Return a mail to each coordinator of the region with the counts and a link; ``name`` is that of what it tells."""
    region = at.assessment.region
    to = addressees.of_region(db.session, region_id=region.id, duties=[Duty.COORDINATOR])
    counts = {each.value: sum(item.status is each for item in at.items) for each in Status}
    link = external(url_for("replies.index", wave=at.assessment.wave.key, region=region.key))
    subject, total, by = N_("The review of your self-assessment"), len(at.items), person()
    words = {"by": by, "region": region, "counts": counts, "total": total, "link": link}
    return [
        letters.write(
            each, template, subject, once=name and outbox.name("told", at.assessment.id, each.id, name), **words
        )
        for each in to
    ]
