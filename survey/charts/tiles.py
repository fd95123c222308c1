"""The partnership as a map of tiles: one square for each region, as far as a grid allows where it lies in Europe."""

from collections.abc import Sequence

from survey.charts import theme, words
from survey.charts.grid import ink
from survey.charts.readings import Reading, Readings, ranked, scored
from survey.charts.specification import Cell, Chart, Facts, Table
from survey.charts.theme import Figure
from survey.languages import format_number, gettext, ngettext

POSITIONS = {
    "vastra-gotaland": (3, 0),
    "donegal": (0, 1),
    "pomerania": (4, 1),
    "leipzig": (3, 2),
    "wielkopolska": (4, 2),
    "salzburg": (3, 3),
    "arad": (5, 3),
    "navarra": (1, 4),
    "catalonia": (2, 4),
    "emilia-romagna": (3, 4),
    "timis": (5, 4),
}
"""The column from the west and the row from the north of each region, by key.

Squares and no outlines: boundaries of regions are not freely licensed, and a large region would draw more attention
than a small one. Neighbours stay neighbours (Arad above Timiș, Pomerania above Wielkopolska, Navarre beside
Catalonia), and nobody stands north or west of who lies further north or west by more than a column.
"""
COLUMNS, ROWS = 6, 5
TILE = 88
"""Height of a tile in pixels."""
WIDE, LEAST = 132, 54
"""Width of a tile in pixels: at most, and at least before a phone scrolls sideways."""


def tile_map(readings: Readings, facts: Facts) -> Chart:
    """Return the tile map of the one component that the readings hold; who has no place on it is named below."""
    placed = [reading for reading in readings if reading.region in POSITIONS]
    order = [reading for reading, _score in ranked(readings.all)]
    order += [reading for reading in readings if reading.score is None]
    return Chart(
        code="tiles",
        title=gettext("%(component)s on the map", component=_title(readings)),
        sentence=_sentence(readings),
        facts=facts,
        readings=Readings(tuple(order)),
        table=_table(order),
        figure=theme.marked(_figure(placed), facts.demonstration) if placed else None,
        notes=(*_notes(readings), *words.dash_note(readings)),
    )


def _title(readings: Readings) -> str:
    return next(iter(readings.components.values()), gettext("One component"))


def _sentence(readings: Readings) -> str:
    if not len(readings):
        return words.nothing_submitted()
    known = scored(readings.all)
    if not known:
        return words.no_scores()
    return ngettext(
        "50 or more in %(component)s: %(half)s of %(num)s region.",
        "50 or more in %(component)s: %(half)s of %(num)s regions.",
        len(known),
        half=format_number(sum(theme.settled(score) >= 50 for _reading, score in known), 0),
        component=_title(readings),
    )


def _notes(readings: Readings) -> tuple[str, ...]:
    how = gettext("One square for each region, roughly where it lies in Europe. Each step of colour is ten points.")
    beside = [words.scored(one) for one in readings if one.region not in POSITIONS]
    if not beside:
        return (how,)
    return (how, gettext("Without a place on this map: %(regions)s.", regions=", ".join(beside)))


def step(score: float) -> str:
    """Return the ten points that a score is coloured by, such as ``60 to 70``."""
    low = theme.heat_class(score) * 100 // theme.CLASSES
    return gettext("%(low)s to %(high)s", low=format_number(low, 0), high=format_number(low + 100 // theme.CLASSES, 0))


def _table(order: Sequence[Reading]) -> Table:
    heads = (gettext("Region"), gettext("Score"), gettext("Step of colour"))
    rows = (
        (
            Cell(one.region_name),
            words.score_cell(one, heat=True),
            words.number_cell(theme.score_text(None) if one.score is None else step(one.score)),
        )
        for one in order
    )
    return Table(tuple(map(Cell, heads)), tuple(rows))


def _figure(placed: Sequence[Reading]) -> Figure:
    axis: Figure = {"visible": False, "fixedrange": True, "showgrid": False, "zeroline": False}
    rows = [POSITIONS[one.region][1] for one in placed]
    first, count = min(rows), max(rows) - min(rows) + 1
    layout = theme.layout(
        height=TILE * count + 8,
        top=4,
        bottom=4,
        left=4,
        xaxis=axis | {"range": [-0.5, COLUMNS - 0.5]},
        yaxis=axis | {"range": [first + count - 0.5, first - 0.5]},
    )
    slim: Figure = {"text": [_label(one, 8) for one in placed], "textfont": {"size": 10}}
    narrow = {
        "least": LEAST * COLUMNS,
        "layout": {"height": 64 * count + 8, "margin": {"l": 0, "r": 0, "t": 4, "b": 4}},
        "data": [{"xgap": 2, "ygap": 2}, slim],
    }
    data = [_squares(placed), _labels(placed)]
    return {"data": data, "layout": layout, "narrow": narrow, "widest": WIDE * COLUMNS}


def _squares(placed: Sequence[Reading]) -> Figure:
    scores: list[list[float | None]] = [[None] * COLUMNS for _ in range(ROWS)]
    hovers = [[""] * COLUMNS for _ in range(ROWS)]
    for one in placed:
        column, row = POSITIONS[one.region]
        hovers[row][column] = theme.hover(words.hover(one))
        scores[row][column] = None if one.score is None else theme.settled(one.score)
    return {
        "type": "heatmap",
        "x": list(range(COLUMNS)),
        "y": list(range(ROWS)),
        "z": scores,
        "zmin": 0,
        "zmax": 100,
        "colorscale": theme.heat_scale(),
        "showscale": False,
        "xgap": 5,
        "ygap": 5,
        "hoverongaps": False,
        "hoverinfo": "text",
        "hovertext": hovers,
    }


def _labels(placed: Sequence[Reading]) -> Figure:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [POSITIONS[one.region][0] for one in placed],
        "y": [POSITIONS[one.region][1] for one in placed],
        "text": [_label(one, 14) for one in placed],
        "textfont": {"color": [ink(one.score) for one in placed], "size": 13},
        "hoverinfo": "skip",
    }


def _label(one: Reading, width: int) -> str:
    lines = theme.wrapped(one.region_name, width, 2).split("<br>")
    return "<br>".join((*(theme.clipped(line, width) for line in lines), theme.score_text(one.score)))
