"""Evidence: all pieces of an assessment, the pieces at one question, and the forms to add one or use one again."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import FaultsError, InvalidError
from survey.forms.evidence import EvidenceForm, read_evidence
from survey.languages import gettext as _
from survey.languages import region_name
from survey.models.evidence import EvidenceKind
from survey.policy import Action, may
from survey.security import settings
from survey.services import assessments, citations, citing, evidence, evidence_store, evidence_types
from survey.services.evidence_names import plain
from survey.services.evidence_store import Bytes
from survey.services.evidence_words import LONGEST, checked
from survey.views import faults
from survey.views.about import About, about
from survey.views.access import now, person, reader, signed_in
from survey.views.evidence_shown import sentences, shown
from survey.views.once import done, once
from survey.views.outline import outline

blueprint = Blueprint("evidence", __name__, url_prefix="/assessments/<wave>/<region>")
HERE = "/questions/<question>/evidence"

LARGEST_UPLOAD = evidence_types.LARGEST_FILE + 3_000_000
"""Bytes of what is sent at most: with a file that is a little too large, what was typed still comes back."""


@blueprint.url_value_preprocessor
def _more(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Take more than other pages do where files come in: only there, and from people with an account."""
    if endpoint == f"{blueprint.name}.add" and reader() is not None:
        request.max_content_length = LARGEST_UPLOAD


@blueprint.get("/evidence")
@signed_in
def index(wave: str, region: str) -> str:
    """Show all evidence that the reader may see, by section and question."""
    assessment = assessments.find(db.session, wave=wave, region=region, by=person())
    found, g.place = outline(assessment.wave.edition), region_name(assessment.region)
    cited = citations.citations_of(db.session, assessment=assessment, by=person())
    groups: dict[str, list[tuple[str, Any]]] = {}
    for code in found.source.questions:
        if code in cited:
            pieces = shown(cited[code], assessment=assessment)
            groups.setdefault(found.source.section_of[code].code, []).append((code, pieces))
    takes = may(person(), Action.EXPORT, assessment) or may(person(), Action.SEE_CONFIDENTIAL, assessment)
    return render_template(
        "evidence/index.html",
        assessment=assessment,
        sections=found.pages,
        questions=found.shown.questions,
        groups=groups,
        count=len({one.evidence_id for each in cited.values() for one in each}),
        takes=takes,
        may_cite=may(person(), Action.CITE, assessment),
    )


@blueprint.get(HERE)
@signed_in
def question(wave: str, region: str, question: str) -> str:
    """Show what one answer cites, and the form for another piece."""
    return _page(about(wave, region, question), EvidenceForm())


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Any:
    """Say that a file is too large to be taken at all, on the page that it was sent from."""
    if reader() is None:
        return faults.tell(413)
    fault = evidence_types.too_large(_("The file")).faults[0]
    return _page(about(**(request.view_args or {})), EvidenceForm(faults={"file": f"{fault.what} {fault.cure}"})), 413


@blueprint.post(HERE)
@signed_in
@once
def add(wave: str, region: str, question: str) -> Response | tuple[str, int]:
    """Add a piece of evidence for one answer."""
    at, sent, when = about(wave, region, question), read_evidence(request.form), now()
    citations.require(db.session, **_asked(at), now=when)
    try:
        stored = _stored(at, sent)
        if not sent.faults:
            piece, passage = sent.described(), sent.passage()
            evidence.add(db.session, **_asked(at), piece=piece, passage=passage, stored=stored, now=when)
    except FaultsError as error:
        sent.faults["file"] = " ".join(f"{each.what} {each.cure}" for each in error.faults)
    if sent.faults:
        db.session.rollback()
        return _page(about(wave, region, question), sent), 422
    onward = done(url_for(".question", **at.where))
    db.session.commit()
    flash(_("The piece of evidence is added."), "success")
    return redirect(onward)


def _stored(at: About, sent: EvidenceForm) -> Bytes | None:
    """Put the file on the disk if everything else is right; otherwise say at once all that is wrong."""
    upload = request.files.get("evidence-file") if sent.kind is EvidenceKind.FILE else None
    name = plain(upload.filename) if upload and upload.filename else None
    try:
        checked(sent.described(), sent.passage(), file_name=name)
    except InvalidError as error:
        sent.faults |= sentences(error)
    if upload is None or name is None:
        return None
    content = upload.stream.read(evidence_types.LARGEST_FILE + 1)
    evidence_types.media_type(content, name)
    if sent.faults:
        return None
    region = at.assessment.region_id
    evidence_store.require_room(db.session, len(content), name, region=region)
    return evidence_store.keep(content, name, region=region, settings=settings())


@blueprint.post(f"{HERE}/reuse")
@signed_in
def reuse(wave: str, region: str, question: str) -> Response | tuple[str, int]:
    """Cite a piece that the region has already."""
    at, sent = about(wave, region, question), read_evidence(request.form)
    if not sent.piece:
        sent.faults["piece"] = _("Choose one of the pieces that your region has already.")
    else:
        try:
            citing.cite(db.session, **_asked(at), piece=sent.piece, passage=sent.passage(), now=now())
        except InvalidError as error:
            sent.faults |= {f"again-{name}": words for name, words in sentences(error).items()}
    if sent.faults:
        db.session.rollback()
        return _page(about(wave, region, question), EvidenceForm(faults=sent.faults), again=sent), 422
    db.session.commit()
    flash(_("The piece is used for this answer, too."), "success")
    return redirect(url_for(".question", **at.where))


def _asked(at: About) -> dict[str, Any]:
    """Return what services are told about where and by whom."""
    questionnaire, code = at.outline.source, at.question.code
    return {"assessment": at.assessment, "questionnaire": questionnaire, "code": code, "by": person()}


def _page(at: About, sent: EvidenceForm, *, again: EvidenceForm | None = None) -> str:
    assessment, code = at.assessment, at.question.code
    asked: dict[str, Any] = {"assessment": assessment, "by": person()}
    citable = citations.citable(db.session, questionnaire=at.outline.source, **asked)
    found = citations.of_question(db.session, code=code, **asked)
    others = evidence.others(db.session, code=code, **asked) if code in citable else []
    return render_template(
        "evidence/question.html",
        assessment=assessment,
        section=at.section,
        question=at.question,
        shown=shown(found, assessment=assessment, citable=citable),
        may_cite=code in citable,
        others=others,
        idle=[one.piece for one in others if not one.uses and evidence.removable(one.piece, **asked)],
        form=sent,
        again=again or EvidenceForm(),
        longest=LONGEST,
        most=evidence_types.LARGEST_FILE // 1_000_000,
        endings=", ".join(f".{each}" for each in evidence_types.ENDINGS),
    )
