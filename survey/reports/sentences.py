"""What a report says first: where a score stands, and which parts of it are strong and weak, in one sentence each."""

from collections.abc import Mapping, Sequence
from statistics import median

from survey.charts import words
from survey.charts.readings import TIE, Reading, Readings, ranked, regions_at, scored
from survey.languages import format_number, format_percent, gettext, ngettext
from survey.reports.document import Ranking

NAMED = 3
"""So many areas are named as strong, and as many as weak."""
NARROW = 10.0
"""Only a score whose interval is this wide or less is told in parts of the whole: they lie about so far apart."""


def stands(reading: Reading, areas: Sequence[Reading]) -> str:
    """Say in one sentence where a component stands, and where among ``areas`` it is strong and weak."""
    if reading.score is None:
        return _without(reading)
    order, score = ranked(areas), format_number(reading.score)
    if len(order) < 2 or order[0][1] - order[-1][1] <= TIE:
        return gettext("%(title)s stands at %(score)s of 100.", title=reading.title, score=score)
    (best, high), (worst, low) = order[0], order[-1]
    return gettext(
        "%(title)s stands at %(score)s of 100: of the areas that count most for it, %(best)s is strongest with "
        "%(high)s and %(worst)s weakest with %(low)s.",
        title=reading.title,
        score=score,
        best=best.title,
        high=format_number(high),
        worst=worst.title,
        low=format_number(low),
    )


def overall(reading: Reading, areas: Sequence[Reading]) -> str:
    """Say in one sentence where the index stands, and which areas are its highest and lowest."""
    if reading.score is None:
        return _without(reading)
    order, score = ranked(areas), format_number(reading.score)
    if len(order) < 2:
        return gettext("%(title)s stands at %(score)s of 100.", title=reading.title, score=score)
    return gettext(
        "%(title)s stands at %(score)s of 100; the areas reach from %(low)s (%(worst)s) to %(high)s (%(best)s).",
        title=reading.title,
        score=score,
        low=format_number(order[-1][1]),
        worst=order[-1][0].title,
        high=format_number(order[0][1]),
        best=order[0][0].title,
    )


def reached(reading: Reading, score: float) -> tuple[str, ...]:
    """Say how much of what is possible a region reaches; in parts of the whole only where the interval allows one."""
    said = gettext(
        "%(region)s reaches %(score)s of 100 points.", region=reading.region_name, score=format_number(score)
    )
    narrow = reading.low is not None and reading.high is not None and reading.high - reading.low <= NARROW
    return (said, *(words for limit, words in _shares() if score < limit))[: 2 if narrow else 1]


def _shares() -> tuple[tuple[float, str], ...]:
    """Return how a score is called in parts of the whole, each with where the next begins: half way between the two."""
    return (
        (5.0, gettext("That is hardly any of the points there are.")),
        (15.0, gettext("That is about a tenth of the points there are.")),
        (22.5, gettext("That is about a fifth of the points there are.")),
        (29.2, gettext("That is about a quarter of the points there are.")),
        (36.7, gettext("That is about a third of the points there are.")),
        (45.0, gettext("That is about two fifths of the points there are.")),
        (55.0, gettext("That is about half of the points there are.")),
        (63.4, gettext("That is about three fifths of the points there are.")),
        (70.9, gettext("That is about two thirds of the points there are.")),
        (77.5, gettext("That is about three quarters of the points there are.")),
        (85.0, gettext("That is about four fifths of the points there are.")),
        (95.0, gettext("That is about nine tenths of the points there are.")),
        (100.1, gettext("That is almost all of the points there are.")),
    )


def _without(reading: Reading) -> str:
    if reading.low is None or reading.high is None or reading.coverage is None:
        return gettext("%(title)s has no score: %(reason)s.", title=reading.title, reason=words.absence(reading))
    if not reading.coverage:
        return gettext("%(title)s has no score yet, as no answer that counts for it is known.", title=reading.title)
    return gettext(
        "%(title)s has no score yet, as only %(share)s of its weight is known; it can end up anywhere between "
        "%(low)s and %(high)s.",
        title=reading.title,
        share=format_percent(reading.coverage),
        low=format_number(reading.low),
        high=format_number(reading.high),
    )


def openness(reading: Reading) -> str:
    """Say how far a score can still move, and where all that is planned would bring it."""
    if reading.low is None or reading.high is None:
        return ""
    unknown = reading.applicable - reading.answered
    if unknown:
        said = ngettext(
            "It can still end up between %(low)s and %(high)s, as %(num)s answer is unknown.",
            "It can still end up between %(low)s and %(high)s, as %(num)s answers are unknown.",
            unknown,
            low=format_number(reading.low),
            high=format_number(reading.high),
        )
    else:
        said = gettext("All answers are known, so it is no estimate.")
    if reading.score is None or reading.planned is None or reading.planned - reading.score <= TIE:
        return said
    planned = gettext("With everything done that is planned, it would be %(score)s.", score=_number(reading.planned))
    return f"{said} {planned}"


def among(component: str, readings: Sequence[Reading], closed: int = 0) -> str:
    """Say where regions stand in a component: the lowest, the middle one, the highest; and how many are not among them.

    ``closed`` counts the regions that have not opened it.
    """
    return " ".join((_among(component, readings), *words.missing_sentence(readings), *words.closed_sentence(closed)))


def _among(component: str, readings: Sequence[Reading]) -> str:
    order = ranked(readings)
    if not order:
        return gettext("%(title)s: no region has a score yet.", title=component)
    if len(order) == 1:
        reading, score = order[0]
        return gettext(
            "%(title)s: only %(region)s has a score, %(score)s of 100.",
            title=component,
            region=reading.region_name,
            score=format_number(score),
        )
    high, low = order[0][1], order[-1][1]
    middle = format_number(median(score for _reading, score in order))
    return ngettext(
        "%(title)s: %(num)s region lies between %(low)s (%(last)s) and %(high)s (%(first)s), the median is %(middle)s.",
        "%(title)s: %(num)s regions lie between %(low)s (%(last)s) and %(high)s (%(first)s), the median is %(middle)s.",
        len(order),
        title=component,
        low=format_number(low),
        last=regions_at(order, low),
        high=format_number(high),
        first=regions_at(order, high),
        middle=middle,
    )


def strengths(areas: Sequence[Reading]) -> tuple[Ranking, ...]:
    """Return the strongest and the weakest of some areas, each at most :data:`NAMED`; nothing of fewer than two."""
    order = ranked(areas)
    named = min(NAMED, len(order) // 2)
    if not named:
        return ()
    lists = (
        (gettext("Strongest of these areas"), _lines(order[:named])),
        (gettext("Weakest of these areas"), _lines(order[len(order) - named :][::-1])),
    )
    return (Ranking(lists),)


def middles(readings: Readings) -> tuple[Ranking, ...]:
    """Return the areas in which the median of the regions is highest, and lowest."""
    found = [(reading, middle) for reading, middle in _medians(readings) if middle is not None]
    order = sorted(found, key=lambda pair: -round(pair[1] / TIE))
    named = min(NAMED, len(order) // 2)
    if not named:
        return ()
    lists = (
        (gettext("Strongest areas, by the median"), _lines(order[:named])),
        (gettext("Weakest areas, by the median"), _lines(order[len(order) - named :][::-1])),
    )
    return (Ranking(lists),)


def _medians(readings: Readings) -> list[tuple[Reading, float | None]]:
    """Return for each component one of its readings, and the median of the scores there are."""
    every: Mapping[str, tuple[Reading, ...]] = {code: readings.of(code) for code in readings.components}
    known = {code: [score for _, score in scored(some)] for code, some in every.items()}
    return [(some[0], median(known[code]) if known[code] else None) for code, some in every.items()]


def _lines(order: Sequence[tuple[Reading, float]]) -> tuple[tuple[str, str, str | None], ...]:
    return tuple((reading.title, _number(score), reading.lang) for reading, score in order)


def _number(score: float) -> str:
    return format_number(score)
