"""An answer in the words of its questionnaire, for pages that show answers and do not ask for them."""

from survey import languages
from survey.languages import gettext as _
from survey.questionnaires import kinds
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import (
    MultipleQuestion,
    Question,
    ScaleQuestion,
    SingleQuestion,
    TextQuestion,
)


def in_words(question: Question, answer: Answer) -> str:
    """Return what was answered, as the reader would say it; the reason or the date of a plan stands behind."""
    match answer.state:
        case State.NOT_ANSWERED:
            return _("Not answered")
        case State.DOES_NOT_KNOW:
            return _("We cannot tell")
        case State.HIDDEN:
            return _("Not asked, because of an earlier answer")
        case State.NOT_APPLICABLE if answer.reason:
            return _("Not in our remit, or does not apply: %(reason)s", reason=answer.reason)
        case State.NOT_APPLICABLE:
            return _("Not in our remit, or does not apply")
        case State.PLANNED if answer.planned_date:
            words = _value(question, answer)
            return _("%(answer)s, from %(date)s", answer=words, date=languages.format_date(answer.planned_date))
        case _:
            return _value(question, answer)


def _value(question: Question, answer: Answer) -> str:
    value = answer.value
    match question:
        case SingleQuestion():
            return next((option.label for option in question.options if option.code == value), str(value))
        case MultipleQuestion():
            chosen = value if isinstance(value, tuple) else ()
            return "; ".join(option.label for option in question.options if option.code in chosen)
        case ScaleQuestion():
            return question.labels.get(int(str(value)), str(value))
        case TextQuestion():
            return str(value)
        case _:
            unit = "%" if question.kind == "share" else question.unit or ""
            number = kinds.value_text(value)
            shown = languages.format_number(float(number), len(number.partition(".")[2]))
            return _("%(number)s %(unit)s", number=shown, unit=unit).strip()
