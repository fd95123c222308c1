"""The codebook: what each column of answers means, which codes stand in it, and what they are worth."""

from collections.abc import Iterator
from dataclasses import dataclass

from survey.languages import catalogue
from survey.localising import in_language
from survey.questionnaires import kinds
from survey.questionnaires.kinds import DOES_NOT_KNOW_CELL, NOT_APPLICABLE_CELL, value_text
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
from survey.scoring import framework as frameworks

COLUMNS = (
    "code", "section", "kind", "text", "options", "weight", "loadings", "condition", "missing",
    "hidden", "unit", "lowest", "highest", "scoring", "possible", "index_weight",
)  # fmt: skip
"""The head of the codebook's file; columns only ever grow at the end."""


@dataclass(frozen=True)
class Choice:
    """One code that may stand in a cell; ``points`` and ``planned`` are None where it has none of its own.

    ``context`` is that of the label in the questionnaire's catalogue.
    """

    code: str
    label: str
    points: float | None = None
    planned: float | None = None
    context: str | None = None

    def __str__(self) -> str:
        worth = [] if self.points is None else [f"points {value_text(self.points)}"]
        worth += [] if self.planned is None else [f"planned {value_text(self.planned)}"]
        named = f"{self.code} = {self.label}" if self.label else self.code
        return f"{named} ({', '.join(worth)})" if worth else named


@dataclass(frozen=True)
class Entry:
    """What is to know about one question, in one language.

    ``choices`` are the codes that may stand in a cell, ``missing`` those of a cell without value.
    ``bounds`` are the lowest and the highest number. ``scoring`` says in short how a reply becomes points,
    ``possible`` how many at most (None: none). ``index_weight`` is the question's share of the index when
    all is known, in [0, 1]; None where it is not scored.
    """

    question: Question
    section: Section
    choices: tuple[Choice, ...]
    loadings: tuple[tuple[str, float], ...]
    missing: tuple[Choice, ...]
    bounds: tuple[float | None, float | None]
    scoring: str
    possible: float | None
    index_weight: float | None

    @property
    def row(self) -> tuple[str | float | None, ...]:
        """The entry as a row of the codebook's file, in the order of :data:`COLUMNS`."""
        asked = self.question
        loadings = "; ".join(f"{code} {value_text(loading)}" for code, loading in self.loadings)
        return (
            asked.code, self.section.code, asked.kind, asked.text, " | ".join(map(str, self.choices)),
            asked.weight, loadings, asked.condition, " | ".join(map(str, self.missing)),
            asked.hidden if asked.condition else None, getattr(asked, "unit", None), *self.bounds,
            self.scoring, self.possible, self.index_weight,
        )  # fmt: skip


def codebook(questionnaire: Questionnaire, *, language: str) -> tuple[Entry, ...]:
    """Return an entry for each question in the order of the file, its texts in ``language``."""
    measured = frameworks.build(questionnaire)
    shares = measured.effective_weights(measured.index) if measured.index else {}
    translated = in_language(questionnaire, language).questionnaire
    return tuple(
        Entry(
            question=question,
            section=section,
            choices=tuple(_choices(question)),
            loadings=tuple(questionnaire.loadings(question.code).items()),
            missing=tuple(_missing(question, language)),
            bounds=_bounds(question),
            scoring=_scoring(question),
            possible=kinds.possible(question),
            index_weight=shares.get(question.code),
        )
        for section in translated.sections
        for question in section.questions
    )


def _choices(question: Question) -> Iterator[Choice]:
    match question:
        case SingleQuestion():
            for one in question.options:
                yield Choice(one.code, one.label, one.points, one.planned, f"{question.code}.option.{one.code}")
        case MultipleQuestion():
            for option in question.options:
                own = question.score == "sum" or option.exclusive
                points = option.points if own else None
                yield Choice(option.code, option.label, points, None, f"{question.code}.option.{option.code}")
        case ScaleQuestion():
            for step in range(question.lowest, question.highest + 1):
                context = f"{question.code}.label.{step}"
                yield Choice(str(step), question.labels.get(step, ""), context=context)


def _missing(question: Question, language: str) -> Iterator[Choice]:
    gettext = catalogue("messages", language).ugettext
    if question.not_applicable != "never":
        yield Choice(NOT_APPLICABLE_CELL, gettext("Not in our remit"))
    yield Choice(DOES_NOT_KNOW_CELL, gettext("We cannot tell"))
    yield Choice(
        '""', gettext("Not answered, not asked because of an earlier answer, or not opened to whoever has the file")
    )


def _bounds(question: Question) -> tuple[float | None, float | None]:
    if isinstance(question, ScaleQuestion):
        return float(question.lowest), float(question.highest)
    return kinds.limits(question) if isinstance(question, NumberQuestion | ShareQuestion) else (None, None)


def _scoring(question: Question) -> str:
    match question:
        case MultipleQuestion():
            return question.score
        case ScaleQuestion():
            return "reversed" if question.reversed else "linear"
        case NumberQuestion(score=score) | ShareQuestion(score=score) if score is not None and score.linear:
            return f"linear from {value_text(score.linear[0])} to {value_text(score.linear[1])}"
        case NumberQuestion(score=score) | ShareQuestion(score=score) if score is not None and score.bands:
            return "; ".join(f"from {value_text(start)}: {value_text(worth)}" for start, worth in score.bands)
        case _:
            return ""
