"""What to know first of a region beside where its scores stand: how they changed, and what a draft leaves open."""

from collections.abc import Sequence

from survey.charts.rounding import rounded, signed
from survey.charts.theme import score_text
from survey.languages import gettext, ngettext


def since(wave: str, then: float | None, change: float, answered: float | None = None) -> str:
    """Return the change of a score since a wave, from what it was ``then``.

    ``answered`` is what other answers brought of it: for a draft, in which much may be only not counted yet.
    """
    names = {"wave": wave, "then": score_text(then), "change": signed(change)}
    if answered is None or not (rounded(change) or rounded(answered)):
        return gettext("Since %(wave)s (%(then)s): %(change)s.", **names)
    names["answered"] = signed(answered)
    if names["answered"] == names["change"]:
        return gettext("Since %(wave)s (%(then)s): %(change)s, all of it through other answers.", **names)
    return gettext(
        "Since %(wave)s (%(then)s): %(change)s. Other answers alone would have made it %(answered)s; the rest comes "
        "from which questions are answered and asked by now.",
        **names,
    )


def unanswered(areas: Sequence[str]) -> str:
    """Say which areas of a draft have no answer yet, by title."""
    return ngettext(
        "%(num)s area has no answer yet, so a change there tells only that it is not counted: %(areas)s.",
        "%(num)s areas have no answer yet, so a change there tells only that they are not counted: %(areas)s.",
        len(areas),
        areas="; ".join(areas),
    )
