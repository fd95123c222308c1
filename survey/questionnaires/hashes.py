"""Two fingerprints of an edition: what is asked and how it is measured, and how it is worded."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from survey.questionnaires.conditions import as_text, parse
from survey.questionnaires.extraction import texts
from survey.questionnaires.kinds import options, possible
from survey.questionnaires.model import Element, Question, Questionnaire

_WORDING = {"title", "about", "intro", "text", "help", "evidence", "label", "labels", "anchor"}
_CIRCUMSTANCES = {
    "code",
    "weight",
    "dimensions",
    "condition",
    "hidden",
    "not_applicable",
    "minimum",
    "maximum",
    "whole",
}
_LATER = {"whole": False}
"""Keys that came later: as they were before they are left out, so that editions of then keep their fingerprint."""


def structure_hash(questionnaire: Questionnaire) -> str:
    """SHA-256 (hex) of codes, kinds, points, weights, conditions, lineage and framework; no text changes it.

    What is written out and what is left to its default are the same, and so are all spellings of a condition.
    """
    return _hash(_structure(questionnaire))


def text_hash(questionnaire: Questionnaire) -> str:
    """SHA-256 (hex) of all texts with their contexts; neither points nor weights nor conditions change it."""
    return _hash({context: text for context, text, _ in texts(questionnaire)})


def worth(question: Question) -> dict[str, Any]:
    """What must not differ between a question and the same question of an earlier edition: kind, options, points."""
    described = _structure(question, _CIRCUMSTANCES)
    most = possible(question)
    described["points"] = None if most is None else float(most)
    if options(question):
        described["options"] = {option["code"]: option for option in described["options"]}
    return described


def _hash(content: object) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _structure(element: Element, left_out: Iterable[str] = ()) -> dict[str, Any]:
    # The unit of a questionnaire says who replies, the unit of a number is a word.
    words = {*_WORDING, *left_out, *(() if isinstance(element, Questionnaire) else ("unit",))}
    kept = {key: getattr(element, key) for key in type(element).model_fields if key not in words}
    kept = {key: value for key, value in kept.items() if key not in _LATER or value != _LATER[key]}
    if kept.get("condition"):
        kept["condition"] = as_text(parse(kept["condition"]))
    return {key: _canonical(value) for key, value in kept.items()}


def _canonical(value: object) -> object:
    match value:
        case Element():
            return _structure(value)
        case Mapping():
            return {str(key): _canonical(item) for key, item in value.items()}
        case tuple():
            return [_canonical(item) for item in value]
        case bool():
            return value
        case int() | float():
            return float(value)
        case _:
            return value
