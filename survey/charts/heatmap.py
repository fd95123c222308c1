"""The heat map: components down, regions across, each score written into its cell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from survey.charts import theme, words
from survey.charts.grid import Square, grid
from survey.charts.readings import TIE, Reading, Readings, ranked, scored
from survey.charts.specification import Cell, Chart, Facts, Table
from survey.charts.theme import Figure
from survey.languages import format_number, gettext

BY_NAME = "name"
"""The order of the regions that is no component's."""


@dataclass(frozen=True)
class Group:
    """A composite and the areas that stand below it, by code; without a composite the areas of none."""

    composite: str | None
    areas: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The composite and its areas, in the order of the rows."""
        return (*([self.composite] if self.composite else ()), *self.areas)


def heat_map(
    readings: Readings, facts: Facts, *, sort: str | None = None, groups: Sequence[Group] | None = None
) -> Chart:
    """Return the heat map of these readings: one row for each component, one column for each region.

    ``sort`` is the component by whose score the regions stand, the highest first and those without one last, or
    :data:`BY_NAME`; with it, the heads of the rows link to the order by them. ``groups`` put rows below each other;
    what is in none stands above them.
    """
    order = by_score(readings, sort) if sort and sort in readings.components else None
    sorted_ones = readings.ordered(order, _rows(readings, groups))
    figure = theme.marked(_figure(sorted_ones, groups), facts.demonstration) if len(readings) else None
    return Chart(
        code="heat-map",
        title=gettext("Scores side by side"),
        sentence=_sentence(sorted_ones),
        facts=facts,
        readings=sorted_ones,
        table=_table(sorted_ones, sort, groups or ()),
        figure=figure,
        notes=(*words.dash_note(readings), *_order_note(readings, sort)),
    )


def by_score(readings: Readings, component: str) -> list[str]:
    """Return the regions by their score in a component, the highest first, those without one last."""
    first = [reading.region for reading, _score in ranked(readings.of(component))]
    return [*first, *(region for region in readings.regions if region not in first)]


def _rows(readings: Readings, groups: Sequence[Group] | None) -> list[str]:
    if not groups:
        return list(readings.components)
    inside = [code for group in groups for code in group.codes]
    above = [code for code in readings.components if code not in inside]
    return [*above, *(code for code in inside if code in readings.components)]


def _order_note(readings: Readings, sort: str | None) -> tuple[str, ...]:
    if sort is None or len(readings.regions) < 2:
        return ()
    if sort not in readings.components:
        return (gettext("The regions stand by name. In the table, the name of a row orders them by its score."),)
    return (gettext("The regions stand by their score in %(component)s.", component=readings.components[sort]),)


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


def _table(readings: Readings, sort: str | None, groups: Sequence[Group]) -> Table:
    rows = tuple(
        (
            _head(head, code, sort, groups),
            *(words.score_cell(readings.at(region, code), heat=True) for region in readings.regions),
        )
        for code, head in zip(readings.components, words.title_cells(readings), strict=True)
    )
    return Table((Cell(gettext("Component")), *map(Cell, readings.regions.values())), rows, look="heat")


def _head(head: Cell, code: str, sort: str | None, groups: Sequence[Group]) -> Cell:
    """Return the head of a row: inset below its composite, and a link to the order by it."""
    if any(group.composite and code in group.areas for group in groups):
        head = replace(head, look="member")
    if sort is None:
        return head
    return replace(head, sort=BY_NAME if sort == code else code, order="descending" if sort == code else None)


def _figure(readings: Readings, groups: Sequence[Group] | None) -> Figure:
    squares = [
        [
            _square(one) if (one := readings.at(region, code)) else _closed(name, title)
            for region, name in readings.regions.items()
        ]
        for code, title in readings.components.items()
    ]
    bands = {code: readings.of(code)[0].level for code in readings.components}
    for at, group in enumerate(groups or ()):
        bands |= {code: f"group {at}" for code in group.codes if code in bands}
    return grid(readings.components, readings.regions, squares, list(bands.values()))


def _closed(region: str, component: str) -> Square:
    return Square(None, theme.score_text(None), theme.score_text(None), words.closed(region, component))


def _square(reading: Reading) -> Square:
    if reading.score is None:
        return Square(None, theme.score_text(None), theme.score_text(None), words.hover(reading))
    whole = format_number(reading.score, 0)
    return Square(reading.score, theme.score_text(reading.score), whole, words.hover(reading))
