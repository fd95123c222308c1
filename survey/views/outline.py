"""What a section page shows of each question whatever the answers are; made once per edition and language."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from survey import languages
from survey.database import db
from survey.languages import gettext as _
from survey.models.edition import Edition
from survey.questionnaires import conditions, expressions, kinds, progress
from survey.questionnaires.model import Dimension, Question, Questionnaire, Section
from survey.scoring.framework import Framework, build
from survey.services import editions


@dataclass(frozen=True)
class Asked:
    """One question of a page: its number, its condition for the script, what it measures and is worth."""

    question: Question
    number: int
    condition: str | None
    dimensions: tuple[Dimension, ...]
    worth: str


@dataclass(frozen=True)
class Outline:
    """A questionnaire in one language, with what its pages show; ``sections`` by code, in file order.

    ``needed`` are the questions that a section's page must know of: its own, and those that their conditions read.
    ``questionnaire`` is translated, ``source`` is as written: parse by either, they have the same structure.
    """

    source: Questionnaire
    questionnaire: Questionnaire
    fallbacks: frozenset[str]
    sections: Mapping[str, Section]
    needed: Mapping[str, tuple[str, ...]]
    asked: Mapping[str, tuple[Asked, ...]]
    key: tuple[str, str, str]


_outlines: dict[tuple[str, str, str], Outline] = {}


def outline(edition: Edition) -> Outline:
    """Return the outline of an edition in the reader's language."""
    key = (edition.structure_hash, edition.text_hash, languages.current())
    if key not in _outlines:
        source = editions.load(db.session, edition=edition)
        _outlines[key] = _made(source, key)
    return _outlines[key]


def _made(source: Questionnaire, key: tuple[str, str, str]) -> Outline:
    localised = languages.localise(source, key[:2])
    translated = localised.questionnaire
    measured = build(source)
    return Outline(
        source=source,
        questionnaire=translated,
        fallbacks=localised.fallbacks,
        sections={section.code: section for section in translated.sections},
        needed={
            section.code: progress.needed(source, [question.code for question in section.questions])
            for section in source.sections
        },
        asked={section.code: tuple(_asked(translated, section, measured)) for section in translated.sections},
        key=key,
    )


def _asked(questionnaire: Questionnaire, section: Section, measured: Framework) -> list[Asked]:
    return [
        Asked(
            question=question,
            number=number,
            condition=_script(question.condition),
            dimensions=tuple(one for one in questionnaire.dimensions if _leads(questionnaire, question.code, one.code)),
            worth=worth(questionnaire, question, measured),
        )
        for number, question in enumerate(section.questions, 1)
    ]


def _script(condition: str | None) -> str | None:
    return None if condition is None else json.dumps(conditions.as_json(expressions.parse(condition)))


def _leads(questionnaire: Questionnaire, code: str, dimension: str) -> bool:
    """Whether a dimension is the one, or among those, for which the question counts most."""
    loadings = questionnaire.loadings(code) if kinds.is_scored(questionnaire.questions[code]) else {}
    return bool(loadings) and loadings.get(dimension, 0) >= max(loadings.values()) - 0.06


def worth(questionnaire: Questionnaire, question: Question, measured: Framework) -> str:
    """Return in words how a question counts: its points, its share in its area, its dimensions."""
    if not kinds.is_scored(question):
        return _("This answer is not scored. It helps to read the results and to learn from each other.")
    area = questionnaire.section_of[question.code].code
    share = languages.format_percent(measured.effective_weights(area).get(question.code, 0.0))
    loadings = questionnaire.loadings(question.code)
    parts = [
        _("%(dimension)s %(share)s", dimension=one.title, share=languages.format_percent(loadings[one.code]))
        for one in questionnaire.dimensions
        if loadings.get(one.code)
    ]
    return _(
        "Up to %(points)s points (%(scale)s). The question makes %(share)s of this area. It counts for: %(parts)s.",
        points=_number(kinds.possible(question) or 0),
        scale=_scale(question),
        share=share,
        parts=", ".join(parts),
    )


def _scale(question: Question) -> str:
    if question.kind == "single":
        return _(
            "in the order of the answers: %(points)s",
            points="; ".join(_points(one) for one in question.options),
        )
    if question.kind == "multiple":
        return _("the more answers, the more points") if question.score != "any" else _("one answer is enough")
    if question.kind == "scale":
        return _("evenly along the scale")
    return _number_scale(question)


def _points(option: object) -> str:
    today, planned = getattr(option, "points", 0), getattr(option, "planned", None)
    if planned is None:
        return _number(today)
    return _("%(today)s now and %(planned)s once it is done", today=_number(today), planned=_number(planned))


def _number_scale(question: Question) -> str:
    score = getattr(question, "score", None)
    if score is not None and score.linear:
        start, end = score.linear
        return _("evenly from %(start)s to %(end)s", start=_number(start), end=_number(end))
    bands = score.bands if score is not None and score.bands else ()
    return "; ".join(_("from %(start)s: %(points)s", start=_number(at), points=_number(points)) for at, points in bands)


def _number(value: float) -> str:
    return languages.format_number(value, 0 if value == int(value) else 1)
