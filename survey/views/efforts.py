"""The efforts that a region sets: a whole number for each question, kept from wave to wave."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import InvalidError
from survey.forms.efforts import EffortsForm, efforts_form
from survey.languages import gettext as _
from survey.languages import ngettext
from survey.policy import Action, may
from survey.questionnaires import kinds
from survey.services import efforts
from survey.views import one_region
from survey.views.access import now, person, signed_in
from survey.views.improving import by_area, improving
from survey.views.one_region import OneRegion
from survey.views.outline import outline

blueprint = Blueprint("efforts", __name__, url_prefix="/results/<wave>/<region>/priorities/efforts")


@blueprint.get("")
@signed_in
def show(wave: str, region: str) -> str | tuple[str, int]:
    """Show what full points in each question would bring and take, with the form for whoever sets efforts."""
    at = one_region.one_region(wave, region)
    return _page(at, efforts_form(_codes(at), improving(at).own))


@blueprint.post("")
@signed_in
def save(wave: str, region: str) -> Response | str | tuple[str, int]:
    """Keep the efforts that were changed."""
    found = one_region.one_region(wave, region)
    form = efforts_form(_codes(found), improving(found).own)
    at = found.assessment
    if may(person(), Action.SET_EFFORTS, at) and not form.validate():
        return _page(found, form), 422
    try:
        asked = outline(at.wave.edition).source
        changed = efforts.save(
            db.session, assessment=at, questionnaire=asked, efforts=form.wishes(), by=person(), now=now()
        )
    except InvalidError:
        db.session.rollback()
        return _page(one_region.one_region(wave, region), form), 422
    db.session.commit()
    flash(
        ngettext("One effort is saved.", "%(num)s efforts are saved.", changed)
        if changed
        else _("Nothing was changed, so nothing was saved."),
        "success",
    )
    return redirect(url_for("efforts.show", wave=wave, region=region), 303)


def _codes(at: OneRegion) -> list[str]:
    """Return the scored questions, in file order: an effort can be set before there is an answer, and stays after."""
    asked = outline(at.assessment.wave.edition).source
    return [code for code, question in asked.questions.items() if kinds.is_scored(question)]


def _page(at: OneRegion, form: EffortsForm) -> str:
    listed = improving(at).improvements(at.whole, unanswered=True)
    order = {code: place for place, code in enumerate(_codes(at))}
    made = one_region.page(
        "priorities/efforts.html",
        at,
        areas=by_area(sorted(listed, key=lambda one: order[one.code])),
        form=form,
        sets=may(person(), Action.SET_EFFORTS, at.assessment),
        whole=at.titles[at.whole],
        labels={f"effort-{one.code}": one.title.text for one in listed},
        wrong=lambda some: any(form[f"effort-{one.code}"].errors for one in some),
        unset=sum(not one.set for one in listed),
        usual=efforts.USUAL,
    )
    return made if isinstance(made, str) else made[0]
