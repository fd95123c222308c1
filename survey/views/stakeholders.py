"""What stakeholders answered: a region brings a file, sees what is there, replaces it and takes it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from survey import languages
from survey.charts.readings import Title
from survey.database import db
from survey.errors import Fault, FaultsError
from survey.forms.people import ConfirmForm
from survey.forms.regions import FileForm
from survey.languages import SOURCE, ngettext, region_name
from survey.languages import gettext as _
from survey.models import Assessment
from survey.policy import Action, may
from survey.scoring.stakeholders import LEAST
from survey.services import assessments, editions, stakeholder_files, stakeholders
from survey.services.sizes import size
from survey.services.stakeholder_files import LARGEST
from survey.services.stakeholders import ByStakeholders
from survey.views import files
from survey.views.access import need, now, person, reader, signed_in
from survey.views.outline import outline

blueprint = Blueprint("stakeholders", __name__, url_prefix="/assessments/<wave>/<region>/stakeholders")
MOST_FAULTS = 100
"""Faults that the page lists; of more it says how many they are."""


@dataclass(frozen=True)
class Known:
    """One question that counts, and how many stakeholders know it; None where they are too few to say."""

    code: str
    title: Title
    people: int | None


@blueprint.url_value_preprocessor
def _more(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Take more than other pages do where a file comes in, from people with an account, before any form is read."""
    if endpoint == f"{blueprint.name}.bring" and request.method == "POST" and reader() is not None:
        request.max_content_length = LARGEST + 100_000


@blueprint.get("")
@signed_in
def show(wave: str, region: str) -> str:
    """Show what was brought, how many know each question, and how to bring it."""
    return _page(_assessment(wave, region))


@blueprint.post("")
@signed_in
def bring(wave: str, region: str) -> Redirect | tuple[str, int]:
    """Count a file and keep the counts in the place of those before; or say everything that is wrong with it."""
    at = _assessment(wave, region)
    need(Action.BRING_STAKEHOLDERS, at)
    form = FileForm()
    if not form.validate_on_submit() or not form.file.data:
        fault = Fault("missing", _("The file"), _("No file was chosen."), _("Please choose one."))
        return _page(at, [fault]), 422
    questionnaire = editions.load(db.session, edition=at.wave.edition)
    try:
        brought = stakeholder_files.read(form.file.data.read(LARGEST + 1), questionnaire)
    except FaultsError as error:
        return _page(at, error.faults), 422
    stakeholders.bring(db.session, assessment=at, brought=brought, by=person(), now=now())
    db.session.commit()
    flash(
        ngettext(
            "The answers of %(num)s person are counted and kept.",
            "The answers of %(num)s people are counted and kept.",
            brought.people,
        ),
        "success",
    )
    return redirect(url_for(".show", wave=wave, region=region), 303)


@blueprint.get("/template.csv")
@signed_in
def template(wave: str, region: str) -> Response | tuple[str, int]:
    """Send a file to fill in: the questions that count, and what may be answered."""
    at = _assessment(wave, region)
    purpose = files.purpose_of(request.args.get("for"))
    if purpose is None:
        return _page(at, [_unknown_purpose()]), 422
    asked = outline(at.wave.edition)
    made = stakeholder_files.template(asked.source, asked.questionnaire)
    language = languages.current()
    return files.send(made, what="stakeholders", whose=region, wave=at.wave, purpose=purpose, language=language)


@blueprint.get("/counts.csv")
@signed_in
def counts(wave: str, region: str) -> Response | tuple[str, int]:
    """Send how many people gave each answer to the questions that enough of them know: the lens follows from it."""
    at = _assessment(wave, region)
    found = stakeholders.counts(db.session, assessment=at, by=person())
    purpose = files.purpose_of(request.args.get("for"))
    if purpose is None:
        return _page(at, [_unknown_purpose()]), 422
    made = stakeholder_files.counted(wave, region, outline(at.wave.edition).source, found)
    language = languages.current()
    return files.send(made, what="stakeholder-counts", whose=region, wave=at.wave, purpose=purpose, language=language)


@blueprint.get("/away")
@signed_in
def leaving(wave: str, region: str) -> str:
    """Ask whether the answers are to be taken away."""
    at = _assessment(wave, region)
    need(Action.BRING_STAKEHOLDERS, at)
    found = stakeholders.by_stakeholders(db.session, assessment=at, by=person())
    return render_template("stakeholders/away.html", where=_where(at), seen=found, form=ConfirmForm())


@blueprint.post("/away")
@signed_in
def remove(wave: str, region: str) -> Redirect:
    """Take the answers away."""
    at = _assessment(wave, region)
    need(Action.BRING_STAKEHOLDERS, at)
    stakeholders.remove(db.session, assessment=at, by=person(), now=now())
    db.session.commit()
    flash(_("The answers of stakeholders are taken away."), "success")
    return redirect(url_for(".show", wave=wave, region=region), 303)


def _assessment(wave: str, region: str) -> Assessment:
    found = assessments.find(db.session, wave=wave, region=region, by=person())
    need(Action.SEE_SCORES, found)
    g.place = region_name(found.region)
    return found


def _unknown_purpose() -> Fault:
    message = _("Files are made for a spreadsheet or for an analysis. Choose one of the two.")
    return Fault("purpose", _("The file"), message, "")


def _where(at: Assessment) -> dict[str, str]:
    return {"wave": at.wave.key, "region": at.region.key}


def _page(at: Assessment, faults: Sequence[Fault] = ()) -> str:
    seen = stakeholders.by_stakeholders(db.session, assessment=at, by=person())
    return render_template(
        "stakeholders/show.html",
        assessment=at,
        where=_where(at),
        seen=seen,
        known=[] if seen is None else _known(at, seen),
        faults=faults[:MOST_FAULTS],
        more=max(0, len(faults) - MOST_FAULTS),
        form=FileForm(),
        brings=may(person(), Action.BRING_STAKEHOLDERS, at),
        least=LEAST,
        largest=size(LARGEST),
    )


def _known(at: Assessment, seen: ByStakeholders) -> list[Known]:
    """Return the questions that count in the order of the questionnaire, each with how many know it."""
    found = outline(at.wave.edition)
    return [
        Known(
            code,
            Title(found.questionnaire.questions[code].text, SOURCE if code in found.fallbacks else None),
            people if people >= LEAST else None,
        )
        for code, people in seen.known.items()
    ]
