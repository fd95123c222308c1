"""Invented readings in every state that a chart has to bear: what the gallery of charts shows. No chance in them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from survey.charts.readings import Reading, Readings
from survey.charts.specification import Facts
from survey.languages import wave_name

DIMENSIONS = {"equality": "Equal rights", "diversity": "Diversity as strength", "interaction": "Interaction"}
AREAS = {
    "strategy": "Commitment and strategy",
    "housing": "Housing and neighbourhoods",
    "labour": "Labour market and enterprise",
    "encounter": "Encounter between newcomers and residents",
    "languages": "Language learning",
}
PARTS = {"index": {"index": "Index"}, "dimension": DIMENSIONS, "area": AREAS}
"""What is scored, as title by level and code."""
QUESTIONS = {
    "adopted": "Has the region adopted a strategy?",
    "homes": "Does the region help newcomers to find a home?",
    "tight": (
        "Does the region support municipalities whose housing market is tight, and does it say in public how much "
        "it spends on that in each year?"
    ),
    "hiring": "Are job offers of the region written so that nobody is kept from applying by their wording?",
    "meeting": "Does the region pay for places where newcomers and residents meet?",
    "courses": "Are language courses free?",
    "letters": "Nachbarschaftsbegegnungsstättenfinanzierungsgrundsätze",
}
"""Texts of questions by code: short ones, long ones, and one in a word that does not break."""
LEFTWARD_QUESTIONS = {
    "first": "هل تدعم المنطقة اللقاءات بين السكان الجدد والقدامى؟",
    "second": "האם האזור מציע קורסי שפה (חינם)?",
}

NAMES = tuple(f"Region {letter}" for letter in "ABCDEFGHIJK")
LONG = (
    "Autonomous Region of the Upper and Lower Valleys with the Islands before Their Coast",
    "Nordwestliche Verwaltungsgemeinschaftsregion",
    "X",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "Region of <Angles> & “Quotation Marks”",
)
LEFTWARDS = ("منطقة الشمال", "אזור הדרום", "Region C (منطقة)", "إقليم البحر الأبيض المتوسط")
"""Names written from right to left, alone and beside one that is not."""


def _score(region: int, part: int) -> float:
    """Return a score from 8 to 97 that looks as if it meant something, and is the same on each call."""
    return 8 + (region * 37 + part * 53 + region * part * 11) % 90


def _reading(at: int, name: str, level: str, part: int, code: str, title: str) -> Reading:
    score = _score(at, part) + part / 7
    planned = min(100.0, score + 9) if at % 3 == 1 else score
    known = {"coverage": 1.0, "not_applicable": 0.0, "answered": 6, "applicable": 6}
    place = {"region": f"r{at}", "region_name": name, "component": code, "title": title, "level": level, "lang": "en"}
    stand = {"stage": "submitted", "submitted": date(2026, 11, 3)}
    return Reading(**place, score=score, low=score, high=score, planned=planned, **known, **stand)  # type: ignore[arg-type]


def _all(names: tuple[str, ...]) -> Readings:
    return Readings(tuple(_rows(names)))


def _rows(names: tuple[str, ...]) -> Iterator[Reading]:
    for at, name in enumerate(names):
        parts = [(level, code, title) for level, titles in PARTS.items() for code, title in titles.items()]
        for part, (level, code, title) in enumerate(parts):
            yield _reading(at, name, level, part, code, title)


def _close() -> Readings:
    """All regions lie within a few points of each other, so that what is written beside points has little room."""
    return Readings(tuple(_nearly(one) for one in _all(NAMES)))


def _nearly(one: Reading) -> Reading:
    score = 55 + (one.score or 0) / 12
    return replace(one, score=score, low=score, high=score, planned=score)


def _missing() -> Readings:
    """Some scores are withheld, some parts do not apply, one region has nothing yet, one reaches 0 and one 100."""
    return Readings(tuple(_thinned(at, one) for at, one in enumerate(_all(NAMES[:6]))))


def _thinned(at: int, one: Reading) -> Reading:
    if one.region == "r5" or at % 7 == 3:
        return replace(one, score=None, planned=None, low=15.0, high=80.0, coverage=0.35, answered=2)
    if at % 7 == 5:
        nothing = {"score": None, "planned": None, "low": None, "high": None, "coverage": None, "not_applicable": 1.0}
        return replace(one, **nothing, answered=0, applicable=0)  # type: ignore[arg-type]
    if at % 7 == 6:
        end = 100.0 if at % 2 else 0.0
        return replace(one, score=end, low=end, high=end, planned=end)
    return one


def _drafts() -> Readings:
    """Nobody has submitted: intervals are wide, and there is no date."""
    return Readings(tuple(_open(one) for one in _all(NAMES[:4])))


def _open(one: Reading) -> Reading:
    low, high = max(0.0, (one.score or 0) - 18), min(100.0, (one.score or 0) + 12)
    return replace(one, low=low, high=high, coverage=0.7, answered=4, stage="draft", submitted=None)


def _private() -> Readings:
    """Every second region keeps its areas to itself, and one shows nothing but its index."""
    kept = [one for one in _all(NAMES[:7]) if not (one.level == "area" and int(one.region[1:]) % 2)]
    return Readings(tuple(one for one in kept if one.region != "r2" or one.level == "index"))


STATES: Mapping[str, Callable[[], Readings]] = {
    "one": lambda: _all(NAMES[:1]),
    "three": lambda: _all(NAMES[:3]),
    "eleven": lambda: _all(NAMES),
    "close": _close,
    "missing": _missing,
    "drafts": _drafts,
    "private": _private,
    "long": lambda: _all(LONG),
    "leftwards": lambda: _all(LEFTWARDS),
    "nothing": lambda: Readings(()),
}
"""The readings of each state by its name in the address."""


def questions(state: str) -> Mapping[str, str]:
    """Return texts of questions by code; where names run from right to left, some of these do, too."""
    return {**LEFTWARD_QUESTIONS, **QUESTIONS} if state == "leftwards" else QUESTIONS


def facts(found: Readings) -> Facts:
    """Return what stands with the charts of some invented readings: always that they are invented."""
    days = [one.submitted for one in found if one.submitted]
    counted = len(found.regions)
    return Facts(
        "gallery", wave_name("2026"), "–", counted, max(counted, 1), as_of=max(days, default=None), demonstration=True
    )
