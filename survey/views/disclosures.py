"""Who sees our results: the region decides section by section, and reads what follows for index and dimensions."""

from dataclasses import dataclass

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.charts.readings import Title
from survey.database import db
from survey.forms.disclosures import ALL, DisclosureForm, name, read
from survey.languages import gettext as _
from survey.languages import region_name
from survey.models import Assessment, Audience
from survey.policy import Action
from survey.scoring.framework import ComponentLevel
from survey.services import assessments, disclosures, publications, results
from survey.services.disclosures import Follows
from survey.views import figures
from survey.views.access import need, now, person, signed_in
from survey.views.outline import outline

blueprint = Blueprint("disclosures", __name__, url_prefix="/assessments/<wave>/<region>/disclosure")
LEVELS: tuple[ComponentLevel, ...] = ("index", "dimension", "composite")
"""What is made of several sections, so that it follows from the decision about all of them."""


@dataclass(frozen=True)
class Whole:
    """A component that is made of sections, and who sees it."""

    title: Title
    follows: Follows


@blueprint.get("")
@signed_in
def show(wave: str, region: str) -> str:
    """Show who sees each section, and what follows."""
    at = _assessment(wave, region)
    return _page(at, DisclosureForm(_decided(at)))


@blueprint.post("")
@signed_in
def decide(wave: str, region: str) -> Response | tuple[str, int]:
    """Keep the decision, and come back to what follows from it."""
    at = _assessment(wave, region)
    form = read(request.form, [section.code for section in outline(at.wave.edition).source.sections])
    if form.faults:
        return _page(at, DisclosureForm(_decided(at) | form.chosen, form.faults)), 422
    changed = disclosures.decide(db.session, assessment=at, sections=form.chosen, by=person(), now=now())
    db.session.commit()
    words = _("Saved. Below you see what follows from it.") if changed else _("Nothing has changed.")
    flash(words, "success")
    return redirect(url_for(".show", wave=wave, region=region))


def _assessment(wave: str, region: str) -> Assessment:
    found = assessments.find(db.session, wave=wave, region=region, by=person())
    need(Action.DISCLOSE, found)
    g.place = region_name(found.region)
    return found


def _decided(at: Assessment) -> dict[str, Audience]:
    """Return the audience of every section; without a decision it is private."""
    known = disclosures.audiences(db.session, seen=[at])[at.id]
    sections = outline(at.wave.edition).source.sections
    return {section.code: known.get(section.code, Audience.PRIVATE) for section in sections}


def _page(at: Assessment, form: DisclosureForm) -> str:
    return render_template(
        "disclosures/show.html",
        assessment=at,
        outline=outline(at.wave.edition),
        form=form,
        all=ALL,
        name=name,
        audiences=list(Audience),
        wholes=_wholes(at),
        latest=disclosures.latest(db.session, assessment=at),
        published=publications.find(db.session, wave=at.wave) is not None,
    )


def _wholes(at: Assessment) -> list[Whole]:
    """Return index, dimensions and composites with who sees them now."""
    edition = at.wave.edition
    found = disclosures.following(db.session, edition=edition, sections=_decided(at))
    titles, measured = figures.titles(edition), results.framework(db.session, edition=edition)
    return [Whole(titles[one.code], found[one.code]) for level in LEVELS for one in measured.at(level)]
