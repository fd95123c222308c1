"""What stands where in a workbook: its sheets, their texts, and the cells to fill in, before anything is written."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Literal

from survey import languages
from survey.languages import gettext as _
from survey.languages import quoted
from survey.questionnaires import conditions, expressions, kinds
from survey.questionnaires.model import (
    MultipleQuestion,
    NumberQuestion,
    Question,
    Questionnaire,
    ScaleQuestion,
    Section,
    ShareQuestion,
    SingleQuestion,
)

Look = Literal["title", "intro", "head", "number", "question", "option", "about"]
Part = Literal["answer", "instead", "reason", "day"]
PARTS: tuple[Part, ...] = ("answer", "instead", "reason", "day")
NUMBER, TEXT, ABOUT, FIRST_PART = 0, 1, 2, 3
"""The columns of a section's sheet, from 0: number, question, explanation; then one for each of :data:`PARTS`."""

HEADS_ROW = 2
LONGEST_NAME = 31
"""Characters that fit into the name of a sheet."""

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class Words:
    """A text in a cell that is not to be changed; row and column count from 0."""

    row: int
    column: int
    text: str
    look: Look


@dataclass(frozen=True)
class Space:
    """A cell to fill in: one part of the reply to a question, or of a multiple choice one ``option`` (a code)."""

    row: int
    column: int
    code: str
    part: Part
    option: str = ""


@dataclass
class Sheet:
    """The sheet of one section."""

    name: str
    words: list[Words] = field(default_factory=list)
    spaces: list[Space] = field(default_factory=list)


def sheets(questionnaire: Questionnaire) -> list[Sheet]:
    """Return a sheet for each section of a questionnaire, whose texts are in the reader's language already."""
    names = sheet_names([f"{number} {each.title}" for number, each in enumerate(questionnaire.sections, 1)])
    return [_sheet(name, section, questionnaire) for name, section in zip(names, questionnaire.sections, strict=True)]


def sheet_names(titles: Collection[str], taken: Collection[str] = ()) -> list[str]:
    """Return a name for a sheet of each title: at most 31 characters, none that is forbidden, no name twice."""
    found: list[str] = []
    used = {each.casefold() for each in taken}
    for title in titles:
        plain = " ".join(_NOT_IN_NAMES.sub(" ", title).split()).strip("'") or "?"
        name, again = plain[:LONGEST_NAME].strip(" '"), 1
        while name.casefold() in used or name.casefold() == "history":  # Excel keeps this one for itself
            again += 1
            name = f"{plain[: LONGEST_NAME - len(str(again)) - 1].strip()} {again}"
        used.add(name.casefold())
        found.append(name)
    return found


def heads() -> tuple[str, ...]:
    """Return what stands above the columns."""
    return (
        _("No."),
        _("Question"),
        _("Explanation"),
        _("Answer"),
        _("Instead of an answer"),
        _("Whose task is it, or why does it not apply?"),
        _("From which day on?"),
    )


def instead(question: Question) -> dict[str, str]:
    """Return what can be said instead of an answer, by its code in a cell of the answers table."""
    said = {kinds.DOES_NOT_KNOW_CELL: _("We cannot tell")}
    if question.not_applicable == "with_reason":
        said[kinds.NOT_APPLICABLE_CELL] = _("Not in our remit, or does not apply")
    return said


def labels(question: Question) -> dict[str, str]:
    """Return what can be chosen, by option code or step; no two labels of a question are the same."""
    if isinstance(question, ScaleQuestion):
        steps = range(question.lowest, question.highest + 1)
        return {str(step): _step(step, question.labels.get(step)) for step in steps}
    found: dict[str, str] = {}
    for option in kinds.options(question):
        label = " ".join(option.label.split())
        same = label.casefold() in {each.casefold() for each in found.values()}
        found[option.code] = f"{label} ({option.code})" if same else label
    return found


def _step(step: int, label: str | None) -> str:
    return f"{step}" if label is None else _("%(step)s – %(label)s", step=step, label=label)


def is_dated(question: Question) -> bool:
    """Whether one of the answers is a plan, whose day is asked for."""
    return isinstance(question, SingleQuestion) and any(one.planned is not None for one in question.options)


def _sheet(name: str, section: Section, questionnaire: Questionnaire) -> Sheet:
    made = Sheet(name)
    made.words.append(Words(0, 0, section.title, "title"))
    if section.intro:
        made.words.append(Words(1, 0, section.intro, "intro"))
    made.words += [Words(HEADS_ROW, column, head, "head") for column, head in enumerate(heads())]
    row = HEADS_ROW + 1
    for number, question in enumerate(section.questions, 1):
        row = _add(made, row, number, question, questionnaire)
    return made


def _add(made: Sheet, row: int, number: int, question: Question, questionnaire: Questionnaire) -> int:
    """Add a question to a sheet and return the row after it."""
    made.words += [Words(row, NUMBER, str(number), "number"), Words(row, TEXT, question.text, "question")]
    about = "\n".join(_about(question, questionnaire))
    made.words += [Words(row, ABOUT, about, "about")] if about else []
    made.spaces += [Space(row, FIRST_PART + PARTS.index(part), question.code, part) for part in _parts(question)]
    if not isinstance(question, MultipleQuestion):
        return row + 1
    anchors = {option.code: option.anchor for option in question.options}
    for code, label in labels(question).items():
        row += 1
        made.words.append(Words(row, TEXT, label, "option"))
        anchor = anchors[code]
        made.words += [Words(row, ABOUT, anchor, "about")] if anchor else []
        made.spaces.append(Space(row, FIRST_PART, question.code, "answer", code))
    return row + 1


def _parts(question: Question) -> Iterator[Part]:
    if not isinstance(question, MultipleQuestion):
        yield "answer"
    yield "instead"
    if question.not_applicable == "with_reason":
        yield "reason"
    if is_dated(question):
        yield "day"


def _about(question: Question, questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the lines of the explanation: when it is asked, help, what fits, evidence."""
    if question.condition is not None:
        yield _("Asked only after certain answers to: %(questions)s", questions=_read_by(question, questionnaire))
    if question.help:
        yield question.help
    if isinstance(question, SingleQuestion):
        chosen = labels(question)
        for option in question.options:
            if option.anchor:
                yield _("“%(answer)s”: %(fact)s", answer=chosen[option.code], fact=option.anchor)
    if isinstance(question, MultipleQuestion):
        yield _("Several answers may hold: say yes in the row of each.")
    if isinstance(question, NumberQuestion | ShareQuestion):
        yield number(question)
    if question.evidence:
        yield _("What counts as evidence: %(evidence)s", evidence=question.evidence)


def _read_by(question: Question, questionnaire: Questionnaire) -> str:
    codes = conditions.codes(expressions.parse(question.condition or ""))
    return "; ".join(quoted(questionnaire.questions[code].text) for code in codes)


def number(question: NumberQuestion | ShareQuestion) -> str:
    """Return which numbers may be answered, as a sentence."""
    unit = "%" if isinstance(question, ShareQuestion) else question.unit
    low, high = kinds.limits(question)
    if low is None or high is None:
        return _("A number (%(unit)s).", unit=unit) if unit else _("A number.")
    limits = {"low": languages.format_plain(low), "high": languages.format_plain(high)}
    if question.whole and unit:
        return _("A whole number from %(low)s to %(high)s (%(unit)s).", unit=unit, **limits)
    if unit:
        return _("A number from %(low)s to %(high)s (%(unit)s).", unit=unit, **limits)
    return _("A number from %(low)s to %(high)s.", **limits)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell by row and column from 0: ``D5``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
