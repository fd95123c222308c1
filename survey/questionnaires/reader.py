"""Reading questionnaire files: whole and checked, or not at all.

A file is YAML 1.2 or JSON (:mod:`survey.questionnaires.files.tree`), read by the types of
:mod:`survey.questionnaires.model`, and judged by :mod:`survey.questionnaires.checks`.
"""

from pathlib import Path
from typing import Any

from survey.errors import Fault, FaultsError
from survey.questionnaires import checks
from survey.questionnaires.checks import rules as of_rules
from survey.questionnaires.editions import asked_beside, is_rules, library, rules_beside
from survey.questionnaires.files.draft import Draft, draft
from survey.questionnaires.files.texts import text_of
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.rules import Rules

__all__ = [
    "check",
    "check_text",
    "from_json",
    "in_order",
    "json_schema",
    "library",
    "parse",
    "read",
    "read_rules",
    "to_json",
]


def read(path: str | Path) -> Questionnaire:
    """The questionnaire in a file; raises :class:`FaultsError` with all its errors. Warnings do not stop it."""
    name = Path(path)
    found, faults = _draft_of(name)
    return _accepted(found, [*faults, *(checks.check(found, name.parent) if found else ())])


def parse(text: str, name: str = "questionnaire") -> Questionnaire:
    """The questionnaire in a text; ``name`` stands before the line in faults. Raises as :func:`read` does."""
    found, faults = draft(text, name)
    return _accepted(found, [*faults, *(checks.check(found) if found else ())])


def read_rules(path: str | Path, *, form_only: bool = False) -> Rules | None:
    """The rules beside a questionnaire file; None where there are none.

    Raises :class:`FaultsError` with all errors of the file of rules. ``form_only`` leaves the questionnaire unread,
    which takes most of the time: for rules that were judged before, as those of the library.
    """
    name = Path(path)
    if not rules_beside(name).is_file():
        return None
    rules, faults = _judged(rules_beside(name), None if form_only else _draft_of(name)[0], sound=False)
    errors = [fault for fault in in_order(faults) if fault.severity == "error"]
    if rules is None or errors:
        raise FaultsError(errors)
    return rules


def check(path: str | Path) -> list[Fault]:
    """All faults of a file, errors and warnings, in the order of their lines; empty where it is clean.

    The file is a questionnaire, whose rules are checked with it, or the rules themselves.
    """
    name = Path(path)
    if is_rules(name):
        asked = asked_beside(name)
        if asked is None:
            cure = "Put the questionnaire under the same name beside it."
            return [Fault("no-questionnaire", f"{name}:1", "The rules stand beside no questionnaire.", cure)]
        return _check_rules(name, *_faults_of(asked))
    found, faults = _faults_of(name)
    return in_order(faults) + (_check_rules(rules_beside(name), found, faults) if rules_beside(name).is_file() else [])


def check_text(text: str, name: str = "questionnaire") -> list[Fault]:
    """All faults of a text, as :func:`check`; earlier editions are looked for in the library only."""
    found, faults = draft(text, name)
    return in_order([*faults, *(checks.check(found) if found else ())])


def in_order(faults: list[Fault]) -> list[Fault]:
    """Faults by their lines, each once."""
    return sorted(dict.fromkeys(faults), key=lambda fault: int(fault.place.rpartition(":")[2]))


def from_json(text: str) -> Questionnaire:
    """The questionnaire that :func:`to_json` wrote; raises ``pydantic.ValidationError`` for anything else."""
    return Questionnaire.model_validate_json(text, by_alias=True, by_name=False)


def to_json(questionnaire: Questionnaire) -> str:
    """The questionnaire as JSON with the keys of the file, and only those that its author wrote; lossless."""
    return questionnaire.model_dump_json(by_alias=True, exclude_unset=True)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of questionnaire files, for completion in editors."""
    schema = Questionnaire.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _faults_of(path: Path) -> tuple[Draft | None, list[Fault]]:
    found, faults = _draft_of(path)
    return found, [*faults, *(checks.check(found, path.parent) if found else ())]


def _check_rules(path: Path, found: Draft | None, faults: list[Fault]) -> list[Fault]:
    return in_order(_judged(path, found, sound=all(fault.severity == "warning" for fault in faults))[1])


def _judged(path: Path, found: Draft | None, *, sound: bool) -> tuple[Rules | None, list[Fault]]:
    text, faults = text_of(path)
    return (None, faults) if text is None else of_rules.judge(text, str(path), found, sound=sound)


def _draft_of(path: Path) -> tuple[Draft | None, list[Fault]]:
    text, faults = text_of(path)
    return (None, faults) if text is None else draft(text, str(path))


def _accepted(found: Draft | None, faults: list[Fault]) -> Questionnaire:
    errors = [fault for fault in in_order(faults) if fault.severity == "error"]
    if found is None or errors:
        raise FaultsError(errors)
    return found.questionnaire
