"""Making a workbook: what is asked, what is kept, and what its hidden sheet has to remember."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from survey import languages, localising
from survey.languages import region_name, wave_name
from survey.models import Assessment, User
from survey.policy import Action
from survey.questionnaires.answers import Answer
from survey.questionnaires.model import Question, Questionnaire
from survey.services import parts, workbook_instructions
from survey.services.answers import NOTHING_KEPT, Kept, columns, kept
from survey.services.recording import require_stage
from survey.services.workbook_layout import Sheet, cell_name, sheet_names, sheets
from survey.services.workbook_records import SHEET, Base, Origin, Records, Spot
from survey.services.workbook_rules import list_for, list_of
from survey.services.workbook_writing import Contents, write


def make(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    by: User,
    now: datetime,
    demonstration: bool = False,
) -> bytes:
    """Return the workbook of an assessment in the reader's language, with what is kept now.

    Raises NotFoundError or ClosedError for somebody who may not answer now.
    """
    require_stage(assessment, by=by, action=Action.EDIT)
    mine = parts.editable(session, assessment=assessment, questionnaire=questionnaire, by=by)
    found = kept(session, assessment=assessment, questionnaire=questionnaire)
    shown = localising.in_language(questionnaire, languages.current()).questionnaire
    first_name = sheet_names([workbook_instructions.sheet_title()], [SHEET])[0]
    whole = len(mine) == len(questionnaire.questions)
    lines = workbook_instructions.lines(assessment, shown, whole=whole, demonstration=demonstration, now=now)
    made = sheets(shown)
    records = Records(_origin(assessment, now), bases=_bases(questionnaire, found))
    records.words |= {(first_name, cell_name(row, 0)): text for row, (text, _look) in enumerate(lines) if text}
    for sheet in made:
        _note_sheet(records, sheet, shown)
    contents = Contents(
        title=workbook_instructions.title(assessment),
        first_name=first_name,
        instructions=lines,
        sheets=tuple(made),
        questions=shown.questions,
        answers={code: each.answer for code, each in found.items()},
        mine=mine,
        records=records,
    )
    return write(contents)


def _origin(assessment: Assessment, now: datetime) -> Origin:
    return Origin(
        wave=assessment.wave.key,
        region=assessment.region.key,
        structure_hash=assessment.wave.edition.structure_hash,
        language=languages.current(),
        wave_name=wave_name(assessment.wave.title),
        region_name=region_name(assessment.region),
        made_at=now.isoformat(timespec="seconds"),
    )


def _bases(questionnaire: Questionnaire, found: Mapping[str, Kept]) -> dict[str, Base]:
    known = ((code, question, found.get(code, NOTHING_KEPT)) for code, question in questionnaire.questions.items())
    return {code: base_of(question, each.answer, each.version) for code, question, each in known}


def base_of(question: Question, answer: Answer, version: int) -> Base:
    """Return an answer as the hidden sheet remembers it."""
    row = columns(question, answer)
    day = row.planned_date.isoformat() if row.planned_date else ""
    return Base(version, row.state.value, row.value or "", row.reason or "", day)


def _note_sheet(records: Records, sheet: Sheet, shown: Questionnaire) -> None:
    """Note in the hidden sheet what stands where in the sheet of a section."""
    for words in sheet.words:
        records.words[sheet.name, cell_name(words.row, words.column)] = words.text
    for space in sheet.spaces:
        place = sheet.name, cell_name(space.row, space.column)
        records.spots[place] = Spot(space.code, space.part, space.option)
        question = shown.questions[space.code]
        listed = list_of(question, space.part)
        if listed is not None:
            records.choices.setdefault(listed, list_for(question, space.part))
