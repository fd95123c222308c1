"""A gallery of all charts in every state that they have to bear, for whoever works on them.

It is there only where the platform runs with ``SURVEY_GALLERY=1`` (``SURVEY_GALLERY=1 make run``, then
``/gallery/eleven``); anywhere else its pages are not found. What it shows is invented and kept nowhere.
"""

from flask import Blueprint, Response, abort, g, render_template

from survey import languages
from survey.charts import examples
from survey.charts.exhibits import exhibits
from survey.charts.specification import Chart
from survey.languages import gettext as _
from survey.security import settings
from survey.services.tables import Purpose, Table, dialect, encode
from survey.views import figures

blueprint = Blueprint("gallery", __name__, url_prefix="/gallery")


@blueprint.before_request
def _only_for_development() -> None:
    if not settings().gallery:
        abort(404)


@blueprint.get("/<state>")
def charts(state: str) -> str:
    """Show every chart in one state."""
    figures.draws()
    g.place = _("Gallery")
    return render_template("gallery/charts.html", charts=_charts(state), state=state, states=_names())


@blueprint.get("/<state>/<chart>.csv")
@blueprint.get('/<state>/<chart>.<any("svg"):ending>')
def file(state: str, chart: str, ending: str = "csv") -> Response:
    """Send the rows of a chart of the gallery, or its drawing."""
    found = _charts(state).get(chart) or abort(404)
    if ending == "svg":
        return Response(found.printed() or abort(404), mimetype="image/svg+xml")
    rows = encode(Table(found.columns, found.rows), dialect(Purpose.ANALYSIS, languages.current()))
    return Response(rows, mimetype="text/csv")


def _names() -> dict[str, str]:
    return {
        "one": _("One region"),
        "three": _("Three regions"),
        "eleven": _("Eleven regions"),
        "close": _("Close together"),
        "missing": _("Missing scores"),
        "drafts": _("Drafts"),
        "private": _("Private regions"),
        "long": _("Long names"),
        "leftwards": _("Names from right to left"),
        "nothing": _("Nothing yet"),
    }


def _charts(state: str) -> dict[str, Chart]:
    if state not in examples.STATES:
        abort(404)
    return exhibits(state)
