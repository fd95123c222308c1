"""The colours of the stylesheets in light and dark, for drawings that stand without them: print, PDF, files."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
SHEETS = ("site.css", "charts.css")
_PAIR = re.compile(r"--([\w-]+):\s*light-dark\(\s*(#[0-9a-f]{3,6})\s*,\s*(#[0-9a-f]{3,6})\s*\)")


@cache
def light() -> Mapping[str, str]:
    """Return each colour of the light theme by the name of its custom property (``{"ink": "#1d2129"}``)."""
    return {name: day for name, day, _ in _pairs()}


@cache
def dark() -> Mapping[str, str]:
    """Return each colour of the dark theme by the name of its custom property."""
    return {name: night for name, _, night in _pairs()}


def _pairs() -> list[tuple[str, str, str]]:
    """Read the stylesheets, so that a colour is written down once."""
    return [found for sheet in SHEETS for found in _PAIR.findall((STATIC / sheet).read_text(encoding="utf-8"))]
