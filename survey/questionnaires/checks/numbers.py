"""Scales, numbers and shares: their ends, and what a value between them is worth."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from survey.errors import Fault
from survey.questionnaires.files.draft import Draft, Path
from survey.questionnaires.kinds import limits, value_text
from survey.questionnaires.model import NumberQuestion, ScaleQuestion, Scoring, ShareQuestion

Bands = Sequence[tuple[float, float]]


def scale(draft: Draft, path: Path, question: ScaleQuestion) -> Iterator[Fault]:
    """Ends the wrong way round, and labels outside them."""
    if question.lowest >= question.highest:
        what = f"The scale goes from {question.lowest} to {question.highest}."
        cure = "Let it rise by at least one; reversed: true lets the lowest step earn most."
        yield draft.fault((*path, "from"), "empty-scale", what, cure)
        return
    for step in question.labels:
        if not question.lowest <= step <= question.highest:
            what = f"There is a label for {step}, outside {question.lowest} to {question.highest}."
            yield draft.fault((*path, "labels", step), "label-outside", what, "Label steps of the scale only.")


def number(draft: Draft, path: Path, question: NumberQuestion | ShareQuestion) -> Iterator[Fault]:
    """Limits the wrong way round, and a score that says nothing, too much, or what nobody can answer."""
    low, high = limits(question)
    if low is not None and high is not None and low > high:
        what = f"The minimum {value_text(low)} is above the maximum {value_text(high)}."
        yield draft.fault((*path, "minimum"), "empty-range", what, "Exchange them or correct one.")
    if question.score is None:
        if question.points is not None:
            what = f"{question.code} has points but no score, so it is not scored."
            cure = "Add score: with linear or bands, or remove points."
            yield draft.warning((*path, "points"), "points-without-score", what, cure)
        return
    yield from _form(draft, (*path, "score"), question.score)
    if question.score.linear is not None:
        yield from _linear(draft, (*path, "score", "linear"), question.score.linear, (low, high))
    if question.score.bands is not None:
        yield from _bands(draft, (*path, "score", "bands"), question.score.bands, (low, high))
        yield from _worth(draft, (*path, "score", "bands"), question.score.bands, question.points)


def _form(draft: Draft, path: Path, score: Scoring) -> Iterator[Fault]:
    if score.linear is None and score.bands is None:
        what = "The score says neither linear nor bands."
        yield draft.fault(path, "empty-score", what, "Add linear: [a, b] or bands: [[from, points]], or remove score.")
    if score.linear is not None and score.bands is not None:
        yield draft.fault(path, "double-score", "The score has both linear and bands.", "Keep one of them.")


def _linear(
    draft: Draft, path: Path, ends: tuple[float, float], within: tuple[float | None, float | None]
) -> Iterator[Fault]:
    low, high = within
    written = f"[{value_text(ends[0])}, {value_text(ends[1])}]"
    if ends[0] == ends[1]:
        what = f"linear: {written} begins where it ends."
        yield draft.fault(path, "flat-linear", what, "Write the number that earns nothing and the one that earns all.")
    elif (high is not None and min(ends) >= high) or (low is not None and max(ends) <= low):
        what = f"linear: {written} lies outside what can be answered, so every answer earns the same."
        yield draft.warning(path, "unreachable-points", what, "Let it overlap with what can be answered.")


def _bands(draft: Draft, path: Path, bands: Bands, within: tuple[float | None, float | None]) -> Iterator[Fault]:
    low, high = within
    for k, (before, after) in enumerate(pairwise(start for start, _ in bands), start=1):
        if after <= before:
            what = f"The band from {value_text(after)} follows the band from {value_text(before)}."
            yield draft.fault((*path, k), "bands-order", what, "Write bands with rising numbers, each once.")
        elif low is not None and after <= low:
            what = f"No answer can be in the band from {value_text(before)}."
            yield draft.warning((*path, k - 1), "unreachable-band", what, "Remove it, or lower the minimum.")
    for k, (start, _) in enumerate(bands):
        if high is not None and start > high:
            what = f"The band from {value_text(start)} lies above the highest answer, {value_text(high)}."
            yield draft.warning((*path, k), "unreachable-band", what, "Lower the band, or raise what can be answered.")


def _worth(draft: Draft, path: Path, bands: Bands, points: float | None) -> Iterator[Fault]:
    best = max(worth for _, worth in bands)
    for k, (start, worth) in enumerate(bands):
        if points is not None and worth > points:
            what = f"The band from {value_text(start)} earns {value_text(worth)} of {value_text(points)} points."
            yield draft.fault((*path, k), "band-too-high", what, "Raise points, or lower the band.")
    if points is not None and best < points:
        what = f"The highest band earns {value_text(best)} of {value_text(points)} possible points."
        yield draft.warning(path, "unreachable-points", what, "Lower points, or raise the band.")
