"""A questionnaire's texts for translators, and a questionnaire in another language."""

from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

from survey.errors import FaultsError
from survey.questionnaires.editions import RULES
from survey.questionnaires.files.draft import draft
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.rules import Rules
from survey.questionnaires.wording import Wording, rewrite

Message = tuple[int, str, tuple[str, str], list[str]]
"""What Babel takes from an extractor: line, function, (context, text), notes."""

Translate = Callable[[str, str], str | None]
"""The translation of (context, text); None where there is none."""


def texts(questionnaire: Questionnaire) -> Iterator[tuple[str, str, str]]:
    """All texts in the order of the file: (message context, text, note for translators)."""
    for wording in _wordings(questionnaire):
        yield wording.context, wording.text, wording.note


def rule_texts(rules: Rules) -> Iterator[tuple[str, str, str]]:
    """The sentences of rules in the order of their file, as :func:`texts` gives those of questions."""
    for rule in rules.rules:
        yield rule.code, rule.text, f"{rule.severity} about {', '.join(rule.questions)}"


def translated(questionnaire: Questionnaire, translate: Translate) -> tuple[Questionnaire, frozenset[str]]:
    """The questionnaire in another language, and the contexts of those texts that stay as they are for want of one."""
    missing: set[str] = set()

    def change(wording: Wording) -> str:
        """Return the text in the other language, or as it is, and then note its context."""
        text = translate(wording.context, wording.text)
        if text is None:
            missing.add(wording.context)
        return wording.text if text is None else text

    return rewrite(questionnaire, change), frozenset(missing)


def extract(
    fileobj: IO[bytes], keywords: object, comment_tags: Sequence[str], options: dict[str, Any]
) -> Iterator[Message]:
    """The messages of a questionnaire file, or of its rules, for ``pybabel extract``.

    Raises FaultsError for a file that is neither.
    """
    name, text = str(getattr(fileobj, "name", "questionnaire")), fileobj.read().decode("utf-8-sig")
    if name.endswith(RULES):
        yield from _of_rules(text, name)
        return
    found, faults = draft(text, name)
    if found is None or faults:
        raise FaultsError(faults)
    for wording in _wordings(found.questionnaire):
        yield found.line(*wording.path), "pgettext", (wording.context, wording.text), [wording.note]


def _of_rules(text: str, name: str) -> Iterator[Message]:
    # Only here: judging compares editions by their hashes, and hashes are made of texts.
    from survey.questionnaires.checks.rules import judge, rules_in

    rules, faults = judge(text, name, None)
    if rules is None or faults:
        raise FaultsError(faults)
    lines = [int(rule["text"].line) for rule in rules_in(text)]
    for line, (code, words, note) in zip(lines, rule_texts(rules), strict=True):
        yield line, "pgettext", (code, words), [note]


def _wordings(questionnaire: Questionnaire) -> list[Wording]:
    found: list[Wording] = []

    def keep(wording: Wording) -> str:
        """Note the wording, and leave its text as it is."""
        found.append(wording)
        return wording.text

    rewrite(questionnaire, keep)
    return found
