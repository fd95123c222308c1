"""What charts show beside single scores, invented from the readings of a state: ranks, waves, differences, gains.

All of it follows from the readings, so that the gallery looks the same on each call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from survey.charts.changed import Line
from survey.charts.improvements import Improvement
from survey.charts.readings import TIE, Reading, Readings, Title
from survey.models import Assessment, Audience, Edition, Region, Stage, Wave
from survey.scoring.difference import Difference, Row, Split, Subtotal
from survey.scoring.groups import groups
from survey.scoring.robustness import Ranking, Settings
from survey.scoring.scorecard import Floats
from survey.scoring.trends import Course
from survey.services.courses import Waves
from survey.services.disclosures import View
from survey.services.gaps import Gap
from survey.services.rankings import Ranked
from survey.services.results import Result

NAN = float("nan")
STOPS = ("2024", "2025", "2026")
OPEN = View(Audience.PUBLIC, None)


def ranked(found: Readings) -> Ranked:
    """Return how regions rank in the one component of the readings; who lies close together shares ranks."""
    official = np.array([NAN if one.score is None else one.score for one in found])
    apart = official[:, None] - official[None, :]
    above = 1 / (1 + np.exp(-apart / 3))
    ends = [_rank(official, reach) for reach in (9.0, -9.0)]
    rank = _rank(official, TIE)
    spread = np.stack([np.maximum(official - 6, 0), np.minimum(official + 5, 100)], axis=1)
    code = next(iter(found.components), "index")
    ranking = Ranking(code, official, rank, np.stack(ends, axis=1), rank, spread, above)
    return Ranked(tuple(found.regions), ranking, Settings(), ranking.pairs, groups(ranking.pairs))


def _rank(scores: Floats, reach: float) -> Floats:
    """Return 1 and how many others lie higher by more than ``reach``; NaN without a score."""
    higher = (scores[None, :] - scores[:, None] > reach) & ~np.eye(len(scores), dtype=bool)
    return np.where(np.isnan(scores), NAN, 1.0 + higher.sum(axis=1))


def waves(found: Readings) -> Waves:
    """Return three waves that end in the one component of the readings; every fourth region came one wave later."""
    last = np.array([NAN if one.score is None else one.score for one in found])
    steps = np.array([at * 5 % 13 - 4.0 for at in range(len(found))])
    first, second = np.clip(last - 2 * steps, 0, 100), np.clip(last - steps, 0, 100)
    first[3::4] = NAN
    codes = tuple(found.components) or ("index",)
    course = Course(
        tuple(found.regions), codes, ("index",), np.array([0.85]), np.stack([first, second, last])[:, :, None]
    )
    edition = Edition(key="gallery", edition="2026")
    seen = tuple(_result(one) for one in found)
    return Waves(tuple(Wave(key=stop, title=stop, edition=edition) for stop in STOPS), (seen,) * len(STOPS), course)


def _result(one: Reading) -> Result:
    region = Region(key=one.region, name=one.region_name)
    return Result(Assessment(region=region, stage=Stage(one.stage)), {}, None, OPEN)


def gap(found: Readings, questions: Mapping[str, str]) -> Gap | None:
    """Return why the first region with an index lies above or below the next one; None without two of them."""
    pair = [one for one in found.level("index") if one.score is not None][:2]
    if len(pair) < 2:
        return None
    a, b = pair
    areas = list(found.level("area").components)
    total = (a.score or 0.0) - (b.score or 0.0)
    parts = tuple(
        Subtotal(code=code, answered=0.7 * part, state=0.3 * part, questionnaire=0.0)
        for code, part in zip(areas, _shared(total, len(areas)), strict=True)
    )
    rows = tuple(
        _row(at, code, areas[at % len(areas)], part)
        for at, (code, part) in enumerate(zip(questions, _shared(total, len(questions)), strict=True))
    )
    difference = Difference(a.component, a.score, b.score, False, False, rows, parts)
    return Gap(_result(a), _result(b), difference, parts, difference.largest())


def _shared(total: float, parts: int) -> list[float]:
    """Return parts of both signs and different sizes that add up to a total."""
    sizes = [(at * 7 % 11 - 4) * 1.3 for at in range(parts - 1)]
    return [*sizes, total - sum(sizes)][:parts]


def _row(at: int, code: str, area: str, part: float) -> Row:
    values = (100.0, None if at % 3 else 50.0)
    sides = {"code_b": code, "x_a": values[0], "x_b": values[1], "e_a": 0.05, "e_b": 0.04}
    split = {"answered": 0.0 if at % 3 else part, "state": part if at % 3 else 0.0, "questionnaire": 0.0}
    return Row(question=code, relation="same", area=area, **sides, **split)  # type: ignore[arg-type]


def moved(found: Readings) -> tuple[Difference, list[Line]]:
    """Return how the index of the one region of the readings changed since a wave before, and its areas' parts."""
    index = next(iter(found.level("index")), None)
    now = index.score if index else None
    areas = found.level("area")
    splits = [
        Split(answered=0.6 * size, state=(at * 3 % 5 - 2) * 0.8, questionnaire=1.1 if at % 4 == 2 else 0.0)
        for at, size in enumerate(_shared(3.0, len(areas.components)))
    ]
    total = sum(split.total for split in splits)
    named = zip(areas.components.items(), splits, strict=True)
    lines = [Line(Title(title, areas.langs[code]), split) for (code, title), split in named]
    before = None if now is None else now - total
    return Difference("index", now, before, False, False, (), ()), lines


def improvements(questions: Mapping[str, str], areas: Sequence[str]) -> list[Improvement]:
    """Return what single questions would bring, the most first; the efforts of every second one are set."""
    return [
        Improvement(
            code,
            Title(text),
            areas[at % len(areas)],
            "No" if at % 2 else "Yes, in parts of the region",
            "Yes, in the whole region",
            6.4 / (at + 1.5),
            at % 3 + 1,
            at % 2 == 0,
        )
        for at, (code, text) in enumerate(questions.items())
    ]


def verified(found: Readings) -> Readings:
    """Return what reviewers let stand: less here and there, and nothing yet of every third reading."""
    return Readings(tuple(_seen(at, one) for at, one in enumerate(found)))


def _seen(at: int, one: Reading) -> Reading:
    if one.score is None or at % 3 == 2:
        return replace(one, score=None, planned=None, low=0.0, high=100.0, coverage=0.0, answered=0)
    lower = max(0.0, one.score - at * 5 % 14)
    return replace(one, score=lower, low=max(0.0, lower - 6), high=min(100.0, lower + 9), planned=lower, coverage=0.8)


def perceived(found: Readings) -> Readings:
    """Return what stakeholders see: lower in most components, higher in some, and less known of every fourth."""
    return Readings(tuple(_perceived(at, one) for at, one in enumerate(found)))


def _perceived(at: int, one: Reading) -> Reading:
    if one.score is None or at % 4 == 3:
        return replace(one, score=None, planned=None, low=20.0, high=80.0, coverage=0.4, answered=0)
    other = min(100.0, max(0.0, one.score - 14 + at * 7 % 23))
    return replace(one, score=other, low=max(0.0, other - 9), high=min(100.0, other + 4), planned=other, coverage=0.87)


def reweighed(found: Readings) -> Readings:
    """Return the index of each region by other weights: somewhat higher or lower."""
    return Readings(
        tuple(
            one if one.score is None else replace(one, score=min(100.0, max(0.0, one.score + at * 5 % 11 - 4.5)))
            for at, one in enumerate(found)
        )
    )
