"""The check before submitting, and submitting: what was found, each with a link, and a field where a word is asked."""

from collections.abc import Sequence
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import InvalidError, ObstaclesError
from survey.forms.checks import WordsForm, read_words
from survey.languages import gettext as _
from survey.models.assessment import Stage
from survey.policy import Action
from survey.questionnaires.answers import State
from survey.services import checks, explaining, submissions
from survey.services.checks import Checked
from survey.views.access import need, now, person, signed_in
from survey.views.assessments import Whole, whole

blueprint = Blueprint("checks", __name__, url_prefix="/assessments/<wave>/<region>")


@blueprint.get("/check")
@signed_in
def show(wave: str, region: str) -> str:
    """Show what the checks find, section by section, and the form to submit where nothing is in the way."""
    at = whole(wave, region)
    need(Action.SUBMIT, at.assessment)
    return _page(at, WordsForm())


@blueprint.post("/submit")
@signed_in
def submit(wave: str, region: str) -> Response | tuple[str, int]:
    """Submit the assessment; what is in the way is shown with everything typed, and nothing happens."""
    at, sent = whole(wave, region), read_words(request.form)
    if at.assessment.stage is Stage.DRAFT:
        need(Action.SUBMIT, at.assessment)
    known = {"assessment": at.assessment, "questionnaire": at.outline.source, "by": person(), "now": now()}
    try:
        submissions.submit(db.session, words=sent.words, **known)  # type: ignore[arg-type]
    except ObstaclesError as error:
        db.session.rollback()
        missing = _("Please say a word about this.")
        sent.faults = {one.key: missing for one in error.obstacles if one.severity == "warning"}  # type: ignore[attr-defined]
        return _page(whole(wave, region), sent), 422
    except InvalidError as error:
        db.session.rollback()
        long = _("Please use at most %(count)s characters.", count=explaining.LONGEST)
        sent.faults = dict.fromkeys(error.fields, long)
        return _page(whole(wave, region), sent), 422
    db.session.commit()
    flash(_("The assessment is submitted. Thank you, and thanks to everybody who took part."), "success")
    return redirect(url_for("assessments.read", wave=wave, region=region))


def _page(at: Whole, sent: WordsForm) -> str:
    found = checks.look(db.session, assessment=at.assessment, questionnaire=at.outline.source, now=now(), kept=at.kept)
    errors = [one for one in found if one.finding.severity == "error"]
    asking = [one for one in found if one.asks]
    counts = {state.value: sum(one is state for one in at.states.values()) for state in State}
    return render_template(
        "checks/show.html",
        assessment=at.assessment,
        errors=_by_section(at, errors),
        asking=_by_section(at, asking),
        explained=[one for one in found if one.explained and one.finding.severity == "warning"],
        notes=[one for one in found if one.finding.severity == "note"],
        wrong=len(errors),
        open=sum(one.finding.code in checks.LACKS for one in errors),
        asked=len(asking),
        sections=at.outline.pages,
        section_of={code: section.code for code, section in at.outline.source.section_of.items()},
        questions=at.outline.shown.questions,
        counts=counts,
        sent=sent,
        longest=explaining.LONGEST,
    )


def _by_section(at: Whole, found: Sequence[Checked]) -> dict[str, list[Checked]]:
    """Return findings by the section of their first question, in the order of the questionnaire."""
    sections = at.outline.source.section_of
    return {code: list(some) for code, some in groupby(found, lambda one: sections[one.finding.questions[0]].code)}
