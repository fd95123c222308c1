"""Rank intervals: how far each region's place depends on choices that could have been made otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isnan

from survey.charts import axes, theme, words
from survey.charts.drawn import alike_names, file, places, settings_note
from survey.charts.intervals import DOT
from survey.charts.readings import Reading, Readings
from survey.charts.specification import Cell, Chart, Facts, Table
from survey.charts.theme import Figure
from survey.languages import format_number, format_percent, gettext, ngettext
from survey.services.rankings import Ranked

MANY = 6
"""A phone has room for the numbers of so many ranks along its axis."""


def rank_intervals(readings: Readings, ranked: Ranked, facts: Facts, *, all_wanted: bool = False) -> Chart:
    """Return the rank interval of each region in the one component that the readings hold.

    The readings are those of the ranked regions. Regions without a score have no rank and come last. With
    ``all_wanted``, where the reader has left no region out, it is said how many of the wave's are not among them.
    """
    order = places(ranked)
    rows = tuple(reading for place in order if (reading := _reading(readings, ranked.units[place])))
    shown = [place for place in order if not isnan(ranked.ranking.ranks[place][0])]
    figure = _figure(readings, ranked, shown) if shown else None
    return Chart(
        code="ranks",
        title=gettext("%(component)s: rank intervals", component=_title(readings)),
        sentence=" ".join((_sentence(readings, ranked, shown), *_missing(len(shown), facts, all_wanted))),
        facts=replace(facts, counted=len(shown)),
        readings=Readings(rows),
        table=_table(readings, ranked, order),
        figure=theme.marked(figure, facts.demonstration) if figure else None,
        notes=_notes(ranked) if shown else (),
        file=file(readings, ranked, facts),
    )


def _title(readings: Readings) -> str:
    return next(iter(readings.components.values()), gettext("One component"))


def _reading(readings: Readings, region: str) -> Reading | None:
    return next((reading for reading in readings if reading.region == region), None)


def _sentence(readings: Readings, ranked: Ranked, shown: Sequence[int]) -> str:
    if not len(readings):
        return words.nothing_submitted()
    if len(shown) < 2:
        return gettext("Ranks need at least two regions with a score.")
    total, pairs = len(shown) * (len(shown) - 1) // 2, len(ranked.alike)
    best = [place for place in shown if ranked.ranking.ranks[place][0] == 1]
    names = [readings.regions[ranked.units[place]] for place in best]
    first = (
        gettext("Only %(region)s can be first in nine of ten drawn assumptions.", region=names[0])
        if len(best) == 1
        else gettext("Any of these can be first: %(regions)s.", regions=", ".join(names))
    )
    like = ngettext(
        "Regions that cannot be told apart: %(alike)s of %(num)s pair.",
        "Regions that cannot be told apart: %(alike)s of %(num)s pairs.",
        total,
        alike=format_number(pairs, 0),
    )
    return f"{first} {like}"


def _missing(ranked: int, facts: Facts, all_wanted: bool) -> Iterator[str]:
    """Say among how many regions the ranks are, and how many of the wave are not among them."""
    missing = facts.out_of - ranked
    if not all_wanted or missing <= 0 or ranked < 2:
        return
    yield ngettext(
        "All this holds among the %(ranked)s regions whose score you may see; %(num)s region of the wave is not among "
        "them.",
        "All this holds among the %(ranked)s regions whose score you may see; %(num)s regions of the wave are not "
        "among them.",
        missing,
        ranked=format_number(ranked, 0),
    )


def rank_text(low: float, high: float) -> str:
    """Return a rank interval as ``2 to 5``, one rank as ``2``, and a dash where there is none."""
    if isnan(low):
        return theme.score_text(None)
    ends = format_number(low, 0), format_number(high, 0)
    return ends[0] if ends[0] == ends[1] else gettext("%(low)s to %(high)s", low=ends[0], high=ends[1])


def _table(readings: Readings, ranked: Ranked, order: Sequence[int]) -> Table:
    heads = (
        gettext("Region"),
        gettext("Rank interval"),
        gettext("Rank by the published score"),
        gettext("Score"),
        gettext("Score in nine of ten draws"),
        gettext("Cannot be told apart from"),
    )
    return Table(tuple(map(Cell, heads)), tuple(_line(readings, ranked, place) for place in order))


def _line(readings: Readings, ranked: Ranked, place: int) -> tuple[Cell, ...]:
    region, ranking = ranked.units[place], ranked.ranking
    low, high = ranking.scores[place]
    scores = theme.score_text(None)
    if not isnan(low):
        scores = gettext("%(low)s to %(high)s", low=format_number(low), high=format_number(high))
    like = ", ".join(alike_names(readings, ranked, place))
    return (
        Cell(readings.regions[region]),
        words.number_cell(rank_text(*ranking.ranks[place])),
        words.number_cell(_official(ranked, place)),
        words.score_cell(_reading(readings, region)),
        words.number_cell(scores),
        Cell(like or gettext("no other region"), "names"),
    )


def _official(ranked: Ranked, place: int) -> str:
    """Return the rank by the published score; who shares one with others is said to."""
    rank = ranked.ranking.rank[place]
    if isnan(rank):
        return theme.score_text(None)
    text = format_number(rank, 0)
    return gettext("%(rank)s, shared", rank=text) if (ranked.ranking.rank == rank).sum() > 1 else text


def _notes(ranked: Ranked) -> tuple[str, ...]:
    said = [
        gettext("Bar: the ranks between which the region lies in nine of ten draws (5th to 95th percentile)."),
        gettext("Symbol: the middle rank (median)."),
        gettext("Two regions cannot be told apart where neither is above the other in 95 % of the draws."),
        settings_note(ranked.settings),
    ]
    return tuple(said)


def _figure(readings: Readings, ranked: Ranked, shown: Sequence[int]) -> Figure:
    names = [readings.regions[ranked.units[place]] for place in shown]
    wide, slim = ([theme.wrapped(name, width, 2) for name in names] for width in (theme.LABEL, 18))
    last = len(shown)
    ticks = list(range(1, last + 1))
    end = last * 1.16 + 0.8
    axis = theme.score_axis() | {
        "range": [0.4, end],
        "tickvals": ticks,
        "ticktext": [format_number(tick, 0) for tick in ticks],
        "side": "top",
    }
    layout = theme.layout(
        height=theme.row(wide) * last + 40,
        left=theme.room(wide),
        top=30,
        bottom=10,
        xaxis=axis,
        yaxis=theme.name_axis(wide),
    )
    narrow = {
        "height": theme.row(slim) * last + 40,
        "margin": {"l": theme.room(slim, 12), "r": 4, "t": 30, "b": 10},
        "yaxis": {"ticktext": slim, "tickfont": {"size": 12}},
        "xaxis": {"range": [0.3, end + last * 0.22], "tickangle": 0} | _some(ticks),
    }
    numbers = axes.column([rank_text(*ranked.ranking.ranks[place]) for place in shown], end)
    data = [_bars(readings, ranked, shown), _middles(readings, ranked, shown), numbers]
    patches: list[Figure] = [{}, {}, {"x": [end + last * 0.2] * last}]
    return {"data": data, "layout": layout, "narrow": {"layout": narrow, "data": patches}}


def _some(ticks: Sequence[int]) -> Figure:
    """Return the ticks that a phone has room for: every second one where there are many."""
    shown = ticks[:: 1 if len(ticks) <= MANY else 2]
    return {"tickvals": shown, "ticktext": [format_number(tick, 0) for tick in shown]}


def _bars(readings: Readings, ranked: Ranked, shown: Sequence[int]) -> Figure:
    spans = [ranked.ranking.ranks[place] for place in shown]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [float(low) for low, _ in spans],
        "x": [float(high - low) for low, high in spans],
        "y": list(range(len(shown))),
        "width": 0.32,
        "marker": {"color": [DOT.colour] * len(shown), "opacity": 0.28, "line": {"width": 0}, "cornerradius": 5},
        "hoverinfo": "text",
        "hovertext": [theme.hover(_hover(readings, ranked, place)) for place in shown],
    }


def _middles(readings: Readings, ranked: Ranked, shown: Sequence[int]) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(ranked.ranking.median_rank[place]) for place in shown],
        "y": list(range(len(shown))),
        "marker": {
            "color": [DOT.colour] * len(shown),
            "symbol": [DOT.symbol] * len(shown),
            "size": 13,
            "line": {"color": theme.CARD, "width": 1.5},
        },
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [theme.hover(_hover(readings, ranked, place)) for place in shown],
    }


def _hover(readings: Readings, ranked: Ranked, place: int) -> str:
    ranking = ranked.ranking
    lines = [
        readings.regions[ranked.units[place]],
        gettext("Rank interval: %(interval)s", interval=rank_text(*ranking.ranks[place])),
        gettext("Middle rank: %(rank)s", rank=format_number(ranking.median_rank[place], 0)),
        gettext("Score: %(score)s", score=format_number(ranking.official[place])),
    ]
    return "\n".join(lines)


def share(value: float) -> str:
    """Return a probability as a percentage, a dash where there is none."""
    return theme.score_text(None) if isnan(value) else format_percent(value)
