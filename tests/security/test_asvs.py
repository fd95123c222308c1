"""The table of OWASP ASVS 5.0 in docs/asvs.md: each line of level 1 and 2 once, each test there, each count right."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from survey.services import evidence_types
from survey.services.passwords import KNOWN_HERE

ROOT = Path(__file__).parent.parent.parent
TABLE = (ROOT / "docs/asvs.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
STATES = ("met", "part", "not met", "not applicable")
REQUIREMENTS = """
1.1 22 1.2 111112222 1.3 11222222222 1.4 222 1.5 12
2.1 122 2.2 112 2.3 1222 2.4 2
3.2 11 3.3 1222 3.4 112222 3.5 11122 3.7 22
4.1 122 4.2 2 4.3 22 4.4 1222
5.1 2 5.2 112 5.3 11 5.4 222
6.1 122 6.2 111111112222 6.3 1122 6.4 1122 6.5 22222 6.6 222 6.8 2222
7.1 222 7.2 1111 7.3 22 7.4 11222 7.5 22 7.6 22
8.1 12 8.2 112 8.3 1 8.4 2
9.1 111 9.2 1222
10.1 22 10.2 22 10.3 2222 10.4 11111222222 10.5 22222 10.6 22 10.7 222
11.1 22 11.2 222 11.3 112 11.4 1222 11.5 2 11.6 2
12.1 122 12.2 11 12.3 2222
13.1 2 13.2 22222 13.3 22 13.4 12222
14.1 22 14.2 1222 14.3 122
15.1 122 15.2 122 15.3 1222222
16.1 2 16.2 22222 16.3 2222 16.4 222 16.5 222
17.1 2 17.2 2222 17.3 22
"""
"""The sections of ASVS 5.0.0 (CSV of the OWASP/ASVS repository), each with the levels of its lines from the first on.

In every section those of level 3 come last, or stand alone; they are left out.
"""


class Line(NamedTuple):
    """One line of the table."""

    name: str
    level: str
    asks: str
    state: str
    shown: str


def wanted() -> dict[str, str]:
    """Return the level of each requirement of level 1 and 2."""
    words = REQUIREMENTS.split()
    sections = dict(zip(words[::2], words[1::2], strict=True))
    return {f"{name}.{number}": level for name, levels in sections.items() for number, level in enumerate(levels, 1)}


def lines(text: str = TABLE) -> list[Line]:
    rows = [row for row in text.splitlines() if re.match(r"\| \d+\.\d+\.\d+ \|", row)]
    return [Line(*(cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1])) for row in rows]


def by_chapter() -> dict[str, Counter[str]]:
    """Return how many lines of each chapter have which state."""
    found: dict[str, Counter[str]] = {}
    for line in lines():
        found.setdefault(line.name.partition(".")[0], Counter())[line.state] += 1
    return found


@cache
def functions_of(path: str) -> frozenset[str]:
    """Return the names of the tests of a file, read and not run."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_")


def test_each_requirement_of_level_1_and_2_stands_once_in_its_order():
    assert [(line.name, line.level) for line in lines()] == list(wanted().items())
    assert Counter(wanted().values()) == {"1": 70, "2": 183}


def test_each_state_is_known_and_each_line_says_why():
    for line in lines():
        assert line.state in STATES, line.name
        assert len(line.asks) > 5, line.name
        assert len(line.shown) > 5, line.name
        words = re.sub(r"`[^`]*`", "", line.shown)
        assert line.state == "met" or re.search(r"\w", words), f"{line.name}: what is missing, or why not?"


def test_each_test_that_is_named_is_there():
    named = [
        (line.name, *found) for line in lines() for found in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", line.shown)
    ]
    assert [one for one in named if one[2] not in functions_of(one[1])] == []
    assert len(named) > 200
    assert TABLE.count("::") == len(named), "each is written whole"


def test_each_file_that_is_named_is_there():
    named = re.findall(r"`((?:docs|survey|tests|benchmarks)/[\w/.-]+\.\w+)`", TABLE)
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_the_summary_counts_as_the_table_does():
    summary = SECURITY.split("\n## OWASP ASVS\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| V(\d+) [^|]*\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", summary, re.MULTILINE)
    told = {chapter: dict(zip(STATES, map(int, counts), strict=True)) for chapter, *counts in rows}
    found = {chapter: {state: count[state] for state in STATES} for chapter, count in by_chapter().items()}
    assert told == found
    whole = Counter(line.state for line in lines())
    (last,) = re.findall(r"^\| \*\*all\*\* \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", summary, re.MULTILINE)
    assert dict(zip(STATES, map(int, last), strict=True)) == {state: whole[state] for state in STATES}
    assert "(docs/asvs.md)" in summary


def test_what_may_be_sent_is_written_down_as_it_is_checked():
    section = SECURITY.split("\n## What may be sent\n")[1].split("\n## ")[0]
    assert "`" + " ".join(f".{ending}" for ending in evidence_types.ENDINGS) + "`" in section
    assert f"{evidence_types.LARGEST_FILE // 1_000_000} MB" in section


def test_words_that_passwords_may_not_be_made_of_are_listed():
    assert f"*{', '.join(KNOWN_HERE)}*" in " ".join(SECURITY.split())


def test_each_thing_that_is_kept_has_a_level_and_each_level_its_rules():
    section = SECURITY.split("\n## What an installation keeps\n")[1].split("\n## ")[0]
    kept, levels = section.split("| level | what is asked of it |")
    rows = [row.split("|") for row in kept.splitlines() if row.startswith("| ")][1:]
    rules = {row.split("|")[1].strip() for row in levels.splitlines() if row.startswith("| ")}
    assert len(rows) >= 18
    assert {row[4].strip() for row in rows} <= rules
    assert rules == {"open", "region", "personal", "secret"}
