"""What stands around the marks of a pair of axes: lines of the grid, lines of the axes, ticks and titles."""

from collections.abc import Iterator

from survey.charts.drawing import pen
from survey.charts.drawing.axes import Axis
from survey.charts.drawing.pen import Figure

LINE, INK = "var(--line)", "var(--ink)"
TICK = 5
"""Length of a tick in pixels, where ticks are drawn."""


def lines(x: Axis, y: Axis) -> Iterator[str]:
    """Give the lines of the grid, of zero and of the axes, as they lie below the marks."""
    for one, other in ((x, y), (y, x)):
        if one.spec.get("visible") is False:
            continue
        if one.spec.get("showgrid", True):
            yield _grid(one, other)
        if one.spec.get("zeroline", True) and one.holds(0) and not one.names:
            yield _line(one, other, one.at(0), one.spec.get("zerolinecolor", LINE), one.spec.get("zerolinewidth", 1))
        if one.spec.get("showline", "linecolor" in one.spec):
            yield _line(other, one, _edge(one, other), one.spec.get("linecolor", LINE), one.spec.get("linewidth", 1))


def _grid(one: Axis, other: Axis) -> str:
    ways = "".join(pen.path(_across(one, other, at)) for at, _ in one.ticks)
    look = {"stroke": one.spec.get("gridcolor", LINE), "stroke_width": one.spec.get("gridwidth", 1)}
    return pen.element("path", d=ways, stroke_dasharray=dashes(one.spec.get("griddash"), 1), **look) if ways else ""


def _line(one: Axis, other: Axis, at: float, colour: str, width: float) -> str:
    return pen.element("path", d=pen.path(_across(one, other, at)), stroke=pen.paint(colour), stroke_width=width)


def _across(one: Axis, other: Axis, at: float) -> list[tuple[float, float]]:
    """Return a line at one place of an axis, over the whole of the other."""
    ends = (other.start, other.end)
    return [(at, end) for end in ends] if one.name.startswith("x") else [(end, at) for end in ends]


def dashes(dash: str | None, width: float) -> str | None:
    """Return how a line is dashed, in pixels; nothing for a solid one."""
    known = {"dot": (1, 1), "dash": (3, 3), "longdash": (5, 5), "dashdot": (3, 2, 1, 2), "longdashdot": (5, 2, 1, 2)}
    if not dash or dash == "solid":
        return None
    if dash in known:
        return " ".join(pen.number(part * max(width, 1.5)) for part in known[dash])
    return dash.replace("px", "").replace(",", " ")


def _edge(one: Axis, other: Axis) -> float:
    """Return where an axis lies on the other one: below or on the left, unless its side says otherwise."""
    return other.end if one.spec.get("side") in {"top", "right"} else other.start


def labels(one: Axis, other: Axis, font: Figure) -> Iterator[str]:
    """Give the texts of an axis at its edge: ticks, their labels, the title."""
    if one.spec.get("visible") is False:
        return
    edge, side = _edge(one, other), one.spec.get("side") or ("bottom" if one.name.startswith("x") else "left")
    outward = -1 if side in {"top", "left"} else 1
    if one.spec.get("ticks") == "outside":
        yield _ticks(one, edge, outward)
    tickfont = font | (one.spec.get("tickfont") or {})
    if one.spec.get("showticklabels", True):
        away = edge + outward * max(3, one.spec.get("ticklabelstandoff", 0) + 1)
        yield _texts(one, away, side, tickfont, font)
    if said := title(one.spec.get("title")):
        yield _title(one, edge, side, said, font)


def _ticks(one: Axis, edge: float, outward: int) -> str:
    ends = (edge, edge + outward * TICK)
    across = one.name.startswith("x")
    ways = [pen.path([(at, end) if across else (end, at) for end in ends]) for at, _ in one.ticks]
    return pen.element("path", d="".join(ways), stroke=one.spec.get("tickcolor", LINE))


def _texts(one: Axis, edge: float, side: str, tickfont: Figure, font: Figure) -> str:
    size = tickfont["size"]
    said = "".join(_label(at, edge, text, side, one.spec.get("tickangle") or 0, size) for at, text in one.ticks)
    colour = tickfont["color"]
    given = {
        "fill": colour if colour != font["color"] else None,
        "font_size": size if size != font["size"] else None,
        "text_anchor": {"left": "end", "right": None}.get(side, "middle" if not _turned(one) else None),
    }
    return pen.element("g", said, **given) if said else ""


def _turned(one: Axis) -> bool:
    return one.name.startswith("x") and one.spec.get("tickangle") in {-90, 90}


def _label(at: float, edge: float, text: str, side: str, turn: float, size: float) -> str:
    if side in {"left", "right"}:
        return pen.text(edge, at, text, letters=size)
    if turn in {-90, 90}:
        away = "left" if (turn < 0) == (side == "top") else "right"
        return pen.text(at, edge, text, at=away, turn=turn, letters=size)
    return pen.text(at, edge, text, up="top" if side == "bottom" else "bottom", letters=size)


def title(spec: object) -> Figure | None:
    """Return the title of an axis or layout as a dict, however it is written; None where there is none."""
    found = {"text": spec} if isinstance(spec, str) else spec
    return found if isinstance(found, dict) and found.get("text") else None


def _title(one: Axis, edge: float, side: str, said: Figure, font: Figure) -> str:
    look = font | (said.get("font") or {})
    away = said.get("standoff", 12) + look["size"] + 8
    middle = (one.start + one.end) / 2
    given = {"size": look["size"], "at": "center", "fill": look["color"], "font_weight": look.get("weight")}
    if side in {"left", "right"}:
        reach = edge + away * (-1 if side == "left" else 1) * 1.6
        return pen.text(reach, middle, said["text"], turn=-90, **given)
    up = "top" if side == "bottom" else "bottom"
    return pen.text(middle, edge + away * (1 if side == "bottom" else -1), said["text"], up=up, **given)
