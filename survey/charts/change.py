"""Why a score changed between two waves: area by area, what other answers brought, and what came of something else."""

from collections.abc import Iterator, Sequence

from survey.charts import axes, keys, rounding, theme, words
from survey.charts.axes import around_zero
from survey.charts.changed import Line, Told, sentence
from survey.charts.readings import TIE, Readings
from survey.charts.rounding import signed
from survey.charts.sheets import Sheet, SheetChart
from survey.charts.specification import Cell, Facts, Table
from survey.charts.theme import Accent, Figure
from survey.languages import gettext, ngettext
from survey.scoring.difference import Difference, Split

PARTS = ("answered", "state", "questionnaire")
LOOKS: dict[str, tuple[Accent, Figure]] = {
    "answered": (theme.SERIES[0], {"shape": ""}),
    "state": (Accent("var(--series-2)", "square", "■"), {"shape": "/", "size": 6, "solidity": 0.35}),
    "questionnaire": (Accent("var(--series-3)", "x", "✕"), {"shape": "x", "size": 9, "solidity": 0.18}),
}
"""Colour and pattern of each part: colour is never the only sign. Crossing lines are twice as many, so thinner."""


def part_names() -> dict[str, str]:
    """Return what the three parts of a difference are called in the reader's language."""
    return {
        "answered": gettext("Other answers"),
        "state": gettext("What counted"),
        "questionnaire": gettext("Questionnaire"),
    }


def change(told: Told, lines: Sequence[Line], readings: Readings, facts: Facts, head: str, sheet: Sheet) -> SheetChart:
    """Return the chart of a difference: a row for each line that adds something, the largest first.

    ``head`` is what a line is: an area, a question. ``sheet`` are the rows of its file.
    """
    moved = [line for line in lines if any(abs(getattr(line.split, part)) > TIE for part in PARTS)]
    figure = _figure(moved) if moved else None
    return SheetChart(
        code="change",
        title=gettext("What changed, part by part"),
        sentence=sentence(told, moved),
        facts=facts,
        readings=readings,
        table=_table(head, moved) if moved else Table((), ()),
        figure=theme.marked(figure, facts.demonstration) if figure else None,
        notes=(*_notes(moved), *_still(len(lines) - len(moved))) if moved else (),
        sheet=sheet,
    )


def parts_of(found: Difference) -> dict[str, float]:
    """Return the three parts of a whole difference by name, in points; they sum to it."""
    return {part: sum(getattr(row, part) for row in found.rows) for part in PARTS}


def _table(head: str, lines: Sequence[Line]) -> Table:
    names = part_names()
    heads = (Cell(head), *(Cell(names[part]) for part in PARTS), Cell(gettext("Together")))
    rows = [(Cell(line.title.text, lang=line.title.lang), *map(_number, _numbers(line.split))) for line in lines]
    columns = zip(*(_numbers(line.split) for line in lines), strict=True)
    total = (Cell(gettext("Together")), *(_number(sum(column)) for column in columns))
    return Table(heads, (*rows, total), look="summed")


def _still(count: int) -> Iterator[str]:
    """Say how many rows are not shown, as nothing changed in them."""
    if count:
        yield ngettext(
            "In %(num)s further row nothing changed, so it is not shown.",
            "In %(num)s further rows nothing changed, so they are not shown.",
            count,
        )


def _numbers(split: Split) -> tuple[float, ...]:
    return (*(getattr(split, part) for part in PARTS), split.total)


def _number(value: float) -> Cell:
    return words.number_cell(signed(value))


def _notes(lines: Sequence[Line]) -> list[str]:
    names = [*part_names().values(), gettext("Together")]
    columns = zip(*(_numbers(line.split) for line in lines), strict=True)
    found = [
        said for name, column in zip(names, columns, strict=True) for said in rounding.note(rounding.sums(column), name)
    ]
    crossed = sum(rounding.sums(_numbers(line.split)[:-1]).differs for line in lines)
    if crossed:
        found.append(gettext("Each number is rounded by itself, so some rows seem to add up to a tenth more or less."))
    return [reading_note(), *found]


def reading_note() -> str:
    """Return what the three parts of a change are."""
    return gettext(
        "Other answers: the same question, answered otherwise. What counted: an answer became known, unknown or not "
        "applicable, so others weigh more or less. Questionnaire: the question, its weight or a rule changed."
    )


def _figure(lines: Sequence[Line]) -> Figure:
    wide, slim = ([theme.wrapped(line.title.text, width, 2) for line in lines] for width in (theme.LABEL, 18))
    axis, place = around_zero([end for line in lines for end in _reach(line.split)])
    slim_axis, end = axes.slim(axis, place)
    layout = theme.layout(
        height=theme.row(wide) * len(lines) + 100,
        left=theme.room(wide),
        top=30,
        bottom=70,
        xaxis=axis | {"side": "top"},
        yaxis=theme.name_axis(wide),
        showlegend=True,
        legend=keys.across(y=-24 / (theme.row(wide) * len(lines)), columns=3),
        barmode="overlay",
    )
    below = keys.room(len(PARTS))
    narrow = {
        "height": theme.row(slim) * len(lines) + 40 + below,
        "margin": {"l": theme.room(slim, 12), "r": 4, "t": 30, "b": below},
        "yaxis": {"ticktext": slim, "tickfont": {"size": 12}},
        "xaxis": slim_axis,
        "legend": dict(keys.STACKED),
    }
    data = [_bars(lines, part) for part in PARTS] + [
        axes.column([signed(line.split.total) for line in lines], place, list(map(_hover, lines)))
    ]
    patches: list[Figure] = [*({} for _ in PARTS), {"x": [end] * len(lines)}]
    return {"data": data, "layout": layout, "narrow": {"layout": narrow, "data": patches}}


def _reach(split: Split) -> tuple[float, float]:
    """Return how far the bars of a row reach to either side of nothing."""
    numbers = [getattr(split, part) for part in PARTS]
    return sum(min(one, 0.0) for one in numbers), sum(max(one, 0.0) for one in numbers)


def _bars(lines: Sequence[Line], part: str) -> Figure:
    accent, pattern = LOOKS[part]
    bases = [_base(line.split, part) for line in lines]
    return {
        "type": "bar",
        "orientation": "h",
        "name": part_names()[part],
        "base": bases,
        "x": [getattr(line.split, part) for line in lines],
        "y": list(range(len(lines))),
        "width": 0.5,
        "marker": {
            "color": accent.colour,
            "pattern": {"fillmode": "overlay", "fgcolor": theme.CARD, **pattern},
            "line": {"width": 0},
        },
        "hoverinfo": "text",
        "hovertext": [theme.hover(_hover(line)) for line in lines],
    }


def _base(split: Split, part: str) -> float:
    """Return where the bar of a part begins: those before it, as far as they go to the same side."""
    own: float = getattr(split, part)
    before: list[float] = [getattr(split, one) for one in PARTS[: PARTS.index(part)]]
    return sum((one for one in before if (one > 0) == (own > 0)), 0.0)


def _hover(line: Line) -> str:
    names = part_names()
    told = [f"{names[part]}: {signed(getattr(line.split, part))}" for part in PARTS]
    return "\n".join((line.title.text, *told, f"{gettext('Together')}: {signed(line.split.total)}"))
