"""The answers in a report: each question in words, what it earned, and the evidence that everybody may see."""

from collections.abc import Iterator, Mapping, Sequence

from survey import languages
from survey.charts import words
from survey.charts.readings import Reading
from survey.languages import format_plain, gettext
from survey.models import Citation, EvidenceKind
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import Question, Section
from survey.reports import boxes
from survey.reports.document import Block, Paragraph, Part, Piece, Replies, Reply
from survey.reports.material import Answered, Regional
from survey.scoring.tables import AnswerRow, answer_rows


def part(material: Regional, answered: Answered) -> Part:
    """Return the part with all answers, section by section."""
    earned = {row.question: row for row in answer_rows(material.edition.shown, material.region, answered.answers)}
    about = gettext(
        "Every answer as it was given, with what it earned. Evidence that is confidential is left out, and so are "
        "comments."
    )
    sections = tuple(
        _section(place, section, material, answered, earned)
        for place, section in enumerate(material.edition.shown.sections, 1)
    )
    return Part("answers", gettext("Answers and evidence"), (Paragraph(about, "soft"),), sections)


def _section(
    place: int, section: Section, material: Regional, answered: Answered, earned: Mapping[str, AnswerRow]
) -> Part:
    fallbacks = material.edition.fallbacks
    replies = tuple(
        _reply(
            f"{place}.{number}",
            question,
            fallbacks,
            _counted(answered, question.code),
            earned[question.code],
            tuple(_pieces(answered.cited.get(question.code, ()))),
        )
        for number, question in enumerate(section.questions, 1)
    )
    reading = material.readings.at(material.region, section.code)
    blocks: tuple[Block, ...] = (*_score(reading), Replies(replies))
    lang = languages.SOURCE if section.code in fallbacks else None
    return Part(f"answers-{section.code}", f"{place} {section.title}", blocks, lang=lang, page=False)


def _score(reading: Reading | None) -> tuple[Block, ...]:
    """Say where the area of a section stands; nothing where it is not measured, or not for this reader."""
    if reading is None:
        return ()
    if reading.score is None:
        return (Paragraph(gettext("No score: %(reason)s.", reason=words.absence(reading)), "soft"),)
    said = gettext(
        "Score: %(score)s of 100. Interval: %(interval)s. Coverage: %(share)s.",
        score=languages.format_number(reading.score),
        interval=words.interval(reading),
        share=words.coverage_text(reading),
    )
    return (Paragraph(said, "soft"),)


def _counted(answered: Answered, code: str) -> Answer:
    """Return an answer as it counts: what is kept for a hidden question does not."""
    if answered.states[code] is State.HIDDEN:
        return Answer(State.HIDDEN)
    return answered.answers.get(code, NOT_ANSWERED)


def _reply(
    number: str,
    question: Question,
    fallbacks: frozenset[str],
    answer: Answer,
    row: AnswerRow,
    pieces: tuple[Piece, ...],
) -> Reply:
    return Reply(
        number=number,
        question=question.text,
        lang=languages.SOURCE if question.code in fallbacks else None,
        answer=boxes.in_words(question, answer),
        state=state_words(answer.state),
        points=_points(row),
        open=not answer.has_value,
        missing=answer.state in (State.NOT_ANSWERED, State.DOES_NOT_KNOW),
        pieces=pieces,
    )


def state_words(state: State) -> str:
    """Return a state as a word or two."""
    return {
        State.ANSWERED: gettext("Answered"),
        State.PLANNED: gettext("Planned"),
        State.DOES_NOT_KNOW: gettext("Not known"),
        State.NOT_ANSWERED: gettext("Open"),
        State.NOT_APPLICABLE: gettext("Does not apply"),
        State.HIDDEN: gettext("Not asked"),
    }[state]


def state_of(code: str) -> str:
    """Return the state of this export code as a word or two."""
    return state_words(State(code))


def _points(row: AnswerRow) -> str:
    if row.possible is None:
        return gettext("not scored")
    points = "–" if row.points is None else format_plain(round(row.points, 2))
    return gettext("Points: %(points)s of %(possible)s", points=points, possible=format_plain(row.possible))


def _pieces(cited: Sequence[Citation]) -> Iterator[Piece]:
    for one in cited:
        piece = one.evidence
        words_of = [gettext("page %(page)s", page=one.page)] if one.page else []
        words_of += [gettext("“%(words)s”", words=one.quotation)] if one.quotation else []
        words_of += [piece.note] if piece.note else []
        yield Piece(piece.title, kind_words(piece.kind), piece.url or "", "; ".join(words_of))


def kind_words(kind: EvidenceKind) -> str:
    """Return what a piece of evidence is, as a word."""
    return {
        EvidenceKind.FILE: gettext("File"),
        EvidenceKind.LINK: gettext("Link"),
        EvidenceKind.DOCUMENT: gettext("Document"),
        EvidenceKind.NOTE: gettext("Note"),
    }[kind]
