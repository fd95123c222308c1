"""The index by weights of one's own, always beside the published one."""

from collections.abc import Mapping, Sequence

from survey.charts.readings import Readings, Title
from survey.charts.specification import Chart, Facts, File
from survey.charts.two_scores import COLUMNS, Couple, Texts, couples, rows, two_scores
from survey.languages import format_number, format_percent, format_plain, gettext, ngettext

MOVED = 1.0
"""So many points make a difference that is worth a word."""


def own_weights(
    published: Readings, own: Readings, weights: Mapping[str, float], titles: Mapping[str, Title], facts: Facts
) -> Chart:
    """Return both indices of each region; ``weights`` by code are those that ``own`` was computed with."""
    found = couples(published, own)
    said = Texts(
        code="own-weights",
        title=gettext("The index by your weights, beside the published one"),
        stops=(gettext("Published"), gettext("Your weights")),
        sentence=_sentence(found),
        notes=_notes(weights, titles),
    )
    text = ",".join(f"{code}:{weight:g}" for code, weight in weights.items())
    return two_scores(found, said, facts, File((*COLUMNS, "weights"), rows(found, "own", facts, text)))


def _sentence(found: Sequence[Couple]) -> str:
    known = [one for one in found if one.change is not None and one.second is not None]
    if not known:
        return gettext("No score can be shown here yet, because too few answers are known.")
    moved = sum(abs(one.change or 0.0) >= MOVED for one in known)
    said = ngettext(
        "Moved by a point or more by your weights: %(moved)s of %(num)s region.",
        "Moved by a point or more by your weights: %(moved)s of %(num)s regions.",
        len(known),
        moved=format_number(moved, 0),
    )
    best = max(known, key=lambda one: round((one.second.score or 0.0) if one.second else 0.0, 9))
    highest = gettext(
        "%(region)s is highest with %(own)s; the published index of this region is %(published)s.",
        region=best.first.region_name,
        own=format_number((best.second and best.second.score) or 0.0),
        published=format_number(best.first.score or 0.0),
    )
    return f"{said} {highest}"


def _notes(weights: Mapping[str, float], titles: Mapping[str, Title]) -> tuple[str, ...]:
    total = sum(weights.values())
    listed = ", ".join(
        f"{titles[code].text} {format_plain(weight)} ({format_percent(weight / total)})"
        for code, weight in weights.items()
        if weight > 0
    )
    left_out = [titles[code].text for code, weight in weights.items() if weight == 0]
    notes = [
        gettext("Your weights: %(weights)s.", weights=listed),
        gettext("Only the published index is official. Yours is a mean of the same scores, by your weights."),
    ]
    if left_out:
        notes.append(gettext("Left out by a weight of 0: %(parts)s.", parts=", ".join(left_out)))
    return tuple(notes)
