"""What a section page shows of each question whatever the answers are; made once per edition and language."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from survey import languages, localising
from survey.database import db
from survey.languages import gettext as _
from survey.models.edition import Edition
from survey.questionnaires import conditions, expressions, kinds, progress
from survey.questionnaires.model import Dimension, MultipleQuestion, Question, Questionnaire, Section
from survey.scoring.framework import Framework, build
from survey.services import editions
from survey.views import durations
from survey.views.wording import as_html, marked


@dataclass(frozen=True)
class Asked:
    """One question of a page: its condition for the script, what it measures and is worth.

    ``shown`` is the question as HTML shows it, with a mark on what fell back to English. ``follows`` says that an
    answer of the same page decides whether it is asked; ``seconds`` is how long it takes, as an estimate.
    """

    question: Question
    shown: Question
    follows: bool
    condition: str | None
    dimensions: tuple[Dimension, ...]
    worth: str
    seconds: float


@dataclass(frozen=True)
class Outline:
    """A questionnaire in one language, with what its pages show; ``sections`` by code, in file order.

    ``needed`` are the questions that a section's page must know of: its own, and those that their conditions read.
    ``questionnaire`` is translated, ``source`` is as written: parse by either, they have the same structure.
    ``shown`` is the translated one as HTML shows it, with a mark on what fell back to English; ``pages`` are its
    sections by code.
    """

    source: Questionnaire
    questionnaire: Questionnaire
    shown: Questionnaire
    fallbacks: frozenset[str]
    sections: Mapping[str, Section]
    pages: Mapping[str, Section]
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
    localised = localising.localise(source, key[:2])
    translated = localised.questionnaire
    shown = marked(translated, localised.fallbacks)
    measured = build(source)
    return Outline(
        source=source,
        questionnaire=translated,
        shown=shown,
        fallbacks=localised.fallbacks,
        sections={section.code: section for section in translated.sections},
        pages={section.code: section for section in shown.sections},
        needed={
            section.code: progress.needed(source, [question.code for question in section.questions])
            for section in source.sections
        },
        asked={section.code: tuple(_asked(shown, section, measured)) for section in translated.sections},
        key=key,
    )


def _asked(shown: Questionnaire, section: Section, measured: Framework) -> list[Asked]:
    here = {question.code for question in section.questions}
    return [
        Asked(
            question=question,
            shown=shown.questions[question.code],
            follows=not here.isdisjoint(read_by(question)),
            condition=_script(question.condition),
            dimensions=tuple(one for one in shown.dimensions if _leads(shown, question.code, one.code)),
            worth=worth(shown, question, measured),
            seconds=durations.to_answer(question),
        )
        for question in section.questions
    ]


def read_by(question: Question) -> frozenset[str]:
    """Return the codes of the questions whose answers decide whether this one is asked."""
    return frozenset(conditions.codes(expressions.parse(question.condition)) if question.condition else ())


def numbers(cards: Iterable[tuple[bool, bool]]) -> Iterator[str]:
    """Yield the number of each question of a page, told of each whether it ``follows`` and whether it is hidden.

    Those that an answer of this page opens are numbered 2.1, 2.2 below the one before them. So an answer changes no
    number that somebody has read or said to a colleague, and nothing is missing among those shown. A hidden one has
    none. ``static/section.js`` follows the same rule.
    """
    above = below = 0
    for follows, hidden in cards:
        if hidden:
            yield ""
            continue
        above, below = (above, below + 1) if follows and above else (above + 1, 0)
        yield f"{above}.{below}" if below else f"{above}"


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
        as_html(_("%(dimension)s %(share)s"), dimension=one.title, share=languages.format_percent(loadings[one.code]))
        for one in questionnaire.dimensions
        if loadings.get(one.code)
    ]
    return as_html(
        _("Up to %(points)s points (%(scale)s). The question makes %(share)s of this area. It counts for: %(parts)s."),
        points=_number(kinds.possible(question) or 0),
        scale=scale(question),
        share=share,
        parts=Markup(", ").join(parts),
    )


def scale(question: Question) -> str:
    """Return in words how an answer to a scored question becomes points."""
    if question.kind == "single":
        return _(
            "in the order of the answers: %(points)s",
            points="; ".join(_points(one) for one in question.options),
        )
    if question.kind == "multiple":
        return _several(question)
    if question.kind == "scale":
        return _("evenly along the scale")
    return _number_scale(question)


def _several(question: MultipleQuestion) -> str:
    worth = [one.points for one in question.options if not one.exclusive]
    match question.score:
        case "any":
            return _("one answer is enough")
        case "all":
            return _("only all answers together earn points")
        case "share":
            return _("the share of the %(count)s answers that are chosen", count=_number(len(worth)))
    if len(set(worth)) == 1:
        return _("%(points)s for each answer, up to the most", points=_number(worth[0]))
    points = "; ".join(map(_number, worth))
    return _("in the order of the answers, added up to the most: %(points)s", points=points)


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
