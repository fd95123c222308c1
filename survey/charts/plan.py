"""The cheapest way to a target, step by step: what each change takes, and how far it leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey.charts import rounding, theme, words
from survey.charts.axes import within
from survey.charts.improvements import Improvement, bars, effort, ends, frame
from survey.charts.readings import Readings
from survey.charts.rounding import signed
from survey.charts.sheets import Sheet, SheetChart
from survey.charts.specification import Cell, Facts, Table, Value
from survey.charts.theme import Figure
from survey.languages import format_number, gettext, ngettext

COLUMNS = ("unit", "wave", "component", "target", "plan", "question", "text", "effort", "set_by_region", "gain")
"""Public, so they only grow at the end."""


@dataclass(frozen=True)
class Way:
    """The way to a target in a component, from ``before`` to ``reached`` (0-100), and what it takes in all.

    Out of reach (``reached`` is None), the best of all changes lead to ``highest``. No way takes less than ``least``.
    ``left_out`` counts the questions that nobody has answered and that are no changes here. ``weighed`` says that the
    region has set the effort of some change that could be made, ``provisional`` that ``before`` is no published score.
    """

    component: str
    target: float
    before: float | None
    reached: float | None
    highest: float | None
    effort: int
    least: int
    steps: Sequence[Improvement]
    left_out: int = 0
    weighed: bool = False
    provisional: bool = False


def plan(way: Way, readings: Readings, facts: Facts, sheet: Sheet) -> SheetChart:
    """Return the chart of a way to a target: each change begins where the one before it ends."""
    figure = _figure(way) if way.steps and way.before is not None else None
    return SheetChart(
        code="plan",
        title=_title(way),
        sentence=sentence(way),
        facts=facts,
        readings=readings,
        table=_table(way) if way.steps else Table((), ()),
        figure=theme.marked(figure, facts.demonstration) if figure else None,
        notes=tuple(_notes(way)),
        sheet=sheet,
    )


def _title(way: Way) -> str:
    target = format_number(way.target)
    if way.steps and not way.weighed:
        return gettext("The shortest way to %(target)s", target=target)
    return gettext("The cheapest way to %(target)s", target=target)


def sentence(way: Way) -> str:
    """Return in words what the way takes, and where it begins at what is no published score."""
    return " ".join((_sentence(way), *_provisional(way)))


def _provisional(way: Way) -> tuple[str, ...]:
    if not way.provisional or way.before is None:
        return ()
    return (
        gettext(
            "%(before)s is what is known by now; for a score of %(component)s it is too little.",
            before=theme.score_text(way.before),
            component=way.component,
        ),
    )


def _sentence(way: Way) -> str:
    names = {"component": way.component, "target": format_number(way.target)}
    if way.reached is None and way.left_out:
        return _too_little(way, names)
    if way.reached is None:
        return gettext(
            "%(target)s is out of reach: with all points in every question that applies, %(component)s would stand at "
            "%(highest)s.",
            highest=theme.score_text(way.highest),
            **names,
        )
    if not way.steps:
        return gettext(
            "%(component)s stands at %(reached)s, so %(target)s is reached already.",
            reached=format_number(way.reached),
            **names,
        )
    start = theme.score_text(way.before)
    if not way.weighed:
        return _shortest(way, start, names)
    return ngettext(
        "To bring %(component)s from %(before)s to %(target)s, the cheapest way is %(num)s change with an effort of "
        "%(effort)s; it reaches %(reached)s.",
        "To bring %(component)s from %(before)s to %(target)s, the cheapest way is %(num)s changes with an effort of "
        "%(effort)s together; they reach %(reached)s.",
        len(way.steps),
        before=start,
        effort=format_number(way.effort, 0),
        reached=format_number(way.reached),
        **names,
    )


def _shortest(way: Way, start: str, names: dict[str, str]) -> str:
    """Return in words what a way takes of which nobody has said what its changes take."""
    return ngettext(
        "To bring %(component)s from %(before)s to %(target)s, %(num)s change is enough; it reaches %(reached)s. The "
        "region has not said what it takes.",
        "To bring %(component)s from %(before)s to %(target)s, %(num)s changes are enough; they reach %(reached)s. The "
        "region has not said what they take, so each counts the same.",
        len(way.steps),
        before=start,
        reached=format_number(way.reached or 0.0),
        **names,
    )


def _too_little(way: Way, names: dict[str, str]) -> str:
    if way.highest is None:
        return gettext("Of %(component)s nothing is answered yet: answer its questions first.", **names)
    return ngettext(
        "With all points in every answered question, %(component)s would stand at %(highest)s; %(target)s is out of "
        "reach before %(num)s further question is answered.",
        "With all points in every answered question, %(component)s would stand at %(highest)s; %(target)s is out of "
        "reach before %(num)s further questions are answered.",
        way.left_out,
        highest=theme.score_text(way.highest),
        **names,
    )


def _table(way: Way) -> Table:
    """Return the steps and what they bring together; the column of efforts only where the region has set one."""
    weighed = way.weighed
    heads = [gettext("Question"), gettext("Answer today"), gettext("It would become")]
    heads += [gettext("Effort")] if weighed else []
    heads.append(gettext("Gain"))
    rows = [
        (
            Cell(one.title.text, lang=one.title.lang),
            Cell(one.today, "words"),
            Cell(one.full, "words"),
            *([effort(one)] if weighed else []),
            words.number_cell(theme.score_text(None) if one.gain is None else signed(one.gain)),
        )
        for one in way.steps
    ]
    gained = theme.score_text(None)
    if way.before is not None and way.reached is not None:
        gained = signed(way.reached - way.before)
    together = (
        Cell(gettext("Together")),
        Cell(""),
        Cell(""),
        *([words.number_cell(format_number(way.effort, 0))] if weighed else []),
        words.number_cell(gained),
    )
    return Table(tuple(map(Cell, heads)), (*rows, together), look="summed")


def _notes(way: Way) -> list[str]:
    if not way.steps:
        return []
    known = [one.gain for one in way.steps if one.gain is not None]
    drawn = way.before is not None
    hidden = rounding.note(rounding.sums(known), gettext("Gain")) if drawn else ()
    return [*reading_notes()[:1], *([_lines()] if drawn else []), *reading_notes()[1:], *hidden, *_gap_note(way)]


def reading_notes() -> tuple[str, str]:
    """Return what the gains of a way are, and what it does not count."""
    return (
        gettext("Gain: what each change adds to those above it, so that the gains add up."),
        gettext("Questions that a change opens are not counted: as long as they earn nothing, the score can be lower."),
    )


def _lines() -> str:
    return gettext(
        "Dotted line: today. Dashed line: the target. Number at the end of a row: where the score then stands."
    )


def _gap_note(way: Way) -> tuple[str, ...]:
    """Say where a cheaper way could exist; nothing where none does."""
    if way.least >= way.effort:
        return ()
    return (
        gettext(
            "This is the cheapest way found. That none is cheaper is not proved: no way takes less than %(least)s, so "
            "at most %(gap)s could be saved.",
            least=format_number(way.least, 0),
            gap=format_number(way.effort - way.least, 0),
        ),
    )


def rows(
    unit: str, facts: Facts, component: str, target: float, plans: Sequence[Sequence[Improvement]]
) -> list[tuple[Value, ...]]:
    """Return the rows of the file: every plan of equal effort, numbered from 1."""
    at = (unit, facts.wave, component, target)
    return [
        (*at, number, one.code, one.title.text, one.effort, "yes" if one.set else "no", one.gain)
        for number, steps in enumerate(plans, 1)
        for one in steps
    ]


def _figure(way: Way) -> Figure:
    starts, at = [], way.before or 0.0
    for one in way.steps:
        starts.append(at)
        at += one.gain or 0.0
    axis, place = within(way.before or 0.0, max(at, way.target))
    layout, narrow = frame([one.title.text for one in way.steps], axis, place)
    layout["shapes"] = [_mark(way.target, "dash"), _mark(way.before or 0.0, "dot")]
    numbers = [one.gain or 0.0 for one in way.steps]
    reached = [format_number(start + number) for start, number in zip(starts, numbers, strict=True)]
    return {
        "data": [bars(way.steps, starts, numbers), ends(way.steps, place, reached)],
        "layout": layout,
        "narrow": narrow,
    }


def _mark(value: float, dash: str) -> Figure:
    line = {"color": theme.SOFT, "width": 1.5, "dash": dash}
    return {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": value, "x1": value, "line": line}
