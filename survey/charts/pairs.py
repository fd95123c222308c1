"""Pair by pair: in how many of the drawn assumptions one region lies above another."""

from math import isnan

from survey.charts import theme
from survey.charts.drawn import number, places
from survey.charts.grid import Square, grid
from survey.charts.ranks import share
from survey.charts.readings import Readings
from survey.charts.specification import Cell, Chart, Facts, File, Table, kind
from survey.charts.theme import Figure
from survey.languages import format_number, gettext, ngettext
from survey.services.rankings import Ranked

COLUMNS = ("unit", "other", "component", "above", "told_apart", "draws", "seed", "wave", "data", "peers")
"""The columns of the file of pairs; public, so they only grow at the end."""
SIGN = "≈"
"""Stands with the number of a pair that cannot be told apart."""


def pair_by_pair(readings: Readings, ranked: Ranked, facts: Facts) -> Chart:
    """Return for each two regions with a score how often one is above the other; rows and columns in one order."""
    order = [place for place in places(ranked) if not isnan(ranked.ranking.rank[place])]
    figure = _figure(readings, ranked, order) if len(order) > 1 else None
    return Chart(
        code="pairs",
        title=gettext("Who can be told apart, pair by pair"),
        sentence=_sentence(readings, ranked),
        facts=facts,
        readings=Readings(tuple(one for one in readings if one.score is not None)),
        table=_table(readings, ranked, order if len(order) > 1 else []),
        figure=theme.marked(figure, facts.demonstration) if figure else None,
        notes=_notes(ranked),
        file=File(COLUMNS, _rows(ranked, order, facts)),
    )


def group_names(readings: Readings, ranked: Ranked) -> list[str]:
    """Return the groups in which no two regions can be told apart, each as its names in the order of the ranks."""
    order = {place: at for at, place in enumerate(places(ranked))}
    sorted_groups = sorted(sorted(order[place] for place in group) for group in ranked.groups)
    by_order = {at: readings.regions[ranked.units[place]] for place, at in order.items()}
    return [", ".join(by_order[at] for at in group) for group in sorted_groups]


def _sentence(readings: Readings, ranked: Ranked) -> str:
    if sum(not isnan(rank) for rank in ranked.ranking.rank.tolist()) < 2:
        return gettext("Ranks need at least two regions with a score.")
    count = len(ranked.groups)
    if not count:
        return gettext("Each two of these regions can be told apart.")
    return ngettext(
        "There is %(num)s group of regions in which no two can be told apart: %(groups)s.",
        "There are %(num)s groups of regions in which no two can be told apart: %(groups)s.",
        count,
        groups="; ".join(group_names(readings, ranked)),
    )


def _table(readings: Readings, ranked: Ranked, order: list[int]) -> Table:
    names = [readings.regions[ranked.units[place]] for place in order]
    rows = (
        (Cell(name), *(_cell(ranked, one, other) for other in order)) for name, one in zip(names, order, strict=True)
    )
    return Table((Cell(gettext("In how many draws above")), *map(Cell, names)), tuple(rows), look="heat")


def _cell(ranked: Ranked, one: int, other: int) -> Cell:
    if one == other:
        return Cell(theme.score_text(None), "absent", gettext("the same region"))
    above = float(ranked.ranking.above[one, other])
    like = gettext("cannot be told apart") if _like(ranked, one, other) else None
    return Cell(_text(ranked, one, other), "absent" if isnan(above) else f"heat-{theme.heat_class(above * 100)}", like)


def _like(ranked: Ranked, one: int, other: int) -> bool:
    return (min(one, other), max(one, other)) in ranked.alike


def _text(ranked: Ranked, one: int, other: int) -> str:
    sign = f"{SIGN} " if _like(ranked, one, other) else ""
    return f"{sign}{share(float(ranked.ranking.above[one, other]))}"


def _notes(ranked: Ranked) -> tuple[str, ...]:
    how = gettext("Each square: in how many draws the region of the row lies above the one of the column.")
    like = gettext("%(sign)s: neither lies above the other in 95 %% of the draws.", sign=SIGN)
    chain = gettext(
        "Being alike does not pass on: A may be like B and B like C, while A lies above C. So a region may stand in "
        "several groups."
    )
    return (how, like, chain) if ranked.alike else (how,)


def _figure(readings: Readings, ranked: Ranked, order: list[int]) -> Figure:
    names = {ranked.units[place]: readings.regions[ranked.units[place]] for place in order}
    squares = [[_square(readings, ranked, one, other) for other in order] for one in order]
    return grid(names, names, squares, [""] * len(order))


def _square(readings: Readings, ranked: Ranked, one: int, other: int) -> Square:
    above = float(ranked.ranking.above[one, other])
    if one == other or isnan(above):
        return Square(None, "", "")
    mine, theirs = (readings.regions[ranked.units[place]] for place in (one, other))
    hover = gettext("%(region)s above %(other)s: %(share)s", region=mine, other=theirs, share=share(above))
    if _like(ranked, one, other):
        hover += "\n" + gettext("cannot be told apart")
    sign = SIGN if _like(ranked, one, other) else ""
    return Square(above * 100, _text(ranked, one, other), f"{sign}{format_number(above * 100, 0)}", hover)


def _rows(ranked: Ranked, order: list[int], facts: Facts) -> tuple[tuple[str | float | None, ...], ...]:
    settings = ranked.settings
    return tuple(
        (
            ranked.units[one],
            ranked.units[other],
            ranked.ranking.code,
            number(ranked.ranking.above[one, other]),
            "no" if _like(ranked, one, other) else "yes",
            settings.draws,
            settings.seed,
            facts.wave,
            kind(facts),
            facts.peers,
        )
        for one in order
        for other in order
        if one != other
    )
