"""A change between two waves in words: how much, through what most, and where that cannot be told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from survey.charts.readings import Title
from survey.charts.rounding import rounded, signed
from survey.languages import format_number, gettext
from survey.scoring.difference import Difference, Split

NAMED = 3
"""So many areas are named in the sentence."""


class Line(NamedTuple):
    """One row of the chart: an area or a question, and what it adds to the difference.

    ``open`` says that it has no answer yet: it moved only as it is not counted, and is not named as what moved most.
    """

    title: Title
    split: Split
    open: bool = False


@dataclass(frozen=True)
class Told:
    """A difference in words: whose, in which component, what the two waves are called; so many parts are ``named``."""

    region: str
    component: str
    earlier: str
    later: str
    found: Difference
    named: int = NAMED


def headline(told: Told) -> str:
    """Return in words how much a score changed."""
    found = told.found
    if found.total is None or found.value_a is None or found.value_b is None:
        return gettext(
            "%(component)s has no value in one of the two waves, so no change can be told.", component=told.component
        )
    if found.withheld_a or found.withheld_b:
        return _provisional(told, found.value_b, found.value_a, found.total)
    names = {"component": told.component, "region": told.region, "earlier": told.earlier}
    then, now, total = format_number(found.value_b), format_number(found.value_a), signed(found.total)
    if not rounded(found.total):
        return gettext("%(component)s: %(region)s stands at %(now)s, as in %(earlier)s.", now=now, **names)
    names |= {"then": then, "now": now, "later": told.later, "total": total}
    if found.total > 0:
        return gettext(
            "%(component)s: %(region)s rose from %(then)s in %(earlier)s to %(now)s in %(later)s (%(total)s).", **names
        )
    return gettext(
        "%(component)s: %(region)s fell from %(then)s in %(earlier)s to %(now)s in %(later)s (%(total)s).", **names
    )


def _provisional(told: Told, then: float, now: float, total: float) -> str:
    """Return in words what is known of a change where one of its two scores is not published."""
    return gettext(
        "%(component)s: too little is known for a score in both waves, so no change can be told yet. What is known of "
        "%(region)s came to %(then)s in %(earlier)s and comes to %(now)s in %(later)s (%(total)s).",
        component=told.component,
        region=told.region,
        earlier=told.earlier,
        later=told.later,
        then=format_number(then),
        now=format_number(now),
        total=signed(total),
    )


def sentence(told: Told, lines: Sequence[Line]) -> str:
    """Return in words what moved a score most, the largest first; how much it changed where nothing moved it."""
    moved = [line for line in lines if rounded(line.split.total)]
    seen = [line for line in moved if not line.open][: told.named]
    total = told.found.total
    said = headline(told) if not seen or total is None else _most(told, seen, total)
    return " ".join((said, *_left_open([line for line in moved if line.open])))


def _left_open(lines: Sequence[Line]) -> Iterator[str]:
    """Name what has no answer yet, where it moved the score by not being counted."""
    if lines:
        yield gettext(
            "Without an answer so far, so only not counted: %(parts)s.",
            parts="; ".join(f"{line.title.text} {signed(line.split.total)}" for line in lines),
        )


def _most(told: Told, seen: Sequence[Line], total: float) -> str:
    return gettext(
        "From %(earlier)s to %(later)s, %(component)s moved most through: %(parts)s. All together: %(total)s.",
        component=told.component,
        earlier=told.earlier,
        later=told.later,
        parts="; ".join(f"{line.title.text} {signed(line.split.total)}" for line in seen),
        total=signed(total),
    )
