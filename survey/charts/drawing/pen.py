"""What every drawing is written with: elements, numbers, and texts that stay texts."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

Figure = dict[str, Any]

LINE = 1.25
"""Height of a line of text, as a share of the size of its letters."""
RISE = 0.35
"""How far below its middle a line of text stands, as a share of the size of its letters."""
_BREAK, _TAG = re.compile(r"<br ?/?>"), re.compile(r"<[^>]*>")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STARTS = {"left": "start", "center": "middle", "right": "end"}
_CLEAR = re.compile(r"transparent|rgba\([^)]*,\s*0(\.0*)?\)")


def number(value: float) -> str:
    """Return a length in pixels with at most one decimal (``12.5``, ``7``)."""
    short = f"{value:.1f}"
    return "0" if short == "-0.0" else short.removesuffix(".0")


def escaped(text: str) -> str:
    """Return a text as XML holds it; what no XML may hold is left out."""
    text = _FORBIDDEN.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def lines(text: str) -> list[str]:
    """Return the lines of a label: plotly.js breaks at ``<br>``, reads entities, and a few tags that we leave out."""
    return [unescape(_TAG.sub("", part)) for part in _BREAK.split(text)]


def element(tag: str, inner: str = "", **attributes: object) -> str:
    """Return an element; ``None`` leaves an attribute out, ``_`` in a name is a hyphen, a number is a length."""
    said = "".join(
        f' {name.strip("_").replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{said}>{inner}</{tag}>" if inner else f"<{tag}{said}/>"


def _value(value: object) -> str:
    return number(value) if isinstance(value, int | float) else escaped(str(value))


def paint(colour: str | None) -> str:
    """Return a colour as a drawing names it: what cannot be seen is ``none``."""
    return "none" if colour is None or _CLEAR.fullmatch(colour) else colour


def text(
    x: float,
    y: float,
    said: str,
    *,
    size: float | None = None,
    at: str = "left",
    up: str = "middle",
    turn: float = 0,
    letters: float = 14,
    **look: object,
) -> str:
    """Return a label at a point.

    ``at`` says whether the point is its ``left``, ``center`` or ``right``, ``up`` whether it is its ``top``,
    ``middle`` or ``bottom``; ``turn`` is in degrees, clockwise. ``size`` is that of its letters in pixels where it
    differs from what stands around (``letters``).
    """
    parts = lines(said)
    tall = size or letters
    first = y + _first(up, len(parts)) * tall
    anchor = _STARTS.get(at, "start")
    if look.get("font_weight"):
        look["font_weight"] = -(-int(str(look["font_weight"])) // 100) * 100  # the faces of reports know hundreds only
    given = {
        "font_size": size,
        "text_anchor": None if anchor == "start" else anchor,
        "transform": f"rotate({number(turn)} {number(x)} {number(y)})" if turn else None,
        **look,
    }
    if len(parts) == 1:
        return element("text", escaped(parts[0]), x=x, y=first, **given) if parts[0].strip() else ""
    spans = [element("tspan", escaped(part), x=x, y=first + at * tall * LINE) for at, part in enumerate(parts) if part]
    return element("text", "".join(spans), **given)


def _first(up: str, count: int) -> float:
    """Return where the first line stands, below the point, in sizes of letters."""
    if up == "top":
        return 0.95
    if up == "bottom":
        return -(count - 1) * LINE - 0.22
    return RISE - (count - 1) * LINE / 2


def path(points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    """Return the way along some points as an SVG path has it."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if closed else "")


def each(value: Any, at: int, default: Any = None) -> Any:
    """Return what holds for one of many: plotly.js takes one value for all, or a list with one for each."""
    if isinstance(value, list | tuple):
        value = value[at] if at < len(value) else None
    return default if value is None else value
