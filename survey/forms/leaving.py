"""Deleting one's account: typed twice in a way, since there is no way back."""

from wtforms import PasswordField, StringField
from wtforms.validators import Length

from survey.forms.typed import TypedForm


class LeavingForm(TypedForm):
    """The own address, typed to be sure, and the password, to be somebody."""

    address = StringField(validators=[Length(max=254)])
    password = PasswordField(validators=[Length(max=128)])
