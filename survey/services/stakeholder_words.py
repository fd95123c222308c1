"""What a cell of a file of stakeholders' answers may hold, and what is wrong with one that does not, in words."""

from collections.abc import Iterable

from survey.languages import gettext as _
from survey.questionnaires import kinds
from survey.questionnaires.answers import State
from survey.questionnaires.kinds import value_text
from survey.questionnaires.model import (
    MultipleQuestion,
    NumberQuestion,
    Question,
    ScaleQuestion,
    ShareQuestion,
    SingleQuestion,
)
from survey.scoring.lenses import Lens

STATES = tuple(State)
"""The words that may stand in the column ``state``."""


def allowed(question: Question) -> str:
    """Return what may be answered to a question, as codes and numbers, in the reader's language."""
    match question:
        case SingleQuestion():
            return _("One of these is allowed: %(codes)s.", codes=_codes(question))
        case MultipleQuestion():
            said = _("These are allowed, one or several with | between them: %(codes)s.", codes=_codes(question))
            alone = [one.code for one in question.options if one.exclusive]
            return f"{said} " + _("This one stands alone: %(codes)s.", codes=", ".join(alone)) if alone else said
        case ScaleQuestion():
            return _whole(question.lowest, question.highest)
        case NumberQuestion() | ShareQuestion():
            low, high = kinds.limits(question)
            return _whole(low, high) if question.whole else _number(low, high)
        case _:
            return _("Any text is allowed.")


def _codes(question: SingleQuestion | MultipleQuestion) -> str:
    return ", ".join(one.code for one in question.options)


def _whole(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return _("A whole number is allowed.")
    return _("A whole number from %(low)s to %(high)s is allowed.", low=value_text(low), high=value_text(high))


def _number(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return _("A number is allowed.")
    return _("A number from %(low)s to %(high)s is allowed.", low=value_text(low), high=value_text(high))


def cure(code: str) -> str:
    """Return what to do about a fault that needs no question to tell it."""
    return {
        "no-unit": _("Give each person a code, such as 1, 2, 3. It is not kept."),
        "unknown-question": _("Take the codes of questions from the template on this page."),
        "state": _("One of these is allowed: %(codes)s.", codes=_listed(STATES)),
        "no-value": _("Give the value, or the state does_not_know."),
        "value-without": _("With this state there is no value. Leave one of the two out."),
        "not-planned": _("This value is not planned. Leave the state empty."),
        "lens": _("Leave it empty, or write %(lens)s.", lens=Lens.STAKEHOLDERS.value),
    }[code]


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
