"""The forms of one's own account: name and language, password, e-mail address."""

from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length

from survey import languages
from survey.forms.people import WelcomeForm, offered, one_line
from survey.forms.typed import TypedForm
from survey.languages import lazy_gettext

NO_PASSWORD = lazy_gettext("Please give your password.")


class ProfileForm(TypedForm):
    """How somebody is called, and the language in which pages and mails speak to them."""

    name = StringField(
        validators=[
            DataRequired(lazy_gettext("Please give your name.")),
            Length(max=120, message=lazy_gettext("A name has at most 120 characters. Please shorten it.")),
            one_line,
        ],
    )
    language = SelectField(
        choices=[SelectChoice(code, name) for code, name in languages.NAMES.items()],
        validate_choice=False,
        validators=[offered],
    )


class PasswordForm(WelcomeForm):
    """A new password, typed twice; ``present`` is the one until now, where there is one."""

    present = PasswordField(id="password-present")


class EmailForm(TypedForm):
    """The e-mail address that somebody wants from now on, and their password."""

    email = EmailField(
        validators=[
            DataRequired(lazy_gettext("Please give an e-mail address.")),
            Email(lazy_gettext("This is no e-mail address. It looks like name@example.org.")),
            Length(max=254, message=lazy_gettext("An address has at most 254 characters. Please check it.")),
        ],
    )
    present = PasswordField(id="email-present")
