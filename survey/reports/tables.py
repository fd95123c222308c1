"""All tables of a report, as sheets: scores, areas, dimensions, and for those who may, answers and explanation."""

from collections.abc import Iterator, Mapping, Sequence

from survey.charts.readings import Reading, Readings
from survey.languages import current, gettext
from survey.questionnaires.answers import Answer
from survey.reports import closing, codes, columns, context_tables, replies, sheets
from survey.reports.material import Answered, Material, Partnership, Regional
from survey.reports.sheets import Sheet, described
from survey.scoring.analyses import ExplanationRow, explanation_rows
from survey.scoring.explanation import tree
from survey.scoring.points import matrix
from survey.scoring.tables import AnswerRow, answer_rows
from survey.services import codebook
from survey.services.tables import Table, Value
from survey.services.workbook_layout import sheet_names


def workbook(title: str, material: Material) -> bytes:
    """Return the tables of a report as an XLSX file, with a sheet before them that says what they mean."""
    made = list(_sheets(material))
    names = sheet_names([_about_title(), *(sheet.title for sheet in made)], [])
    named = list(zip(names[1:], made, strict=True))
    return sheets.write(title, [(names[0], _about(title, material, named)), *named])


def _sheets(material: Material) -> Iterator[Sheet]:
    readings = material.readings
    yield _scores(readings)
    for level, name in (("area", gettext("Areas")), ("dimension", gettext("Dimensions"))):
        found = readings.level("index", level) if level == "dimension" else readings.level("composite", level)
        yield _side_by_side(name, found) if isinstance(material, Partnership) else _one_region(name, found.all)
    if isinstance(material, Regional):
        yield from context_tables.around(material)
    if isinstance(material, Regional) and material.answered:
        yield _answers(material, {material.region: material.answered.answers})
        yield from _explanation(material, material.answered)
    if isinstance(material, Partnership) and material.answers:
        yield _answers(material, material.answers)
    yield _codebook(material)


def _about_title() -> str:
    return gettext("About these tables")


def _about(title: str, material: Material, named: Sequence[tuple[str, Sheet]]) -> Sheet:
    """Return the sheet that explains the others: what holds for all of them, then each with its columns."""
    heads = (gettext("Sheet"), gettext("What"), gettext("Meaning"), gettext("Unit or values"))
    every = gettext("All sheets")
    rows = [(every, what, said, "") for what, said in _known(title, material)]
    for name, sheet in named:
        rows.append((name, "", sheet.about, ""))
        rows += [(name, one.head, one.meaning, one.unit) for one in sheet.columns]
    return Sheet(_about_title(), Table(heads, rows), ("text",) * 4, still=2)


def _known(title: str, material: Material) -> Iterator[tuple[str, str]]:
    """Yield what holds for all tables: wave, stage, dates, hash of the data, licence, and what they are not."""
    yield gettext("Report"), title
    yield from closing.facts(material)
    yield gettext("Fingerprint of the data (SHA-256)"), material.fingerprint
    invented = gettext("Demonstration: all answers and scores here are invented.")
    yield gettext("Data"), invented if material.facts.demonstration else gettext("Reported by the region")
    yield gettext("Note"), closing.disclaimer()
    yield (
        gettext("Licence"),
        gettext(
            "What is published of this wave is open data under CC BY 4.0. What its regions have not opened to "
            "everybody is for those alone to whom they show it."
        ),
    )
    yield gettext("Numbers"), gettext("Not rounded; only their display is. An empty cell is never zero.")


def _numbers(one: Reading) -> tuple[Value, ...]:
    interval = (one.score, one.low, one.high)
    return (*interval, one.coverage, one.not_applicable, one.planned, one.answered, one.applicable)


def _scores(readings: Readings) -> Sheet:
    about = gettext("Every score, one row for each region and component.")
    heads = (*columns.whose(), *columns.component(), columns.level(), *columns.numbers(), *columns.behind())
    rows = [
        (one.region, one.region_name, one.component, one.title, one.level, *_numbers(one), one.stage, one.submitted)
        for one in readings
    ]
    return described(gettext("Scores"), about, heads, rows, still=4)


def _one_region(name: str, found: Sequence[Reading]) -> Sheet:
    about = gettext("The scores of this level alone, one row for each.")
    rows = [(one.component, one.title, *_numbers(one)) for one in found]
    return described(name, about, (*columns.component(), *columns.numbers()), rows, still=2)


def _side_by_side(name: str, found: Readings) -> Sheet:
    """Return the scores of regions across and components down; an empty cell has no score, or not for this reader."""
    about = gettext("The scores of this level, regions side by side.")
    heads = (*columns.component(), *columns.side_by_side(tuple(found.regions.values())))
    rows = [
        (code, title, *(one.score if (one := found.at(region, code)) else None for region in found.regions))
        for code, title in found.components.items()
    ]
    return described(name, about, heads, rows, still=2)


def _answers(material: Material, given: Mapping[str, Mapping[str, Answer]]) -> Sheet:
    """Return the answers of some regions, by key, a row for each question; the report of one does not repeat it."""
    shown, names = material.edition.shown, material.readings.regions
    about = gettext("Every answer as the region gave it, one row for each question.")
    whose = columns.whose() if isinstance(material, Partnership) else ()
    rows = [
        (*((region, names[region]) if whose else ()), *_answer(row, material))
        for region, answers in given.items()
        for row in answer_rows(shown, region, answers)
    ]
    return described(gettext("Answers"), about, (*whose, *columns.answers()), rows, still=len(whose) + 1)


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
    about = gettext("How the index comes about: what each question adds, down to the answers.")
    yield described(gettext("Explanation"), about, codes.columns(ExplanationRow._fields), list(rows), still=5)


def _codebook(material: Material) -> Sheet:
    entries = codebook.codebook(material.edition.source, language=current())
    about = gettext("Every question with its codes, points and weight.")
    rows = [entry.row for entry in entries]
    return described(gettext("Codebook"), about, codes.columns(codebook.COLUMNS), rows, still=1)
