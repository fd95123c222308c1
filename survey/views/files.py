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


def send_plain(table: Table, *, what: str, purpose: Purpose, language: str) -> Response:
    """Return a table about the installation, no region and no wave, as a CSV file to keep."""
    answer = Response(encode(table, dialect(purpose, language)), mimetype="text/csv")
    day = now().astimezone(ZoneInfo(settings().time_zone)).date().isoformat()
    named = _joined([what, day, *(["excel"] if purpose is Purpose.EXCEL else [])])
    answer.headers["Content-Disposition"] = f'attachment; filename="{named}.csv"'
    return answer


def purpose_of(asked: str | None) -> Purpose | None:
    """Return for what a file is asked for, by the address; None for a purpose that there is not."""
    wished = asked or Purpose.ANALYSIS
    return Purpose(wished) if wished in set(Purpose) else None


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
