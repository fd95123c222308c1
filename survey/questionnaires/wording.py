"""Every text of a questionnaire, with the message context that translators know it by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from survey.questionnaires.files.draft import Path
from survey.questionnaires.kinds import options
from survey.questionnaires.model import (
    Composite,
    Element,
    Question,
    Questionnaire,
    ScaleQuestion,
    Section,
)

E = TypeVar("E", bound=Element)


@dataclass(frozen=True)
class Wording:
    """One text: its message context, the text, a note for translators, and its path of keys and numbers."""

    context: str
    text: str
    note: str
    path: Path


Change = Callable[[Wording], str]
"""What to put in the place of a text."""


def rewrite(questionnaire: Questionnaire, change: Change) -> Questionnaire:
    """The questionnaire with every text changed, in the order of the file; nothing else differs."""
    copy = _with(
        _texts(questionnaire, change, (), {"title": "@title", "about": "@about"}, "the questionnaire"),
        dimensions=[
            _texts(one, change, ("dimensions", i), {"title": one.code}, "a dimension")
            for i, one in enumerate(questionnaire.dimensions)
        ],
        sections=[_section(one, change, ("sections", i)) for i, one in enumerate(questionnaire.sections)],
        framework=_with(
            questionnaire.framework,
            composites=_titles(questionnaire.framework.composites, change, "composites", "a composite"),
            indices=_titles(questionnaire.framework.indices, change, "indices", "an index"),
        ),
    )
    for remembered in ("questions", "section_of"):
        copy.__dict__.pop(remembered, None)
    return copy


def _titles(parts: tuple[Composite, ...], change: Change, key: str, noun: str) -> list[Composite]:
    return [_texts(one, change, ("framework", key, i), {"title": one.code}, noun) for i, one in enumerate(parts)]


def _section(section: Section, change: Change, path: Path) -> Section:
    contexts = {"title": section.code, "intro": f"{section.code}.intro"}
    return _with(
        _texts(section, change, path, contexts, "a section"),
        questions=[_question(one, change, (*path, "questions", i)) for i, one in enumerate(section.questions)],
        groups=[
            _texts(one, change, (*path, "groups", i), {"title": one.code}, "a group")
            for i, one in enumerate(section.groups)
        ],
    )


def _question(question: Question, change: Change, path: Path) -> Question:
    code = question.code
    contexts = {"text": code} | {key: f"{code}.{key}" for key in ("help", "evidence", "unit")}
    copy = _texts(question, change, path, contexts, f"a {question.kind} question")
    if chosen := options(question):
        of = f"an option of: {question.text}"
        keys = [f"{code}.option.{option.code}" for option in chosen]
        return _with(
            copy,
            options=[
                _texts(option, change, (*path, "options", i), {"label": context, "anchor": f"{context}.anchor"}, of)
                for i, (option, context) in enumerate(zip(chosen, keys, strict=True))
            ],
        )
    if isinstance(question, ScaleQuestion) and question.labels:
        labels = {
            step: change(Wording(f"{code}.label.{step}", text, f"label of a step of: {question.text}", path))
            for step, text in question.labels.items()
        }
        return copy.model_copy(update={"labels": labels})
    return copy


def _texts(element: E, change: Change, path: Path, contexts: dict[str, str], noun: str) -> E:
    """The element with those of its own texts changed that ``contexts`` names and that it has."""
    own = ((key, getattr(element, key, None), context) for key, context in contexts.items())
    changed = {
        key: change(Wording(context, text, f"{key} of {noun}", (*path, key)))
        for key, text, context in own
        if text is not None
    }
    return element.model_copy(update=changed)


def _with(element: E, **lists: Any) -> E:
    """The element with these parts in the place of those it was given; what was left to the default stays so."""
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in lists.items()}
    return element.model_copy(update={key: value for key, value in given.items() if key in element.model_fields_set})
