"""Regions and their figures as files: taken away, and read back after a look at what they would change."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from survey import languages
from survey.database import db
from survey.errors import Fault, FaultsError, RefusedError
from survey.forms.regions import ApplyForm, FileForm
from survey.languages import gettext as _
from survey.languages import ngettext
from survey.policy import Action
from survey.services import region_changes, region_files, regions
from survey.services.region_changes import Kind, Plan
from survey.views import files
from survey.views.access import need, now, person, signed_in
from survey.views.regions import of_list

blueprint = Blueprint("region_files", __name__, url_prefix="/regions")

MOST_FAULTS = 100
"""Faults that a page lists; of more it says how many they are."""


@blueprint.get("/<any(regions, context):kind>.csv")
@signed_in
def file(kind: str) -> Response | tuple[str, int]:
    """Send all regions, or all figures about them, as a file that can be read back."""
    need(Action.MANAGE)
    purpose = files.purpose_of(request.args.get("for"))
    if purpose is None:
        message = _("Files are made for a spreadsheet or for an analysis. Choose one of the two.")
        listed = regions.listing(db.session, by=person())
        return render_template("regions/index.html", regions=listed, fault=message, **of_list(administers=False)), 422
    made = region_files.table(Kind(kind), region_changes.kept(db.session, Kind(kind)))
    return files.send_plain(made, what=kind, purpose=purpose, language=languages.current())


@blueprint.get("/import")
@signed_in
def index() -> str:
    """Ask for a file about regions or figures."""
    need(Action.ADMINISTER)
    return _page()


@blueprint.post("/import")
@signed_in
def look() -> str | tuple[str, int]:
    """Show what a file would change, or everything that is wrong with it, by line. Nothing is kept."""
    need(Action.ADMINISTER)
    form = FileForm()
    if not form.validate_on_submit() or not form.file.data:
        fault = Fault("missing", _("The file"), _("No file was chosen."), _("Please choose one."))
        return _page([fault]), 422
    content = form.file.data.read(region_files.LARGEST + 1)
    try:
        return _preview(content)
    except FaultsError as error:
        return _page(error.faults), 422


@blueprint.post("/import/apply")
@signed_in
def apply() -> Redirect | str | tuple[str, int]:
    """Do what was looked at, all at once; where something changed meanwhile, show it anew first."""
    need(Action.ADMINISTER)
    form = ApplyForm()
    if not form.validate_on_submit():
        return _page(), 422
    content = str(form.content.data or "").encode()
    try:
        found = region_files.read(content, regions=_keys())
        done = region_changes.apply(
            db.session, kind=found.kind, rows=found.rows, by=person(), now=now(), mark=form.mark.data
        )
    except FaultsError as error:
        return _page(error.faults), 422
    except RefusedError:
        db.session.rollback()
        return _preview(content, fresh=True), 409
    db.session.commit()
    count = len(done.differences)
    flash(ngettext("%(num)s row is changed.", "%(num)s rows are changed.", count), "success")
    return redirect(url_for("regions.index"))


@blueprint.get("/import/apply")
@signed_in
def again() -> Redirect:
    """Lead back to the beginning whoever comes by address: no file is kept here."""
    need(Action.ADMINISTER)
    return redirect(url_for(".index"))


def _keys() -> list[str]:
    return [one.key for one in regions.visible(db.session, by=person())]


def _preview(content: bytes, *, fresh: bool = False) -> str:
    found = region_files.read(content, regions=_keys())
    planned = region_changes.plan(db.session, kind=found.kind, rows=found.rows, by=person())
    form = ApplyForm(formdata=None, data={"content": content.decode("utf-8-sig"), "mark": planned.mark})
    return _page(planned=planned, form=form, fresh=fresh)


def _page(
    faults: Sequence[Fault] = (), *, planned: Plan | None = None, form: ApplyForm | None = None, fresh: bool = False
) -> str:
    return render_template(
        "regions/import.html",
        faults=faults[:MOST_FAULTS],
        more=max(0, len(faults) - MOST_FAULTS),
        planned=planned,
        form=form or FileForm(),
        fresh=fresh,
        written=region_files.written,
    )
