"""What full points in each question would take, as the page sends it: one whole number for each question, or none."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from wtforms import HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from survey.forms.typed import TypedForm
from survey.languages import gettext, lazy_gettext
from survey.services.efforts import LEAST, MOST

PREFIX = "effort-"
"""What stands before the code of a question in the name of its field."""


class _EffortField(IntegerField):  # type: ignore[misc]
    """A whole number; what is none is told in our words."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            self.data = None
            raise ValueError(_words()) from None


def _words() -> str:
    return gettext("Please give a whole number from 1 to 100, or leave the field empty.")


class EffortsForm(TypedForm):
    """The efforts of one questionnaire; ``seen`` says which were set when the page was loaded."""

    seen = HiddenField()

    def wishes(self) -> dict[str, int | None]:
        """Return what the sender changed, by question code; a field as it was loaded is left alone."""
        before = _read(self.seen.data or "")
        now = {name.removeprefix(PREFIX): field.data for name, field in self._fields.items() if name.startswith(PREFIX)}
        return {code: effort for code, effort in now.items() if effort != before.get(code)}


def efforts_form(codes: Iterable[str], efforts: Mapping[str, int]) -> EffortsForm:
    """Return the form for these questions with the efforts that are set; what was sent stands before them."""
    made = _form(tuple(codes))
    values: dict[str, Any] = {f"{PREFIX}{code}": efforts.get(code) for code in codes}
    seen = " ".join(f"{code}={effort}" for code, effort in efforts.items())
    return made(prefix="page-", data={"seen": seen, **values})


@lru_cache(32)
def _form(codes: tuple[str, ...]) -> type[EffortsForm]:
    """Return a form class with one field for each question, made once."""
    range_ = NumberRange(
        LEAST, MOST, lazy_gettext("Please give a whole number from 1 to 100, or leave the field empty.")
    )
    fields = {f"{PREFIX}{code}": _EffortField(validators=[Optional(), range_]) for code in codes}
    return type("EffortsOfQuestionsForm", (EffortsForm,), fields)


def _read(seen: str) -> dict[str, int]:
    """Return the efforts that stood on the page; what cannot be read is left out."""
    pairs = (part.partition("=") for part in seen.split())
    return {code: int(effort) for code, _, effort in pairs if effort.isascii() and effort.isdigit()}
