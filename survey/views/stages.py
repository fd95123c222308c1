"""Where an assessment stands: its four stages with their dates, every step so far, and the steps one can take now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import InvalidError
from survey.forms.stages import ExtensionForm, ReasonForm
from survey.languages import gettext as _
from survey.languages import region_name
from survey.models.assessment import Assessment, Stage
from survey.models.transition import Transition
from survey.policy import Action, may
from survey.services import assessments, stages
from survey.services.stage_names import stage_name
from survey.views.access import now, person, signed_in

blueprint = Blueprint("stages", __name__, url_prefix="/assessments/<wave>/<region>/stage")
blueprint.add_app_template_filter(stage_name, "stage_name")


@dataclass(frozen=True)
class Place:
    """One stage on the way: reached when and by whom, its last day, and whether the assessment is there now."""

    stage: Stage
    step: Transition | None
    due: date | None
    reached: bool
    here: bool


@dataclass(frozen=True)
class Line:
    """One thing that happened to the stage or to the deadline: ``to`` a stage, or ``due`` another last day."""

    at: datetime
    by: str | None
    reason: str | None
    to: Stage | None = None
    due: date | None = None


@blueprint.get("")
@signed_in
def show(wave: str, region: str) -> str:
    """Show where the assessment stands, with the forms of the steps that the reader may take."""
    return _page(_assessment(wave, region))


@blueprint.post("/withdraw")
@signed_in
def withdraw(wave: str, region: str) -> Response | tuple[str, int]:
    """Take a submission back."""
    at, form = _assessment(wave, region), ReasonForm(prefix="withdraw-")
    if _is_shown(at, Action.WITHDRAW) and not form.validate():
        return _page(at, withdraw=form), 422
    stages.withdraw(db.session, assessment=at, reason=form.reason.data or "-", by=person(), now=now())
    db.session.commit()
    flash(_("The assessment is a draft again. Every answer is still there."), "success")
    return redirect(url_for(".show", wave=wave, region=region))


@blueprint.post("/reopen")
@signed_in
def reopen(wave: str, region: str) -> Response | tuple[str, int]:
    """Give the assessment back to its region."""
    at, form = _assessment(wave, region), ReasonForm(prefix="reopen-")
    if _is_shown(at, Action.REOPEN) and not form.validate():
        return _page(at, reopen=form), 422
    stages.reopen(db.session, assessment=at, reason=form.reason.data or "-", by=person(), now=now())
    db.session.commit()
    flash(_("The region can answer again. What it had submitted stays as it was."), "success")
    return redirect(url_for(".show", wave=wave, region=region))


@blueprint.post("/extend")
@signed_in
def extend(wave: str, region: str) -> Response | tuple[str, int]:
    """Give this region until another day."""
    at, form = _assessment(wave, region), ExtensionForm(prefix="extend-")
    if _is_shown(at, Action.EXTEND) and not form.validate():
        return _page(at, extend=form), 422
    due = form.due.data or at.wave.due
    try:
        stages.extend(db.session, assessment=at, due=due, reason=form.reason.data or "-", by=person(), now=now())
    except InvalidError as error:
        db.session.rollback()
        _explain(form, error)
        return _page(_assessment(wave, region), extend=form), 422
    db.session.commit()
    flash(_("The last day of this region is saved. No other region is concerned."), "success")
    return redirect(url_for(".show", wave=wave, region=region))


def _explain(form: ExtensionForm, error: InvalidError) -> None:
    words = {
        "before-due": _("The wave itself ends later. Please give its last day or a later one."),
        "past": _("This day is over already. Please choose a later one."),
    }
    for name, code in error.fields.items():
        form[name].errors = [words.get(code, _("This cannot be used. Please change it."))]


def _assessment(wave: str, region: str) -> Assessment:
    found = assessments.find(db.session, wave=wave, region=region, by=person())
    g.place = region_name(found.region)
    return found


def _is_shown(at: Assessment, action: Action) -> bool:
    """Whether the reader has this form on the page; to whoever has not, the service says why."""
    return may(person(), action, at)


def _page(
    at: Assessment,
    *,
    withdraw: ReasonForm | None = None,
    reopen: ReasonForm | None = None,
    extend: ExtensionForm | None = None,
) -> str:
    taken = stages.steps(db.session, assessment=at)
    extension = extend or ExtensionForm(formdata=None, prefix="extend-", due=at.due)
    return render_template(
        "stages/show.html",
        assessment=at,
        places=_places(at, taken),
        lines=_lines(at, taken),
        zone=at.wave.time_zone,
        can={action.value: may(person(), action, at) for action in Action},
        withdraw=withdraw or ReasonForm(formdata=None, prefix="withdraw-"),
        reopen=reopen or ReasonForm(formdata=None, prefix="reopen-"),
        extend=extension,
    )


def _places(at: Assessment, taken: Sequence[Transition]) -> list[Place]:
    """Return the four stages in their order; of those reached, by which step."""
    order = list(Stage)
    last = {step.to_stage: step for step in taken}
    dues = {Stage.DRAFT: at.due, Stage.IN_REVIEW: at.wave.review_due, Stage.CONCLUDED: at.wave.conclude_due}
    current = order.index(at.stage)
    return [
        Place(
            stage, last.get(stage) if place <= current else None, dues.get(stage), place <= current, stage is at.stage
        )
        for place, stage in enumerate(order)
    ]


def _lines(at: Assessment, taken: Sequence[Transition]) -> list[Line]:
    """Return every step and every extension, the latest first."""
    lines = [
        Line(step.taken_at, step.taken_by.name if step.taken_by else None, step.reason, to=step.to_stage)
        for step in taken
    ]
    lines += [
        Line(
            one.done_at,
            one.by.name if one.by else None,
            str(one.detail.get("reason") or ""),
            due=date.fromisoformat(str(one.detail["due"])),
        )
        for one in stages.extensions(db.session, assessment=at)
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)
