"""What a row about a region, or about one of its figures, may hold: read from texts, with what is wrong by column."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from survey.languages import SOURCE, locale
from survey.languages import gettext as _
from survey.services.evidence_words import address
from survey.services.regions import MEASURES, SHARES

REGION = [
    "key",
    "name",
    "local_name",
    "country",
    "nuts",
    "nuts_level",
    "languages",
    "partner_body",
    "note",
    "member_since",
    "has_left",
    "member_until",
    "membership_note",
]
"""The columns about a region, as ``survey/data/regions.csv`` has them."""
FIGURE = ["region", "measure", "value", "unit", "as_of", "source", "confidence", "note"]
"""The columns about a figure, as ``survey/data/context.csv`` has them."""
UNITS = {measure: "percent" if measure in SHARES else "persons" for measure in MEASURES}
"""In which unit each measure is told."""
CONFIDENCES = ("high", "medium", "low")
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = frozenset({"new", "import"})
"""Words that stand in addresses where the key of a region would."""
LONGEST = 200
LONG = {"note": 1_000, "membership_note": 1_000, "source": 2_000}

Read = Mapping[str, Any]
"""Values by column: text, number, day, yes or no; None for what is empty."""


@dataclass(frozen=True)
class Row:
    """A row as it was read, and by column a code for what cannot be (:func:`words`)."""

    values: Read
    faults: Mapping[str, str]


def region(given: Mapping[str, str]) -> Row:
    """Read a row about a region."""
    row = _read(given, REGION, _REGION, {"note", "member_until", "membership_note"})
    values, faults = dict(row.values), dict(row.faults)
    since, left, until = (values.get(name) for name in ("member_since", "has_left", "member_until"))
    if until and left is False:
        faults["member_until"] = "not-left"
    elif until and since and until < since:
        faults["member_until"] = "before-since"
    return Row(values, faults)


def figure(given: Mapping[str, str]) -> Row:
    """Read a row about a figure: what was measured, how much, of when, by whom, and how sure it is."""
    row = _read(given, FIGURE, _FIGURE, {"note", "source"})
    values, faults = dict(row.values), dict(row.faults)
    measure, unit = values.get("measure"), values.get("unit")
    if measure and unit and UNITS[measure] != unit:
        faults["unit"] = "other-unit"
    if unit == "percent" and values.get("value", 0) > 100:
        faults["value"] = "above-hundred"
    if not values.get("source") and not values.get("note") and "source" not in faults:
        faults["source"] = "no-source"
    return Row(values, faults)


def _read(
    given: Mapping[str, str], columns: list[str], kinds: Mapping[str, Callable[[str], Any]], optional: set[str]
) -> Row:
    values, faults = dict[str, Any](), dict[str, str]()
    for name in columns:
        text = (given.get(name) or "").strip()
        if not text:
            values[name] = None
            if name not in optional:
                faults[name] = "missing"
        elif len(text) > LONG.get(name, LONGEST) or any(ord(sign) < 32 for sign in text):
            faults[name] = "long" if len(text) > LONG.get(name, LONGEST) else "one-line"
        else:
            try:
                values[name] = kinds.get(name, str)(text)
            except ValueError as error:
                faults[name] = str(error)
    return Row(values, faults)


def _one_of(words: Callable[[], Any], code: str) -> Callable[[str], str]:
    """Return a reader of one of these words."""

    def read(text: str) -> str:
        """Return the word if it is one of these; ValueError(code) if not."""
        if text not in words():
            raise ValueError(code)
        return text

    return read


def _key(text: str) -> str:
    if not KEY.fullmatch(text) or len(text) > 40 or text in RESERVED:
        raise ValueError("key")
    return text


def _languages(text: str) -> str:
    codes = [one.strip() for one in text.split(";") if one.strip()]
    if not codes or not all(one in locale(SOURCE).languages for one in codes):
        raise ValueError("languages")
    return ";".join(codes)


def _level(text: str) -> int:
    if text not in {"0", "1", "2", "3"}:
        raise ValueError("level")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("day") from error


def _yes(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError("yes-no")
    return text == "yes"


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError as error:
        raise ValueError("number") from error
    if not isfinite(found) or found < 0:
        raise ValueError("number")
    return found


def _as_of(text: str) -> str:
    """Return a year, a month or a day as it stands: ``2024``, ``2024-01``, ``2024-01-31``."""
    whole = {4: f"{text}-01-01", 7: f"{text}-01", 10: text}.get(len(text))
    if whole is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", whole):
        raise ValueError("as-of")
    try:
        date.fromisoformat(whole)
    except ValueError as error:
        raise ValueError("as-of") from error
    return text


def _source(text: str) -> str:
    """Return the web addresses of the source as they stand: one, or several with ``;`` between blanks."""
    if not all(re.match(r"https?://", one) and address(one) for one in re.split(r"\s+;\s+", text)):
        raise ValueError("source")
    return text


_REGION: Mapping[str, Callable[[str], Any]] = {
    "key": _key,
    "country": _one_of(lambda: set(filter(is_country, map(str, locale(SOURCE).territories))), "country"),
    "nuts_level": _level,
    "languages": _languages,
    "member_since": _day,
    "has_left": _yes,
    "member_until": _day,
}
_FIGURE: Mapping[str, Callable[[str], Any]] = {
    "measure": _one_of(lambda: MEASURES, "measure"),
    "value": _number,
    "unit": _one_of(lambda: {"persons", "percent"}, "unit"),
    "as_of": _as_of,
    "source": _source,
    "confidence": _one_of(lambda: CONFIDENCES, "confidence"),
}


def is_country(code: str) -> bool:
    """Whether a code of the locale data is one of a country; some are of unions, of the unknown, and of pretence."""
    return len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def words(code: str) -> str:
    """Return what is wrong and what to do, for a code, in the reader's language."""
    known = {
        "missing": _("This is empty. Please fill it in."),
        "long": _("This is too long. Please shorten it."),
        "one-line": _("Please write it on one line."),
        "key": _("Use small letters, figures and hyphens only, such as west-flanders."),
        "taken": _("Another region has this key. Choose a different one."),
        "country": _("This is no code of a country. Give two capital letters, such as AT."),
        "level": _("Give the level of the statistical unit: 0, 1, 2 or 3."),
        "languages": _("Give codes of languages with semicolons between them, such as de;fr."),
        "day": _("Give a day as year, month and day, such as 2026-11-22."),
        "yes-no": _("Write yes or no."),
        "not-left": _("There is a last day, but the region has not left. Change one of the two."),
        "before-since": _("The last day comes before the first. Change one of the two."),
        "unknown-region": _("There is no region with this key. Add the region first."),
        "measure": _("This measure is not known. Use one of: %(known)s.", known=", ".join(MEASURES)),
        "number": _("Give a number that is not below zero, with a point before decimals."),
        "above-hundred": _("A share has at most 100 percent. Please check it."),
        "unit": _("The unit is persons or percent."),
        "other-unit": _("Numbers of people are told in persons, shares in percent. Change measure or unit."),
        "as-of": _("Give a year, a month or a day, such as 2024, 2024-01 or 2024-01-31."),
        "source": _("This is no web address. It begins with https:// or http://; put “ ; ” between several."),
        "no-source": _("Give the web address of the source, or say in the note why there is none."),
        "confidence": _("How sure it is: high, medium or low."),
        "figure-taken": _("There is a figure of this measure and date already. Change that one."),
        "twice": _("An earlier row is about the same. Leave one of them out."),
    }
    return known.get(code, _("This cannot be used. Please change it."))
