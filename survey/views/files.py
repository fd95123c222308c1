"""Files to keep: tables written for their purpose, pictures; each named after what, whose, which wave and when."""

from zoneinfo import ZoneInfo

from flask import Response

from survey.models.assessment import Assessment
from survey.models.wave import Wave
from survey.security import settings
from survey.services.tables import Purpose, Table, dialect, encode
from survey.views.access import now


def send(table: Table, *, what: str, whose: str, wave: Wave, purpose: Purpose, language: str) -> Response:
    """Return a table as a CSV file to keep; its name ends with ``demonstration`` where the answers are invented."""
    answer = Response(encode(table, dialect(purpose, language)), mimetype="text/csv")
    parts = [what, whose, wave.key, _today(wave), *(["excel"] if purpose is Purpose.EXCEL else [])]
    answer.headers["Content-Disposition"] = f'attachment; filename="{_joined(parts)}.csv"'
    return answer


def picture(drawn: str, *, what: str, whose: str, wave: Wave) -> Response:
    """Return a drawing as an SVG file to keep, named as the table beside it."""
    answer = Response(drawn, mimetype="image/svg+xml")
    named = _joined([what, whose, wave.key, _today(wave)])
    answer.headers["Content-Disposition"] = f'attachment; filename="{named}.svg"'
    return answer


def name(assessment: Assessment, what: str, ending: str) -> str:
    """Return the name of a file about one assessment, in letters that any system takes: keys hold no others."""
    return name_of(what, whose=assessment.region.key, wave=assessment.wave, ending=ending)


def name_of(what: str, *, whose: str, wave: Wave, ending: str) -> str:
    """Return the name of a file about somebody in a wave, with the day of today."""
    return f"{_joined([what, whose, wave.key, _today(wave)])}.{ending}"


def _today(wave: Wave) -> str:
    return now().astimezone(ZoneInfo(wave.time_zone)).date().isoformat()


def _joined(parts: list[str]) -> str:
    return "_".join([*parts, *(["demonstration"] if settings().demonstration else [])])
