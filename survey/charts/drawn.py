"""What charts of drawn assumptions share: the order of the regions, the settings in words, and the file."""

from math import isnan

from survey.charts.readings import Readings
from survey.charts.specification import Facts, File, Value, kind
from survey.languages import format_number, format_percent, gettext
from survey.scoring.robustness import Settings
from survey.services.rankings import Ranked

COLUMNS = (
    *("unit", "component", "score", "rank", "rank_low", "rank_high", "rank_median", "score_low", "score_high"),
    *("alike", "units", "draws", "seed", "weights", "means", "unknown", "title", "region", "wave", "data", "peers"),
)
"""The columns of the file of rank intervals; public, so they only grow at the end."""


def places(ranked: Ranked) -> list[int]:
    """Return the places of the units by the rank of the published score, the best first; without a rank last.

    Who shares a rank stands by the middle one of the drawn ranks.
    """
    ranking = ranked.ranking

    def key(place: int) -> tuple[float, float, int]:
        """Return what a unit is ordered by: published rank, middle of the drawn ranks, place in the table."""
        rank, middle = float(ranking.rank[place]), float(ranking.median_rank[place])
        return (len(ranked.units) + 1, 0.0, place) if isnan(rank) else (rank, middle, place)

    return sorted(range(len(ranked.units)), key=key)


def alike_names(readings: Readings, ranked: Ranked, place: int) -> list[str]:
    """Return the names of the regions from which one cannot be told apart, in the order of the places."""
    return [readings.regions[ranked.units[other]] for other in places(ranked) if other in _alike(ranked, place)]


def _alike(ranked: Ranked, place: int) -> set[int]:
    return {one if other == place else other for one, other in ranked.alike if place in (one, other)}


def settings_note(settings: Settings) -> str:
    """Return in a sentence what was drawn, how often and from which seed."""
    means = {
        "arithmetic": gettext("arithmetic"),
        "geometric": gettext("geometric"),
        "harmonic": gettext("harmonic"),
        "official": gettext("as published"),
    }
    unknown = {
        "exclude": gettext("left out of the mean"),
        "zero": gettext("counted as 0"),
        "uniform": gettext("guessed at random"),
        "official": gettext("as published"),
    }
    spread = f"±{format_percent(settings.spread)}"
    return gettext(
        "%(draws)s draws from seed %(seed)s. In each, every weight varies by up to %(spread)s, areas are joined by one "
        "of these means: %(means)s, and unknown answers are treated in one of these ways: %(unknown)s.",
        draws=format_number(settings.draws, 0),
        seed=settings.seed,
        spread=spread,
        means=", ".join(means[mean] for mean in settings.means),
        unknown=", ".join(unknown[way] for way in settings.unknown),
    )


def file(readings: Readings, ranked: Ranked, facts: Facts) -> File:
    """Return the file of the rank intervals: one row for each region, unrounded, with the settings."""
    return File(COLUMNS, tuple(_row(readings, ranked, place, facts) for place in places(ranked)))


def _row(readings: Readings, ranked: Ranked, place: int, facts: Facts) -> tuple[Value, ...]:
    ranking, settings, unit = ranked.ranking, ranked.settings, ranked.units[place]
    numbers = (
        ranking.official[place],
        ranking.rank[place],
        *ranking.ranks[place],
        ranking.median_rank[place],
        *ranking.scores[place],
    )
    drawn = (settings.draws, settings.seed, f"{settings.weights} {settings.spread}")
    return (
        unit,
        ranking.code,
        *(number(one) for one in numbers),
        "|".join(ranked.units[other] for other in sorted(_alike(ranked, place))),
        sum(not isnan(rank) for rank in ranking.rank.tolist()),
        *drawn,
        "|".join(settings.means),
        "|".join(settings.unknown),
        readings.components.get(ranking.code, ranking.code),
        readings.regions[unit],
        facts.wave,
        kind(facts),
        facts.peers,
    )


def number(value: float) -> float | None:
    """Return a number of an array as a file holds it, nothing where there is none."""
    return None if isnan(value) else float(value)
