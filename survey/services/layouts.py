"""How a wave is laid out as tables: scores and answers, long and wide, in codes and in words.

Columns, codes and their order are public: they follow the questionnaire and only ever grow at the end.
Score tables hold no reason, comment or evidence.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from survey.models import Stage
from survey.questionnaires import kinds
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import Question, TextQuestion
from survey.questionnaires.progress import needed
from survey.scoring.framework import Framework, build
from survey.scoring.lenses import Lens
from survey.scoring.scorecard import Scores
from survey.scoring.tables import AnswerRow, ResultRow, answer_rows, result_rows
from survey.services import codebook
from survey.services.exports import REPORTED, Material, Reply
from survey.services.tables import Table, Value

MARK = ("region", "wave", "stage", "data")
"""What each row says of itself: the name of the region, wave, stage, and whether it is a demonstration."""

WIDE = ("", ".low", ".high", ".coverage")
"""What a component has in the wide table; a point cannot stand in a code, so the heads are unique."""


class Content(StrEnum):
    """What a file holds; the words stand in addresses and file names."""

    SCORES_LONG = "scores-long"
    SCORES_WIDE = "scores-wide"
    ANSWERS_LONG = "answers-long"
    ANSWERS_CODES = "answers-codes"
    ANSWERS_LABELS = "answers-labels"
    SHOWN = "shown"
    CODEBOOK = "codebook"


def table(content: Content, material: Material) -> Table:
    """Return one file of a wave as heads and rows; regions by name, questions and components as in their
    file."""
    return MAKERS[content](material)


def _scores_long(material: Material) -> Table:
    """The public layout of results, which ``survey score`` writes too; title, mark and lens stand behind it.

    A region that is reviewed has its rows twice, through each lens, and once more where stakeholders were asked, for
    whoever sees all of it; of what a region does not show there is no row.
    """
    titles = {part.code: part.title for part in build(material.translated).components}
    rows = (
        (*row, titles[row.component], *_mark(reply, material), lens.value)
        for reply, lens, results in _through_lenses(material)
        for row in results
        if reply.view.shows(row.component)
    )
    return Table((*ResultRow._fields, "title", *MARK, "lens"), rows)


def _scores_wide(material: Material) -> Table:
    heads = [f"{code}{what}" for code in build(material.questionnaire).published for what in WIDE]
    rows = (
        (
            _unit(reply),
            *_mark(reply, material),
            *(number for row in results for number in _side_by_side(row, reply)),
        )
        for reply, results in zip(material.replies, _results(material.replies, material.scores()), strict=True)
    )
    return Table(("unit", *MARK, *heads), rows)


def _side_by_side(row: ResultRow, reply: Reply) -> tuple[float | None, ...]:
    return (row.score, row.low, row.high, row.coverage) if reply.view.shows(row.component) else (None,) * len(WIDE)


def _through_lenses(material: Material) -> Iterator[tuple[Reply, Lens, list[ResultRow]]]:
    """Yield each region's results as it reported, then as reviewers let its answers stand, and stakeholders see it."""
    reported = _results(material.replies, material.scores())
    reviewed = [reply for reply in material.replies if reply.verified]
    verified = _results(reviewed, material.verified_scores()) if reviewed else iter(())
    asked = [reply for reply in material.replies if reply.perceived]
    perceived = _results(asked, material.perceived_scores()) if asked else iter(())
    for reply, results in zip(material.replies, reported, strict=True):
        yield reply, Lens.REPORTED, results
        if reply.verified:
            yield reply, Lens.VERIFIED, next(verified)
        if reply.perceived:
            yield reply, Lens.STAKEHOLDERS, next(perceived)


def _results(replies: Sequence[Reply], scores: Scores) -> Iterator[list[ResultRow]]:
    """Yield the results of each reply, in the public order of components."""
    rows = list(result_rows([_unit(reply) for reply in replies], scores))
    size = len(rows) // max(len(replies), 1)
    for place in range(len(replies)):
        yield rows[place * size : (place + 1) * size]


def _answers_long(material: Material) -> Table:
    """Every answer as it was reported; of a region that is reviewed, then what reviewers let stand of it."""
    rows = (
        (*row, *_mark(reply, material))
        for reply in material.replies
        for said in (_said(reply, material), _verified(reply, material))
        for row in said
        if reply.tells(material.questionnaire.questions[row.question])
    )
    return Table((*AnswerRow._fields, *MARK), rows)


def _said(reply: Reply, material: Material) -> Iterator[AnswerRow]:
    return answer_rows(material.translated, _unit(reply), reply.answers)


def _verified(reply: Reply, material: Material) -> Iterable[AnswerRow]:
    if reply.verified is None:
        return ()
    stands = reply.verified
    return answer_rows(material.translated, _unit(reply), stands.answers, Lens.VERIFIED, asked=stands.asked)


def _answers_codes(material: Material) -> Table:
    """The layout that ``survey score`` reads; a hidden question is empty, as its condition hides it again."""
    asked = material.questionnaire.questions
    rows = ((_unit(reply), *(_code(reply, one) for one in asked.values())) for reply in material.replies)
    return Table(("unit", *asked), rows)


def _code(reply: Reply, question: Question) -> Value:
    return code_cell(reply.shown(question.code)) if reply.tells(question) else None


def _answers_labels(material: Material) -> Table:
    """One column per question under its text; what is missing is said, so that no cell needs a key."""
    gettext = material.words
    missing = {
        State.NOT_ANSWERED: gettext("Not answered"),
        State.DOES_NOT_KNOW: gettext("We cannot tell"),
        State.NOT_APPLICABLE: gettext("Not in our remit"),
        State.HIDDEN: gettext("Not asked, because of an earlier answer"),
    }
    rows = ((*_mark_in_words(reply, material), *_row_in_words(reply, material, missing)) for reply in material.replies)
    heads = (gettext("Region"), gettext("Wave"), gettext("Stage"), gettext("Data"))
    return Table((*heads, *(question.text for question in material.translated.questions.values())), rows)


def _row_in_words(reply: Reply, material: Material, missing: Mapping[State, str]) -> Iterator[Value]:
    questions, gettext = material.questionnaire.questions, material.words
    for row in _said(reply, material):
        yield _words(row, missing) if reply.tells(questions[row.question]) else gettext("Not shown to others")


def _shown(material: Material) -> Table:
    """What of each region is in the files, so that an empty cell can be told: one row for each score and question.

    A score of ``words`` is published, and hinges on free text that is in no file: it cannot be computed from them.
    """
    framework, asked = build(material.questionnaire), material.questionnaire.questions
    levels = {
        **{code: framework.by_code[code].level for code in framework.published},
        **dict.fromkeys(asked, "question"),
    }
    hinges = _hinging(material, framework)
    rows = (
        (_unit(reply), code, level, _openness(reply, code, hinges), *_mark(reply, material))
        for reply in material.replies
        for code, level in levels.items()
    )
    return Table(("unit", "code", "level", "shown", *MARK), rows)


def _openness(reply: Reply, code: str, hinges: Collection[str]) -> str:
    if not reply.view.shows(code):
        return "closed"
    return "words" if code in hinges and not reply.view.whole else "open"


def _hinging(material: Material, framework: Framework) -> frozenset[str]:
    """Return the free texts, and the scores that hinge on one: a question below them is asked or not because of it."""
    asked = material.questionnaire.questions
    words = {code for code, question in asked.items() if isinstance(question, TextQuestion)}
    told = {code for code in asked if words & set(needed(material.questionnaire, [code]))}
    return frozenset(words).union(code for code in framework.published if told & set(framework.effective_weights(code)))


def _codebook(material: Material) -> Table:
    entries = codebook.codebook(material.questionnaire, language=material.language)
    return Table(codebook.COLUMNS, (entry.row for entry in entries))


def _unit(reply: Reply) -> str:
    return reply.assessment.region.key


def _mark(reply: Reply, material: Material) -> tuple[str, ...]:
    assessment = reply.assessment
    return assessment.region.name, material.wave, assessment.stage.value, material.data


def _mark_in_words(reply: Reply, material: Material) -> tuple[str, ...]:
    gettext = material.words
    stages = {
        Stage.DRAFT: gettext("Draft"),
        Stage.SUBMITTED: gettext("Submitted"),
        Stage.IN_REVIEW: gettext("In review"),
        Stage.CONCLUDED: gettext("Concluded"),
    }
    real = material.data == REPORTED
    data = gettext("Reported by the region") if real else gettext("Demonstration: invented answers")
    assessment = reply.assessment
    return assessment.region.name, material.wave, stages[assessment.stage], data


def code_cell(answer: Answer) -> Value:
    """Return the cell of an answer in codes; numbers stay numbers, so that nothing is put before them."""
    return answer.value if isinstance(answer.value, int | float) else kinds.cell(answer)


def _words(row: AnswerRow, missing: Mapping[State, str]) -> Value:
    return missing[State(row.state)] if row.value is None else row.label or row.value


MAKERS: Mapping[Content, Callable[[Material], Table]] = {
    Content.SCORES_LONG: _scores_long,
    Content.SCORES_WIDE: _scores_wide,
    Content.ANSWERS_LONG: _answers_long,
    Content.ANSWERS_CODES: _answers_codes,
    Content.ANSWERS_LABELS: _answers_labels,
    Content.SHOWN: _shown,
    Content.CODEBOOK: _codebook,
}
