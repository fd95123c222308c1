"""What everybody may see without an account: published waves, their results, their open data. No page sets a cookie."""

from dataclasses import dataclass, replace

from flask import Blueprint, Response, g, render_template, request, url_for

from survey import languages
from survey.charts import readings as rows
from survey.charts import theme
from survey.charts.bands import bands, dimensions
from survey.charts.cards import card
from survey.charts.dots import dot_plot
from survey.charts.heatmap import heat_map
from survey.charts.intervals import DOT
from survey.charts.profile import profile
from survey.charts.readings import Readings, Title
from survey.charts.specification import Chart, Facts, counted
from survey.charts.words import stage_words
from survey.database import db
from survey.errors import NotFoundError
from survey.languages import gettext as _
from survey.languages import region_name
from survey.models import EU_BELONG, Wave
from survey.scoring.framework import Framework
from survey.security import external, settings
from survey.services import assessments, exports, publications, results
from survey.services.layouts import Content, table
from survey.services.results import Result
from survey.views import figures, files, open_data
from survey.views.public_wishes import unknown

blueprint = Blueprint("public", __name__, url_prefix="/public")
Page = str | tuple[str, int]
CHARTS = '<any("heat-map", "dots", "profile"):chart>'
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Shown:
    """A published wave as its pages show it: who opened something, and the charts of what they opened.

    ``closed`` are the scores that a region has not opened, by its name.
    """

    wave: Wave
    framework: Framework
    readings: Readings
    charts: dict[str, Chart]
    out_of: int
    closed: dict[str, list[Title]]


@blueprint.before_request
def speak() -> None:
    """Take the language that the address asks for: without a cookie there is no other place for it."""
    wish = request.args.get("language", "")
    if wish in languages.NAMES:
        g.language = wish


@blueprint.get("")
def index() -> Page:
    """List the waves whose results are public."""
    faults = unknown()
    return _told(_render("index", waves=publications.published(db.session), faults=faults), faults)


@blueprint.get("/<wave>")
def show(wave: str) -> Page:
    """Show the results of a wave, as far as its regions have opened them to everybody."""
    faults = unknown()
    return _told(_page(_shown(wave), faults), faults)


@blueprint.get("/<wave>/" + CHARTS + ".csv")
@blueprint.get("/<wave>/" + CHARTS + '.<any("svg"):ending>')
def file(wave: str, chart: str, ending: str = "csv") -> Response | tuple[str, int]:
    """Send the rows of a chart, or its drawing."""
    found = _shown(wave)
    wish, faults = figures.purpose()
    if chart not in found.charts:
        raise NotFoundError("chart")
    if faults:
        return _page(found, faults), 422
    return _open(figures.file(found.charts[chart], whose=EU_BELONG, wave=found.wave, wish=wish, ending=ending))


@blueprint.get("/<wave>/embed/" + CHARTS)
def embed(wave: str, chart: str) -> str:
    """Show one chart alone, for the frame of another site."""
    found = _shown(wave)
    if chart not in found.charts:
        raise NotFoundError("chart")
    figures.draws()
    g.framed = True
    return _render("embed", at=found, spec=found.charts[chart])


@blueprint.get("/<wave>/data/<any({}):content>.csv".format(", ".join(f'"{one}"' for one in Content)))
def data(wave: str, content: str) -> Response | tuple[str, int]:
    """Send a file of the open data: values without free text, reasons, comments and evidence."""
    found = publications.wave(db.session, key=wave)
    wish, faults = figures.purpose()
    if faults:
        return _page(_shown(wave), faults), 422
    language = languages.current()
    demonstration = settings().demonstration
    material = exports.public(db.session, wave=found, language=language, demonstration=demonstration)
    made = table(Content(content), material)
    return _open(files.send(made, what=content, whose=EU_BELONG, wave=found, purpose=wish, language=language))


@blueprint.get("/<wave>/<region>")
def region(wave: str, region: str) -> Page:
    """Show where one region stands, as far as it has opened that to everybody."""
    faults = unknown()
    return _told(_region_page(_result(wave, region), faults), faults)


@blueprint.get('/<wave>/<region>/<any("dimensions", "areas"):chart>.csv')
@blueprint.get('/<wave>/<region>/<any("dimensions", "areas"):chart>.<any("svg"):ending>')
def region_file(wave: str, region: str, chart: str, ending: str = "csv") -> Response | tuple[str, int]:
    """Send the rows of a chart of one region, or its drawing."""
    result = _result(wave, region)
    found, (wish, faults) = _of_region(result), figures.purpose()
    if chart not in found:
        raise NotFoundError("chart")
    if faults:
        return _region_page(result, faults), 422
    return _open(figures.file(found[chart], whose=region, wave=result.assessment.wave, wish=wish, ending=ending))


def _told(text: str, faults: tuple[str, ...]) -> Page:
    return (text, 422) if faults else text


def _result(wave: str, region: str) -> Result:
    found = results.public(db.session, wave=publications.wave(db.session, key=wave))
    result = next((one for one in found if one.assessment.region.key == region), None)
    if result is None:
        raise NotFoundError("region")
    return result


def _region_page(result: Result, faults: tuple[str, ...] = ()) -> str:
    figures.draws()
    wave = result.assessment.wave
    found = _readings(result)
    areas = len(results.framework(db.session, edition=wave.edition).at("area"))
    return _render(
        "region",
        wave=wave,
        region=result.assessment.region,
        cards=[card(one) for one in found.level("index", "dimension")],
        charts=_of_region(result),
        hidden=areas - len(found.level("area")),
        faults=faults,
    )


def _page(found: Shown, faults: tuple[str, ...] = ()) -> str:
    figures.draws()
    embeds = {
        code: external(url_for(".embed", wave=found.wave.key, chart=code, language=languages.current()))
        for code in found.charts
    }
    return _render("show", at=found, faults=faults, embeds=embeds, contents=open_data.contents())


def _render(name: str, **known: object) -> str:
    return render_template(f"public/{name}.html", **around(), **known)


def around() -> dict[str, object]:
    """Return what the frame of public pages needs: this page in each language, the method's page, the licence."""
    place = request.view_args or {}
    here = {one: url_for(request.endpoint or "public.index", **place, language=one) for one in languages.NAMES}
    method = url_for("method.current")
    if "wave" in place:
        method = url_for("public_method.show", wave=place["wave"], language=languages.current())
    return {"here": here, "licence": LICENCE, "method_url": method}


def _open(answer: Response) -> Response:
    answer.headers["Link"] = f'<{LICENCE}>; rel="license"'
    return answer


def _shown(key: str) -> Shown:
    wave = publications.wave(db.session, key=key)
    found = results.public(db.session, wave=wave)
    measured, titles = results.framework(db.session, edition=wave.edition), figures.titles(wave.edition)
    every = rows.of_cards([(one.assessment, one.card) for one in found], titles, wave.time_zone)
    out_of = len(assessments.of_wave(db.session, wave=wave))
    charts = _charts(every, measured, figures.facts_of_wave(_("concluded assessments"), wave, found, out_of))
    shown = {one.code: counted(_without_links(one)) for one in charts}
    closed = {region_name(one.assessment.region): open_data.closed(one, measured, titles) for one in found}
    return Shown(wave, measured, every, shown, out_of, {name: some for name, some in closed.items() if some})


def _charts(every: Readings, measured: Framework, facts: Facts) -> list[Chart]:
    if not len(every):
        return []
    whole = every.level("dimension")
    made = [heat_map(every.level("index", "area"), facts)]
    code = next((one for one in measured.published if every.of(one)), None)
    if code:
        accents = theme.accents(list(whole.components))
        one = Readings(every.of(code))
        made.append(dot_plot(one, facts, accents.get(code, DOT), closed=len(every.regions) - len(one)))
    return [*made, profile(whole, facts)] if whole.components else made


def _readings(result: Result) -> Readings:
    wave = result.assessment.wave
    return rows.of_cards([(result.assessment, result.card)], figures.titles(wave.edition), wave.time_zone)


def _of_region(result: Result) -> dict[str, Chart]:
    found = _readings(result)
    areas = found.level("area")
    facts = replace(
        figures.facts_of_wave(_("concluded assessments"), result.assessment.wave, [result], 1),
        stage=stage_words(result.assessment.stage),
        counted=sum(one.answered for one in areas),
        out_of=sum(one.applicable for one in areas),
        unit="questions",
    )
    charts = [dimensions(found.level("index", "dimension"), facts), bands(found.level("composite", "area"), facts)]
    return {one.code: _without_links(one) for one in charts if len(one.readings)}


def _without_links(chart: Chart) -> Chart:
    """Return a chart whose scores lead nowhere: how they were computed is read with an account."""
    lines = tuple(tuple(replace(cell, of=None) for cell in line) for line in chart.table.rows)
    return replace(chart, table=replace(chart.table, rows=lines))
