"""Where editions of questionnaires are: in the package's library, and beside a file."""

import re
from importlib.resources import files
from pathlib import Path

LIBRARY = Path(str(files("survey.questionnaires"))) / "library"
"""The folder of the questionnaires that come with the package."""

SUFFIXES = (".yaml", ".yml", ".json")
"""The endings of questionnaire files."""

RULES = ".rules.yaml"
"""The ending of the file of rules that stands beside a questionnaire, under its name."""

_HEAD = 4_000
_MOST_FILES = 500


def library() -> dict[str, Path]:
    """The questionnaires that come with the package: the path of each by ``<key>-<edition>``."""
    return {path.stem: path for path in sorted(LIBRARY.glob("*.yaml")) if not is_rules(path)}


def is_rules(path: Path) -> bool:
    """Whether a file holds rules for a questionnaire, by its name."""
    return path.name.endswith(RULES)


def rules_beside(path: Path) -> Path:
    """Where the rules of a questionnaire file are, if it has any."""
    return path.with_name(path.stem + RULES)


def asked_beside(path: Path) -> Path | None:
    """The questionnaire file that a file of rules belongs to; None where it is not there."""
    name = path.name.removesuffix(RULES)
    return next((one for suffix in SUFFIXES if (one := path.with_name(name + suffix)).is_file()), None)


def editions(key: str, folder: Path | None) -> dict[str, Path]:
    """The files of all editions of a questionnaire, by edition, in ``folder`` and in the library.

    A file in the folder stands before one in the library. Only the beginning of each file is looked at.
    """
    found: dict[str, Path] = {}
    for place in (folder, LIBRARY):
        inside = sorted(place.iterdir())[:_MOST_FILES] if place is not None and place.is_dir() else []
        for path in inside:
            if path.suffix in SUFFIXES and path.is_file() and not is_rules(path):
                head = _head(path)
                if _said(head, "key") == key and (edition := _said(head, "edition")):
                    found.setdefault(edition, path)
    return found


def order(edition: str) -> list[tuple[int, int, str]]:
    """What to sort editions by: numbers in them by their size, so that "9" comes before "10"."""
    pieces = re.findall(r"\d+|\D+", edition)
    return [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces]


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_HEAD).decode("utf-8-sig", "replace")


def _said(head: str, key: str) -> str | None:
    """The value of a key at the top of a YAML or JSON text, as far as one can tell without reading it whole."""
    match = re.search(rf"""^\s*\{{?\s*["']?{key}["']?\s*:\s*["']?([^"'\s,#}}]+)""", head, re.MULTILINE)
    match = match or re.search(rf"""[{{,]\s*["']?{key}["']?\s*:\s*["']?([^"'\s,#}}]+)""", head)
    return match[1] if match else None
