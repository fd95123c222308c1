"""What may be answered to a question, as a page says it beside an answer that does not fit."""

from survey import languages
from survey.languages import gettext as _
from survey.questionnaires import kinds
from survey.questionnaires.model import NumberQuestion, Question, ShareQuestion


def allowed(question: Question) -> str:
    """Return what may be answered, as a sentence in the reader's language."""
    if isinstance(question, NumberQuestion | ShareQuestion):
        low, high = kinds.limits(question)
        if question.whole:
            return _whole(low, high)
        if low is not None and high is not None:
            return _(
                "Please give a number from %(low)s to %(high)s, such as %(example)s.",
                low=languages.format_number(low, 0),
                high=languages.format_number(high, 0),
                example=languages.format_number(min(low + 12, high), 0),
            )
        return _("Please give a number, such as %(example)s.", example=languages.format_number(12, 0))
    if question.kind == "multiple":
        return _("These answers do not go together: one of them stands alone. Please untick what does not hold.")
    return _("This is none of the answers to choose from. Please choose one of them.")


def _whole(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return _("Please give a whole number, such as %(example)s. Round it.", example=languages.format_number(12, 0))
    return _(
        "Please give a whole number from %(low)s to %(high)s, such as %(example)s. Round it.",
        low=languages.format_number(low, 0),
        high=languages.format_number(high, 0),
        example=languages.format_number(min(low + 12, high), 0),
    )
