"""The dimension profile as a triangle: how three scores share the whole, whatever their level."""

from collections.abc import Iterator, Mapping
from math import floor

from survey.charts import keys, theme, words
from survey.charts.numbered import CORNERS, Plane, Shares, numbers
from survey.charts.readings import Readings
from survey.charts.specification import Cell, Chart, Facts, Table
from survey.charts.theme import Accent, Figure
from survey.languages import format_number, format_percent, gettext

WIDE, SIDE = 500, 280
"""How long a side of the triangle is on a wide page and on a phone, in pixels."""
"""Height of one line of the key, in pixels."""
STEP = 0.05
"""The shown part of the triangle begins at a multiple of this share."""


def ternary(readings: Readings, facts: Facts) -> Chart:
    """Return the triangle of three dimensions; a region that lacks one of the scores has no place in it.

    Raises ValueError for any other number of dimensions.
    """
    if len(readings) and len(readings.components) != CORNERS:
        raise ValueError(f"A triangle has three corners, not {len(readings.components)}.")
    shares = dict(_shares(readings))
    figure = theme.marked(_figure(readings, shares), facts.demonstration) if shares else None
    return Chart(
        code="ternary",
        title=gettext("Balance of the dimensions"),
        sentence=_sentence(readings, shares),
        facts=facts,
        readings=readings,
        table=_table(readings, shares),
        figure=figure,
        notes=_notes() if shares else (),
    )


def _shares(readings: Readings) -> Iterator[tuple[str, Shares]]:
    """Give each region's three scores as shares of their sum; none where one is missing or all are zero."""
    for region in readings.regions:
        found = [readings.at(region, code) for code in readings.components]
        scores = [reading.score for reading in found if reading and reading.score is not None]
        if len(scores) == CORNERS and sum(scores) > 0:
            yield region, tuple(score / sum(scores) for score in scores)


def _notes() -> tuple[str, ...]:
    return (
        gettext("The nearer a region lies to a corner, the more that dimension weighs among its three scores."),
        gettext("The cross marks three equal scores. How high the scores are does not show here."),
        gettext("Only the middle of the triangle is shown where all regions lie there."),
    )


def _sentence(readings: Readings, shares: Mapping[str, Shares]) -> str:
    if not len(readings):
        return words.nothing_submitted()
    if not shares:
        return gettext("No region has a score in all three dimensions yet.")
    titles = list(readings.components.values())
    region = max(shares, key=lambda key: round(max(shares[key]), 9))
    share = max(shares[region])
    return gettext(
        "%(region)s leans most to one side: %(dimension)s makes up %(share)s of its three scores together.",
        region=readings.regions[region],
        dimension=titles[shares[region].index(share)],
        share=format_percent(share),
    )


def _table(readings: Readings, shares: Mapping[str, Shares]) -> Table:
    signs = [accent.sign for accent in theme.accents(list(readings.components)).values()]
    heads = (Cell(gettext("Region")), Cell(gettext("No.")), *words.title_cells(readings, signs))
    numbers = {region: at for at, region in enumerate(shares, 1)}
    rows = tuple(
        (Cell(name), Cell(_number(numbers.get(region)), "number"), *_parts(shares.get(region)))
        for region, name in readings.regions.items()
    )
    return Table(heads, rows)


def _number(number: int | None) -> str:
    return theme.score_text(None) if number is None else format_number(number, 0)


def _parts(shares: Shares | None) -> Iterator[Cell]:
    if shares is None:
        lacking = gettext("a score is missing in one of the three dimensions")
        yield from (Cell(theme.score_text(None), "absent", lacking) for _ in range(CORNERS))
    else:
        yield from (Cell(format_percent(share), "number") for share in shares)


def _figure(readings: Readings, shares: Mapping[str, Shares]) -> Figure:
    start = _start(shares)
    layout = theme.layout(height=620, top=56, left=60, bottom=130, ternary=_triangle(readings, start), showlegend=True)
    layout["margin"]["r"] = 60
    layout["legend"] = keys.across(y=-0.13, columns=3)
    points = [_point(readings, region, number) for number, region in enumerate(shares, 1)]
    for point, part in zip(points, shares.values(), strict=True):
        point |= {axis: [share] for axis, share in zip("abc", part, strict=True)}
    beside, slim = numbers(list(shares.values()), Plane(start, WIDE), Plane(start, SIDE))
    short = [{"name": _key(number, readings.regions[region], 28)} for number, region in enumerate(shares, 1)]
    return {
        "data": [_middle(), *points, *beside],
        "layout": layout,
        "narrow": {"layout": _narrow(readings, len(shares)), "data": [{}, *short, *slim]},
    }


def _start(shares: Mapping[str, Shares]) -> float:
    """Return the share at which each side begins, so that the regions do not crowd in the middle."""
    least = min(map(min, shares.values())) - STEP / 5
    return min(max(0.0, floor(least / STEP) * STEP), 0.25)


def _narrow(readings: Readings, regions: int) -> Figure:
    """Return the layout for a phone: corners named below the triangle, since beside it there is no room."""
    accents = theme.accents(list(readings.components))
    left, right = list(readings.components.items())[1:]
    names = [
        {
            "text": f"{accents[code].sign} {theme.plain(title)}",
            "font": {"color": accents[code].colour, "size": 13, "weight": 650},
            "xref": "paper",
            "yref": "paper",
            "x": x,
            "y": 0,
            "xanchor": anchor,
            "yanchor": "top",
            "yshift": shift,
            "showarrow": False,
        }
        for (code, title), x, anchor, shift in ((left, 0, "left", -26), (right, 1, "right", -46))
    ]
    empty = {"title": {"text": ""}}
    below = keys.room(regions)
    return {
        "height": 400 + below,
        "margin": {"l": 30, "r": 30, "t": 52, "b": 90 + below},
        "annotations": names,
        "ternary": {"baxis": empty, "caxis": empty},
        "legend": dict(keys.STACKED),
    }


def _triangle(readings: Readings, start: float) -> Figure:
    ticks = [start + STEP * 2 * step for step in range(1, 11) if start + STEP * 2 * step < 1 - 2 * start]
    axes = {
        f"{axis}axis": _side(title, accent, start, ticks)
        for axis, title, accent in zip(
            "abc",
            readings.components.values(),
            theme.accents(list(readings.components)).values(),
            strict=True,
        )
    }
    return {"sum": 1, "bgcolor": theme.CLEAR, **axes}


def _side(title: str, accent: Accent, start: float, ticks: list[float]) -> Figure:
    return {
        "title": {
            "text": f"{accent.sign} {theme.plain(title)}",
            "font": {"color": accent.colour, "size": 14, "weight": 650},
        },
        "min": start,
        "tickvals": ticks,
        "ticktext": [format_percent(tick) for tick in ticks],
        "tickfont": {"color": accent.colour, "size": 12},
        "gridcolor": theme.LINE,
        "linecolor": theme.SOFT,
    }


def _middle() -> Figure:
    third = [1 / CORNERS]
    return {
        "type": "scatterternary",
        "mode": "markers",
        "a": third,
        "b": third,
        "c": third,
        "marker": {"symbol": "cross-thin", "size": 14, "line": {"color": theme.SOFT, "width": 1.5}},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _point(readings: Readings, region: str, number: int) -> Figure:
    name = readings.regions[region]
    return {
        "type": "scatterternary",
        "mode": "markers",
        "name": _key(number, name, 28),
        "marker": {"color": theme.ACT, "size": 9},
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [theme.hover(_hover(readings, region))],
    }


def _key(number: int, name: str, width: int) -> str:
    return f"{format_number(number, 0)}  {theme.clipped(name, width)}"


def _hover(readings: Readings, region: str) -> str:
    found = [readings.at(region, code) for code in readings.components]
    lines = [f"{reading.title}: {theme.score_text(reading.score)}" for reading in found if reading]
    return "\n".join((readings.regions[region], *lines))
