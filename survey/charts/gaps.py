"""Why one region lies above another: what each area, and each question, adds to the difference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.charts import rounding, signed_bars, theme, words
from survey.charts.readings import TIE, Readings, Title
from survey.charts.rounding import signed, sums
from survey.charts.specification import Cell, Chart, Facts, File, Table, Value, kind
from survey.languages import format_number, gettext, ngettext
from survey.scoring.difference import Split
from survey.services.gaps import Gap

COLUMNS = (
    *("a", "b", "component", "level", "part", "title", "x_a", "x_b", "weight_a", "weight_b"),
    *("answered", "state", "questionnaire", "total", "wave", "data"),
)
"""The columns of the file of a difference; public, so they only grow at the end."""
LARGEST = 10
"""So many questions are named; the others are added up in one line."""


@dataclass(frozen=True)
class Pair:
    """What both charts of a difference need: the gap, the readings of both regions, and titles by code."""

    gap: Gap
    readings: Readings
    titles: Mapping[str, Title]
    facts: Facts

    @property
    def names(self) -> tuple[str, str]:
        """The names of both regions, a and b."""
        a, b = (result.assessment.region.key for result in (self.gap.a, self.gap.b))
        return self.readings.regions[a], self.readings.regions[b]


@dataclass(frozen=True)
class _Line:
    title: Title
    scores: tuple[Cell, Cell]
    split: Split


def by_area(pair: Pair) -> Chart:
    """Return what comes from each area, the largest first; the lines add up to the difference."""
    lines = [
        _Line(pair.titles[one.code], _scores(pair, one.code), one) for one in pair.gap.areas if one.code in pair.titles
    ]
    title = gettext("Why: area by area")
    return _chart("gap-areas", title, gettext("Area"), _areas_sentence(pair), pair, lines, _area_rows(pair))


def by_question(pair: Pair) -> Chart:
    """Return the questions that matter most, and all others in one line of the table; its lines add up."""
    rows = pair.gap.rows
    lines = [_Line(pair.titles[row.question], (_value(row.x_a), _value(row.x_b)), row) for row in rows[:LARGEST]]
    if rest := rows[LARGEST:]:
        named = ngettext("%(num)s other question", "All %(num)s other questions", len(rest))
        lines.append(_Line(Title(named), (Cell(""), Cell("")), _added(rest)))
    sentence = _questions_sentence(pair)
    title = gettext("Why: the questions that matter most")
    return _chart("gap-questions", title, gettext("Question"), sentence, pair, lines, _question_rows(pair))


def _chart(
    code: str,
    title: str,
    head: str,
    sentence: str,
    pair: Pair,
    lines: Sequence[_Line],
    rows: Iterable[tuple[Value, ...]],
) -> Chart:
    totals = [line.split.total for line in lines]
    drawn = [line for line in lines if line.scores[0].text]
    hovers = [f"{line.title.text}: {signed(line.split.total)}" for line in drawn]
    bars = [line.split.total for line in drawn]
    figure = signed_bars.figure([line.title.text for line in drawn], bars, hovers) if drawn else None
    return Chart(
        code=code,
        title=title,
        sentence=sentence,
        facts=pair.facts,
        readings=Readings(pair.readings.of(pair.gap.difference.code)),
        table=_table(head, pair, lines),
        figure=theme.marked(figure, pair.facts.demonstration) if figure else None,
        notes=(*_notes(), *rounding.note(sums(totals))),
        file=File(COLUMNS, tuple(rows)),
    )


def _added(rows: Sequence[Split]) -> Split:
    answered, state, questionnaire = (
        sum(getattr(row, name) for row in rows) for name in ("answered", "state", "questionnaire")
    )
    return Split(answered=answered, state=state, questionnaire=questionnaire)


def _scores(pair: Pair, code: str) -> tuple[Cell, Cell]:
    a, b = (pair.readings.at(result.assessment.region.key, code) for result in (pair.gap.a, pair.gap.b))
    return words.score_cell(a), words.score_cell(b)


def _value(x: float | None) -> Cell:
    return words.number_cell(theme.score_text(x))


def _table(head: str, pair: Pair, lines: Sequence[_Line]) -> Table:
    name_a, name_b = pair.names
    heads = (
        head,
        name_a,
        name_b,
        gettext("Answered differently"),
        gettext("What counted"),
        gettext("Adds to the difference"),
    )
    rows = [(Cell(line.title.text, lang=line.title.lang), *line.scores, *_split(line.split)) for line in lines]
    if lines:
        rows.append((Cell(gettext("Together")), *_ends(pair), *_split(_added([line.split for line in lines]))))
    return Table(tuple(map(Cell, heads)), tuple(rows), look="plain summed")


def _ends(pair: Pair) -> tuple[Cell, Cell]:
    return _scores(pair, pair.gap.difference.code)


def _split(split: Split) -> tuple[Cell, Cell, Cell]:
    a, b, c = (words.number_cell(signed(part)) for part in (split.answered, split.state, split.total))
    return a, b, c


def _notes() -> tuple[str, ...]:
    return (
        gettext("Answered differently: both regions gave an answer that counts, and they differ."),
        gettext("What counted: an answer is unknown or does not apply in one region, so others weigh more there."),
        gettext("Both regions answered the same questionnaire, so nothing comes from changes of it."),
    )


def _areas_sentence(pair: Pair) -> str:
    total = pair.gap.difference.total or 0.0
    title = pair.titles[pair.gap.difference.code].text
    (a, b), (score_a, score_b) = pair.names, (format_number(x or 0.0) for x in _values(pair))
    if abs(total) <= TIE:
        return gettext("%(a)s and %(b)s have the same score in %(component)s.", a=a, b=b, component=title)
    above, below = (a, b) if total > 0 else (b, a)
    said = gettext(
        "In %(component)s %(above)s lies %(points)s points above %(below)s: %(a)s has %(score_a)s, "
        "%(b)s has %(score_b)s.",
        component=title,
        above=above,
        below=below,
        points=format_number(abs(total)),
        a=a,
        b=b,
        score_a=score_a,
        score_b=score_b,
    )
    return " ".join((said, *_most(pair, total)))


def _values(pair: Pair) -> tuple[float | None, float | None]:
    return pair.gap.difference.value_a, pair.gap.difference.value_b


def _most(pair: Pair, total: float) -> tuple[str, ...]:
    """Say which area adds most in the direction of the difference, and which works most against it."""
    along = [one for one in pair.gap.areas if one.total * total > 0 and abs(one.total) >= 0.05]
    against = [one for one in pair.gap.areas if one.total * total < 0 and abs(one.total) >= 0.05]
    said = []
    if along:
        title, points = pair.titles[along[0].code].text, format_number(abs(along[0].total))
        said.append(gettext("Most of it comes from %(area)s: %(points)s.", area=title, points=points))
    if against:
        title, points = pair.titles[against[0].code].text, format_number(abs(against[0].total))
        said.append(gettext("%(area)s works most against it: %(points)s.", area=title, points=points))
    return tuple(said)


def _questions_sentence(pair: Pair) -> str:
    rows = [row for row in pair.gap.rows if abs(row.total) > TIE]
    if not rows:
        return gettext("No question makes a difference.")
    a, b = pair.names
    parts = sums([row.answered for row in rows]).exact, sums([row.state for row in rows]).exact
    return gettext(
        "%(answered)s points come from answers that differ, %(state)s from answers that are unknown or do not apply in "
        "one of the two (%(a)s minus %(b)s).",
        answered=signed(parts[0]),
        state=signed(parts[1]),
        a=a,
        b=b,
    )


def _area_rows(pair: Pair) -> Iterable[tuple[Value, ...]]:
    for one in pair.gap.areas:
        a, b = (pair.readings.at(side.assessment.region.key, one.code) for side in (pair.gap.a, pair.gap.b))
        yield _row(pair, "area", one.code, (a.score if a else None, b.score if b else None, None, None), one)


def _question_rows(pair: Pair) -> Iterable[tuple[Value, ...]]:
    for row in pair.gap.rows:
        yield _row(pair, "question", row.question, (row.x_a, row.x_b, row.e_a, row.e_b), row)


def _row(pair: Pair, level: str, code: str, numbers: tuple[float | None, ...], split: Split) -> tuple[Value, ...]:
    a, b = (side.assessment.region.key for side in (pair.gap.a, pair.gap.b))
    parts = (split.answered, split.state, split.questionnaire, split.total)
    title = pair.titles[code].text if code in pair.titles else code
    whole = pair.gap.difference.code
    return (a, b, whole, level, code, title, *numbers, *parts, pair.facts.wave, kind(pair.facts))
