"""Small multiples: one small panel for each component, in each the same regions in the same order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from survey.charts import theme, words
from survey.charts.readings import TIE, Reading, Readings, scored
from survey.charts.specification import Cell, Chart, Facts, Table
from survey.charts.theme import Figure
from survey.languages import format_number, gettext

ACROSS, SLIM = 4, 2
"""So many panels stand side by side on a wide page, and on a phone."""
WIDTH, HEAD = 122, 3.1
"""Room for a panel: across in points, of which 100 are scores; down in rows, for its title in two lines."""
LINE, SLIM_LINE = 15, 14
"""Height of a region's row in pixels."""
LEAST = 320
"""Width in pixels below which the titles of two panels would run into each other."""


@dataclass(frozen=True)
class _Panels:
    """Where panels stand: ``across`` side by side, each with a row for each region."""

    across: int
    regions: int

    def x(self, at: int, score: float) -> float:
        """Return where a score from 0 to 100 stands from the left, in the panel ``at``."""
        return at % self.across * WIDTH + score

    def y(self, at: int, row: float) -> float:
        """Return where a row stands from the top, in the panel ``at``."""
        return at // self.across * (self.regions + HEAD) + HEAD - 1 + row

    def rows(self, panels: int) -> int:
        """Return how many rows of panels so many panels take."""
        return -(-panels // self.across)

    def height(self, panels: int) -> float:
        """The rows that all panels take."""
        return self.rows(panels) * (self.regions + HEAD)


def small_multiples(readings: Readings, order: Sequence[str], facts: Facts) -> Chart:
    """Return a panel of dots for each component of the readings; ``order`` are the regions from above, by key."""
    found = readings.ordered(order)
    return Chart(
        code="multiples",
        title=gettext("Each on its own: where the regions agree, and where not"),
        sentence=_sentence(found),
        facts=facts,
        readings=found,
        table=_table(found),
        figure=theme.marked(_figure(found), facts.demonstration) if scored(found.all) else None,
        notes=(
            gettext("Each panel runs from 0 to 100, with a line at 50. The regions stand in the same order in all."),
            *words.dash_note(found),
        ),
    )


def _sentence(readings: Readings) -> str:
    if not len(readings):
        return words.nothing_submitted()
    spreads = []
    for code in readings.components:
        scores = [score for _reading, score in scored(readings.of(code))]
        if len(scores) > 1:
            spreads.append((round((max(scores) - min(scores)) / TIE), max(scores) - min(scores), code))
    if not spreads:
        return words.no_scores() if not scored(readings.all) else gettext("One region alone has nothing to agree with.")
    narrow, wide = min(spreads), max(spreads)
    if len(spreads) == 1 or narrow[0] == wide[0]:
        return gettext("The scores lie within %(points)s points everywhere.", points=format_number(wide[1]))
    return gettext(
        "The regions agree most in %(alike)s, where all lie within %(few)s points, and least in %(apart)s, over "
        "%(many)s points.",
        alike=readings.components[narrow[2]],
        few=format_number(narrow[1]),
        apart=readings.components[wide[2]],
        many=format_number(wide[1]),
    )


def _table(readings: Readings) -> Table:
    heads = (Cell(gettext("Region")), *words.title_cells(readings))
    rows = []
    for region, name in readings.regions.items():
        found = [words.score_cell(readings.at(region, code)) for code in readings.components]
        rows.append((Cell(name), *(replace(one, of=None) for one in found)))
    return Table(heads, tuple(rows), look="plain turned")


def _figure(readings: Readings) -> Figure:
    wide, slim = (_Panels(across, len(readings.regions)) for across in (ACROSS, SLIM))
    count = len(readings.components)
    names = list(readings.regions.values())
    labels, short = [theme.clipped(name, 22) for name in names], [theme.clipped(name, 13) for name in names]
    layout = theme.layout(
        height=round(wide.height(count) * LINE) + 16,
        left=theme.room(labels, 12),
        top=8,
        bottom=8,
        xaxis=_across(wide),
        yaxis=_down(wide, count, labels) | {"tickfont": {"size": 12}, "ticklabelstandoff": 4},
    )
    narrow = {
        "height": round(slim.height(count) * SLIM_LINE) + 16,
        "margin": {"l": theme.room(short, 11), "r": 4, "t": 8, "b": 8},
        "xaxis": {"range": _across(slim)["range"]},
        "yaxis": _places(slim, count, short) | {"tickfont": {"size": 11}},
    }
    heads = _title_places(slim, readings, 11) | {"textfont": {"size": 11}}
    patches = [_rail_places(slim, count), _dot_places(slim, readings), _dash_places(slim, readings), heads]
    data = [_rails(wide, count), _dots(wide, readings), _dashes(wide, readings), _titles(wide, readings)]
    if len(scored(readings.all)) == count * len(readings.regions):
        del patches[2], data[2]  # no dash anywhere
    return {"data": data, "layout": layout, "narrow": {"least": LEAST, "layout": narrow, "data": patches}}


def _across(panels: _Panels) -> Figure:
    return {
        "range": [-3, panels.across * WIDTH - (WIDTH - 103)],
        "visible": False,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def _down(panels: _Panels, count: int, names: Sequence[str]) -> Figure:
    return theme.name_axis(names) | _places(panels, count, names)


def _places(panels: _Panels, count: int, names: Sequence[str]) -> Figure:
    """Return the axis down: the names of the regions beside each row of panels."""
    firsts = range(0, count, panels.across)
    return {
        "range": [panels.height(count), 0],
        "tickvals": [panels.y(at, row) for at in firsts for row in range(1, panels.regions + 1)],
        "ticktext": [name for _at in firsts for name in names],
    }


def _rails(panels: _Panels, count: int) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        **_rail_places(panels, count),
        "line": {"color": theme.LINE, "width": 1},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _rail_places(panels: _Panels, count: int) -> Figure:
    x: list[float | None] = []
    y: list[float | None] = []
    for at in range(count):
        for score in (0, 50, 100):
            x += [panels.x(at, score), panels.x(at, score), None]
            y += [panels.y(at, 0.4), panels.y(at, panels.regions + 0.6), None]
    return {"x": x, "y": y}


def _dots(panels: _Panels, readings: Readings) -> Figure:
    found = [readings.at(region, code) for code in readings.components for region in readings.regions]
    return {
        "type": "scatter",
        "mode": "markers",
        **_dot_places(panels, readings),
        "marker": {"color": theme.ACT, "symbol": "circle", "size": 8},
        "hoverinfo": "text",
        "hovertext": [theme.hover(_hover(one)) if one else "" for one in found],
    }


def _hover(one: Reading) -> str:
    """Return what a dot says: its heat map says the rest, and hundreds of dots must stay light."""
    return f"{one.region_name}: {one.title}\n{theme.score_text(one.score)}"


def _dot_places(panels: _Panels, readings: Readings) -> Figure:
    x: list[float | None] = []
    y: list[float] = []
    for at, code in enumerate(readings.components):
        for row, region in enumerate(readings.regions, 1):
            one = readings.at(region, code)
            x.append(None if one is None or one.score is None else panels.x(at, one.score))
            y.append(panels.y(at, row))
    return {"x": x, "y": y}


def _dashes(panels: _Panels, readings: Readings) -> Figure:
    """Return a dash at the left of each row without a score, with the reason as what it says."""
    places = [(code, region) for code in readings.components for region in readings.regions]
    return {
        "type": "scatter",
        "mode": "text",
        **_dash_places(panels, readings),
        "text": [theme.score_text(None)] * len(places),
        "textposition": "middle right",
        "textfont": {"color": theme.SOFT, "size": 12},
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [theme.hover(_missing(readings, code, region)) for code, region in places],
    }


def _missing(readings: Readings, code: str, region: str) -> str:
    """Return why a region has no score, nothing where it has one."""
    one = readings.at(region, code)
    if one is None:
        return words.closed(readings.regions[region], readings.components[code])
    return "" if one.score is not None else f"{_hover(one)}\n{words.absence(one)}"


def _dash_places(panels: _Panels, readings: Readings) -> Figure:
    """Return the places of the dots, the other way round: only those without a score have one."""
    dots = _dot_places(panels, readings)
    count = len(readings.regions)
    return {"x": [panels.x(at // count, 1) if x is None else None for at, x in enumerate(dots["x"])], "y": dots["y"]}


def _titles(panels: _Panels, readings: Readings) -> Figure:
    return {
        "type": "scatter",
        "mode": "text",
        **_title_places(panels, readings, 20),
        "textposition": "top right",
        "textfont": {"color": theme.INK, "size": 12},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _title_places(panels: _Panels, readings: Readings, width: int) -> Figure:
    titles = list(readings.components.values())
    return {
        "x": [panels.x(at, -2) for at in range(len(titles))],
        "y": [panels.y(at, 0.35) for at in range(len(titles))],
        "text": [theme.wrapped(title, width, 2) for title in titles],
    }
