"""The heat map: components down, regions across, each score written into its cell."""

from survey.charts import theme, words
from survey.charts.readings import TIE, Reading, Readings, scored
from survey.charts.specification import Cell, Chart, Facts, Table
from survey.charts.theme import Figure
from survey.languages import format_number, gettext

SPACIOUS = 3
"""Up to so many regions, a phone has room for level names and decimals."""
WIDEST = 140
"""Width in pixels beyond which a column wastes room."""
SLIMMEST = 16
"""Width in pixels below which a column cannot be read."""
FEW = 12
"""Up to so many regions, their names stand level above the columns; more are turned."""


def heat_map(readings: Readings, facts: Facts) -> Chart:
    """Return the heat map of these readings: one row for each component, one column for each region."""
    return Chart(
        code="heat-map",
        title=gettext("Scores side by side"),
        sentence=_sentence(readings),
        facts=facts,
        readings=readings,
        table=_table(readings),
        figure=theme.marked(_figure(readings), facts.demonstration) if len(readings) else None,
        notes=words.dash_note(readings),
    )


def _sentence(readings: Readings) -> str:
    if not len(readings):
        return words.nothing_submitted()
    if not scored(readings.all):
        return words.no_scores()
    if len(readings.regions) == 1:
        return _alone(readings)
    spreads = [(_spread(readings.of(code)), code) for code in readings.components]
    width, widest = max(spreads, key=lambda pair: round(pair[0] / TIE))
    if width <= TIE:
        return gettext("The regions do not differ in what can be compared so far.")
    (low, lowest), (high, highest) = _ends(readings.of(widest))
    return gettext(
        "The regions differ most in %(component)s: from %(low)s in %(lowest)s to %(high)s in %(highest)s.",
        component=readings.components[widest],
        low=format_number(low),
        lowest=lowest.region_name,
        high=format_number(high),
        highest=highest.region_name,
    )


def _alone(readings: Readings) -> str:
    region = next(iter(readings.regions.values()))
    first = gettext("%(region)s is the only region shown.", region=region)
    parts = [reading for reading in readings if reading.level != "index"]
    return " ".join(filter(None, (first, words.extremes(parts))))


def _ends(readings: tuple[Reading, ...]) -> tuple[tuple[float, Reading], tuple[float, Reading]]:
    order = sorted(((score, reading) for reading, score in scored(readings)), key=lambda pair: pair[0])
    return order[0], order[-1]


def _spread(readings: tuple[Reading, ...]) -> float:
    scores = [score for _, score in scored(readings)]
    return max(scores) - min(scores) if scores else 0.0


def _table(readings: Readings) -> Table:
    rows = tuple(
        (head, *(words.score_cell(readings.at(region, code), heat=True) for region in readings.regions))
        for code, head in zip(readings.components, words.title_cells(readings), strict=True)
    )
    return Table((Cell(gettext("Component")), *map(Cell, readings.regions.values())), rows, look="heat")


def _figure(readings: Readings) -> Figure:
    codes, regions = list(readings.components), list(readings.regions)
    names = list(readings.regions.values())
    labels = [theme.wrapped(title, theme.LABEL, 2) for title in readings.components.values()]
    level = len(regions) <= FEW
    heads = [theme.wrapped(name, 12) if level else theme.wrapped(name, 24, 1) for name in names]
    top = 12 + 17 * max(head.count("<br>") + 1 for head in heads) if level else 20 + theme.longest(heads) * 7
    cells = [[readings.at(region, code) for region in regions] for code in codes]
    layout = theme.layout(
        height=theme.row(labels) * len(codes) + 8 + top,
        left=theme.room(labels),
        top=top,
        bottom=8,
        yaxis=theme.name_axis(labels),
        xaxis=_region_axis(heads, level),
        shapes=theme.rules([readings.of(code)[0].level for code in codes]),
    )
    return {
        "data": [_colours(cells), _numbers(cells)],
        "layout": layout,
        "narrow": _narrow(readings, cells),
        "widest": theme.room(labels) + WIDEST * len(regions),
    }


def _narrow(readings: Readings, cells: list[list[Reading | None]]) -> Figure:
    """Return what differs on a phone: turned names, whole numbers; many regions are scrolled sideways."""
    labels = [theme.wrapped(title, 16, 2) for title in readings.components.values()]
    turned = len(readings.regions) > SPACIOUS
    names = readings.regions.values()
    heads = [theme.wrapped(name, 20, 1) if turned else theme.wrapped(name, 10) for name in names]
    top = 20 + theme.longest(heads) * 7 if turned else 8 + 17 * max(head.count("<br>") + 1 for head in heads)
    left = theme.room(labels, 12)
    layout = {
        "height": theme.row(labels) * len(cells) + 8 + top,
        "margin": {"l": left, "r": 2, "t": top, "b": 8},
        "yaxis": {"ticktext": labels, "tickfont": {"size": 12}},
        "xaxis": {"ticktext": heads, "tickangle": -90 if turned else 0, "tickfont": {"size": 12}},
    }
    if not turned:
        return {"least": 0, "layout": layout, "data": [{}, {}]}
    whole = [
        format_number(cell.score, 0) if cell and cell.score is not None else theme.score_text(None)
        for line in cells
        for cell in line
    ]
    return {
        "least": left + len(heads) * SLIMMEST,
        "layout": layout,
        "data": [{"xgap": 2}, {"text": whole, "textfont": {"size": 10}}],
    }


def _region_axis(labels: list[str], level: bool) -> Figure:
    return {
        "range": [-0.5, len(labels) - 0.5],
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "tickangle": 0 if level else -90,
        "side": "top",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "tickfont": {"size": 13},
    }


def _colours(cells: list[list[Reading | None]]) -> Figure:
    return {
        "type": "heatmap",
        "x": list(range(len(cells[0]))),
        "y": list(range(len(cells))),
        "z": [[cell.score if cell else None for cell in line] for line in cells],
        "zmin": 0,
        "zmax": 100,
        "colorscale": theme.heat_scale(),
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hoverongaps": True,
        "hoverinfo": "text",
        "hovertext": [[theme.hover(words.hover(cell)) if cell else "" for cell in line] for line in cells],
    }


def _numbers(cells: list[list[Reading | None]]) -> Figure:
    """Return the scores as text over the colours, in the ink that each class of colour asks for."""
    places = [(x, y, cell) for y, line in enumerate(cells) for x, cell in enumerate(line)]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x for x, _, _ in places],
        "y": [y for _, y, _ in places],
        "text": [theme.score_text(cell.score if cell else None) for _, _, cell in places],
        "textfont": {"color": [_ink(cell) for _, _, cell in places], "size": 13},
        "hoverinfo": "skip",
    }


def _ink(cell: Reading | None) -> str:
    if cell is None or cell.score is None:
        return theme.SOFT
    return "var(--heat-ink-low)" if theme.heat_class(cell.score) < theme.CLASSES // 2 else "var(--heat-ink-high)"
