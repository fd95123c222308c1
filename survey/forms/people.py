"""Inviting people, and the first password of an invited person."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, EqualTo, Length, ValidationError

from survey import languages
from survey.forms.typed import TypedForm
from survey.languages import gettext, lazy_gettext
from survey.services import passwords

TEAM = "team"
SHORTEST_PASSWORD = 10


def offered(_form: Any, field: Any) -> None:
    """Refuse what is not among the choices; a browser sends nothing else."""
    if not field.data or str(field.data) not in {str(choice.value) for choice in field.choices or ()}:
        raise ValidationError(gettext("Please choose one of the list."))


def one_line(_form: FlaskForm, field: StringField) -> None:
    """Refuse control characters, which have no place in a name."""
    if any(ord(sign) < 32 for sign in field.data or ""):
        raise ValidationError(gettext("Please write the name on one line."))


class PersonForm(TypedForm):
    """Whom to invite: name, address, and the language of the mail."""

    name = StringField(
        validators=[
            DataRequired(lazy_gettext("Please give the person's name.")),
            Length(max=120, message=lazy_gettext("A name has at most 120 characters. Please shorten it.")),
            one_line,
        ],
    )
    email = EmailField(
        validators=[
            DataRequired(lazy_gettext("Please give an e-mail address.")),
            Email(lazy_gettext("This is no e-mail address. It looks like name@example.org.")),
            Length(max=254, message=lazy_gettext("An address has at most 254 characters. Please check it.")),
        ],
    )
    language = SelectField(
        choices=[SelectChoice(code, name) for code, name in languages.NAMES.items()],
        validate_choice=False,
        validators=[offered],
    )


class InvitationForm(PersonForm):
    """Whom to invite, and for what: to coordinate or review one region, or to join the project team."""

    part = SelectField(validate_choice=False, validators=[offered])

    def offer(self, parts: list[tuple[str, str]], team: str | None) -> None:
        """Set what can be chosen: parts as (value, words), and the project team where the inviter may."""
        choices = [SelectChoice(value, words) for value, words in parts]
        first = SelectChoice("", gettext("Please choose"))
        self.part.choices = [first, *choices, *([SelectChoice(TEAM, team)] if team else [])]


class ConfirmForm(TypedForm):
    """Nothing but the button that confirms."""


class WelcomeForm(TypedForm):
    """The first password of somebody who was invited, typed twice; ``known`` is what others know of the person."""

    known: tuple[str, ...] = ()
    password = PasswordField(
        validators=[
            DataRequired(lazy_gettext("Please choose a password.")),
            Length(
                SHORTEST_PASSWORD,
                128,
                lazy_gettext("A password has 10 to 128 characters. Please choose another one."),
            ),
        ],
    )
    again = PasswordField(
        validators=[EqualTo("password", lazy_gettext("The two passwords differ. Please type the same password twice."))]
    )

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what is guessed easily."""
        if not field.errors and passwords.guessable(passwords.normalised(field.data), known=self.known):
            raise ValidationError(passwords.advice())


class SignInLinkForm(TypedForm):
    """Nothing but the button that uses a sign-in link up."""
