"""Answering separately first: whom the coordinator asks, how far the reader has come, and saying "I am finished"."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import db, is_writing
from survey.errors import InvalidError
from survey.forms.consensus import ArrangeForm, read_arrangement
from survey.languages import gettext as _
from survey.languages import ngettext, region_name
from survey.models import Assessment, Consensus, Mail, Participant, User
from survey.policy import Action, may
from survey.questionnaires import progress
from survey.questionnaires.model import Section
from survey.questionnaires.progress import Progress
from survey.security import N_, external
from survey.services import answers, assessments, consensus, separately
from survey.views import letters
from survey.views.access import now, person, signed_in
from survey.views.outline import Outline, outline

blueprint = Blueprint("consensus", __name__, url_prefix="/assessments/<wave>/<region>/separately")


@dataclass(frozen=True)
class Arranged:
    """Where the reader is: an assessment and what its region has arranged; ``own`` is the reader's part in it."""

    assessment: Assessment
    outline: Outline
    found: Consensus | None
    own: Participant | None
    is_open: bool

    @property
    def where(self) -> dict[str, Any]:
        """The parts of the address of these pages."""
        return {"wave": self.assessment.wave.key, "region": self.assessment.region.key}


@dataclass(frozen=True)
class Task:
    """A section with how far the reader's own answers have come."""

    section: Section
    progress: Progress


def arranged(wave: str, region: str) -> Arranged:
    """Return what is arranged, for people who answer for the region; opens what is due, and keeps that."""
    assessment = assessments.find(db.session, wave=wave, region=region, by=person())
    found = consensus.visit(db.session, assessment=assessment, by=person(), now=now())
    if is_writing(db.session):
        db.session.commit()
    g.place = region_name(assessment.region)
    own = None if found is None else consensus.participant(found, person())
    is_open = found is not None and consensus.is_open(found, zone=assessment.wave.time_zone, now=now())
    return Arranged(assessment, outline(assessment.wave.edition), found, own, is_open)


@blueprint.get("")
@signed_in
def index(wave: str, region: str) -> str:
    """Show what is arranged, and to who takes part the sections and how far they have come."""
    at = arranged(wave, region)
    return _page(at, ArrangeForm(at.found.due.isoformat() if at.found else ""))


@blueprint.post("")
@signed_in
def arrange(wave: str, region: str) -> Response | tuple[str, int]:
    """Ask people to answer separately, or more people, or for longer; who is new gets a mail."""
    at, sent = arranged(wave, region), read_arrangement(request.form)
    try:
        asked = _arrange(at, sent)
    except InvalidError as error:
        db.session.rollback()
        sent.faults = {name: _said(code) for name, code in error.fields.items()}
        return _page(arranged(wave, region), sent), 422
    mails = _letters(at, asked, sent)
    db.session.commit()
    told = len(letters.send(mails))
    flash(
        ngettext("Kept. %(num)s person was told by mail.", "Kept. %(num)s people were told by mail.", told)
        if told
        else _("Kept."),
        "success",
    )
    return redirect(url_for(".index", **at.where))


def _arrange(at: Arranged, sent: ArrangeForm) -> list[User]:
    if sent.day is None:
        raise InvalidError(due="none")
    asked = consensus.arrange(
        db.session, assessment=at.assessment, due=sent.day, people=sent.people, by=person(), now=now()
    )
    return list(asked)


@blueprint.post("/finished")
@signed_in
def finish(wave: str, region: str) -> Response:
    """Note that the reader has finished; the last one opens the answers."""
    at = arranged(wave, region)
    opened = consensus.finish(db.session, assessment=at.assessment, by=person(), now=now())
    db.session.commit()
    if opened:
        flash(_("Everybody has finished. The answers are open."), "success")
        return redirect(url_for("meeting.index", **at.where))
    flash(_("Thank you. You can take this back until the answers are open."), "success")
    return redirect(url_for(".index", **at.where))


@blueprint.post("/resumed")
@signed_in
def resume(wave: str, region: str) -> Response:
    """Take that back."""
    at = arranged(wave, region)
    consensus.resume(db.session, assessment=at.assessment, by=person(), now=now())
    db.session.commit()
    flash(_("You can go on answering."), "success")
    return redirect(url_for(".index", **at.where))


def _page(at: Arranged, form: ArrangeForm) -> str:
    leads = not at.is_open and may(person(), Action.LEAD_CONSENSUS, at.assessment)
    had = {each.user_id for each in at.found.participants} if at.found else set()
    return render_template(
        "consensus/index.html",
        assessment=at.assessment,
        found=at.found,
        own=at.own,
        is_open=at.is_open,
        inside=at.found is not None and consensus.is_insider(at.found, at.assessment, person()),
        answering=at.own is not None and not at.is_open and may(person(), Action.ANSWER_SEPARATELY, at.assessment),
        leads=leads,
        tasks=_tasks(at) if at.own and not at.is_open else [],
        form=form,
        people=_people(at, had) if leads else [],
        zone=at.assessment.wave.time_zone,
    )


def _people(at: Arranged, had: set[int]) -> list[User]:
    return [each for each in consensus.candidates(db.session, assessment=at.assessment) if each.id not in had]


def _tasks(at: Arranged) -> list[Task]:
    source = at.outline.source
    own = separately.own(db.session, assessment=at.assessment, questionnaire=source, of=person())
    parts = progress.progress(source, progress.resolve(source, answers.given(own)))
    return [Task(at.outline.pages[code], part) for code, part in parts.items()]


def _said(code: str) -> str:
    words = {
        "none": _("Please give the last day, such as 2026-11-22."),
        "past": _("This day is over. Please give today or a later day."),
        "late": _("Answers can be given until the region's last day only. Please give an earlier day."),
        "earlier": _("Your colleagues count on the day that you gave. It can be later, not earlier."),
        "few": _("Please choose two people at least."),
        "unknown": _("Somebody you have chosen does not answer for this region. Choose again from the list."),
    }
    return words[code]


def _letters(at: Arranged, asked: list[User], sent: ArrangeForm) -> list[Mail | None]:
    """Return a mail to everybody who was newly asked."""
    link = external(url_for(".index", **at.where))
    words: dict[str, Any] = {"by": person(), "region": at.assessment.region, "due": sent.day, "link": link}
    subject = N_("Please answer separately first")
    return [letters.write(to, "consensus/asked.txt", subject, **words) for to in asked if to.id != person().id]
