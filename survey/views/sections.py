"""The section page: its questions, saved one by one by the script or all together without."""

import json
from collections.abc import Collection
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import NotFoundError
from survey.forms import answers as form
from survey.forms.answers import Reply
from survey.languages import gettext as _
from survey.languages import ngettext
from survey.policy import Action
from survey.questionnaires.answers import State
from survey.services import assessments, carrying
from survey.services.assessments import Entry, Outcome
from survey.views import cards
from survey.views.access import need, now, person, signed_in
from survey.views.home import choose
from survey.views.outline import read_by
from survey.views.place import Item, Place, clash, moment, place

blueprint = Blueprint("sections", __name__, url_prefix="/assessments/<wave>/<region>/sections")


@blueprint.get("/<section>")
@signed_in
def show(wave: str, region: str, section: str) -> str | Response:
    """Show the questions of one section to whoever may answer them; everybody else reads the answers."""
    at = place(wave, region, section)
    if not at.asked:
        return redirect(url_for("assessments.read", wave=wave, region=region, _anchor=section))
    return page(at, at.items())


@blueprint.post("/<section>")
@signed_in
def save(wave: str, region: str, section: str) -> str | Response | tuple[str, int]:
    """Save the whole section, then go on; a fault or a conflict shows the page again with all that was typed."""
    if "page-language" in request.form:
        choose(request.form["page-language"])
    at, touched = place(wave, region, section), request.form.getlist("page-touched")
    sent = at.fields()(request.form)
    valid = sent.validate()
    replies = sent.replies()
    if not valid:
        return page(at, at.items(replies, touched=touched)), 422
    before = at.states
    outcome = record(at, decided(replies), touched=touched, also=at.outline.needed[section])
    now_kept = at.knowing(outcome.kept)
    states = now_kept.states
    db.session.commit()
    if outcome.conflicts:
        return page(now_kept, now_kept.items(clashing(now_kept, replies, outcome))), 409
    if "page-confirm" in request.form:
        return _confirm(at, request.form["page-confirm"])
    if "page-language" in request.form:
        return redirect(url_for(".show", wave=wave, region=region, section=section))
    return _onward(now_kept, _opened(now_kept, before, states))


@blueprint.get("/<section>/<question>")
@signed_in
def card(wave: str, region: str, section: str, question: str) -> dict[str, str]:
    """Give the script one question with what is kept, for somebody who takes the other's answer."""
    at = place(wave, region, section)
    need(Action.EDIT, at.assessment)
    return {"card": render_template("assessments/card.html", item=_one(at.items(), question))}


@blueprint.post("/<section>/<question>")
@signed_in
def save_one(wave: str, region: str, section: str, question: str) -> tuple[dict[str, object], int]:
    """Save one answer as the script sends it; 409 with both values where somebody else was faster."""
    at = place(wave, region, section)
    sent = at.fields(question)(request.form)
    valid = sent.validate()
    reply = sent.replies().get(question)
    if reply is None:
        raise NotFoundError("question")
    if not valid:
        return {"message": reply.fault}, 422
    outcome = record(at, {question: reply}, touched=[question], also=at.outline.needed[section])
    at = at.knowing(outcome.kept)
    progress_words = at.progress()
    db.session.commit()
    if outcome.conflicts:
        item = _one(at.items(clashing(at, {question: reply}, outcome)), question)
        return {
            "message": _("This answer was changed elsewhere. Nothing has been overwritten."),
            "conflict": render_template("assessments/conflict.html", item=item),
        }, 409
    return {"version": outcome.saved[question], "message": _saved_words(at, question), "progress": progress_words}, 200


def _confirm(at: Place, code: str) -> Response:
    """Confirm what was answered in the wave before; what somebody has answered meanwhile stays."""
    known = {"assessment": at.assessment, "questionnaire": at.outline.source, "by": person(), "now": now()}
    outcome = carrying.confirm(db.session, codes=[code], **known)  # type: ignore[arg-type]
    db.session.commit()
    if outcome.conflicts:
        flash(_("There is an answer of this wave already. It stays, and nothing was confirmed."), "success")
    key, region = at.assessment.wave.key, at.assessment.region.key
    return redirect(url_for(".show", wave=key, region=region, section=at.section.code, _anchor=f"q-{code}"))


def record(at: Place, replies: dict[str, Reply], *, touched: Collection[str], also: Collection[str] = ()) -> Outcome:
    """Hand what was sent to the service that keeps it; ``touched`` names what the person just chose or typed.

    ``also`` names questions that the answer speaks of, so that they are read by the same statement.
    """
    entries = {code: Entry(reply.answer, reply.version, code in touched) for code, reply in replies.items()}
    return assessments.record(
        db.session,
        assessment=at.assessment,
        questionnaire=at.outline.source,
        entries=entries,
        by=person(),
        now=now(),
        also=also,
    )


def page(at: Place, items: list[Item]) -> str:
    """Return the section page."""
    codes = _mine(at)
    here = codes.index(at.section.code)
    faults = [item for item in items if item.reply.fault or item.reply.conflict]
    return render_template(
        "assessments/section.html",
        assessment=at.assessment,
        section=at.outline.pages[at.section.code],
        items=items,
        card=cards.of(at.outline.key),
        faults=faults,
        others=len(at.section.questions) - len(items),
        number=here + 1,
        count=len(codes),
        before=at.outline.pages[codes[here - 1]] if here else None,
        after=at.outline.pages[codes[here + 1]] if here + 1 < len(codes) else None,
        elsewhere=json.dumps(_elsewhere(at)),
        progress=at.progress(),
        fallbacks=at.outline.fallbacks,
        answers_form="answers",
    )


def _mine(at: Place) -> list[str]:
    """Return the sections with questions that the reader may answer; where the page is stands among them."""
    asked = at.outline.asked
    return [code for code in at.outline.sections if any(one.question.code in at.mine for one in asked[code])]


def _elsewhere(at: Place) -> dict[str, object]:
    """Return the values that conditions of this page read and that it does not ask for."""
    here = {one.question.code for one in at.asked}
    codes = {code for one in at.asked for code in read_by(one.question)}
    states, answers = at.states, at.answers
    known = {State.ANSWERED, State.PLANNED}
    return {code: answers[code].value for code in sorted(codes - here) if states[code] in known}


def _one(items: list[Item], code: str) -> Item:
    for item in items:
        if item.asked.question.code == code:
            return item
    raise NotFoundError("question")


def decided(replies: dict[str, Reply]) -> dict[str, Reply]:
    """Carry out a decision on a conflict: keep mine saves over the version that was shown, take theirs drops mine."""
    keep, take = request.form.get("page-keep"), request.form.get("page-take")
    if keep in replies:
        replies[keep].version = form.version(request.form.get(f"{keep}.theirs", ""))
    return {code: reply for code, reply in replies.items() if code != take}


def clashing(at: Place, replies: dict[str, Reply], outcome: Outcome) -> dict[str, Reply]:
    """Return the replies with the conflicts in them; what was saved has its new version."""
    clashes = {conflict.code: conflict for conflict in outcome.conflicts}
    for code, reply in replies.items():
        if code in clashes:
            reply.conflict = clash(at, clashes[code])
        else:
            reply.version = outcome.saved.get(code, reply.version)
    return replies


def _saved_words(at: Place, code: str) -> str:
    kept = at.kept.get(code)
    if kept is None:
        return _("Nothing to save")
    if kept.answer.state is State.NOT_APPLICABLE and not kept.answer.reason:
        return _("Saved. The reason is still missing.")
    if kept.answer.state is State.PLANNED and not kept.answer.planned_date:
        return _("Saved. The date is still missing.")
    return _("Saved %(time)s", time=moment(kept, at.zone))


def _opened(at: Place, before: dict[str, State], after: dict[str, State]) -> list[str]:
    """Return the questions that the answers have opened and that nobody has seen yet."""
    codes = [one.question.code for one in at.asked]
    return [code for code in codes if before[code] is State.HIDDEN and after[code] is State.NOT_ANSWERED]


def _onward(at: Place, opened: list[str]) -> Response:
    """Go to the next section, or stay where answers have opened questions."""
    where: dict[str, Any] = {"wave": at.assessment.wave.key, "region": at.assessment.region.key}
    if opened:
        said = ngettext(
            "Saved. Your answers have opened %(num)s more question.",
            "Saved. Your answers have opened %(num)s more questions.",
            len(opened),
        )
        flash(said, "success")
        return redirect(url_for(".show", section=at.section.code, **where, _anchor=f"q-{opened[0]}"))
    flash(_("Saved: %(section)s.", section=at.section.title), "success")
    codes = list(at.outline.sections)
    following = [code for code in _mine(at) if codes.index(code) > codes.index(at.section.code)]
    if following and "page-stay" not in request.form:
        return redirect(url_for(".show", section=following[0], **where))
    return redirect(url_for("assessments.tasks", **where))
