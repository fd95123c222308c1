"""Judging what needs more than one value at once: each module holds the rules about one thing."""

from pathlib import Path

from survey.errors import Fault
from survey.questionnaires.files.draft import Draft


def check(draft: Draft, folder: Path | None = None) -> list[Fault]:
    """All faults of sense in a draft; earlier editions are looked for in ``folder`` and in the library."""
    return []
