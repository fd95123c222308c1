"""What would earn all points of a question, in words."""

from survey import languages
from survey.languages import gettext as _
from survey.questionnaires import kinds
from survey.questionnaires.model import (
    MultipleQuestion,
    NumberQuestion,
    Question,
    ScaleQuestion,
    ShareQuestion,
    SingleQuestion,
)


def in_full(question: Question) -> str:
    """Return the answer that earns all points, as plain text; the first of several; empty for unscored ones."""
    match question:
        case SingleQuestion():
            return max(question.options, key=lambda option: option.points).label
        case MultipleQuestion():
            return _several(question)
        case ScaleQuestion():
            best = question.lowest if question.reversed else question.highest
            return question.labels.get(best, languages.format_number(best, 0))
        case NumberQuestion() | ShareQuestion():
            return _number(question)
        case _:
            return ""


def _several(question: MultipleQuestion) -> str:
    plain = [option for option in question.options if not option.exclusive]
    if question.score == "any":
        return _("One of these: %(answers)s", answers="; ".join(option.label for option in plain))
    if question.score == "sum":
        plain = [option for option in plain if option.points > 0]
    answers = "; ".join(option.label for option in plain)
    most, total = kinds.possible(question) or 0.0, sum(option.points for option in plain)
    if question.score == "sum" and most < total:
        return _("%(points)s points from these: %(answers)s", points=languages.format_plain(most), answers=answers)
    return answers


def _number(question: NumberQuestion | ShareQuestion) -> str:
    score = question.score
    if score is None:
        return ""
    if score.linear is not None:
        start, end = score.linear
        shown = _counted(question, end)
        return _("%(number)s or more", number=shown) if end > start else _("%(number)s or less", number=shown)
    bands = score.bands or ()
    most = max(points for _from, points in bands)
    place = next(place for place, (_from, points) in enumerate(bands) if points == most)
    low = _counted(question, bands[place][0])
    if place + 1 < len(bands):
        return _("from %(low)s to below %(high)s", low=low, high=_counted(question, bands[place + 1][0]))
    return _("%(number)s or more", number=low)


def _counted(question: NumberQuestion | ShareQuestion, value: float) -> str:
    unit = "%" if isinstance(question, ShareQuestion) else question.unit or ""
    return f"{languages.format_plain(value)} {unit}".strip()
