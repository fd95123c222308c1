"""All evidence of an assessment as one ZIP, for reviewers and the region."""

from zoneinfo import ZoneInfo

from flask import Blueprint, Response

from survey.database import db
from survey.errors import RefusedError
from survey.languages import gettext as _
from survey.security import settings
from survey.services import assessments, evidence_archive
from survey.views import faults
from survey.views.access import now, person, signed_in
from survey.views.faults import Told
from survey.views.outline import outline
from survey.views.pieces import ALONE

blueprint = Blueprint("archives", __name__, url_prefix="/assessments/<wave>/<region>")


@blueprint.get("/evidence/archive")
@signed_in
def file(wave: str, region: str) -> Response | Told:
    """Send the files and the manifest while they are read."""
    assessment = assessments.find(db.session, wave=wave, region=region, by=person())
    asked, when = outline(assessment.wave.edition).questionnaire.questions, now()
    texts = {code: each.text for code, each in asked.items()}
    known = {"assessment": assessment, "settings": settings(), "by": person(), "now": when}
    try:
        archive = evidence_archive.gather(db.session, texts=texts, **known)  # type: ignore[arg-type]
    except RefusedError as error:
        if error.code != "too-large":
            raise
        return faults.tell(409, _("All files together are too large for one archive. Download them one by one."))
    today = when.astimezone(ZoneInfo(assessment.wave.time_zone)).date().isoformat()
    parts = ["evidence", region, wave, today, *(["demonstration"] if settings().demonstration else [])]
    sent = Response(evidence_archive.stream(archive), mimetype="application/zip")
    sent.headers["Content-Disposition"] = f'attachment; filename="{"_".join(parts)}.zip"'
    sent.headers["Content-Security-Policy"] = ALONE
    return sent
