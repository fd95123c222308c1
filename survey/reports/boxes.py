"""What there is to tick or to write beside a question on paper, and how an answer stands there in words."""

from dataclasses import dataclass

from survey import languages
from survey.languages import gettext as _
from survey.questionnaires import kinds
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import (
    MultipleQuestion,
    NumberQuestion,
    Question,
    ScaleQuestion,
    ShareQuestion,
    SingleQuestion,
    TextQuestion,
)
from survey.scoring.tables import label_of
from survey.services import workbook_layout


@dataclass(frozen=True)
class Box:
    """One box to tick; ``round`` where only one can be, ``ask`` is what to write beside it on a blank form."""

    label: str
    about: str = ""
    round: bool = False
    chosen: bool = False
    aside: bool = False
    ask: str = ""


def boxes(question: Question, answer: Answer | None) -> tuple[Box, ...]:
    """Return the boxes of a question, those of what stands instead of an answer last; None: a blank form."""
    return (*_own(question, answer), *_aside(question, answer))


def _own(question: Question, answer: Answer | None) -> tuple[Box, ...]:
    picked = _picked(answer)
    if isinstance(question, ScaleQuestion):
        return tuple(
            Box(label, round=True, chosen=step in picked) for step, label in workbook_layout.labels(question).items()
        )
    single = isinstance(question, SingleQuestion)
    ask = _("From which day on?") if answer is None else ""
    return tuple(
        Box(
            option.label,
            option.anchor or "",
            round=single,
            chosen=option.code in picked,
            ask=ask if getattr(option, "planned", None) is not None else "",
        )
        for option in kinds.options(question)
    )


def _picked(answer: Answer | None) -> tuple[str, ...]:
    if answer is None or not answer.has_value:
        return ()
    return answer.value if isinstance(answer.value, tuple) else (str(answer.value),)


def _aside(question: Question, answer: Answer | None) -> tuple[Box, ...]:
    marks = {State.DOES_NOT_KNOW: kinds.DOES_NOT_KNOW_CELL, State.NOT_APPLICABLE: kinds.NOT_APPLICABLE_CELL}
    given = marks.get(answer.state) if answer else None
    ask = _("Whose task is it, or why does it not apply?") if answer is None else ""
    return tuple(
        Box(
            label,
            round=not isinstance(question, MultipleQuestion),
            chosen=mark == given,
            aside=True,
            ask=ask if mark == kinds.NOT_APPLICABLE_CELL else "",
        )
        for mark, label in workbook_layout.instead(question).items()
    )


def hint(question: Question) -> str:
    """Return what is to be given, where boxes do not show it."""
    if isinstance(question, MultipleQuestion):
        return _("Several answers may hold.")
    if isinstance(question, NumberQuestion | ShareQuestion):
        return workbook_layout.number(question)
    return ""


def lines(question: Question) -> int:
    """Return how many lines there are to write on: a number has one."""
    if isinstance(question, TextQuestion):
        return 4
    return 1 if isinstance(question, NumberQuestion | ShareQuestion) else 0


def unit(question: Question) -> str:
    """Return what stands behind a number."""
    if isinstance(question, ShareQuestion):
        return "%"
    return (question.unit or "") if isinstance(question, NumberQuestion) else ""


def said(question: Question, answer: Answer) -> str:
    """Return an answer that is no box: a number with its unit, a text as it was written."""
    if not answer.has_value:
        return ""
    if isinstance(question, TextQuestion):
        return str(answer.value)
    if not isinstance(question, NumberQuestion | ShareQuestion):
        return ""
    digits = kinds.value_text(answer.value)
    number = languages.format_number(float(digits), len(digits.partition(".")[2]))
    return _("%(number)s %(unit)s", number=number, unit=unit(question)).strip()


def state(answer: Answer) -> str:
    """Return in words what a chosen box does not say: that nothing is answered, from when, why not; else ""."""
    match answer.state:
        case State.NOT_ANSWERED:
            return _("Not answered")
        case State.HIDDEN:
            return _("Not asked, because of an earlier answer")
        case State.NOT_APPLICABLE if answer.reason:
            return _("Not in our remit, or does not apply: %(reason)s", reason=answer.reason)
        case State.PLANNED if answer.planned_date:
            return _("Planned, from %(date)s", date=languages.format_date(answer.planned_date))
        case State.PLANNED:
            return _("Planned; the day is not given yet")
        case _:
            return ""


def in_words(question: Question, answer: Answer) -> str:
    """Return what was answered as the reader would say it; the reason or a plan's date stands behind."""
    match answer.state:
        case State.DOES_NOT_KNOW:
            return _("We cannot tell")
        case State.NOT_APPLICABLE if not answer.reason:
            return _("Not in our remit, or does not apply")
        case State.PLANNED if answer.planned_date:
            day = languages.format_date(answer.planned_date)
            return _("%(answer)s, from %(date)s", answer=label_of(question, answer.value) or "", date=day)
        case State.NOT_ANSWERED | State.HIDDEN | State.NOT_APPLICABLE:
            return state(answer)
        case _:
            return label_of(question, answer.value) or said(question, answer) or str(answer.value)
