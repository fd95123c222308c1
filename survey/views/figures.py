"""What pages with charts share: the words of their components, and each chart as a file."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from flask import Response, g, request

from survey import languages
from survey.charts.readings import Title
from survey.charts.specification import Chart, Facts
from survey.languages import SOURCE
from survey.languages import gettext as _
from survey.models import Edition, Wave
from survey.reports import edition as editions
from survey.scoring.framework import build
from survey.security import settings
from survey.services.results import Result
from survey.services.tables import Purpose, Table
from survey.views import files
from survey.views.outline import outline

UNNAMED = Title("Index")
"""The total of a questionnaire that names none has this title, which no catalogue of a questionnaire holds."""

_titles: dict[tuple[str, str, str], Mapping[str, Title]] = {}


def titles(edition: Edition) -> Mapping[str, Title]:
    """Return the title of each component of an edition in the reader's language."""
    found = outline(edition)
    if found.key not in _titles:
        parts = build(found.questionnaire).components
        _titles[found.key] = {
            one.code: Title(one.title, SOURCE if one.code in found.fallbacks else None) for one in parts
        }
    return {code: Title(_("Index")) if title == UNNAMED else title for code, title in _titles[found.key].items()}


def shown(edition: Edition) -> editions.Edition:
    """Return an edition as charts and reports name its parts, in the reader's language."""
    found = outline(edition)
    return editions.Edition(found.source, found.questionnaire, titles(edition), found.fallbacks)


def draws() -> None:
    """Say that this page draws: its policy lets plotly.js make the empty style element that it needs."""
    g.draws = True


def purpose() -> tuple[Purpose, tuple[str, ...]]:
    """Return what a file is made for, from the address; and what is wrong with the wish, in whole sentences."""
    wish = request.args.get("for", Purpose.ANALYSIS)
    if wish in set(Purpose):
        return Purpose(wish), ()
    return Purpose.ANALYSIS, (_('"%(value)s" is no purpose of a file. Use the links below a chart.', value=wish),)


def undrawn(chart: Chart, ending: str) -> tuple[str, ...]:
    """Say in a whole sentence that there is no picture of a chart, where one is asked for."""
    if ending == "svg" and not chart.figure:
        return (_("There is nothing to draw here yet, so there is no picture. The table can be downloaded."),)
    return ()


def file(chart: Chart, *, whose: str, wave: Wave, wish: Purpose, ending: str = "csv") -> Response:
    """Return a chart's rows as a file, or with the ending ``svg`` its drawing."""
    if ending == "svg":
        return files.picture(chart.printed() or "", what=chart.code, whose=whose, wave=wave)
    table = Table(chart.columns, chart.rows)
    return files.send(table, what=chart.code, whose=whose, wave=wave, purpose=wish, language=languages.current())


def facts_of_wave(stage: str, wave: Wave, shown: Sequence[Result], out_of: int) -> Facts:
    """Return the facts of a chart that shows regions of a wave; ``stage`` says in words how far they have come."""
    days = [one.assessment.submitted_at for one in shown if one.assessment.submitted_at]
    return Facts(
        wave=wave.key,
        title=languages.wave_name(wave.title),
        stage=stage,
        counted=len(shown),
        out_of=out_of,
        as_of=max(days).astimezone(ZoneInfo(wave.time_zone)).date() if days else None,
        demonstration=settings().demonstration,
    )
