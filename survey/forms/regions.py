"""Changing a region, a figure about it, and reading a file about many.

Fields hold what a row of the data files holds; :mod:`survey.services.region_rows` says what can be.
"""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import DateInput

from survey.forms.typed import TypedForm
from survey.languages import gettext as _
from survey.languages import locale
from survey.services.region_rows import CONFIDENCES, Row, is_country, words


class RowForm(TypedForm):
    """A form whose fields are the columns of a row."""

    def given(self) -> dict[str, str]:
        """Return what was typed, by column."""
        return {field.name: str(field.data or "") for field in self if field.name != "page-csrf_token"}

    def explain(self, row: Row) -> bool:
        """Put what cannot be beside the fields, and say whether there is anything."""
        for name, code in row.faults.items():
            self[name].errors = [words(code)]
        return bool(row.faults)


class RegionForm(RowForm):
    """A region: names, country, statistical unit, languages, who answers, and the time of its membership."""

    key = StringField()
    name = StringField()
    local_name = StringField()
    country = SelectField(validate_choice=False)
    nuts = StringField()
    nuts_level = SelectField(choices=[SelectChoice(str(one), str(one)) for one in range(4)], validate_choice=False)
    languages = StringField()
    partner_body = StringField()
    note = StringField()
    member_since = StringField(widget=DateInput())
    has_left = SelectField(validate_choice=False)
    member_until = StringField(widget=DateInput())
    membership_note = StringField()

    def offer(self, language: str) -> None:
        """Set what can be chosen, in a language: countries by name, and whether the region has left."""
        named = {str(code): str(name) for code, name in locale(language).territories.items()}
        countries = sorted((name, code) for code, name in named.items() if is_country(code))
        first = SelectChoice("", _("Please choose"))
        self.country.choices = [first, *(SelectChoice(code, name) for name, code in countries)]
        self.has_left.choices = [SelectChoice("no", _("No")), SelectChoice("yes", _("Yes"))]


class FigureForm(RowForm):
    """A figure about a region: measure, value, unit, date, source, how sure it is, and what to mind in comparing."""

    measure = SelectField(validate_choice=False)
    value = StringField()
    unit = SelectField(validate_choice=False)
    as_of = StringField()
    source = StringField()
    confidence = SelectField(validate_choice=False)
    note = StringField()

    def offer(self, measures: Mapping[str, str]) -> None:
        """Set what can be chosen."""
        sure = {"high": _("high"), "medium": _("medium"), "low": _("low")}
        self.measure.choices = [SelectChoice(code, name) for code, name in measures.items()]
        self.unit.choices = [SelectChoice("persons", _("Persons")), SelectChoice("percent", _("Percent"))]
        self.confidence.choices = [SelectChoice(code, sure[code]) for code in CONFIDENCES]


class FileForm(FlaskForm):  # type: ignore[misc]
    """A file about regions or figures."""

    file = FileField()


class ApplyForm(TypedForm):
    """What was looked at: the text of the file, and the mark of what it would change."""

    content = HiddenField()
    mark = HiddenField()
