"""The progress of a wave: who has what open, the same as a file, and reminding from there."""

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, get_template_attribute, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from survey import languages
from survey.database import db
from survey.languages import gettext as _
from survey.languages import wave_name
from survey.models import EU_BELONG
from survey.models.wave import Wave
from survey.policy import Action
from survey.services import reminders, wave_progress, waves
from survey.services.tables import Purpose, Table, Value
from survey.services.wave_progress import Cell, Order, Row, Whole
from survey.views import files
from survey.views.access import need, now, person, signed_in
from survey.views.outline import outline
from survey.views.reminding import remind_now

blueprint = Blueprint("progress", __name__, url_prefix="/waves/<wave>")

COLUMNS = (
    "region",
    "name",
    "stage",
    "last_day",
    "extended",
    "last_activity",
    "coordinators",
    "reminded_on",
    "reminded",
    "done",
    "total",
)
"""The first columns of the file; ``done``, ``total`` and ``given_to`` of each section follow, by its code."""


@blueprint.get("/progress")
@signed_in
def show(wave: str) -> str:
    """Show how far every region has come in every section. Drafts appear as progress, never as scores."""
    order, faults = _order()
    return _page(_wave(wave), order, faults)


@blueprint.get("/progress.csv")
@signed_in
def file(wave: str) -> Response | tuple[str, int]:
    """Send the same rows as a file; with a wish that cannot be, the page again, which says what can."""
    found, (order, faults) = _wave(wave), _order()
    purpose = request.args.get("for", Purpose.ANALYSIS)
    if purpose not in set(Purpose):
        faults.append(_('"%(value)s" is no purpose of a file. Choose one of the two below.', value=purpose))
    if faults:
        return _page(found, order, faults), 422
    language = languages.current()
    made = _table(found, _whole(found, order))
    return files.send(made, what="progress", whose=EU_BELONG, wave=found, purpose=Purpose(purpose), language=language)


@blueprint.post("/progress/remind")
@signed_in
def remind(wave: str) -> AnyResponse | tuple[str, int]:
    """Remind the people of the regions that are ticked, or of all that have something open."""
    found, (order, faults) = _wave(wave), _order()
    ticked = set(request.form.getlist("page-region"))
    everybody = request.form.get("page-whom") == "all"
    rows = _whole(found, order).rows
    drafts = [row.assessment for row in rows if row.waits and (everybody or row.assessment.region.key in ticked)]
    if not drafts and not everybody:
        return _page(found, order, [*faults, _("Please tick at least one region that has something open.")]), 422
    waiting = reminders.open_of(db.session, drafts)
    remind_now(sorted(waiting, key=lambda one: (one.user.name, one.user.id, one.assessment.id)))
    return redirect(url_for(".show", wave=wave, sort=request.args.get("sort")))


def _wave(key: str) -> Wave:
    need(Action.MANAGE)
    found = waves.find(db.session, key=key, by=person())
    g.place = wave_name(found.title)
    return found


def _order() -> tuple[Order, list[str]]:
    """Read the order from the address; of one that there is not, say so and take the usual one."""
    wished = request.args.get("sort") or Order.NAME
    if wished in set(Order):
        return Order(wished), []
    return Order.NAME, [_('"%(value)s" is no order of regions. They stand by name now.', value=wished)]


def _whole(wave: Wave, order: Order) -> Whole:
    return wave_progress.whole(db.session, wave=wave, by=person(), now=now(), order=order)


def _page(wave: Wave, order: Order, faults: Sequence[str]) -> str:
    orders = {
        Order.NAME: _("By name"),
        Order.DONE: _("Least done first"),
        Order.ACTIVITY: _("Longest without activity first"),
    }
    signs = {
        "done": ("✓", _("Finished")),
        "open": ("◐", _("In progress")),
        "none": ("○", _("Not started")),
        "unasked": ("–", _("Nothing is asked here")),
    }
    whole = _whole(wave, order)
    return render_template(
        "waves/progress.html",
        wave=wave,
        whole=whole,
        cells=_shown(whole, signs),
        pages=outline(wave.edition).pages,
        order=order,
        orders=orders,
        signs=signs,
        ticked=request.form.getlist("page-region"),
        faults=faults,
        home=ZoneInfo(wave.time_zone),
    )


def _shown(whole: Whole, signs: Mapping[str, tuple[str, str]]) -> dict[Cell, Markup]:
    """Return each cell as HTML; most of them are alike, and are made once."""
    written = get_template_attribute("waves/cell.html", "cell")
    cells = {*whole.totals, whole.total, *(one for row in whole.rows for one in (row.total, *row.cells))}
    return {one: written(one, signs) for one in cells}


def _table(wave: Wave, found: Whole) -> Table:
    heads = [f"{code}_{what}" for code in found.sections for what in ("done", "total", "given_to")]
    zone = ZoneInfo(wave.time_zone)
    return Table((*COLUMNS, *heads), (list(_cells(row, zone)) for row in found.rows))


def _cells(row: Row, zone: ZoneInfo) -> Iterator[Value]:
    at = row.assessment
    yield from (at.region.key, languages.region_name(at.region), at.stage.value, at.due)
    yield "yes" if at.extended_due else "no"
    yield row.changed_at.astimezone(zone).isoformat(timespec="seconds") if row.changed_at else None
    yield "; ".join(row.coordinators)
    yield row.reminded_on
    yield "; ".join(row.reminded)
    yield from (row.total.progress.done, row.total.progress.total)
    for cell in row.cells:
        yield from (cell.progress.done, cell.progress.total, "; ".join(cell.given_to))
