"""Deadlines to take into one's calendar: those of a wave, or of one assessment."""

from collections.abc import Sequence

from flask import Blueprint, Response

from survey.database import db
from survey.models.wave import Wave
from survey.security import settings
from survey.services import assessments, calendars, waves
from survey.services.calendars import Deadline
from survey.views.access import now, person, signed_in

blueprint = Blueprint("calendars", __name__)


@blueprint.get("/waves/<wave>/calendar.ics")
@signed_in
def file(wave: str) -> Response:
    """Send the days of a wave that concern the reader; not found for whoever takes no part in it."""
    found = waves.find(db.session, key=wave, by=person())
    return _send(calendars.deadlines(db.session, wave=found, by=person()), found, found.key)


@blueprint.get("/assessments/<wave>/<region>/calendar.ics")
@signed_in
def of_region(wave: str, region: str) -> Response:
    """Send the days of one assessment that concern the reader."""
    found = assessments.find(db.session, wave=wave, region=region, by=person())
    days = calendars.of_assessment(db.session, assessment=found, by=person())
    return _send(days, found.wave, f"{region}_{found.wave.key}")


def _send(days: Sequence[Deadline], wave: Wave, of: str) -> Response:
    made = calendars.encode(days, wave=wave, base_url=settings().base_url, now=now())
    answer = Response(made, mimetype="text/calendar")
    demonstration = "_demonstration" if settings().demonstration else ""
    answer.headers["Content-Disposition"] = f'attachment; filename="deadlines_{of}{demonstration}.ics"'
    return answer
