"""All tables of a report, as sheets: scores, areas, dimensions, and for those who may, answers and explanation."""

from collections.abc import Iterator, Mapping, Sequence

from survey.charts.readings import Reading, Readings
from survey.languages import current, gettext
from survey.questionnaires.answers import Answer
from survey.reports import closing, replies, sheets
from survey.reports.material import Answered, Material, Partnership, Regional
from survey.reports.sheets import Kind, Sheet
from survey.scoring.analyses import ExplanationRow, explanation_rows
from survey.scoring.explanation import tree
from survey.scoring.points import matrix
from survey.scoring.tables import AnswerRow, answer_rows
from survey.services import codebook
from survey.services.tables import Table, Value
from survey.services.workbook_layout import sheet_names


def workbook(title: str, material: Material) -> bytes:
    """Return the tables of a report as an XLSX file."""
    made = list(_sheets(title, material))
    names = sheet_names([sheet.title for sheet in made], [])
    return sheets.write(title, list(zip(names, made, strict=True)))


def _sheets(title: str, material: Material) -> Iterator[Sheet]:
    readings = material.readings
    yield _about(title, material)
    yield _scores(readings)
    for level, name in (("area", gettext("Areas")), ("dimension", gettext("Dimensions"))):
        found = readings.level("index", level) if level == "dimension" else readings.level("composite", level)
        yield _side_by_side(name, found) if isinstance(material, Partnership) else _one_region(name, found.all)
    if isinstance(material, Regional) and material.answered:
        yield _answers(material, {material.region: material.answered.answers})
        yield from _explanation(material, material.answered)
    if isinstance(material, Partnership) and material.answers:
        yield _answers(material, material.answers)
    entries = codebook.codebook(material.edition.source, language=current())
    yield Sheet(gettext("Codebook"), Table(codebook.COLUMNS, [entry.row for entry in entries]), still=1)


def _about(title: str, material: Material) -> Sheet:
    known = [(gettext("Report"), title), *closing.facts(material)]
    known.append((gettext("Fingerprint of the data (SHA-256)"), material.fingerprint))
    if material.facts.demonstration:
        known.append((gettext("Data"), gettext("Demonstration: all answers and scores here are invented.")))
    known.append((gettext("Note"), closing.disclaimer()))
    return Sheet(gettext("About"), Table((gettext("What"), gettext("Value")), known), _TEXT * 2)


_TEXT: tuple[Kind, ...] = ("text",)
_SCORE: tuple[Kind, ...] = ("score",)
_EXACT: tuple[Kind, ...] = ("exact",)
_DAY: tuple[Kind, ...] = ("day",)
_NUMBERS: tuple[Kind, ...] = ("score", "score", "score", "share", "share", "score", "count", "count")


def _number_heads() -> tuple[str, ...]:
    return (
        gettext("Score"),
        gettext("Interval, lower end"),
        gettext("Interval, upper end"),
        gettext("Coverage"),
        gettext("Share that does not apply"),
        gettext("With everything planned"),
        gettext("Questions answered"),
        gettext("Questions that apply"),
    )


def _numbers(one: Reading) -> tuple[Value, ...]:
    interval = (one.score, one.low, one.high)
    return (*interval, one.coverage, one.not_applicable, one.planned, one.answered, one.applicable)


def _scores(readings: Readings) -> Sheet:
    heads = (gettext("Region"), gettext("Name"), gettext("Component"), gettext("Title"), gettext("Level"))
    behind = (gettext("Stage"), gettext("Submitted"))
    rows = [
        (one.region, one.region_name, one.component, one.title, one.level, *_numbers(one), one.stage, one.submitted)
        for one in readings
    ]
    kinds = (*_TEXT * 5, *_NUMBERS, *_TEXT, *_DAY)
    return Sheet(gettext("Scores"), Table((*heads, *_number_heads(), *behind), rows), kinds, still=4)


def _one_region(name: str, found: Sequence[Reading]) -> Sheet:
    heads = (gettext("Component"), gettext("Title"), *_number_heads())
    rows = [(one.component, one.title, *_numbers(one)) for one in found]
    return Sheet(name, Table(heads, rows), (*_TEXT * 2, *_NUMBERS), still=2)


def _side_by_side(name: str, found: Readings) -> Sheet:
    """Return the scores of regions across and components down; an empty cell has no score, or not for this reader."""
    heads = (gettext("Component"), gettext("Title"), *found.regions.values())
    rows = [
        (code, title, *(one.score if (one := found.at(region, code)) else None for region in found.regions))
        for code, title in found.components.items()
    ]
    kinds = (*_TEXT * 2, *_SCORE * len(found.regions))
    return Sheet(name, Table(heads, rows), kinds, still=2)


def _answers(material: Material, given: Mapping[str, Mapping[str, Answer]]) -> Sheet:
    """Return the answers of some regions, by key, a row for each question; the report of one does not repeat it."""
    shown, names = material.edition.shown, material.readings.regions
    heads = (
        gettext("Code"),
        gettext("Section"),
        gettext("Question"),
        gettext("State"),
        gettext("Answer in codes"),
        gettext("Answer"),
        gettext("Points"),
        gettext("Possible points"),
        gettext("Reason"),
        gettext("Planned from"),
    )
    whose = (gettext("Region"), gettext("Name")) if isinstance(material, Partnership) else ()
    rows = [
        (*((region, names[region]) if whose else ()), *_answer(row, material))
        for region, answers in given.items()
        for row in answer_rows(shown, region, answers)
    ]
    kinds = (*_TEXT * (len(whose) + 4), *_EXACT * 5, *_DAY)
    return Sheet(gettext("Answers"), Table((*whose, *heads), rows), kinds, still=len(whose) + 1)


def _answer(row: AnswerRow, material: Material) -> tuple[Value, ...]:
    shown, code = material.edition.shown, row.question
    words = row.label if row.label is not None else row.value
    return (
        code,
        shown.section_of[code].title,
        shown.questions[code].text,
        replies.state_of(row.state),
        row.value,
        words,
        row.points,
        row.possible,
        row.reason,
        row.planned_date,
    )


def _explanation(material: Regional, answered: Answered) -> Iterator[Sheet]:
    """Yield how the index comes about, down to the answers, in the public layout; nothing without an index."""
    code = material.framework.index
    if code is None:
        return
    source = material.edition.source
    top = tree(material.framework, matrix(source, [answered.answers]), 0, code)
    rows = explanation_rows(source, material.region, answered.answers, top)
    yield Sheet(gettext("Explanation"), Table(ExplanationRow._fields, list(rows)), still=5)
