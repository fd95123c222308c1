"""How long answering takes: an estimate from what there is to read and to decide, told in round figures."""

from math import ceil

from survey.languages import format_number, ngettext
from survey.questionnaires import kinds
from survey.questionnaires.model import Question, ScaleQuestion, Section

WORDS_A_MINUTE = 200
"""Silent reading, cautiously: Brysbaert (2019, Journal of Memory and Language 109) finds 238 in English non-fiction."""

DECIDING = {"single": 10, "scale": 10, "multiple": 20, "number": 30, "share": 30, "text": 90}
"""Seconds to settle on an answer that one knows and to give it, by kind: our assumption, no measurement."""


def to_read(text: str) -> float:
    """Return the seconds that reading a text takes."""
    return len(text.split()) / WORDS_A_MINUTE * 60


def to_begin(section: Section) -> float:
    """Return the seconds until the first question of a section: its title and introduction are read."""
    return to_read(f"{section.title} {section.intro or ''}")


def to_answer(question: Question) -> float:
    """Return the seconds for one question: text, explanation and answers are read, then one is settled on.

    What counts as evidence is folded away, and looking things up takes as long as it takes: neither is in it.
    """
    texts = [question.text, question.help or ""]
    texts += [f"{one.label} {one.anchor or ''}" for one in kinds.options(question)]
    texts += question.labels.values() if isinstance(question, ScaleQuestion) else ()
    return to_read(" ".join(texts)) + DECIDING[question.kind]


def to_confirm(question: Question) -> float:
    """Return the seconds for one question that was answered in the wave before: it is read, and settled on again."""
    return to_read(question.text) + DECIDING["single"]


def about(seconds: float) -> str:
    """Return a duration in words, rounded up: to a minute below ten, to five minutes below an hour, to half an hour."""
    minutes = max(1, ceil(seconds / 60))
    if minutes > 10:
        minutes = ceil(minutes / 5) * 5
    if minutes < 60:
        return ngettext("about one minute", "about %(num)s minutes", minutes)
    halves = ceil(minutes / 30)
    return ngettext(
        "about one hour", "about %(hours)s hours", 1 if halves == 2 else 2, hours=format_number(halves / 2, halves % 2)
    )
