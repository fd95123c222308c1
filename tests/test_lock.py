"""requirements.lock: one version with hashes for all that setup.cfg asks for, and no word of where it comes from."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKED = (ROOT / "requirements.lock").read_text(encoding="utf-8")
NAME, HASHES = r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)( ;[^\\]*)? \\\n", r"(?P<hashes>(?:    --hash=.*\n?)+)"
ENTRY = re.compile(NAME + HASHES, re.MULTILINE)
EXTRAS = ("postgresql", "parquet", "build")


def entries() -> dict[str, re.Match[str]]:
    """Return what is locked, by name; a name that has several versions for several systems stands once."""
    return {found["name"]: found for found in ENTRY.finditer(LOCKED)}


def asked_for() -> list[Requirement]:
    """Return what an installation asks for."""
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    blocks = [parser["options"]["install_requires"], *(parser["options.extras_require"][name] for name in EXTRAS)]
    return [Requirement(line) for block in blocks for line in block.split("\n") if line and not line.startswith("#")]


@pytest.mark.parametrize("wanted", asked_for(), ids=lambda one: one.name)
def test_each_dependency_is_locked_to_a_version_that_is_allowed(wanted):
    found = entries()[canonicalize_name(wanted.name)]
    assert wanted.specifier.contains(found["version"], prereleases=True), "type: make lock"


def test_each_entry_has_hashes_and_there_is_nothing_else():
    left = ENTRY.sub("", LOCKED).strip()
    assert left == ""
    hashes = [line for found in entries().values() for line in found["hashes"].splitlines()]
    assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes)


def test_no_address_stands_in_it():
    assert "://" not in LOCKED
    assert "index" not in LOCKED
