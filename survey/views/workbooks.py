"""Working off line: a workbook to take away, what comes back from it, and printed forms."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Redirect

from survey.database import db
from survey.errors import Fault, FaultsError
from survey.forms import workbooks as form
from survey.languages import gettext as _
from survey.languages import ngettext, region_name
from survey.models.assessment import Assessment
from survey.policy import Action, ever, may
from survey.security import settings
from survey.services import assessments, workbook_opening, workbook_reading, workbooks
from survey.services.recording import Entry
from survey.services.workbooks import Mine
from survey.views import faults
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


@dataclass(frozen=True)
class Line:
    """One answer of the preview: the question, the three values in words, and who saved the last, when.

    ``hidden`` carries the answer to where it is taken in; ``undecided`` says that it still waits for a decision.
    """

    code: str
    text: str
    was: str
    mine: str
    theirs: str
    name: str
    time: str
    hidden: form.Pairs
    undecided: bool = False


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
    found = list(wrong.faults) if wrong else []
    return render_template(
        "workbooks/index.html",
        assessment=here.assessment,
        where=here.where,
        editable=may(person(), Action.EDIT, here.assessment),
        later=ever(person(), Action.EDIT, here.assessment),
        sections=here.outline.questionnaire.sections,
        faults=found,
        most=workbook_opening.LARGEST_FILE // 1_000_000,
    )


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
    name = file_name(here.assessment, "workbook", "xlsx")
    workbooks.taken(db.session, assessment=here.assessment, by=person(), now=when)
    db.session.commit()
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def file_name(assessment: Assessment, what: str, ending: str) -> str:
    """Return the name of a file: what it is, whose, of which wave and day; all in letters that any system takes."""
    today = now().astimezone(ZoneInfo(assessment.wave.time_zone)).date().isoformat()
    parts = [what, assessment.region.key, assessment.wave.key, today]
    parts += ["demonstration"] if settings().demonstration else []
    return f"{'_'.join(parts)}.{ending}"


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
        mine, wrong = _read(here, sent.stream.read(workbook_opening.LARGEST_FILE + 1), sent.filename)
    except FaultsError as error:
        return _index(here, error), 422
    found = workbooks.compare(
        db.session, assessment=here.assessment, questionnaire=here.outline.source, mine=mine, by=person()
    )
    page = _preview(here, found, wrong=wrong)
    return (page, 422) if wrong else page


def _read(here: At, content: bytes, name: str) -> tuple[dict[str, Mine], list[Fault]]:
    """Return what a workbook says, and what is wrong with it."""
    cells = workbook_opening.open_workbook(content, name)
    questionnaire = here.outline.source
    reading = workbook_reading.read(cells, assessment=here.assessment, questionnaire=questionnaire, name=name)
    found, unfit = form.from_cells(questionnaire, reading.given, here.outline.key)
    mine = workbooks.answers(
        db.session, reading, found, assessment=here.assessment, questionnaire=questionnaire, name=name
    )
    return mine, [*reading.faults, *unfit]


@blueprint.post("/take-in")
@signed_in
def take_in(wave: str, region: str) -> Redirect | tuple[str, int]:
    """Save what the preview showed, all of it or nothing; what has changed since then is shown again."""
    here, when = at(wave, region), now()
    sent = form.replies(here.outline.source, request.form, here.outline.key)
    if not sent or any(reply.fault for reply in sent.values()):
        what, cure = _("The answers did not arrive as they were shown."), _("Please send the workbook once more.")
        return _index(here, workbook_opening.refused("altered", _("The file"), what, cure)), 422
    bases, decided = form.bases(request.form, sent), form.decisions(request.form, sent)
    mine = {code: Mine(reply.answer, bases[code]) for code, reply in sent.items()}
    shown = {code: reply.version for code, reply in sent.items()}
    found = _compared(here, mine)
    moved = {one.code for one in (*found.new, *found.conflicts) if one.theirs.version != shown[one.code]}
    moved -= {code for code in moved if decided.get(code) == "theirs"}
    undecided = {one.code for one in found.conflicts} - decided.keys()
    if moved or undecided or found.foreign:
        fresh = bool(moved or found.foreign)
        kept_decisions = {code: one for code, one in decided.items() if code not in moved}
        return _preview(here, found, decided=kept_decisions, fresh=fresh, asked=True), 409 if fresh else 422
    written = [one for one in (*found.new, *found.conflicts) if decided.get(one.code) != "theirs"]
    outcome = workbooks.take_in(
        db.session,
        assessment=here.assessment,
        questionnaire=here.outline.source,
        entries={one.code: Entry(one.mine, shown[one.code], touched=True) for one in written},
        decided=[one.code for one in found.conflicts],
        by=person(),
        now=when,
    )
    if outcome.conflicts:
        db.session.rollback()
        here = at(wave, region)
        return _preview(here, _compared(here, mine), decided=decided, fresh=True, asked=True), 409
    db.session.commit()
    count = len(outcome.written)
    flash(
        ngettext("%(num)s answer of the workbook is saved.", "%(num)s answers of the workbook are saved.", count),
        "success",
    )
    return redirect(url_for("assessments.tasks", **here.where))
