"""The deadlines of a wave to take into one's calendar."""

from flask import Blueprint, Response

from survey.database import db
from survey.security import settings
from survey.services import calendars, waves
from survey.views.access import now, person, signed_in

blueprint = Blueprint("calendars", __name__, url_prefix="/waves/<wave>")


@blueprint.get("/calendar.ics")
@signed_in
def file(wave: str) -> Response:
    """Send the days that concern the reader; not found for whoever takes no part in the wave."""
    found = waves.find(db.session, key=wave, by=person())
    days = calendars.deadlines(db.session, wave=found, by=person())
    made = calendars.encode(days, wave=found, base_url=settings().base_url, now=now())
    answer = Response(made, mimetype="text/calendar")
    demonstration = "_demonstration" if settings().demonstration else ""
    answer.headers["Content-Disposition"] = f'attachment; filename="deadlines_{found.key}{demonstration}.ics"'
    return answer
