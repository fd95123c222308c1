"""The hidden sheet of a workbook: whose it is, what stood in it when it was made, and which version of each answer."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MARK = "intercultural-self-assessment-workbook-1"
"""The first thing in the hidden sheet: what made the file, and in which layout."""

SHEET = "survey-data"
"""The name of the hidden sheet; a section's sheet begins with its number."""

WIDTH = 7
"""Cells in a row of the hidden sheet, all of them texts: what it is about, then up to six values."""

Row = tuple[str, ...]
_INVISIBLE = re.compile(r"_x[0-9A-Fa-f]{4}_|[\x00-\x20\x7f-\xa0]+")


@dataclass(frozen=True)
class Origin:
    """What a workbook was made for; ``region_name`` and ``wave_name`` are in its own language."""

    wave: str
    region: str
    structure_hash: str
    language: str
    wave_name: str
    region_name: str
    made_at: str


@dataclass(frozen=True)
class Base:
    """What was kept of one answer when the workbook was made; version 0 where there was nothing yet."""

    version: int
    state: str
    value: str
    reason: str
    day: str


@dataclass(frozen=True)
class Spot:
    """Which part of which reply a cell holds; ``option`` is the code of an option of a multiple choice."""

    code: str
    part: str
    option: str


Place = tuple[str, str]
"""The name of a sheet, and the name of a cell in it, such as ``D5``."""


@dataclass
class Records:
    """Everything in the hidden sheet; ``choices`` by question code give the code of each label."""

    origin: Origin
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    words: dict[Place, str] = field(default_factory=dict)
    spots: dict[Place, Spot] = field(default_factory=dict)
    bases: dict[str, Base] = field(default_factory=dict)

    def rows(self) -> list[Row]:
        """Return the records as rows of the sheet, sealed."""
        found: list[Row] = [("origin", name, getattr(self.origin, name)) for name in Origin.__dataclass_fields__]
        for code, labels in self.choices.items():
            found += [("choice", code, label, choice) for label, choice in labels.items()]
        found += [("words", *place, text) for place, text in self.words.items()]
        found += [("spot", *place, one.code, one.part, one.option) for place, one in self.spots.items()]
        for code, base in self.bases.items():
            found.append(("base", code, str(base.version), base.state, base.value, base.reason, base.day))
        whole = [(*row, *[""] * (WIDTH - len(row))) for row in found]
        return [(MARK, seal(whole), *[""] * (WIDTH - 2)), *whole]


def seal(rows: Iterable[Sequence[str]]) -> str:
    """Return the fingerprint of rows; what spreadsheet programs change in texts unasked makes no difference.

    It shows that somebody changed the sheet by hand; who may write what is decided elsewhere.
    """
    whole = [[plain(value) for value in row] for row in rows]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


def plain(text: str) -> str:
    """Return a text without what spreadsheet programs write in another way: spaces, line ends, control characters."""
    return _INVISIBLE.sub("", text)


def plain_base(base: Base) -> Base:
    """Return what was kept as :func:`plain` texts, to compare with what went through a file."""
    return Base(base.version, *map(plain, (base.state, base.value, base.reason, base.day)))


def read(rows: Sequence[Sequence[str]]) -> Records | None:
    """Return what rows of a hidden sheet say; None where they are not as they were written."""
    whole = [(*row[:WIDTH], *[""] * (WIDTH - len(row))) for row in rows]
    if not whole or whole[0][0] != MARK or whole[0][1] != seal(whole[1:]):
        return None
    said = {row[1]: row[2] for row in whole if row[0] == "origin"}
    found = Records(Origin(**{name: said.get(name, "") for name in Origin.__dataclass_fields__}))
    for kind, *rest in whole[1:]:
        match kind:
            case "choice":
                found.choices.setdefault(rest[0], {})[rest[1]] = rest[2]
            case "words":
                found.words[rest[0], rest[1]] = rest[2]
            case "spot":
                found.spots[rest[0], rest[1]] = Spot(*rest[2:5])
            case "base":
                found.bases[rest[0]] = Base(int(rest[1]), *rest[2:6])
    return found
