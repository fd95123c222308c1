"""The dimension profile as bars: one panel for each dimension, the regions down the side in every panel."""

from collections.abc import Iterator, Sequence

from survey.charts import axes, theme, words
from survey.charts.readings import TIE, Readings, ranked
from survey.charts.specification import Cell, Chart, Facts, Table
from survey.charts.theme import Figure
from survey.languages import format_number, gettext, ngettext

ROW, SLIM_ROW = 34, 30
"""Height of a row in pixels, on a wide page and on a phone."""
BETWEEN = 78
"""Space between panels that stand below each other, in pixels."""
GAP = 0.03
"""Space between panels, as a share of the width."""


def profile(readings: Readings, facts: Facts) -> Chart:
    """Return the bars of the dimensions; ``readings`` hold the level ``dimension`` only."""
    return Chart(
        code="profile",
        title=gettext("Profile of the dimensions"),
        sentence=_sentence(readings),
        facts=facts,
        readings=readings,
        table=_table(readings),
        figure=theme.marked(_figure(readings), facts.demonstration) if len(readings) else None,
        notes=words.dash_note(readings),
    )


def strongest(readings: Readings, region: str) -> str | None:
    """Return the code of a region's strongest dimension; None without a score or where the best are equal."""
    order = ranked([reading for reading in readings if reading.region == region])
    if not order or (len(order) > 1 and order[0][1] - order[1][1] <= TIE):
        return None
    return order[0][0].component


def _sentence(readings: Readings) -> str:
    if not len(readings):
        return words.nothing_submitted()
    if not ranked(readings.all):
        return words.no_scores()
    if len(readings.regions) == 1:
        return words.extremes(readings.all) or words.no_scores()
    return _counted(readings)


def _counted(readings: Readings) -> str:
    best = [strongest(readings, region) for region in readings.regions]
    counts = {code: best.count(code) for code in readings.components}
    most = max(counts.values())
    if not most:
        return gettext("In no region does one dimension stand out.")
    return " ".join(
        ngettext(
            "%(dimension)s is the strongest dimension in %(num)s of %(total)s regions.",
            "%(dimension)s is the strongest dimension in %(num)s of %(total)s regions.",
            count,
            dimension=readings.components[code],
            total=format_number(len(readings.regions), 0),
        )
        for code, count in counts.items()
        if count == most
    )


def _table(readings: Readings) -> Table:
    signs = [accent.sign for accent in theme.accents(list(readings.components)).values()]
    rows = tuple(
        (Cell(name), *(words.score_cell(readings.at(region, code)) for code in readings.components))
        for region, name in readings.regions.items()
    )
    return Table((Cell(gettext("Region")), *words.title_cells(readings, signs)), rows)


def _figure(readings: Readings) -> Figure:
    """Return panels side by side; on a phone they stand below each other."""
    codes, names = list(readings.components), list(readings.regions.values())
    wide = [theme.wrapped(name, 30, 2) for name in names]
    layout = theme.layout(
        height=ROW * len(names) + 72,
        left=theme.room(wide),
        top=40,
        annotations=[_head(readings, at) for at in range(len(codes))],
        bargap=0.35,
    )
    for at in range(len(codes)):
        layout[_layout_key("x", at)] = _across(_slot(at, len(codes), GAP), _axis("y", at))
        layout[_layout_key("y", at)] = theme.name_axis(wide, showticklabels=at == 0, anchor=_axis("x", at))
    narrow = _narrow(names, len(codes))
    beside = -narrow["margin"]["l"] + 4
    narrow["annotations"] = [head | {"xshift": beside} for head in layout["annotations"]]
    data = [trace for at, code in enumerate(codes) for trace in _panel(readings, code, at)]
    return {"data": data, "layout": layout, "narrow": {"layout": narrow, "data": [{} for _ in data]}}


def _narrow(names: list[str], panels: int) -> Figure:
    slim = [theme.wrapped(name, 16, 2) for name in names]
    height = SLIM_ROW * len(names) + BETWEEN
    layout: Figure = {
        "height": height * panels,
        "margin": {"l": theme.room(slim, 12), "r": 4, "t": 36, "b": 32},
    }
    for at in range(panels):
        below = _slot(panels - 1 - at, panels, BETWEEN / (height * panels - 68))
        layout[_layout_key("x", at)] = {"domain": [0, 1], "range": [0, 130], **axes.fewer(theme.score_axis())}
        layout[_layout_key("y", at)] = {
            "domain": below,
            "showticklabels": True,
            "ticktext": slim,
            "tickfont": {"size": 12},
        }
    return layout


def _axis(letter: str, at: int) -> str:
    """Return how plotly.js calls the axis of one panel: x, x2, x3."""
    return f"{letter}{at + 1 if at else ''}"


def _layout_key(letter: str, at: int) -> str:
    return _axis(f"{letter}axis", at)


def _slot(at: int, slots: int, gap: float) -> list[float]:
    """Return where one of several equal slots begins and ends, as shares of the whole."""
    width = (1 - gap * (slots - 1)) / slots
    start = at * (width + gap)
    return [start, min(start + width, 1.0)]


def _across(domain: list[float], anchor: str) -> Figure:
    return theme.score_axis(domain=domain, anchor=anchor, range=[0, 118], tickangle=0)


def _head(readings: Readings, at: int) -> Figure:
    code, title = list(readings.components.items())[at]
    accent = theme.accents(list(readings.components))[code]
    return {
        "text": f"{accent.sign} {theme.plain(title)}",
        "font": {"color": accent.colour, "size": 14, "weight": 650},
        "xref": f"{_axis('x', at)} domain",
        "yref": f"{_axis('y', at)} domain",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 8,
        "showarrow": False,
    }


def _panel(readings: Readings, code: str, at: int) -> Iterator[Figure]:
    """Give the bars of one dimension, and a dash where a region has none: plotly.js writes nothing beside no bar."""
    rows = [(readings.at(region, code), name) for region, name in readings.regions.items()]
    title = readings.components[code]
    hovers = [theme.hover(words.hover(one) if one else words.closed(name, title)) for one, name in rows]
    scores = [one.score if one else None for one, _name in rows]
    panel = {"xaxis": _axis("x", at), "yaxis": _axis("y", at), "hoverinfo": "text", "hovertext": hovers}
    yield _bars(scores, theme.accents(list(readings.components))[code]) | panel
    if None in scores:
        yield _dashes(scores) | panel


def _bars(scores: Sequence[float | None], accent: theme.Accent) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(scores),
        "y": list(range(len(scores))),
        "marker": {"color": accent.colour, "line": {"width": 0}, "cornerradius": 3},
        "text": ["" if score is None else theme.score_text(score) for score in scores],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": theme.INK, "size": 13},
    }


def _dashes(scores: Sequence[float | None]) -> Figure:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [1.0 if score is None else None for score in scores],
        "y": list(range(len(scores))),
        "text": [theme.score_text(None)] * len(scores),
        "textposition": "middle right",
        "textfont": {"color": theme.SOFT, "size": 13},
        "cliponaxis": False,
        "showlegend": False,
    }
