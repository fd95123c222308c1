"""Codes: one name space in the file, one in the options of each question, and words that no code may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from survey.errors import Fault
from survey.questionnaires.files.draft import Draft, Path
from survey.questionnaires.kinds import options
from survey.questionnaires.model import Question, Section
from survey.questionnaires.tokens import WORDS

RESERVED = ("unit", *WORDS)
"""The first column of tables, and the words of conditions."""

DEFAULT_INDEX = "index"
"""The code of the index that a file without indices has."""

Owner = Literal["question", "section", "group", "composite", "dimension", "index"]


@dataclass(frozen=True)
class Name:
    """A code in the shared name space, what has it, and where."""

    code: str
    owner: Owner
    path: Path


def names(draft: Draft) -> list[Name]:
    """All codes of the shared name space, in the order of their lines."""
    found = [*_dimensions(draft), *_sections(draft), *_components(draft)]
    return sorted(found, key=lambda name: draft.line(*name.path))


def questions(draft: Draft) -> Iterator[tuple[Path, Section, Question]]:
    """All questions in the order of the file, each with its path and its section."""
    for i, section in enumerate(draft.questionnaire.sections):
        for j, question in enumerate(section.questions):
            yield ("sections", i, "questions", j), section, question


def faults(draft: Draft) -> Iterator[Fault]:
    """Codes that stand twice or are reserved, and a questionnaire that asks nothing."""
    yield from _reserved(draft)
    yield from _doubles(draft)
    yield from _double_options(draft)
    if not draft.questionnaire.questions and not draft.lost and not draft.hollow:
        yield draft.warning(("sections",), "no-questions", "The questionnaire asks nothing.", "Add questions.")


def _dimensions(draft: Draft) -> Iterator[Name]:
    for i, dimension in enumerate(draft.questionnaire.dimensions):
        yield Name(dimension.code, "dimension", ("dimensions", i, "code"))


def _sections(draft: Draft) -> Iterator[Name]:
    for i, section in enumerate(draft.questionnaire.sections):
        yield Name(section.code, "section", ("sections", i, "code"))
        for j, group in enumerate(section.groups):
            yield Name(group.code, "group", ("sections", i, "groups", j, "code"))
    for path, _, question in questions(draft):
        yield Name(question.code, "question", (*path, "code"))


def _components(draft: Draft) -> Iterator[Name]:
    for i, composite in enumerate(draft.questionnaire.framework.composites):
        yield Name(composite.code, "composite", ("framework", "composites", i, "code"))
    for i, index in enumerate(draft.questionnaire.framework.indices):
        yield Name(index.code, "index", ("framework", "indices", i, "code"))


def _reserved(draft: Draft) -> Iterator[Fault]:
    default = not draft.questionnaire.framework.indices
    for name in names(draft):
        if name.code in RESERVED:
            what = f"The code {name.code} is reserved for tables and conditions."
            yield draft.fault(name.path, "reserved-code", what, f"Choose another code for the {name.owner}.")
        elif default and name.code == DEFAULT_INDEX:
            what = f"The code {name.code} belongs to the index that a file without indices has."
            yield draft.fault(name.path, "reserved-code", what, "Choose another code, or write the indices out.")


def _doubles(draft: Draft) -> Iterator[Fault]:
    first: dict[str, Name] = {}
    for name in names(draft):
        earlier = first.setdefault(name.code, name)
        if earlier is not name:
            what = f"The code {name.code} is used twice; the first is the {earlier.owner} in line"
            cure = f"Choose another code for this {name.owner}."
            yield draft.fault(name.path, "duplicate-code", f"{what} {draft.line(*earlier.path)}.", cure)


def _double_options(draft: Draft) -> Iterator[Fault]:
    for path, _, question in questions(draft):
        first: dict[str, int] = {}
        for k, option in enumerate(options(question)):
            earlier = first.setdefault(option.code, k)
            if earlier != k:
                line = draft.line(*path, "options", earlier, "code")
                what = f"The option {option.code} stands twice in {question.code}; the first is in line {line}."
                place = (*path, "options", k, "code")
                yield draft.fault(place, "duplicate-option", what, "Give each option a code of its own.")
