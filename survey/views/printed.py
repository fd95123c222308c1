"""An assessment on paper: its questionnaire as a form to fill in by hand, or with the answers as they stand."""

from flask import Blueprint, Response, request

from survey.reports import form as forms
from survey.security import settings
from survey.views import files
from survey.views.access import now, signed_in
from survey.views.assessments import whole

blueprint = Blueprint("printed", __name__, url_prefix="/assessments/<wave>/<region>")


@blueprint.get("/form.pdf")
@signed_in
def form(wave: str, region: str) -> Response:
    """Send the form in the reader's language, blank or filled in."""
    at, filled, when = whole(wave, region), request.args.get("filled") == "1", now()
    content = forms.form(
        at.assessment,
        at.outline.questionnaire,
        now=when,
        answers=at.answers if filled else None,
        states=at.states if filled else None,
        demonstration=settings().demonstration,
        untranslated=bool(at.outline.fallbacks),
    )
    name = files.name(at.assessment, "answers" if filled else "form", "pdf")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/pdf", headers=headers)
