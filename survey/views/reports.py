"""Reports: of a region and of the partnership, each as PDF, as a page to print, as a workbook, and as the bare data."""

from collections.abc import Callable

from flask import Blueprint, Response, g, render_template

from survey.database import db
from survey.languages import region_name, wave_name
from survey.models import EU_BELONG, Assessment, Wave
from survey.reports import fingerprint, material, partnership, printing, regional, tables
from survey.reports.document import Report
from survey.reports.material import Material, Partnership, Regional
from survey.security import settings
from survey.services import disclosures, waves
from survey.views import audience, figures, files
from survey.views.access import now, person, signed_in
from survey.views.faults import Told, tell

blueprint = Blueprint("reports", __name__)
KINDS = '<any("pdf", "xlsx", "json"):kind>'
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
"""What a report can be sent as, with the type that the browser is told."""


@blueprint.before_request
def _as_oneself() -> Told | None:
    """Refuse to show a report as others see it: it would hold everything, and be taken for what they see."""
    said = audience.unshowable(())
    return tell(422, said[0]) if said else None


@blueprint.get("/results/<wave>/<region>/report")
@signed_in
def region(wave: str, region: str) -> str:
    """Show the report of a region as a page to read and to print."""
    found = _of_region(_assessment(wave, region))
    where = {"wave": wave, "region": region}
    return _page(regional.report(found), "reports.region_file", where)


@blueprint.get(f"/results/<wave>/<region>/report.{KINDS}")
@signed_in
def region_file(wave: str, region: str, kind: str) -> Response:
    """Send the report of a region as a file."""
    assessment = _assessment(wave, region)
    found = _of_region(assessment)
    return _sent(
        kind, files.name(assessment, "report", kind), regional.name(found), found, lambda: regional.report(found)
    )


@blueprint.get("/compare/<wave>/report")
@signed_in
def wave(wave: str) -> str:
    """Show the report of the partnership as a page to read and to print."""
    return _page(partnership.report(_of_wave(_wave(wave))), "reports.wave_file", {"wave": wave})


@blueprint.get(f"/compare/<wave>/report.{KINDS}")
@signed_in
def wave_file(wave: str, kind: str) -> Response:
    """Send the report of the partnership as a file."""
    at = _wave(wave)
    found = _of_wave(at)
    name = files.name_of("report", whose=EU_BELONG, wave=at, ending=kind)
    return _sent(kind, name, partnership.name(found), found, lambda: partnership.report(found))


def _assessment(wave: str, region: str) -> Assessment:
    return disclosures.find(db.session, wave=wave, region=region, by=person())


def _wave(key: str) -> Wave:
    return waves.find(db.session, key=key, by=person())


def _of_region(assessment: Assessment) -> Regional:
    g.place = region_name(assessment.region)
    known = {"reads": figures.shown, "by": person(), "now": now()}
    return material.of_region(db.session, assessment=assessment, demonstration=settings().demonstration, **known)  # type: ignore[arg-type]


def _of_wave(at: Wave) -> Partnership:
    g.place = wave_name(at.title)
    known = {"reads": figures.shown, "by": person(), "now": now()}
    return material.of_wave(db.session, wave=at, demonstration=settings().demonstration, **known)  # type: ignore[arg-type]


def _page(report: Report, endpoint: str, where: dict[str, str]) -> str:
    return render_template("reports/show.html", report=report, endpoint=endpoint, where=where)


def _sent(kind: str, name: str, title: str, found: Material, made: Callable[[], Report]) -> Response:
    match kind:
        case "pdf":
            content = printing.pdf(made(), now=now())
        case "xlsx":
            content = tables.workbook(title, found)
        case _:
            content = fingerprint.canonical(found.data)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=TYPES[kind], headers=headers)
