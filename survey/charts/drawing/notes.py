"""What a layout lays over or under its traces: shapes, annotations, the title."""

from collections.abc import Iterator, Mapping
from typing import Any

from survey.charts.drawing import pen
from survey.charts.drawing.axes import Area, Axis
from survey.charts.drawing.grid import dashes, title
from survey.charts.drawing.pen import Figure

Axes = Mapping[str, Axis]


def place(ref: str | None, value: Any, letter: str, area: Area, axes: Axes) -> float:
    """Return the pixel of a value on ``paper``, on the domain of an axis (``x2 domain``), or on an axis (``x2``)."""
    name, _, domain = (ref or letter).partition(" ")
    if name == "paper" or name not in axes:
        return area.x(value) if letter == "x" else area.y(value)
    return axes[name].share(value) if domain else axes[name].at(value)


def shapes(layout: Figure, layer: str, area: Area, axes: Axes) -> Iterator[str]:
    """Give the shapes of one layer, ``above`` or ``below`` the traces.

    Raises ValueError for a type that is not drawn here.
    """
    for spec in layout.get("shapes") or ():
        if spec.get("layer", "above") == layer and spec.get("visible") is not False:
            yield _shape(spec, area, axes)


def _shape(spec: Figure, area: Area, axes: Axes) -> str:
    line = spec.get("line") or {}
    width = line.get("width", 2)
    look: Figure = {
        "fill": pen.paint(spec.get("fillcolor")),
        "stroke": pen.paint(line.get("color", "var(--ink)")) if width else None,
        "stroke_width": width or None,
        "stroke_dasharray": dashes(line.get("dash"), width),
        "opacity": None if spec.get("opacity", 1) == 1 else f"{spec['opacity']:g}",
    }
    kind = spec["type"]
    if kind == "path":
        return pen.element("path", d=_path(spec, area, axes), **look)
    x0, x1 = (place(spec.get("xref"), spec[end], "x", area, axes) for end in ("x0", "x1"))
    y0, y1 = (place(spec.get("yref"), spec[end], "y", area, axes) for end in ("y0", "y1"))
    if kind == "line":
        return pen.element("path", d=pen.path([(x0, y0), (x1, y1)]), **look)
    middle: Figure = {"cx": (x0 + x1) / 2, "cy": (y0 + y1) / 2, "rx": abs(x1 - x0) / 2, "ry": abs(y1 - y0) / 2}
    if kind == "circle":
        return pen.element("ellipse", **middle, **look)
    if kind == "rect":
        return pen.element("rect", x=min(x0, x1), y=min(y0, y1), width=abs(x1 - x0), height=abs(y1 - y0), **look)
    raise ValueError(f"No drawing knows the shape {kind!r}: add it to survey/charts/drawing/notes.py.")


def _path(spec: Figure, area: Area, axes: Axes) -> str:
    """Return a path of corners (``M 1,2 L 3,4 Z``) in pixels."""
    said, places = [], iter(spec["path"].replace(",", " ").replace("M", " M ").replace("L", " L ").split())
    for word in places:
        if word in {"M", "L"}:
            said.append(word)
        elif word.endswith("Z"):
            said.append("Z")
        else:
            x = place(spec.get("xref"), float(word), "x", area, axes)
            last = next(places)
            y = place(spec.get("yref"), float(last.removesuffix("Z")), "y", area, axes)
            said.append(f"{pen.number(x)} {pen.number(y)}{'Z' if last.endswith('Z') else ''}")
    return "".join(said)


def annotations(layout: Figure, area: Area, axes: Axes, font: Figure) -> Iterator[str]:
    """Give the texts that a layout puts at places of its own."""
    for spec in layout.get("annotations") or ():
        if spec.get("visible") is not False:
            yield _annotation(spec, area, axes, font)


def _annotation(spec: Figure, area: Area, axes: Axes, font: Figure) -> str:
    look = font | (spec.get("font") or {})
    x, y = (place(spec.get(f"{letter}ref"), spec[letter], letter, area, axes) for letter in "xy")
    arrow = ""
    if spec.get("showarrow", True):
        tip = (x, y)
        x, y = x + spec.get("ax", -10), y + spec.get("ay", -30)
        arrow = pen.element("path", d=pen.path([(x, y), tip]), stroke=pen.paint(spec.get("arrowcolor", look["color"])))
    said = pen.text(
        x + spec.get("xshift", 0),
        y - spec.get("yshift", 0),
        spec["text"],
        size=look["size"],
        at=_anchor(spec, "x", ("left", "center", "right")),
        up=_anchor(spec, "y", ("bottom", "middle", "top")),
        turn=spec.get("textangle", 0),
        fill=look["color"],
        font_weight=look.get("weight"),
    )
    return arrow + said


def _anchor(spec: Figure, letter: str, sides: tuple[str, str, str]) -> str:
    """Return which part of a text lies at its place: as written, else in the nearest third of the paper."""
    wish = spec.get(f"{letter}anchor", "auto")
    if wish != "auto":
        return str(wish)
    onto = spec.get(f"{letter}ref", letter)
    if spec.get("showarrow", True) or not (onto == "paper" or onto.endswith("domain")):
        return sides[1]
    return sides[min(max(int(spec[letter] * 3), 0), 2)]


def heading(layout: Figure, width: float, font: Figure) -> str:
    """Return the title of a figure at the top of its sheet."""
    spec = title(layout.get("title"))
    if spec is None:
        return ""
    look, pad, side = font | (spec.get("font") or {}), spec.get("pad") or {}, spec.get("x", 0.05)
    anchor = spec.get("xanchor", "left")
    x = side * width + (pad.get("l", 0) if anchor == "left" else -pad.get("r", 0))
    y = pad.get("t", 8)
    return pen.text(x, y, spec["text"], size=look["size"], at=anchor, up="top", fill=look["color"])
