"""Deleting one's account: typed twice in a way, since there is no way back."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import Length


class LeavingForm(FlaskForm):  # type: ignore[misc]
    """The own address, typed to be sure, and the password, to be somebody."""

    address = StringField(validators=[Length(max=254)])
    password = PasswordField(validators=[Length(max=128)])
