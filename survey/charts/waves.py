"""From wave to wave: how each region moved in one component, on the questions that all waves share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from survey.charts import theme, trails, words
from survey.charts.readings import TIE, Readings, Title
from survey.charts.rounding import change_note, signed
from survey.charts.specification import Cell, Chart, Facts, File, Table, Value, kind
from survey.languages import format_number, format_percent, gettext, ngettext, wave_name
from survey.scoring.trends import LEAST_COMPARABLE
from survey.services.courses import Waves

COLUMNS = (
    "unit",
    "component",
    "wave",
    "score",
    "comparable",
    "title",
    "region",
    "stage",
    "by_edition",
    "data",
    "peers",
)
"""The columns of the file of a course; public, so they only grow at the end."""


@dataclass(frozen=True)
class _Row:
    """One region: its scores by wave, None where there is none, and the stage of each."""

    region: str
    name: str
    scores: tuple[float | None, ...]
    stages: tuple[str | None, ...]

    @property
    def known(self) -> list[float]:
        """Return the scores of the waves that have one."""
        return [score for score in self.scores if score is not None]

    @property
    def change(self) -> float | None:
        """The last score minus the first one there is, None where the last wave has none or there is no other."""
        return self.known[-1] - self.known[0] if len(self.known) > 1 and self.scores[-1] is not None else None


def over_waves(found: Waves, component: str, title: Title, names: Mapping[str, str], facts: Facts) -> Chart:
    """Return the course of some regions, given by key with their names, in one component.

    ValueError for a component that the last edition does not measure.
    """
    place = found.course.codes.index(component)
    comparable = float(found.course.comparable[place])
    rows = [_row(found, place, region, name) for region, name in names.items()]
    stops = [wave_name(wave.title) for wave in found.waves]
    enough = comparable >= LEAST_COMPARABLE - TIE and len(stops) > 1
    drawn = [row for row in rows if row.known]
    figure = None
    if enough and drawn:
        figure = trails.trails([row.name for row in drawn], stops, [row.scores for row in drawn], _ends(drawn))
    return Chart(
        code=f"waves-{component}",
        title=gettext("%(component)s from wave to wave", component=title.text),
        sentence=_sentence(rows, stops, title.text, comparable),
        facts=facts,
        readings=Readings(()),
        table=_table(rows, stops),
        figure=theme.marked(figure, facts.demonstration) if figure else None,
        notes=(*_notes(found, comparable), *change_note(_steps(rows))),
        file=File(COLUMNS, tuple(_lines(found, component, title.text, comparable, rows, facts))),
    )


def _row(found: Waves, place: int, region: str, name: str) -> _Row:
    scores: list[float | None] = [None] * len(found.waves)
    if region in found.places:
        numbers = found.course.scores[:, found.places[region], place].tolist()
        scores = [None if isnan(number) else number for number in numbers]
    by_wave = ({one.assessment.region.key: one.assessment.stage for one in seen} for seen in found.results)
    stages = [stages.get(region) for stages in by_wave]
    return _Row(region, name, tuple(scores), tuple(stage and stage.value for stage in stages))


def _ends(rows: Sequence[_Row]) -> list[str]:
    return [
        theme.score_text(row.scores[-1]) + ("" if row.change is None else f" ({signed(row.change)})") for row in rows
    ]


def _sentence(rows: Sequence[_Row], stops: Sequence[str], title: str, comparable: float) -> str:
    if len(stops) < 2:
        return gettext("There is one wave of this questionnaire so far. Changes show from the second one.")
    if comparable < LEAST_COMPARABLE - TIE:
        return gettext(
            "No trend: only %(share)s of the weight of %(component)s can be compared between these waves, and at least "
            "%(least)s is needed.",
            share=format_percent(comparable),
            component=title,
            least=format_percent(LEAST_COMPARABLE),
        )
    changes = sorted(
        ((row.change, row.name) for row in rows if row.change is not None), key=lambda pair: -round(pair[0], 9)
    )
    if not changes:
        return gettext("No region has a score in two of these waves yet.")
    return " ".join(_changes(changes, stops))


def _changes(changes: Sequence[tuple[float, str]], stops: Sequence[str]) -> Iterator[str]:
    risen = sum(change > 0.05 for change, _name in changes)
    yield ngettext(
        "Higher in %(last)s than in %(first)s: %(risen)s of %(num)s region.",
        "Higher in %(last)s than in %(first)s: %(risen)s of %(num)s regions.",
        len(changes),
        first=stops[0],
        last=stops[-1],
        risen=format_number(risen, 0),
    )
    (most, best), (least, worst) = changes[0], changes[-1]
    if most > 0.05:
        yield gettext("%(region)s gained most: %(points)s.", region=best, points=signed(most))
    if least < -0.05:
        yield gettext("%(region)s lost most: %(points)s.", region=worst, points=signed(least))


def _table(rows: Sequence[_Row], stops: Sequence[str]) -> Table:
    marks = trails.accents(len(stops))
    heads = (gettext("Region"), *(f"{mark.sign} {stop}" for mark, stop in zip(marks, stops, strict=True)))
    change = gettext("Change since the first")
    lines = (
        (
            Cell(row.name),
            *(_cell(score, stage) for score, stage in zip(row.scores, row.stages, strict=True)),
            words.number_cell(theme.score_text(None) if row.change is None else signed(row.change)),
        )
        for row in rows
    )
    return Table(tuple(map(Cell, (*heads, change))), tuple(lines))


def _steps(rows: Sequence[_Row]) -> list[tuple[float, float, float]]:
    """Return the last score, the first one, and what lies between, of each region that has a change."""
    return [(row.known[-1], row.known[0], row.change) for row in rows if row.change is not None]


def _cell(score: float | None, stage: str | None) -> Cell:
    if score is not None:
        return words.number_cell(theme.score_text(score))
    why = (
        gettext("no submitted score to be seen")
        if stage is None
        else gettext("too little is known, or nothing applies")
    )
    return Cell(theme.score_text(None), "absent", why)


def _notes(found: Waves, comparable: float) -> tuple[str, ...]:
    return (
        gettext("%(share)s of the weight can be compared in all these waves.", share=format_percent(comparable)),
        gettext(
            "Only questions that every wave asked count here, by the weights of edition %(edition)s. So a score can "
            "differ from the one that its own wave published.",
            edition=found.waves[-1].edition.edition,
        ),
        gettext("Symbols: the waves, the last one filled. Behind the last score: the change since the first."),
    )


def _lines(
    found: Waves, component: str, title: str, comparable: float, rows: Sequence[_Row], facts: Facts
) -> Iterator[tuple[Value, ...]]:
    edition = found.waves[-1].edition.edition
    for row in rows:
        for wave, score, stage in zip(found.waves, row.scores, row.stages, strict=True):
            named = (title, row.name, stage, edition, kind(facts), facts.peers)
            yield (row.region, component, wave.key, score, comparable, *named)
