"""The steps of an assessment as pages ask for them: a reason, and another last day."""

from wtforms import DateField, TextAreaField
from wtforms.validators import DataRequired, Length

from survey.forms.typed import TypedForm
from survey.languages import lazy_gettext
from survey.services.stages import LONGEST_REASON


def _as_typed(text: str | None) -> str:
    """Return a text in which a new line counts as one character, as in the page."""
    return (text or "").replace("\r\n", "\n")


class ReasonForm(TypedForm):
    """Why a step is taken."""

    reason = TextAreaField(
        filters=[_as_typed],
        validators=[
            DataRequired(lazy_gettext("Please say why, so that everybody can follow.")),
            Length(
                max=LONGEST_REASON, message=lazy_gettext("A reason has at most 2000 characters. Please shorten it.")
            ),
        ],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )


class ExtensionForm(ReasonForm):
    """Until which day one region may answer, and why."""

    due = DateField(validators=[DataRequired(lazy_gettext("Please give the last day, such as 2026-12-18."))])
