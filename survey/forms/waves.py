"""Opening a wave."""

from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from survey.forms.people import offered
from survey.forms.typed import TypedForm
from survey.languages import lazy_gettext
from survey.services.waves import KEY


class WaveForm(TypedForm):
    """A new wave: its key in addresses, its title, the edition that it pins, its first and last day, its time zone.

    The last days of reviewing and of concluding, and the wave whose answers it starts from, can be left out.
    """

    title = StringField(
        validators=[
            DataRequired(lazy_gettext("Please give the wave a title, such as 2026.")),
            Length(max=120, message=lazy_gettext("A title has at most 120 characters. Please shorten it.")),
        ]
    )
    key = StringField(
        validators=[
            DataRequired(lazy_gettext("Please give a short name for addresses, such as 2026.")),
            Regexp(KEY, message=lazy_gettext("Use small letters, figures and hyphens only, such as 2026-autumn.")),
            Length(max=40, message=lazy_gettext("This name has at most 40 characters. Please shorten it.")),
        ]
    )
    edition = SelectField(validate_choice=False, validators=[offered])
    follows = SelectField(validate_choice=False, validators=[Optional(), offered])
    opens = DateField(validators=[DataRequired(lazy_gettext("Please give the first day, such as 2026-11-22."))])
    due = DateField(validators=[DataRequired(lazy_gettext("Please give the last day, such as 2026-12-18."))])
    review_due = DateField(validators=[Optional()])
    conclude_due = DateField(validators=[Optional()])
    time_zone = SelectField(validate_choice=False, validators=[offered])
