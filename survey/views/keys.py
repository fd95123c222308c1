"""Numbers of rows in addresses: one that no row can have leads nowhere, and never reaches the database."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, ValidationError

MOST = 2**31 - 1
"""The highest number that a row can have on both databases."""


class Key(IntegerConverter):
    """A whole number from 0 to :data:`MOST`."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, max=MOST, **options)

    def to_python(self, value: str) -> Any:
        """Return the number; ValidationError for one that is too large, however many digits it has."""
        if len(value) > len(str(MOST)):
            raise ValidationError
        return super().to_python(value)


def install(app: Flask) -> None:
    """Let every whole number in an address be one that a row can have; before any address is registered."""
    app.url_map.converters["int"] = Key
