"""Changing regions and the figures about them, one at a time, as administrators do."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey import languages
from survey.database import db
from survey.errors import NotFoundError
from survey.forms.people import ConfirmForm
from survey.forms.regions import FigureForm, RegionForm
from survey.languages import gettext as _
from survey.languages import region_name, speaking
from survey.models.context_figure import ContextFigure
from survey.models.region import Region
from survey.policy import Action
from survey.services import region_changes, region_rows, regions
from survey.services.region_changes import Kind
from survey.services.region_files import written
from survey.services.region_rows import Row
from survey.views.access import need, now, person, signed_in
from survey.views.measures import measures

blueprint = Blueprint("region_editing", __name__, url_prefix="/regions")

Page = str | Response | tuple[str, int]


@blueprint.route("/new", methods=["GET", "POST"])
@signed_in
def new() -> Page:
    """Add a region: it takes part in waves that begin while it is a member."""
    need(Action.ADMINISTER)
    form = _region_form(None)
    if not form.is_submitted():
        return _region_page(form, None)
    row = region_rows.region(form.given())
    known = {one.key for one in regions.visible(db.session, by=person())}
    if row.values.get("key") in known:
        row = Row(row.values, {**row.faults, "key": "taken"})
    return _kept(form, row) or (_region_page(form, None), 422)


@blueprint.route("/<region>/edit", methods=["GET", "POST"])
@signed_in
def edit(region: str) -> Page:
    """Change what is kept about a region; its key stays, since addresses and files name it."""
    need(Action.ADMINISTER)
    found = regions.find(db.session, key=region, by=person())
    form = _region_form(found)
    if not form.is_submitted():
        return _region_page(form, found)
    row = region_rows.region({**form.given(), "key": region})
    return _kept(form, row) or (_region_page(form, found), 422)


@blueprint.route("/<region>/figures/new", methods=["GET", "POST"])
@signed_in
def add(region: str) -> Page:
    """Add a figure about a region."""
    need(Action.ADMINISTER)
    return _figure(regions.find(db.session, key=region, by=person()), None)


@blueprint.route("/<region>/figures/<int:figure>", methods=["GET", "POST"])
@signed_in
def change(region: str, figure: int) -> Page:
    """Change a figure about a region; measure and date stay: another date is another figure."""
    need(Action.ADMINISTER)
    found = regions.find(db.session, key=region, by=person())
    return _figure(found, _figure_of(found, figure))


@blueprint.get("/<region>/figures/<int:figure>/remove")
@signed_in
def removing(region: str, figure: int) -> str:
    """Ask whether a figure is to be removed."""
    need(Action.ADMINISTER)
    found = regions.find(db.session, key=region, by=person())
    one = _figure_of(found, figure)
    return render_template(
        "regions/remove.html", region=found, figure=one, measure=measures()[one.measure], form=ConfirmForm()
    )


@blueprint.post("/<region>/figures/<int:figure>/remove")
@signed_in
def remove(region: str, figure: int) -> Response:
    """Remove a figure for good."""
    need(Action.ADMINISTER)
    found = regions.find(db.session, key=region, by=person())
    region_changes.remove(db.session, figure=figure, region=found, by=person(), now=now())
    db.session.commit()
    flash(_("The figure is removed."), "success")
    return redirect(url_for("regions.show", region=region))


def _figure(region: Region, one: ContextFigure | None) -> Page:
    """Show the form of a figure, or keep what was typed into it."""
    form = FigureForm(data={} if one is None else _texts({name: getattr(one, name) for name in region_rows.FIGURE[1:]}))
    form.offer(measures())
    if form.is_submitted():
        given = {**form.given(), "region": region.key}
        if one is not None:
            given |= {"measure": one.measure, "as_of": one.as_of}
        row = region_rows.figure(given)
        if one is None and any(
            (each.measure, each.as_of) == (given["measure"], given["as_of"]) for each in region.context
        ):
            row = Row(row.values, {**row.faults, "as_of": "figure-taken"})
        if form.validate_on_submit() and not form.explain(row):
            region_changes.apply(db.session, kind=Kind.CONTEXT, rows=[row.values], by=person(), now=now())
            db.session.commit()
            flash(_("The figure is kept. Peer groups follow it from now on."), "success")
            return redirect(url_for("regions.show", region=region.key))
    page = render_template("regions/figure.html", region=region, figure=one, form=form, measures=measures())
    return (page, 422) if form.is_submitted() else page


def _figure_of(region: Region, key: int) -> ContextFigure:
    found = next((one for one in region.context if one.id == key), None)
    if found is None:
        raise NotFoundError("figure")
    return found


def _region_form(region: Region | None) -> RegionForm:
    kept = {} if region is None else region_changes.row_of(region)
    form = RegionForm(data=_texts(kept) or {"has_left": "no", "nuts_level": "2"})
    form.offer(languages.current())
    return form


def _texts(values: dict[str, Any]) -> dict[str, str]:
    """Return values as fields and files have them."""
    told = {name: written(value) for name, value in values.items()}
    return {name: "" if value is None else str(value) for name, value in told.items()}


def _kept(form: RegionForm, row: Row) -> Response | None:
    """Keep a region where the form and its row are without faults; None where they are not."""
    if not form.validate_on_submit() or form.explain(row):
        return None
    region_changes.apply(db.session, kind=Kind.REGIONS, rows=[row.values], by=person(), now=now())
    db.session.commit()
    flash(_("What is kept about %(name)s is up to date.", name=row.values["name"]), "success")
    return redirect(url_for("regions.show", region=row.values["key"]))


def _region_page(form: RegionForm, region: Region | None) -> str:
    return render_template("regions/edit.html", form=form, region=region, names=_names(region) if region else {})


def _names(region: Region) -> dict[str, str]:
    """Return what a region is called in the other languages of the platform."""
    found = {}
    for code, language in languages.NAMES.items():
        if code != languages.SOURCE:
            with speaking(code):
                found[language] = region_name(region)
    return found
