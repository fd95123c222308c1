"""The heat map: components down, regions across, each score written into its cell."""

from survey.charts import theme, words
from survey.charts.grid import EMPTY, Square, grid
from survey.charts.readings import TIE, Reading, Readings, scored
from survey.charts.specification import Cell, Chart, Facts, Table
from survey.charts.theme import Figure
from survey.languages import format_number, gettext


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
    squares = [[_square(readings.at(region, code)) for region in readings.regions] for code in readings.components]
    levels = [readings.of(code)[0].level for code in readings.components]
    return grid(readings.components, readings.regions, squares, levels)


def _square(reading: Reading | None) -> Square:
    if reading is None:
        return EMPTY
    if reading.score is None:
        return Square(None, theme.score_text(None), theme.score_text(None), words.hover(reading))
    whole = format_number(reading.score, 0)
    return Square(reading.score, theme.score_text(reading.score), whole, words.hover(reading))
