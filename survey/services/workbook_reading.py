"""Reading a workbook that came back: whether it is the right one, what was written into it, and what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from survey import languages
from survey.errors import Fault, FaultsError
from survey.languages import gettext as _
from survey.languages import region_name, wave_name
from survey.models import Assessment
from survey.questionnaires.model import MultipleQuestion, Questionnaire
from survey.services import workbook_records
from survey.services.workbook_cells import Filled, Given, given, said
from survey.services.workbook_layout import cell_name
from survey.services.workbook_opening import Cell, Cells, refused
from survey.services.workbook_records import SHEET, Origin, Place, Records


@dataclass
class Reading:
    """What a workbook says: the reply to each question, by code, and everything that is wrong with it."""

    records: Records
    given: dict[str, Given] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read(cells: Cells, *, assessment: Assessment, questionnaire: Questionnaire, name: str) -> Reading:
    """Return what the workbook of an assessment says; ``name`` is that of the file.

    FaultsError where it is of another wave, region or edition, where it is no workbook of ours, and where its hidden
    sheet was changed: then nothing in it can be relied upon.
    """
    records = _records(cells, name)
    wrong = list(_other(records.origin, assessment, name))
    if wrong:
        raise FaultsError(wrong)
    reading = Reading(records)
    filled = _sort(cells, reading)
    for code, question in questionnaire.questions.items():
        answer = _answer_place(records, code, of_several=isinstance(question, MultipleQuestion))
        found = given(
            question,
            filled.get(code, {}),
            choices=records.choices,
            language=records.origin.language,
            place=_in_words(answer),
        )
        reading.given[code] = found
        reading.faults += found.faults
    return reading


def _records(cells: Cells, name: str) -> Records:
    hidden = cells.get(SHEET)
    if hidden is None:
        what = _("This is no workbook of this platform: its hidden sheet is missing.")
        raise refused("not-ours", name, what, _("Get a workbook here, and fill in that one."))
    rows: dict[int, list[str]] = {}
    for cell in hidden:
        row = rows.setdefault(cell.row, [""] * workbook_records.WIDTH)
        row[min(cell.column, workbook_records.WIDTH - 1)] = cell.value if cell.kind == "s" else "?"
    found = workbook_records.read([rows[number] for number in sorted(rows)])
    if found is None:
        what = _("The hidden sheet, which says what the cells mean, was changed by hand.")
        cure = _("Get a new workbook here, and copy your answers into that one.")
        raise refused("hidden-edited", _("Sheet “%(sheet)s”", sheet=SHEET), what, cure)
    return found


def _other(origin: Origin, assessment: Assessment, name: str) -> Iterator[Fault]:
    """Yield why a workbook does not belong to an assessment."""
    wave, region = assessment.wave, assessment.region
    if origin.wave != wave.key:
        words = {"found": origin.wave_name, "here": wave_name(wave.title)}
        what = _("This workbook is of another wave: it is of %(found)s, and this is %(here)s.", **words)
        yield Fault("other-wave", name, what, _("Open that wave to send it, or get a workbook of this one."))
    if origin.region != region.key:
        words = {"found": origin.region_name, "here": region_name(region)}
        what = _("This workbook is of another region: it is of %(found)s, and this is %(here)s.", **words)
        yield Fault("other-region", name, what, _("Send the workbook of this region."))
    if origin.structure_hash != wave.edition.structure_hash:
        what = _("This workbook asks the questions of another edition of the questionnaire.")
        yield Fault("other-edition", name, what, _("Get a new workbook here, and copy your answers into that one."))
    if origin.language not in languages.NAMES:
        what = _("The language of this workbook is not known here.")
        yield Fault("other-language", name, what, _("Get a new workbook here, and copy your answers into that one."))


def _sort(cells: Cells, reading: Reading) -> dict[str, dict[tuple[str, str], Filled]]:
    """Return the cells of each question by part and option; what stands where nothing is asked is a fault."""
    records, faults = reading.records, reading.faults
    known = {sheet for sheet, _cell in (*records.words, *records.spots)}
    filled: dict[str, dict[tuple[str, str], Filled]] = {}
    for sheet in sorted(known - cells.keys()):
        what, cure = _("This sheet is missing."), _("Give it this name again, or get a new workbook.")
        faults.append(Fault("sheet-missing", _("Sheet “%(sheet)s”", sheet=sheet), what, cure))
    seen: set[Place] = set()
    for sheet, found in cells.items():
        for cell in found if sheet != SHEET else ():
            place = (sheet, cell_name(cell.row, cell.column))
            seen.add(place)
            spot = records.spots.get(place)
            if cell.kind == "f":
                faults.append(_formula(place))
            elif spot is not None:
                filled.setdefault(spot.code, {})[spot.part, spot.option] = Filled(cell, _in_words(place))
            elif not _is_unchanged(cell, records.words.get(place)):
                faults.append(_edited(place, records.words.get(place)))
    for place, words in records.words.items():
        if place not in seen and place[0] in cells and words.strip():
            faults.append(_edited(place, words))
    return filled


def _is_unchanged(cell: Cell, words: str | None) -> bool:
    return " ".join(said(cell).split()) == " ".join((words or "").split())


def _formula(place: Place) -> Fault:
    what = _("There is a formula in this cell. Formulas are never read.")
    return Fault("formula", _in_words(place), what, _("Write the answer itself, or empty the cell."))


def _edited(place: Place, words: str | None) -> Fault:
    if words is None:
        what = _("There is something in a cell in which nothing is asked.")
        return Fault("nothing-asked", _in_words(place), what, _("Move it into the cell of an answer, or delete it."))
    short = words if len(words) <= 60 else f"{words[:59]}…"
    what = _("This protected cell was changed. It said: “%(text)s”.", text=short)
    return Fault("protected-edited", _in_words(place), what, _("Write that again, or get a new workbook."))


def _answer_place(records: Records, code: str, *, of_several: bool) -> Place:
    """Return where the answer of a question stands; of a multiple choice, where its own row stands."""
    part = "instead" if of_several else "answer"
    return next(place for place, one in records.spots.items() if one.code == code and one.part == part)


def _in_words(place: Place) -> str:
    return _("Sheet “%(sheet)s”, cell %(cell)s", sheet=place[0], cell=place[1])
