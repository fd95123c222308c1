"""One piece of evidence at an answer: its file, what can be changed about it, taking it away, removing it for good."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as Redirect

from survey.database import db
from survey.errors import InvalidError, NotFoundError
from survey.forms.evidence import EvidenceForm, read_evidence
from survey.languages import gettext as _
from survey.models.evidence import Citation
from survey.security import settings
from survey.services import citations, citing, evidence, evidence_store
from survey.services.evidence_words import LONGEST
from survey.views.about import About, about
from survey.views.access import now, person, signed_in
from survey.views.evidence_shown import sentences, shown

blueprint = Blueprint(
    "pieces", __name__, url_prefix="/assessments/<wave>/<region>/questions/<question>/evidence/<int:piece>"
)

ALONE = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The content security policy of a file: it can do nothing, and nothing shows it."""


@blueprint.get("/file")
@signed_in
def file(wave: str, region: str, question: str, piece: int) -> Response:
    """Send the file of a piece, to be kept and never to be shown by the browser."""
    at = about(wave, region, question)
    found = _citation(at, piece).evidence
    if found.file is None:
        raise NotFoundError("file")
    path = evidence_store.path(settings(), found.region_id, found.file.digest)
    if not path.is_file():
        raise NotFoundError("file")
    sent = send_file(path, found.file.media_type, as_attachment=True, download_name=found.file_name, etag=False)
    sent.headers["Content-Security-Policy"] = ALONE
    sent.headers["Cache-Control"] = "private, no-store"
    return sent


@blueprint.get("")
@signed_in
def edit(wave: str, region: str, question: str, piece: int) -> str:
    """Show page, quotation and confidentiality of a piece, to be changed."""
    at = about(wave, region, question)
    found = _changeable(at, piece)
    filled = EvidenceForm(
        page=found.page or "",
        quotation=found.quotation or "",
        confidential=found.evidence.confidential,
        seen=found.id,
    )
    return _edit(at, found, filled)


@blueprint.post("")
@signed_in
def change(wave: str, region: str, question: str, piece: int) -> Redirect | tuple[str, int]:
    """Keep what was changed; what stood there before is history."""
    at, sent = about(wave, region, question), read_evidence(request.form)
    known = {**_asked(at), "citation": sent.seen, "now": now()}
    try:
        citing.change(db.session, passage=sent.passage(), confidential=sent.confidential, **known)
    except InvalidError as error:
        db.session.rollback()
        sent.faults = sentences(error)
        at = about(wave, region, question)
        return _edit(at, _changeable(at, piece), sent), 422
    db.session.commit()
    flash(_("The change is kept."), "success")
    return redirect(url_for("evidence.question", **at.where))


@blueprint.get("/away")
@signed_in
def leave(wave: str, region: str, question: str, piece: int) -> str:
    """Ask whether a piece is to be taken away from the answer."""
    at = about(wave, region, question)
    return _page("evidence/away.html", at, _changeable(at, piece))


@blueprint.post("/away")
@signed_in
def take_away(wave: str, region: str, question: str, piece: int) -> Redirect:
    """Take a piece away from the answer; the region keeps it."""
    at, sent = about(wave, region, question), read_evidence(request.form)
    citing.take_away(db.session, citation=sent.seen, now=now(), **_asked(at))
    db.session.commit()
    flash(_("Taken away from this answer. Your region keeps the piece: below it can be used again."), "success")
    return redirect(url_for("evidence.question", **at.where))


@blueprint.get("/removal")
@signed_in
def removal(wave: str, region: str, question: str, piece: int) -> str:
    """Ask whether a piece is to be removed for good, or say what cites it still."""
    at = about(wave, region, question)
    found = evidence.find(db.session, assessment=at.assessment, piece=piece, by=person())
    if not evidence.removable(found, assessment=at.assessment, by=person()):
        raise NotFoundError("evidence")
    return render_template(
        "evidence/removal.html",
        assessment=at.assessment,
        section=at.section,
        question=at.question,
        piece=found,
        uses=evidence.uses(db.session, piece=found),
        texts=at.outline.questionnaire.questions,
    )


@blueprint.post("/removal")
@signed_in
def remove(wave: str, region: str, question: str, piece: int) -> Redirect:
    """Remove a piece that nothing cites any more."""
    at = about(wave, region, question)
    evidence.remove(db.session, piece=piece, now=now(), **_asked(at))
    db.session.commit()
    flash(_("The piece is removed. Nobody can open it here any more."), "success")
    return redirect(url_for("evidence.question", **at.where))


def _citation(at: About, piece: int) -> Citation:
    return citations.one(db.session, assessment=at.assessment, code=at.question.code, piece=piece, by=person())


def _changeable(at: About, piece: int) -> Citation:
    """Return a citation that the reader may change now; NotFoundError for any other."""
    found = _citation(at, piece)
    questionnaire = at.outline.source
    citable = citations.citable(db.session, assessment=at.assessment, questionnaire=questionnaire, by=person())
    if at.question.code not in citable:
        raise NotFoundError("evidence")
    return found


def _asked(at: About) -> dict[str, Any]:
    questionnaire, code = at.outline.source, at.question.code
    return {"assessment": at.assessment, "questionnaire": questionnaire, "code": code, "by": person()}


def _edit(at: About, found: Citation, filled: EvidenceForm) -> str:
    return _page("evidence/edit.html", at, found, form=filled, longest=LONGEST)


def _page(template: str, at: About, found: Citation, **more: Any) -> str:
    return render_template(
        template,
        assessment=at.assessment,
        section=at.section,
        question=at.question,
        one=shown([found], assessment=at.assessment, citable=[at.question.code])[0],
        **more,
    )
