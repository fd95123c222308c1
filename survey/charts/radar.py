"""The radar: at most three regions on fixed axes from 0 to 100; more cannot be read."""

from survey.charts import keys, theme, words
from survey.charts.readings import TIE, Readings, scored
from survey.charts.specification import Cell, Chart, Facts, Table
from survey.charts.theme import Accent, Figure
from survey.languages import format_number, gettext

MOST, FEWEST_AXES = 3, 3
FEW = 8
"""Up to so many axes, their names have room for two lines on a phone."""
SHORT = 22
"""Up to so many characters, names stand three beside each other in the key."""
"""How many regions a radar shows at most, and how many axes it needs."""


def radar(readings: Readings, facts: Facts) -> Chart:
    """Return the radar of up to three regions; no figure where fewer than three components would make axes.

    Raises ValueError for more than three regions.
    """
    if len(readings.regions) > MOST:
        raise ValueError(f"A radar shows at most three regions, not {len(readings.regions)}.")
    drawn = len(readings.components) >= FEWEST_AXES and bool(scored(readings.all))
    return Chart(
        code="radar",
        title=gettext("Up to three regions side by side"),
        sentence=_sentence(readings),
        facts=facts,
        readings=readings,
        table=_table(readings),
        figure=theme.marked(_figure(readings), facts.demonstration) if drawn else None,
        notes=words.dash_note(readings),
    )


def _sentence(readings: Readings) -> str:
    if not len(readings):
        return words.nothing_submitted()
    if len(readings.regions) == 1:
        return words.extremes(readings.all) or words.no_scores()
    spreads = {code: _spread(readings, code) for code in readings.components}
    known = {code: spread for code, spread in spreads.items() if spread is not None}
    if not known:
        return gettext("No component has a score in all regions shown.")
    widest = max(known, key=lambda code: round(known[code] / TIE))
    if known[widest] <= TIE:
        return gettext("The regions shown have equal scores wherever all of them have one.")
    return gettext(
        "The regions shown lie furthest apart in %(component)s: %(points)s points.",
        component=readings.components[widest],
        points=format_number(known[widest]),
    )


def _spread(readings: Readings, code: str) -> float | None:
    """Return the distance between highest and lowest score of a component; None unless every region has
    one.
    """
    scores = [score for _, score in scored(readings.of(code))]
    return max(scores) - min(scores) if len(scores) == len(readings.regions) else None


def _table(readings: Readings) -> Table:
    regions = zip(theme.SERIES, readings.regions.values(), strict=False)
    heads = [Cell(f"{accent.sign} {name}") for accent, name in regions]
    rows = tuple(
        (head, *(words.score_cell(readings.at(region, code)) for region in readings.regions))
        for code, head in zip(readings.components, words.title_cells(readings), strict=True)
    )
    return Table((Cell(gettext("Component")), *heads), rows)


def _figure(readings: Readings) -> Figure:
    titles, names = list(readings.components.values()), list(readings.regions.values())
    layout = theme.layout(
        height=640,
        top=56,
        left=120,
        bottom=76,
        showlegend=True,
        polar=_polar([theme.wrapped(title, 20, 3 if len(titles) <= FEW else 2) for title in titles], 13),
    )
    layout["margin"]["r"] = 120
    columns = MOST if theme.longest(names) <= SHORT else MOST - 1
    layout["legend"] = keys.across(y=-0.13, columns=columns) | {"font": {"size": 14}}
    below = keys.room(len(readings.regions))
    labels, size, side = _short(titles)
    narrow = {
        "height": 280 + below,
        "margin": {"l": side, "r": side, "t": 44, "b": 36 + below},
        "polar": {"angularaxis": _polar(labels, size)["angularaxis"]},
        "legend": {**keys.STACKED, "font": {"size": 13}},
    }
    data = [_line(readings, region, accent) for region, accent in zip(readings.regions, theme.SERIES, strict=False)]
    short = [{"name": theme.clipped(name, 28)} for name in names]
    return {"data": data, "layout": layout, "narrow": {"layout": narrow, "data": short}}


def _short(titles: list[str]) -> tuple[list[str], int, int]:
    """Return the names of the axes for a phone, the size of their letters and the room that they take at a side."""
    if len(titles) > FEW:
        return [theme.clipped(title, 9) for title in titles], 10, 68
    return [theme.wrapped(title, 11, 2, most=12) for title in titles], 11, 88


def _polar(labels: list[str], size: int) -> Figure:
    ticks = [0, 25, 50, 75, 100]
    return {
        "bgcolor": theme.CLEAR,
        "radialaxis": {
            "range": [0, 100],
            "tickvals": ticks,
            "ticktext": [format_number(tick, 0) for tick in ticks],
            "tickfont": {"color": theme.SOFT, "size": 11},
            "gridcolor": theme.LINE,
            "linecolor": theme.LINE,
            "angle": 90,
            "tickangle": 90,
        },
        "angularaxis": {
            "tickmode": "array",
            "tickvals": [360 * at / len(labels) for at in range(len(labels))],
            "ticktext": labels,
            "tickfont": {"size": size},
            "direction": "clockwise",
            "rotation": 90,
            "gridcolor": theme.LINE,
            "linecolor": theme.LINE,
        },
    }


def _line(readings: Readings, region: str, accent: Accent) -> Figure:
    """Return one region's closed line; a missing score leaves a gap."""
    codes = list(readings.components)
    around = [*range(len(codes)), 0]
    found = [readings.at(region, codes[at]) for at in around]
    return {
        "type": "scatterpolar",
        "mode": "lines+markers",
        "name": theme.clipped(readings.regions[region], 34),
        "r": [reading.score if reading else None for reading in found],
        "theta": [360 * at / len(codes) for at in around],
        "connectgaps": False,
        "line": {"color": accent.colour, "dash": accent.dash, "width": 2.5},
        "marker": {"color": accent.colour, "symbol": accent.symbol, "size": 9},
        "hoverinfo": "text",
        "hovertext": [
            theme.hover(words.hover(one) if one else words.closed(readings.regions[region], readings.components[code]))
            for one, code in zip(found, [codes[at] for at in around], strict=True)
        ],
    }
