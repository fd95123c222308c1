"""What all our forms of fields share: they take what was typed."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm


class TypedForm(FlaskForm):  # type: ignore[misc]
    """A form that a browser sends; a file or JSON under the name of a field is not what was typed there."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where the fields are read from."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Return the fields of a form that was sent as a browser sends it; None where nothing was sent."""
            return None if super().wrap_formdata(form, formdata) is None else request.form
