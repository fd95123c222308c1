"""The history of one question: who changed what when, in words; restoring an earlier version."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import NotFoundError
from survey.forms import answers as form
from survey.languages import gettext as _
from survey.models.answer import Source
from survey.questionnaires.answers import Answer
from survey.questionnaires.model import TextQuestion
from survey.services import answers, history, reviews
from survey.services.answers import NOTHING_KEPT, Kept
from survey.services.history import RESTORED, Event
from survey.views.about import About, about
from survey.views.access import now, person, signed_in
from survey.views.wording import in_words, side_by_side

blueprint = Blueprint("history", __name__, url_prefix="/assessments/<wave>/<region>/questions/<question>/history")


@dataclass(frozen=True)
class Shown:
    """One event as the page shows it; ``old`` and ``new`` are answers in words, ``stands`` what a reviewer wants."""

    event: Event
    old: str = ""
    new: str = ""
    source: str = ""
    why: str = ""
    stands: str | None = None


@blueprint.get("")
@signed_in
def question(wave: str, region: str, question: str) -> str:
    """Show all versions of the answer, with conflicts, reviews and replies between them."""
    return _page(about(wave, region, question), form.version(request.args.get("before", "")) or None)


@blueprint.get("/<int:version>")
@signed_in
def version(wave: str, region: str, question: str, version: int) -> str:
    """Show an earlier version beside what holds now, and ask whether it is to be restored."""
    at = about(wave, region, question)
    old = _find(at, version)
    held = _held(at)
    return render_template(
        "history/version.html",
        assessment=at.assessment,
        section=at.section,
        question=at.question,
        version=version,
        held=held,
        sides=_sides(at, held.answer, old),
    )


@blueprint.post("/<int:version>")
@signed_in
def restore(wave: str, region: str, question: str, version: int) -> Response | tuple[str, int]:
    """Write an earlier version again; where somebody has answered meanwhile, both are shown and nothing is written."""
    at = about(wave, region, question)
    outcome = history.restore(
        db.session,
        assessment=at.assessment,
        questionnaire=at.outline.source,
        code=question,
        version=version,
        seen=form.version(request.form.get("page-version", "")),
        by=person(),
        now=now(),
    )
    db.session.commit()
    if outcome.conflicts:
        flash(_("Somebody else has changed this answer. Nothing has been overwritten."), "error")
        return _page(about(wave, region, question), None), 409
    if outcome.written:
        flash(_("Version %(number)s holds again, as a new version.", number=version), "success")
    else:
        flash(_("This answer holds already. Nothing was to be done."), "success")
    return redirect(url_for(".question", **at.where))


def _page(at: About, before: int | None) -> str:
    found = history.history(
        db.session,
        assessment=at.assessment,
        questionnaire=at.outline.source,
        code=at.question.code,
        before=before,
    )
    return render_template(
        "history/question.html",
        assessment=at.assessment,
        section=at.section,
        question=at.question,
        events=[_shown(at, each) for each in found.events],
        older=found.older,
        before=before,
        zone=at.assessment.wave.time_zone,
        restorable=_may_restore(at),
    )


def _shown(at: About, event: Event) -> Shown:
    if event.version is not None:
        made = event.version
        old, new = _sides(at, made.before, made.answer)
        why = _("An earlier version, restored") if made.why == RESTORED else made.why or ""
        return Shown(event, old, new, _sources()[made.source], why)
    if event.review is None:
        return Shown(event)
    stands = reviews.standing(at.outline.source.questions[at.question.code], event.review)
    return Shown(event, stands=in_words(at.question, stands) if stands else None)


def _sides(at: About, old: Answer, new: Answer) -> tuple[str, str]:
    """Return two answers in words; in texts, the words are marked that differ."""
    said = in_words(at.question, old), in_words(at.question, new)
    if isinstance(at.question, TextQuestion) and old.has_value and new.has_value:
        return side_by_side(*said)
    return said


def _sources() -> dict[Source, str]:
    return {
        Source.PAGE: _("on the page"),
        Source.WORKBOOK: _("by the workbook"),
        Source.CARRY_OVER: _("taken over from the wave before"),
        Source.CONSENSUS: _("agreed upon in the meeting"),
    }


def _may_restore(at: About) -> bool:
    return history.may_restore(
        db.session, assessment=at.assessment, questionnaire=at.outline.source, code=at.question.code, by=person()
    )


def _find(at: About, version: int) -> Answer:
    if not _may_restore(at):
        raise NotFoundError("version")
    return history.find(
        db.session,
        assessment=at.assessment,
        questionnaire=at.outline.source,
        code=at.question.code,
        version=version,
    )


def _held(at: About) -> Kept:
    code = at.question.code
    found = answers.kept(db.session, assessment=at.assessment, questionnaire=at.outline.source, codes=[code])
    return found.get(code, NOTHING_KEPT)
