"""Working off line: a workbook to take away, and what comes back from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Redirect

from survey.database import db
from survey.errors import FaultsError
from survey.forms import workbooks as form
from survey.languages import gettext as _
from survey.languages import ngettext, region_name
from survey.models.assessment import Assessment
from survey.policy import Action, ever, may
from survey.security import settings
from survey.services import assessments, workbook_opening, workbook_reading, workbooks
from survey.services.workbooks import Mine, Preview
from survey.views import faults, files, workbook_lines
from survey.views.access import now, person, reader, signed_in
from survey.views.outline import Outline, outline

blueprint = Blueprint("workbooks", __name__, url_prefix="/assessments/<wave>/<region>/workbook")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_UPLOAD = workbook_opening.LARGEST_FILE + 3_000_000
"""Bytes of what is sent at most: a file that is a little too large still gets the page that says so."""

MOST_FAULTS = 100
"""Faults that a page lists; of more it says how many they are."""


@dataclass(frozen=True)
class At:
    """An assessment and its questionnaire in the reader's language."""

    assessment: Assessment
    outline: Outline

    @property
    def where(self) -> dict[str, str]:
        """What the addresses of this assessment's pages hold."""
        return {"wave": self.assessment.wave.key, "region": self.assessment.region.key}


@blueprint.url_value_preprocessor
def _more(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Take more than other pages do where workbooks and their answers come in: only there, from people with an
    account, and early: the token in the form is looked at before any view."""
    if endpoint in {f"{blueprint.name}.preview", f"{blueprint.name}.take_in"} and reader() is not None:
        request.max_content_length = request.max_form_memory_size = LARGEST_UPLOAD


def at(wave: str, region: str) -> At:
    """Return the assessment; NotFoundError for what is not there or not for this reader."""
    assessment = assessments.find(db.session, wave=wave, region=region, by=person())
    g.place = region_name(assessment.region)
    return At(assessment, outline(assessment.wave.edition))


@blueprint.get("")
@signed_in
def index(wave: str, region: str) -> str:
    """Offer the workbook, take it back, and offer printed forms."""
    return _index(at(wave, region))


def _index(here: At, wrong: FaultsError | None = None) -> str:
    found = wrong.faults if wrong else ()
    return render_template(
        "workbooks/index.html",
        assessment=here.assessment,
        where=here.where,
        editable=may(person(), Action.EDIT, here.assessment),
        later=ever(person(), Action.EDIT, here.assessment),
        faults=found[:MOST_FAULTS],
        more=max(0, len(found) - MOST_FAULTS),
        most=workbook_opening.LARGEST_FILE // 1_000_000,
    )


@blueprint.get("/preview", endpoint="again")
@blueprint.get("/take-in", endpoint="again")
@signed_in
def again(wave: str, region: str) -> Redirect:
    """Lead back to the beginning whoever comes by address, or from another language: no file is kept here."""
    at(wave, region)
    return redirect(url_for(".index", wave=wave, region=region))


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Any:
    """Say that a file is too large to be taken at all, on the page that it was sent from."""
    values = request.view_args or {}
    if reader() is None:
        return faults.tell(413)
    return _index(at(**values), workbook_opening.too_large(_("The file"))), 413


@blueprint.post("/file")
@signed_in
def file(wave: str, region: str) -> Response:
    """Send the workbook in the reader's language, with what is answered now, and keep that it was taken."""
    here, when = at(wave, region), now()
    content = workbooks.make(
        db.session,
        assessment=here.assessment,
        questionnaire=here.outline.source,
        by=person(),
        now=when,
        demonstration=settings().demonstration,
    )
    name = files.name(here.assessment, "workbook", "xlsx")
    workbooks.taken(db.session, assessment=here.assessment, by=person(), now=when)
    db.session.commit()
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.post("/preview")
@signed_in
def preview(wave: str, region: str) -> str | tuple[str, int]:
    """Show what a workbook would change; nothing is written, and nothing of it is kept here."""
    here = at(wave, region)
    workbooks.require_answering(here.assessment, by=person(), now=now())
    sent = request.files.get("page-file")
    try:
        if sent is None or not sent.filename:
            what, cure = _("No file was chosen."), _("Choose the workbook on your computer, then send it.")
            raise workbook_opening.refused("no-file", _("The file"), what, cure)
        mine = _read(here, sent.stream.read(workbook_opening.LARGEST_FILE + 1), sent.filename)
    except FaultsError as error:
        return _index(here, error), 422
    return _preview(here, _compared(here, mine))


def _read(here: At, content: bytes, name: str) -> dict[str, Mine]:
    """Return what a workbook says; FaultsError with everything that is wrong with it."""
    cells = workbook_opening.open_workbook(content, name)
    questionnaire = here.outline.source
    reading = workbook_reading.read(cells, assessment=here.assessment, questionnaire=questionnaire, name=name)
    found, unfit = form.from_cells(questionnaire, reading.given, here.outline.key)
    mine = workbooks.answers(
        db.session, reading, found, assessment=here.assessment, questionnaire=questionnaire, name=name
    )
    if reading.faults or unfit:
        raise FaultsError([*reading.faults, *unfit])
    return mine


def _compared(here: At, mine: Mapping[str, Mine]) -> Preview:
    """Return what would become of these answers as things stand now."""
    return workbooks.compare(
        db.session, assessment=here.assessment, questionnaire=here.outline.source, mine=mine, by=person()
    )


def _preview(
    here: At, found: Preview, *, decided: Mapping[str, str] | None = None, fresh: bool = False, asked: bool = False
) -> str:
    """Return the page; ``fresh`` says that things changed since it was shown, ``asked`` that decisions are missing."""
    return render_template(
        "workbooks/preview.html",
        assessment=here.assessment,
        where=here.where,
        shown=workbook_lines.shown(here.outline, here.assessment, found, decided or {}),
        fallbacks=here.outline.fallbacks,
        fresh=fresh,
        asked=asked,
    )


@blueprint.post("/take-in")
@signed_in
def take_in(wave: str, region: str) -> Redirect | tuple[str, int]:
    """Save what the preview showed, all of it or nothing; what has changed since then is shown again."""
    here, when = at(wave, region), now()
    workbooks.require_answering(here.assessment, by=person(), now=when)
    sent = form.returned(here.outline.source, request.form, here.outline.key)
    if sent is None:
        what, cure = _("The answers did not arrive as they were shown."), _("Please send the workbook once more.")
        return _index(here, workbook_opening.refused("altered", _("The file"), what, cure)), 422
    found = _compared(here, sent.mine)
    moved = sent.moved(found)
    if moved or found.foreign:
        return _preview(here, found, decided=_without(sent.decided, moved), fresh=True), 409
    if sent.undecided(found):
        return _preview(here, found, decided=sent.decided, asked=True), 422
    outcome = workbooks.take_in(
        db.session,
        assessment=here.assessment,
        questionnaire=here.outline.source,
        entries=sent.entries(found),
        decided=[one.code for one in found.conflicts],
        by=person(),
        now=when,
    )
    if outcome.conflicts:  # somebody was faster by a moment
        db.session.rollback()
        here = at(wave, region)
        return _preview(here, _compared(here, sent.mine), decided=sent.decided, fresh=True), 409
    db.session.commit()
    _tell(len(outcome.written))
    return redirect(url_for("assessments.tasks", wave=wave, region=region))


def _without(decided: Mapping[str, str], moved: frozenset[str]) -> dict[str, str]:
    return {code: one for code, one in decided.items() if code not in moved}


def _tell(count: int) -> None:
    if not count:
        flash(_("Everything stays as it was: the workbook had nothing new."), "success")
        return
    words = ngettext("%(num)s answer of the workbook is saved.", "%(num)s answers of the workbook are saved.", count)
    flash(words, "success")
