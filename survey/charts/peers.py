"""One region beside its peers, area by area: its score, the median of the peers, and whether they can be told apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from survey.charts import theme, trails, words
from survey.charts.readings import TIE, Reading, Readings
from survey.charts.rounding import signed
from survey.charts.sheets import Sheet, SheetChart
from survey.charts.specification import Cell, Facts, Table, Value
from survey.charts.theme import Figure
from survey.languages import format_number, gettext, ngettext

FEWEST = 3
"""With fewer peers than this no median is shown: one of one or two would be a single region's score."""
NAMED = 3
Verdict = Literal["above", "below", "equal", "open", "none"]
COLUMNS = (
    "unit",
    "wave",
    "component",
    "title",
    "score",
    "low",
    "high",
    "peers_median",
    "peers_low",
    "peers_high",
    "n",
    "difference",
    "verdict",
    "peers",
)
"""Public, so they only grow at the end."""


@dataclass(frozen=True)
class Beside:
    """One component of a region beside its peers.

    ``middle`` is the median of the ``n`` peers that have a score, ``low`` and ``high`` the medians of the ends of their
    intervals: the median lies between them, whatever the unknown answers turn out to be. None with too few peers.
    """

    own: Reading
    n: int
    middle: float | None
    low: float | None
    high: float | None

    @property
    def difference(self) -> float | None:
        """The region's score minus the median; None where one of them is missing."""
        return None if self.own.score is None or self.middle is None else self.own.score - self.middle

    @property
    def verdict(self) -> Verdict:
        """Above or below where the intervals lie apart, equal where both are one number, open where they overlap."""
        found = self.difference
        if found is None or self.low is None or self.high is None or self.own.low is None or self.own.high is None:
            return "none"
        if self.own.low > self.high + TIE:
            return "above"
        if self.own.high < self.low - TIE:
            return "below"
        return "equal" if self.own.high - self.own.low <= TIE and self.high - self.low <= TIE else "open"


def beside(own: Readings, peers: Readings) -> list[Beside]:
    """Return each component of a region beside the peers, in the order of the questionnaire."""
    return [_beside(reading, [one for one in peers.of(reading.component) if one.score is not None]) for reading in own]


def _beside(own: Reading, peers: Sequence[Reading]) -> Beside:
    scores = [one.score for one in peers if one.score is not None]
    lows = [one.low for one in peers if one.low is not None]
    highs = [one.high for one in peers if one.high is not None]
    if len(scores) < FEWEST:
        return Beside(own, len(scores), None, None, None)
    return Beside(own, len(scores), median(scores), median(lows), median(highs))


def peers(found: Sequence[Beside], others: Readings, facts: Facts) -> SheetChart:
    """Return the chart of a region beside its peers; ``others`` are the readings of these."""
    drawn = [one for one in found if one.own.score is not None or one.middle is not None]
    figure = _figure(drawn) if any(one.middle is not None for one in found) else None
    keys = "|".join(others.regions)
    return SheetChart(
        code="peers",
        title=gettext("Beside the peers, area by area"),
        sentence=sentence(found, len(others.regions)),
        facts=facts,
        readings=Readings(tuple(one.own for one in found)),
        table=_table(found),
        figure=theme.marked(figure, facts.demonstration) if figure else None,
        notes=_notes(found),
        sheet=Sheet(COLUMNS, [_row(one, facts.wave, keys) for one in found]),
    )


def sentence(found: Sequence[Beside], count: int) -> str:
    """Return in words where a region stands beside its peers."""
    if count < FEWEST:
        return too_few(count)
    told = {which: [one for one in found if one.verdict == which] for which in ("above", "below", "open", "equal")}
    if not any(told.values()):
        return gettext("In no area have the region and three of its peers a score, so nothing can be compared.")
    said = [
        ngettext(
            "Against the median of %(num)s peer, the region is above in %(above)s and below in %(below)s areas.",
            "Against the median of %(num)s peers, the region is above in %(above)s and below in %(below)s areas.",
            count,
            above=format_number(len(told["above"]), 0),
            below=format_number(len(told["below"]), 0),
        )
    ]
    strong = sorted(told["above"], key=lambda one: -(one.difference or 0.0))[:NAMED]
    weak = sorted(told["below"], key=lambda one: one.difference or 0.0)[:NAMED]
    if strong:
        said.append(gettext("Furthest above: %(areas)s.", areas=listed(strong)))
    if weak:
        said.append(gettext("Furthest below: %(areas)s.", areas=listed(weak)))
    without = len(found) - sum(map(len, told.values()))
    return " ".join((*said, *_others(len(told["equal"]), len(told["open"]), without)))


def _others(equal: int, unclear: int, without: int) -> Iterator[str]:
    """Count the areas that are neither above nor below, so that all add up."""
    if equal:
        yield ngettext("In %(num)s area both are equal.", "In %(num)s areas both are equal.", equal)
    if unclear:
        yield ngettext("In %(num)s area it cannot be told.", "In %(num)s areas it cannot be told.", unclear)
    if without:
        yield ngettext(
            "In %(num)s area a score or the median is missing.",
            "In %(num)s areas a score or the median is missing.",
            without,
        )


def too_few(count: int) -> str:
    """Say why no median is shown."""
    if not count:
        return gettext("There are no peers to compare with yet: no other region’s results can be seen in this wave.")
    return ngettext(
        "With %(num)s peer no median is shown: it would give away a single region’s score. Three are needed.",
        "With %(num)s peers no median is shown: it would give away a single region’s score. Three are needed.",
        count,
    )


def listed(some: Sequence[Beside]) -> str:
    """Name components, each with its difference from the median."""
    return "; ".join(f"{one.own.title} {signed(one.difference or 0.0)}" for one in some)


def _difference(one: Beside) -> str:
    return theme.score_text(None) if one.difference is None else signed(one.difference)


def verdict_words(which: Verdict) -> str:
    """Return in words what can be told of a component."""
    return {
        "above": gettext("above"),
        "below": gettext("below"),
        "equal": gettext("equal"),
        "open": gettext("cannot be told"),
        "none": theme.score_text(None),
    }[which]


def _table(found: Sequence[Beside]) -> Table:
    heads = (
        gettext("Area"),
        gettext("This region"),
        gettext("Median of the peers"),
        gettext("Peers with a score"),
        gettext("Difference"),
        gettext("What can be told"),
    )
    rows = (
        (
            Cell(one.own.title, lang=one.own.lang),
            words.score_cell(one.own),
            words.number_cell(theme.score_text(one.middle)),
            words.number_cell(format_number(one.n, 0)),
            words.number_cell(_difference(one)),
            Cell(verdict_words(one.verdict)),
        )
        for one in found
    )
    return Table(tuple(map(Cell, heads)), tuple(rows))


def _notes(found: Sequence[Beside]) -> tuple[str, ...]:
    if not found:
        return ()
    return (*_reading_notes(found), *words.dash_note(Readings(tuple(one.own for one in found))))


def _reading_notes(found: Sequence[Beside]) -> Iterator[str]:
    yield gettext(
        "Median: the middle of the peers that have a score in the area. As many of them lie above it as below."
    )
    if any(one.verdict == "open" for one in found):
        yield gettext(
            "Cannot be told: with what is still unknown, the region could end up on either side of the median."
        )


def _row(one: Beside, wave: str, keys: str) -> tuple[Value, ...]:
    own = one.own
    ends = (own.score, own.low, own.high, one.middle, one.low, one.high)
    return (own.region, wave, own.component, own.title, *ends, one.n, one.difference, one.verdict, keys)


def _figure(drawn: Sequence[Beside]) -> Figure:
    stops = (gettext("Median of the peers"), gettext("This region"))
    values = [(one.middle, one.own.score) for one in drawn]
    return trails.trails([one.own.title for one in drawn], stops, values, list(map(_difference, drawn)))
