"""What to know first of a region: one sentence for each dimension."""

from collections.abc import Sequence

from survey.charts import words
from survey.charts.readings import Reading
from survey.charts.rounding import rounded, signed
from survey.charts.theme import score_text
from survey.languages import gettext

LEAST_SHARE = 0.03
"""An area that makes less of a dimension than this is not named as its strongest or weakest."""

Named = tuple[str, float, float]
"""An area's title, its value 0-100 in a dimension, and its share 0-1 of it."""


def first(reading: Reading, areas: Sequence[Named], since: str | None = None, change: float | None = None) -> str:
    """Return the score of a component, how far it can move, its strongest and weakest area, its change since a wave."""
    if reading.score is None:
        return gettext("%(component)s has no score yet: %(why)s.", component=reading.title, why=words.absence(reading))
    told = [_stands(reading, score_text(reading.score))]
    named = sorted((one for one in areas if one[2] >= LEAST_SHARE), key=lambda one: -round(one[1], 9))
    if len(named) > 1 and rounded(named[0][1]) != rounded(named[-1][1]):
        (best, high, _), (worst, low, _) = named[0], named[-1]
        told.append(
            gettext(
                "Strongest in it: %(best)s (%(high)s); weakest: %(worst)s (%(low)s).",
                best=best,
                high=score_text(high),
                worst=worst,
                low=score_text(low),
            )
        )
    if since is not None and change is not None:
        told.append(gettext("Since %(wave)s: %(change)s.", wave=since, change=signed(change)))
    return " ".join(told)


def _stands(reading: Reading, score: str) -> str:
    interval = words.interval(reading)
    if interval == score:
        return gettext("%(component)s: %(score)s.", component=reading.title, score=score)
    return gettext("%(component)s: %(score)s (%(interval)s).", component=reading.title, score=score, interval=interval)
