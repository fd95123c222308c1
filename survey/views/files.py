"""Tables as downloads: written for their purpose, named after what, whose, which wave and when."""

from zoneinfo import ZoneInfo

from flask import Response

from survey.models.wave import Wave
from survey.security import settings
from survey.services.tables import Purpose, Table, dialect, encode
from survey.views.access import now


def send(table: Table, *, what: str, whose: str, wave: Wave, purpose: Purpose, language: str) -> Response:
    """Return a table as a CSV file to keep; its name ends with ``demonstration`` where the answers are invented."""
    answer = Response(encode(table, dialect(purpose, language)), mimetype="text/csv")
    today = now().astimezone(ZoneInfo(wave.time_zone)).date().isoformat()
    parts = [what, whose, wave.key, today]
    parts += ["excel"] if purpose is Purpose.EXCEL else []
    parts += ["demonstration"] if settings().demonstration else []
    answer.headers["Content-Disposition"] = f'attachment; filename="{"_".join(parts)}.csv"'
    return answer
