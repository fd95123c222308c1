"""From wave to wave: what a region answered in the wave before, to be confirmed, answered anew, or already settled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import NotFoundError
from survey.languages import ngettext
from survey.policy import Action, may
from survey.questionnaires.model import Question
from survey.services import before, carrying
from survey.services.before import Before
from survey.views.access import need, now, person, signed_in
from survey.views.assessments import Whole, whole
from survey.views.outline import outline
from survey.views.wording import anew, in_words

blueprint = Blueprint("carried", __name__, url_prefix="/assessments/<wave>/<region>/carried")


@dataclass(frozen=True)
class Line:
    """One question of a section: what was answered in the wave before, what holds now, and what is to be done.

    ``status`` is ``confirm``, ``anew``, ``confirmed``, ``changed``, or ``new`` for a question of this edition only.
    """

    question: Question
    then: str
    now: str
    status: str
    why: str = ""


@blueprint.get("")
@signed_in
def show(wave: str, region: str) -> str:
    """List what the assessment starts from, section by section, with a button for all that can be confirmed."""
    at = whole(wave, region)
    found = _before(at)
    sections = {code: list(_lines(at, found, code)) for code in at.outline.sections}
    then = outline(found.wave.edition).shown.questions
    return render_template(
        "carried/show.html",
        assessment=at.assessment,
        before=found,
        sections={code: lines for code, lines in sections.items() if lines},
        pages=at.outline.pages,
        confirmable={code: found.mine_of(one.question.code for one in lines) for code, lines in sections.items()},
        gone=[then[code].text for code in found.gone],
        editable=may(person(), Action.EDIT, at.assessment),
    )


@blueprint.post("")
@signed_in
def confirm(wave: str, region: str) -> Response:
    """Confirm earlier answers, by question; those that somebody has answered meanwhile stay as they are."""
    at = whole(wave, region)
    need(Action.EDIT, at.assessment)
    codes = request.form.getlist("page-question")
    known = {"assessment": at.assessment, "questionnaire": at.outline.source, "by": person(), "now": now()}
    outcome = carrying.confirm(db.session, codes=codes, **known)  # type: ignore[arg-type]
    db.session.commit()
    count = len(outcome.written)
    flash(ngettext("%(num)s answer is confirmed.", "%(num)s answers are confirmed.", count), "success")
    return redirect(url_for(".show", wave=wave, region=region, _anchor=request.form.get("page-section", "")))


def _before(at: Whole) -> Before:
    found = before.before(db.session, assessment=at.assessment, questionnaire=at.outline.source, by=person())
    if found is None:
        raise NotFoundError("carried")
    return found


def _lines(at: Whole, found: Before, section: str) -> Iterator[Line]:
    shown, then = at.outline.shown.questions, outline(found.wave.edition).shown.questions
    for question in at.outline.sections[section].questions:
        code = question.code
        if code in found.new:
            yield Line(shown[code], "", "", "new")
        elif code in found.carried and (code in found.asked or not found.carried[code].waits):
            yield _line(at, found, code, shown[code], then)


def _line(at: Whole, found: Before, code: str, asked: Question, then: Mapping[str, Question]) -> Line:
    one = found.carried[code]
    if one.cleared is None:
        earlier, questions = at.outline.source, asked
    else:
        earlier, questions = found.then, then[one.asked]
    said = one.answer(earlier)
    held = at.answers.get(code)
    if held is None:
        return Line(asked, in_words(questions, said), "", "anew" if one.cleared else "confirm", anew(one.cleared))
    status = "confirmed" if one.cleared is None and held == said else "changed"
    return Line(asked, in_words(questions, said), in_words(asked, held), status)
