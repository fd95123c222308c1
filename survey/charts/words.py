"""What charts say in words about a score that is missing, an interval, and the extremes."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from survey.charts.readings import TIE, Reading, Readings, ranked
from survey.charts.specification import Cell
from survey.charts.theme import heat_class, score_text
from survey.languages import format_number, format_percent, gettext, ngettext
from survey.models.assessment import Stage

FIRST_STRONG, END = "\u2068", "\u2069"
"""Between these two, text runs in the direction of its first letter and leaves that around it alone."""


def stage_words(stage: Stage) -> str:
    """Return where an assessment stands, as a few words beside a chart."""
    return {
        Stage.DRAFT: gettext("draft, not submitted"),
        Stage.SUBMITTED: gettext("submitted"),
        Stage.IN_REVIEW: gettext("in review"),
        Stage.CONCLUDED: gettext("review concluded"),
    }[stage]


def absence(reading: Reading | None) -> str:
    """Return why there is no score: not opened, not in the remit, nothing known yet, or withheld because too little
    is known. What a card lacks was not opened to its reader: there is no other reason.
    """
    if reading is None:
        return gettext("not opened by the region")
    if reading.applicable == 0:
        return gettext("not in the remit of the region")
    if not reading.coverage:
        return gettext("no answer known yet")
    return gettext("withheld: only %(share)s of the weight is known", share=format_percent(reading.coverage))


def interval(reading: Reading) -> str:
    """Return where the score can end up once everything is answered, as ``52.0 to 71.0``; a dash without
    one.
    """
    if reading.low is None or reading.high is None:
        return score_text(None)
    low, high = format_number(reading.low), format_number(reading.high)
    return low if low == high else gettext("%(low)s to %(high)s", low=low, high=high)


def with_interval(reading: Reading) -> str:
    """Return a score with where it can still end up, as ``52.0 (40.0 to 71.0)``; the score alone where all is known."""
    if reading.score is None or reading.low is None or reading.high is None or reading.high - reading.low <= TIE:
        return score_text(reading.score)
    return gettext("%(score)s (%(interval)s)", score=score_text(reading.score), interval=interval(reading))


def scored(reading: Reading) -> str:
    """Return a region with its score behind it, such as ``Arad (12.0)``; a name that is written from right to left is
    isolated, or the number would stand in the middle of it."""
    name = reading.region_name
    if any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in name):
        name = f"{FIRST_STRONG}{name}{END}"
    return f"{name} ({score_text(reading.score)})"


def openness(reading: Reading) -> str:
    """Say in a sentence how far the score can still move, and because of how many open answers."""
    if reading.low is None or reading.high is None:
        return absence(reading)
    unknown = reading.applicable - reading.answered
    if not unknown:
        return gettext("all answers are known")
    return ngettext(
        "between %(low)s and %(high)s, as %(num)s answer is still unknown",
        "between %(low)s and %(high)s, as %(num)s answers are still unknown",
        unknown,
        low=format_number(reading.low),
        high=format_number(reading.high),
    )


def hover(reading: Reading) -> str:
    """Return the lines that a figure shows at a point (still to be escaped): region, component, score,
    interval.
    """
    lines = [
        f"{reading.region_name}: {reading.title}",
        gettext("Score: %(score)s", score=score_text(reading.score)),
    ]
    if reading.score is None:
        lines.append(absence(reading))
    if reading.low is not None:
        lines.append(gettext("Interval: %(interval)s", interval=interval(reading)))
    if reading.coverage is not None:
        lines.append(gettext("Coverage: %(share)s", share=format_percent(reading.coverage)))
    return "\n".join(lines)


def closed(region: str, component: str) -> str:
    """Return the lines that a figure shows where a region has not opened a component (still to be escaped)."""
    return "\n".join((f"{region}: {component}", absence(None)))


def score_cell(reading: Reading | None, *, heat: bool = False) -> Cell:
    """Return a table cell with a score; without one a dash, with the reason as its note."""
    if reading is None or reading.score is None:
        return Cell(
            score_text(None), "absent", absence(reading), of=(reading.region, reading.component) if reading else None
        )
    look = f"heat-{heat_class(reading.score)}" if heat else "number"
    return Cell(score_text(reading.score), look, of=(reading.region, reading.component))


def title_cells(readings: Readings, signs: Iterable[str] = ()) -> list[Cell]:
    """Return the titles of the components as heads of rows or columns, each behind its sign where there are signs."""
    before = [f"{sign} " for sign in signs] or [""] * len(readings.components)
    return [
        Cell(f"{sign}{title}", lang=readings.langs[code])
        for sign, (code, title) in zip(before, readings.components.items(), strict=True)
    ]


def number_cell(text: str) -> Cell:
    """Return a table cell with a number that is already in the reader's format."""
    return Cell(text, "number")


def coverage_text(reading: Reading) -> str:
    """Return the coverage as a percentage, a dash where nothing applies."""
    return score_text(None) if reading.coverage is None else format_percent(reading.coverage)


def missing_sentence(readings: Sequence[Reading]) -> Iterator[str]:
    """Say how many of the regions have no score; nothing where all have one."""
    lacking = sum(reading.score is None for reading in readings)
    if lacking:
        yield ngettext(
            "%(num)s region has no score here; the table says why.",
            "%(num)s regions have no score here; the table says why.",
            lacking,
        )


def closed_sentence(count: int) -> Iterator[str]:
    """Say how many of the regions have not opened a score; nothing where all have."""
    if count:
        yield ngettext(
            "%(num)s region has not opened this score.", "%(num)s regions have not opened this score.", count
        )


def dash_note(readings: Readings) -> tuple[str, ...]:
    """Return the note that a dash is no zero and why it stands there, where a dash is shown."""
    without = any(reading.score is None for reading in readings)
    hidden = len(readings) < len(readings.regions) * len(readings.components)
    if hidden and without:
        return (
            gettext(
                "A dash means no score: the region has not opened it, too little is known, or nothing applies. It "
                "never means zero."
            ),
        )
    if hidden:
        return (gettext("A dash means that the region has not opened this score. It never means zero."),)
    if without:
        return (gettext("A dash means no score: too little is known, or nothing applies. It never means zero."),)
    return ()


def nothing_submitted() -> str:
    """Return what a comparison says before the first region has submitted."""
    return gettext("No region has submitted its assessment in this wave yet, so there is nothing to compare.")


def no_scores() -> str:
    """Return what a chart says where readings exist and none has a score."""
    return gettext("No score can be shown here yet, because too few answers are known.")


def extremes(readings: Sequence[Reading]) -> str | None:
    """Say which components of one region are highest and lowest; None where fewer than two have a score."""
    order = ranked(readings)
    if len(order) < 2:
        return None
    (best, high), (worst, low) = order[0], order[-1]
    if high - low <= TIE:
        return gettext("All scores here are equal: %(score)s.", score=format_number(high))
    return gettext(
        "%(best)s is highest with %(high)s, %(worst)s lowest with %(low)s.",
        best=best.title,
        high=format_number(high),
        worst=worst.title,
        low=format_number(low),
    )
