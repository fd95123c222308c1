"""What may stand in a cell to fill in: the lists to choose from, and what a spreadsheet program checks at once."""

from datetime import date
from typing import Any

from survey import languages
from survey.languages import gettext as _
from survey.questionnaires import kinds
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import MultipleQuestion, NumberQuestion, Question, ShareQuestion, TextQuestion
from survey.services.workbook_layout import Space, instead, labels

LONGEST_TEXT, LONGEST_REASON = 10_000, 2_000
"""Characters that fit into an answer in words and into a reason, as on the page."""

EARLIEST = date(1990, 1, 1)
YES, NO = "YES", "NO"
YES_OR_NO = "yes-or-no"
"""The list of the row of one option; its hyphen keeps it apart from the lists of questions, which have their codes."""

_INSTEAD = {True: "instead-always", False: "instead-asked"}


def list_of(question: Question, part: str) -> str | None:
    """Return the name of the list from which a cell is filled in; None where something is typed."""
    if part == "instead":
        return _INSTEAD[question.not_applicable == "never"]
    if part != "answer" or isinstance(question, NumberQuestion | ShareQuestion | TextQuestion):
        return None
    return YES_OR_NO if isinstance(question, MultipleQuestion) else question.code


def list_for(question: Question, part: str) -> dict[str, str]:
    """Return the list of a cell: the code of each label; empty where something is typed."""
    if list_of(question, part) is None:
        return {}
    if part == "instead":
        found = instead(question)
    else:
        found = {YES: _("yes"), NO: _("no")} if isinstance(question, MultipleQuestion) else labels(question)
    return {label: code for code, label in found.items()}


def in_cell(question: Question, answer: Answer, space: Space) -> str | float | date | None:
    """Return what an answer looks like in one of its cells; None leaves it empty."""
    if space.part == "instead":
        marks = {State.DOES_NOT_KNOW: kinds.DOES_NOT_KNOW_CELL, State.NOT_APPLICABLE: kinds.NOT_APPLICABLE_CELL}
        return instead(question).get(marks.get(answer.state, ""))
    if space.part == "reason":
        return answer.reason
    if space.part == "day":
        return answer.planned_date
    if not answer.has_value:
        return None
    return _value(question, answer, space.option)


def _value(question: Question, answer: Answer, option: str) -> str | float | None:
    value = answer.value
    if isinstance(value, tuple):
        return _("yes") if option in value else None
    if isinstance(question, NumberQuestion | ShareQuestion):
        return float(str(value))
    return str(value) if isinstance(question, TextQuestion) else labels(question)[str(value)]


def rule(question: Question, part: str, source: str | None) -> dict[str, Any] | None:
    """Return the validation of a cell as XlsxWriter takes it; ``source`` is where its list stands."""
    if source is not None:
        told = _("Please choose from the list, or leave the cell empty.")
        return {"validate": "list", "source": source, **_told(told)}
    if part == "day":
        told = _("Please give a day, such as 2027-03-31.")
        return {"validate": "date", "criteria": ">=", "value": EARLIEST, **_told(told)}
    if isinstance(question, NumberQuestion | ShareQuestion) and part == "answer":
        return _limits(question)
    most = LONGEST_REASON if part == "reason" else LONGEST_TEXT
    told = _("At most %(most)s characters fit here.", most=languages.format_number(most, 0))
    return {"validate": "length", "criteria": "<=", "value": most, **_told(told)}


def _limits(question: NumberQuestion | ShareQuestion) -> dict[str, Any] | None:
    low, high = kinds.limits(question)
    if low is not None and high is not None:
        shown = {"low": languages.format_plain(low), "high": languages.format_plain(high)}
        if question.whole:
            told = _told(_("Please give a whole number from %(low)s to %(high)s.", **shown))
            return {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high, **told}
        told = _told(_("Please give a number from %(low)s to %(high)s.", **shown))
        return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high, **told}
    if low is not None:
        told = _told(_("Please give a number from %(low)s.", low=languages.format_plain(low)))
        return {"validate": "decimal", "criteria": ">=", "value": low, **told}
    if high is not None:
        told = _told(_("Please give a number up to %(high)s.", high=languages.format_plain(high)))
        return {"validate": "decimal", "criteria": "<=", "value": high, **told}
    return None


def _told(sentence: str) -> dict[str, Any]:
    return {"error_title": _("This does not fit")[:32], "error_message": sentence[:255]}
