"""Inviting people, and the first password of an invited person."""

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, EqualTo, Length, ValidationError

from survey import languages
from survey.languages import lazy_gettext

TEAM = "team"
SHORTEST_PASSWORD = 10


def one_line(_form: FlaskForm, field: StringField) -> None:
    """Refuse control characters, which have no place in a name."""
    if any(ord(sign) < 32 for sign in field.data or ""):
        raise ValidationError(str(lazy_gettext("Please write the name on one line.")))


class InvitationForm(FlaskForm):  # type: ignore[misc]
    """Whom to invite, and for what: to coordinate one region, or to join the project team."""

    name = StringField(
        validators=[DataRequired(lazy_gettext("Please give the person's name.")), Length(max=120), one_line],
    )
    email = EmailField(
        validators=[
            DataRequired(lazy_gettext("Please give an e-mail address.")),
            Email(lazy_gettext("This is no e-mail address. It looks like name@example.org.")),
            Length(max=254),
        ],
    )
    part = SelectField(validators=[DataRequired(lazy_gettext("Please choose what the invitation is for."))])
    language = SelectField(choices=[SelectChoice(code, name) for code, name in languages.NAMES.items()])

    def offer(self, regions: list[tuple[str, str]], team: str | None) -> None:
        """Set what can be chosen: regions as (key, name), and the project team where the inviter may."""
        choices = [SelectChoice(f"region:{key}", name) for key, name in regions]
        self.part.choices = [SelectChoice(TEAM, team), *choices] if team else choices


class WelcomeForm(FlaskForm):  # type: ignore[misc]
    """The first password of somebody who was invited, typed twice."""

    password = PasswordField(
        validators=[
            DataRequired(lazy_gettext("Please choose a password.")),
            Length(
                SHORTEST_PASSWORD,
                200,
                lazy_gettext("A password has at least 10 characters. Please choose a longer one."),
            ),
        ],
    )
    again = PasswordField(
        validators=[EqualTo("password", lazy_gettext("The two passwords differ. Please type the same password twice."))]
    )


class SignInLinkForm(FlaskForm):  # type: ignore[misc]
    """Nothing but the button that uses a sign-in link up."""
