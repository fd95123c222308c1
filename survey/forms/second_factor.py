"""Forms of the second factor: a code that is typed or pasted, and the password where it is asked once more."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from survey.forms.typed import TypedForm
from survey.languages import lazy_gettext

_CODE = lazy_gettext("Please give the code.")
_LONG = lazy_gettext("This is too long for a code. Please check it.")
_DIGITS = {"inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false", "class": "short"}
_SIGNS = {"autocapitalize": "off", "spellcheck": "false"}


class CodeForm(TypedForm):
    """The six digits that the app shows; spaces in them, as pasting brings, do not matter."""

    code = StringField(validators=[DataRequired(_CODE), Length(max=40, message=_LONG)], render_kw=_DIGITS)
    next = HiddenField()


class RecoveryForm(CodeForm):
    """A recovery code instead, which has letters, too."""

    code = StringField(validators=[DataRequired(_CODE), Length(max=40, message=_LONG)], render_kw=_SIGNS)


class SetUpForm(CodeForm):
    """The first code of an app; ``sealed`` is the secret that it was given, encrypted for this person."""

    sealed = HiddenField()


class SetUpLaterForm(SetUpForm):
    """The same for whoever has been signed in for a while, with the password once more."""

    password = PasswordField(validators=[DataRequired(lazy_gettext("Please give your password."))])


class SwitchOffForm(CodeForm):
    """Password and a code, of the app or for recovery, to switch the second factor off."""

    password = PasswordField(validators=[DataRequired(lazy_gettext("Please give your password."))])
    code = StringField(validators=[DataRequired(_CODE), Length(max=40, message=_LONG)], render_kw=_SIGNS)
