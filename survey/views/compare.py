"""The regions side by side; what is shown stands in the address, so that a link shows the same to the next reader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, render_template, request

from survey.charts import readings as rows
from survey.charts import theme
from survey.charts.dots import dot_plot
from survey.charts.heatmap import heat_map
from survey.charts.intervals import DOT
from survey.charts.profile import profile
from survey.charts.radar import MOST, radar
from survey.charts.readings import Readings, Title
from survey.charts.specification import Chart, Facts
from survey.charts.ternary import CORNERS, ternary
from survey.database import db
from survey.languages import gettext as _
from survey.languages import wave_name
from survey.models import Audience, Stage, Wave
from survey.policy import Action, may
from survey.scoring.framework import Framework
from survey.security import settings
from survey.services import assessments, results, waves
from survey.services.assessments import Line
from survey.services.results import Result
from survey.views import audience, choice, figures
from survey.views.access import person, signed_in
from survey.views.choice import Choice

blueprint = Blueprint("compare", __name__, url_prefix="/compare/<wave>")
SHOWN = ("index", "dimension", "composite", "area")
"""The levels from which the dot plot takes one component, in the order of the list."""


@dataclass(frozen=True)
class Comparison:
    """A comparison as its page shows it; ``all`` are the readings before regions were chosen.

    ``out_of`` counts the regions of the wave. ``to`` is the audience as which it is looked at, None for the reader's
    own eyes; ``others`` says whether there are regions of others, ``masked`` whether some of one shown is hidden.
    """

    wave: Wave
    framework: Framework
    lines: Sequence[Line]
    all: Readings
    choice: Choice
    charts: dict[str, Chart]
    out_of: int
    to: Audience | None
    others: bool
    masked: bool

    @property
    def where(self) -> dict[str, object]:
        """The parameters that lead to this view again."""
        return {**self.choice.address, "wave": self.wave.key, **audience.address(self.to)}

    @property
    def drafts(self) -> list[Line]:
        """The assessments that are not submitted; they show as progress, never as scores."""
        return [line for line in self.lines if line.assessment.stage is Stage.DRAFT]

    @property
    def levels(self) -> list[str]:
        """The levels that this questionnaire has."""
        return _levels(self.framework)


@blueprint.get("")
@signed_in
def show(wave: str) -> str | tuple[str, int]:
    """Show the comparison that the address asks for."""
    found = _comparison(wave)
    return _page(found, found.choice.faults)


@blueprint.get('/<any("heat-map", "dots", "profile", "ternary", "radar"):chart>.csv')
@blueprint.get('/<any("heat-map", "dots", "profile", "ternary", "radar"):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, chart: str, ending: str = "csv") -> Response | str | tuple[str, int]:
    """Send the rows of a chart as the address has it, or its drawing; where that cannot be, the page says what can."""
    found = _comparison(wave)
    wish, faults = figures.purpose()
    faults = (*found.choice.faults, *faults)
    if chart not in found.charts:
        faults += (_("This chart cannot be drawn of what is chosen. Choose below."),)
    else:
        faults += figures.undrawn(found.charts[chart], ending)
    if faults:
        return _page(found, faults)
    return figures.file(found.charts[chart], whose="comparison", wave=found.wave, wish=wish, ending=ending)


def _page(found: Comparison, faults: tuple[str, ...]) -> str | tuple[str, int]:
    figures.draws()
    g.place = wave_name(found.wave.title)
    everywhere = may(person(), Action.MANAGE)
    others = waves.listing(db.session) if everywhere else []
    page = render_template(
        "compare/show.html",
        at=found,
        faults=faults,
        options=_options(found),
        everywhere=everywhere,
        others=[wave for wave in others if wave.id != found.wave.id],
        most=MOST,
    )
    return (page, 422) if faults else page


def _options(found: Comparison) -> list[tuple[str, list[tuple[str, Title]]]]:
    """Return what can stand in the dot plot: the components by level, each as code and title."""
    titles = figures.titles(found.wave.edition)
    levels = [(level, [one.code for one in found.framework.at(level)]) for level in SHOWN]  # type: ignore[arg-type]
    return [(level, [(code, titles[code]) for code in codes]) for level, codes in levels if codes]


def _comparison(key: str) -> Comparison:
    wave = waves.find(db.session, key=key, by=person())
    to, faults = audience.wished()
    found = results.submitted(db.session, wave=wave, by=person(), to=to or Audience.PRIVATE)
    measured = results.framework(db.session, edition=wave.edition)
    titles = figures.titles(wave.edition)
    cards = [(one.assessment, one.card) for one in found]
    every = rows.of_cards(cards, titles, wave.time_zone)
    wished = choice.read(
        request.args,
        regions=list(every.regions),
        levels=_levels(measured),
        components=[code for level in SHOWN for code in _codes(measured, level)],
    )
    wished = replace(wished, faults=(*faults, *wished.faults))
    lines = assessments.overview(db.session, wave=wave, by=person())
    shown = every.within(wished.regions) if wished.regions else every
    out_of = len(assessments.of_wave(db.session, wave=wave))
    facts = _facts(wave, [one for one in found if one.assessment.region.key in shown.regions], out_of)
    return Comparison(
        wave=wave,
        framework=measured,
        lines=lines,
        all=every,
        choice=wished,
        charts=_charts(shown, wished, facts),
        out_of=out_of,
        to=to,
        others=any(not may(person(), Action.SEE_SCORES, one.assessment) for one in found),
        masked=any(len(one.card) < len(measured.published) for one in found),
    )


def _levels(framework: Framework) -> list[str]:
    return [level for level in choice.LEVELS if _codes(framework, level)]


def _codes(framework: Framework, level: str) -> list[str]:
    return [code for code in framework.published if framework.by_code[code].level == level]


def _charts(shown: Readings, wished: Choice, facts: Facts) -> dict[str, Chart]:
    dimensions = shown.level("dimension")
    accents = theme.accents(list(dimensions.components))
    made = [
        heat_map(shown.level("index", wished.level), facts),
        dot_plot(Readings(shown.of(wished.component)), facts, accents.get(wished.component, DOT)),
    ]
    if dimensions.components:
        made.append(profile(dimensions, facts))
    if len(dimensions.components) == CORNERS:
        made.append(ternary(dimensions, facts))
    if 0 < len(shown.regions) <= MOST:
        made.append(radar(shown.level(wished.level), facts))
    return {chart.code: chart for chart in made}


def _facts(wave: Wave, shown: Sequence[Result], out_of: int) -> Facts:
    days = [one.assessment.submitted_at for one in shown if one.assessment.submitted_at]
    return Facts(
        wave=wave.key,
        title=wave_name(wave.title),
        stage=_("submitted assessments"),
        counted=len(shown),
        out_of=out_of,
        as_of=max(days).astimezone(ZoneInfo(wave.time_zone)).date() if days else None,
        demonstration=settings().demonstration,
    )
