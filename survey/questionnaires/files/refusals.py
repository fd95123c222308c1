"""What the types refuse, said in the words of the file: what is wrong, and what to do."""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import NamedTuple

from pydantic_core import ErrorDetails

from survey.questionnaires.files.places import KINDS, Place, element, keys, kinds_with
from survey.questionnaires.files.scalars import Scalar

FEW = 16
"""How many words a cure may list."""


class Refusal(NamedTuple):
    """Why a value is refused: the kind of fault, what is wrong, and what to do."""

    code: str
    what: str
    cure: str


_WANTED = {
    "string_type": "a text",
    "float_type": "a number",
    "finite_number": "a finite number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping of codes",
    "model_type": "a mapping of keys",
    "model_attributes_type": "a mapping of keys",
}


def refusal(error: ErrorDetails, place: Place) -> Refusal:
    """The refusal that an error of the types stands for, at its place in the file."""
    kind = error["type"]
    if kind in _WANTED:
        return _wrong_type(place, _WANTED[kind])
    return _SPECIAL.get(kind, _other)(error, place)


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known word that is most like this one; None where none is."""
    return next(iter(get_close_matches(str(word)[:80], list(known), 1, 0.6)), None)


def suggestion(word: object, known: Iterable[str]) -> str:
    """A cure for an unknown word: the nearest known word, or all of them where they are few."""
    words = list(dict.fromkeys(known))
    near = nearest(word, words)
    if near is not None:
        return f"Did you mean {near}?"
    if not words:
        return "Remove it."
    return f"Use one of: {', '.join(words)}." if len(words) <= FEW else "Check its spelling, or remove it."


def shown(value: object) -> str:
    """A value of the file in plain words."""
    match value:
        case None:
            return "empty"
        case bool():
            return f"the truth value {str(value).lower()}"
        case str():
            text = " ".join(value.split())
            return f'the text "{text if len(text) <= 60 else text[:60] + "…"}"'
        case int() | float():
            return f"the number {value}"
        case _:
            return "a list" if isinstance(value, list) else "a mapping"


def code_like(text: str) -> str:
    """The code that is most like a text; empty where there is none."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_").lstrip("0123456789_")


def _name(place: Place) -> str:
    """What the value is called: its key, or the item of a list."""
    step = place.path[-1] if place.path else "the file"
    if isinstance(step, int) and isinstance(place.nodes[-2].value, list):
        names = [name for name in place.path if isinstance(name, str)]
        return f"Item {step + 1} of {names[-1]}"
    return str(step)


def _wrong_type(place: Place, wanted: str) -> Refusal:
    value = place.path[-1] if place.is_key else place.node.value
    subject = "A key here" if place.is_key else _name(place)
    return Refusal("wrong-type", f"{subject} is {shown(value)}, not {wanted}.", _type_cure(value, wanted))


def _type_cure(value: object, wanted: str) -> str:
    if value is None:
        return "Write a value after the colon, or leave the key out."
    if wanted == "a text" and isinstance(value, bool | int | float):
        return f'Put it in quotation marks: "{str(value).lower() if isinstance(value, bool) else value}".'
    if wanted in ("a number", "a whole number") and isinstance(value, str) and _NUMERIC.fullmatch(value):
        return "Write it without quotation marks."
    if wanted == "a list":
        return "Begin each item on its own line by a dash, or write [first, second]."
    return f"Write {wanted} here."


_NUMERIC = re.compile(r"[-+]?\d+(\.\d+)?")


def _missing(_error: ErrorDetails, place: Place) -> Refusal:
    key = place.rest[0] if place.rest else ""
    if isinstance(key, int):
        return Refusal("wrong-type", f"{_name(place)} holds too few values.", "Write two numbers: [first, second].")
    return Refusal("missing-key", f"The key {key} is missing.", f"Add {key}: with a value.{_meaning(place, key)}")


def _meaning(place: Place, key: Scalar) -> str:
    kind = element(place)
    fields = kind.model_fields.items() if kind else ()
    meant = next((field.description for name, field in fields if (field.alias or name) == key), None)
    return f" {meant}" if meant else ""


def _unknown(_error: ErrorDetails, place: Place) -> Refusal:
    kind = element(place.up(1))
    word = place.path[-1]
    owners = kinds_with(word) if kind in KINDS.values() else []
    if owners:
        cure = f"Only questions of the kind {', '.join(owners)} have it. Remove it, or change the kind."
    else:
        cure = suggestion(word, keys(kind) if kind else [])
    return Refusal("unknown-key", f"{word} is no key here.", cure)


def _pattern(_error: ErrorDetails, place: Place) -> Refusal:
    word = place.path[-1] if place.is_key else place.node.value
    if not str(word).strip():
        return Refusal("empty-text", f"{_name(place)} is an empty text.", "Write a text, or leave the key out.")
    cure = "Codes are lower-case letters, digits and underscores, and begin with a letter"
    proposal = code_like(str(word))
    return Refusal("bad-code", f"{word} is no code.", f"{cure}: {proposal}." if proposal else f"{cure}.")


def _limit(error: ErrorDetails, place: Place) -> Refusal:
    name, value = _name(place), place.node.value
    if "minimum_coverage" in place.path:
        return Refusal("out-of-range", f"{name} is {value}.", "Write a number from 0 to 1.")
    if {"points", "planned", "bands"} & set(place.path):
        return Refusal("negative-points", f"{name} is {value}, below 0.", "Write 0 or more points.")
    if error["type"] == "greater_than" and value == 0:
        cure = "Give it a weight above 0, or leave it out of the parts."
        return Refusal("zero-weight", f"{name} has the weight 0 among the parts.", cure)
    return Refusal("negative-weight", f"{name} is {value}, below 0.", "Weights and loadings are never negative.")


def _word(error: ErrorDetails, place: Place) -> Refusal:
    known = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
    value = place.node.value
    return Refusal("unknown-word", f"{_name(place)} is {shown(value)}.", suggestion(value, known))


def _unknown_kind(error: ErrorDetails, place: Place) -> Refusal:
    known = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected_tags", "")))
    return Refusal("unknown-kind", f"kind is {shown(place.node.value)}.", suggestion(place.node.value, known))


def _no_kind(_error: ErrorDetails, _place: Place) -> Refusal:
    cure = "Add kind: single, multiple, scale, number, share or text."
    return Refusal("missing-key", "The key kind is missing.", cure)


def _few(_error: ErrorDetails, place: Place) -> Refusal:
    return Refusal("empty-list", f"{_name(place)} is empty.", "Write at least one item.")


def _many(_error: ErrorDetails, place: Place) -> Refusal:
    return Refusal("wrong-type", f"{_name(place)} holds too many values.", "Write two numbers: [first, second].")


def _other(error: ErrorDetails, place: Place) -> Refusal:
    return Refusal("bad-value", f"{_name(place)}: {error['msg']}.", "Correct the value.")


_SPECIAL: dict[str, Callable[[ErrorDetails, Place], Refusal]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "invalid_key": _unknown,
    "string_pattern_mismatch": _pattern,
    "greater_than": _limit,
    "greater_than_equal": _limit,
    "less_than_equal": _limit,
    "literal_error": _word,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": _no_kind,
    "too_short": _few,
    "too_long": _many,
}
