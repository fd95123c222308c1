"""The words of a questionnaire as pages show them: texts that fell back to English, and answers in words."""

import re
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from survey import languages
from survey.languages import SOURCE
from survey.languages import gettext as _
from survey.models.answer import Cleared
from survey.questionnaires import kinds
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import (
    MultipleQuestion,
    Question,
    Questionnaire,
    ScaleQuestion,
    SingleQuestion,
    TextQuestion,
)
from survey.questionnaires.wording import Wording, rewrite

_MARKED = Markup('<span lang="{lang}">{text}</span> <abbr class="small" title="{name}">{sign}</abbr>')


def as_html(sentence: str, **values: object) -> Markup:
    """Return a translated sentence with its places filled: what is no HTML yet is escaped."""
    return Markup(sentence) % values  # noqa: S704 - our own catalogue


def fallback(text: str) -> Markup:
    """Return a text for want of a translation in English, and say so to eye and ear."""
    return _MARKED.format(lang=SOURCE, text=text, name=languages.language_name(SOURCE), sign=SOURCE.upper())


def marked(questionnaire: Questionnaire, fallbacks: frozenset[str]) -> Questionnaire:
    """Return a questionnaire for HTML, its texts of these message contexts marked; for attributes it is not good."""

    def change(wording: Wording) -> str:
        """Return the text, marked as not translated where it is not."""
        return fallback(wording.text) if wording.context in fallbacks else wording.text

    return rewrite(questionnaire, change) if fallbacks else questionnaire


def in_words(question: Question, answer: Answer) -> str:
    """Return what was answered as HTML, as the reader would say it; the reason or a plan's date stands behind."""
    match answer.state:
        case State.NOT_ANSWERED:
            return _("Not answered")
        case State.DOES_NOT_KNOW:
            return _("We cannot tell")
        case State.HIDDEN:
            return _("Not asked, because of an earlier answer")
        case State.NOT_APPLICABLE if answer.reason:
            return as_html(_("Not in our remit, or does not apply: %(reason)s"), reason=answer.reason)
        case State.NOT_APPLICABLE:
            return _("Not in our remit, or does not apply")
        case State.PLANNED if answer.planned_date:
            words = _value(question, answer)
            return as_html(
                _("%(answer)s, from %(date)s"), answer=words, date=languages.format_date(answer.planned_date)
            )
        case _:
            return _value(question, answer)


def anew(cleared: Cleared | None) -> str:
    """Return why an answer of the wave before has to be given anew, as a sentence; empty where it can be confirmed."""
    match cleared:
        case Cleared.TIME_BOUND:
            return _("The question is about a certain time, so it is asked anew.")
        case Cleared.RESCALED:
            return _("The question has another scale now.")
        case Cleared.NO_LONGER_FITS:
            return _("The earlier answer is none of those that can be chosen today.")
        case _:
            return ""


def side_by_side(mine: str, theirs: str) -> tuple[Markup, Markup]:
    """Return two texts as HTML in which the words are marked that the other does not have at that place."""
    a, b = (re.findall(r"\S+|\s+", text) for text in (mine, theirs))
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return (
        _marked([(kind == "equal", "".join(a[start:end])) for kind, start, end, _, _ in steps]),
        _marked([(kind == "equal", "".join(b[start:end])) for kind, _, _, start, end in steps]),
    )


def _marked(pieces: list[tuple[bool, str]]) -> Markup:
    return Markup("").join(
        escape(text) if same or not text.strip() else Markup("<mark>{}</mark>").format(text) for same, text in pieces
    )


def _value(question: Question, answer: Answer) -> str:
    value = answer.value
    match question:
        case SingleQuestion():
            return next((option.label for option in question.options if option.code == value), str(value))
        case MultipleQuestion():
            chosen = value if isinstance(value, tuple) else ()
            return Markup("; ").join(option.label for option in question.options if option.code in chosen)
        case ScaleQuestion():
            return question.labels.get(int(str(value)), str(value))
        case TextQuestion():
            return str(value)
        case _:
            unit = "%" if question.kind == "share" else question.unit or ""
            number = kinds.value_text(value)
            shown = languages.format_number(float(number), len(number.partition(".")[2]))
            return as_html(_("%(number)s %(unit)s"), number=shown, unit=unit).strip()
