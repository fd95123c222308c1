"""Reading what came back: each cell is told by sheet and name what is wrong with it, and nothing is guessed."""

from datetime import date, datetime

import pytest

from survey.errors import Fault, FaultsError
from survey.forms import workbooks as form
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.services import workbook_opening, workbook_reading, workbooks
from survey.services.workbook_reading import Reading
from survey.services.workbook_records import SHEET
from tests.databases import NOW, World, world
from tests.workbooks import PLAIN, Book


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> World:
    return world(tmp_path_factory.mktemp("reading"))


@pytest.fixture(scope="module")
def content(here) -> bytes:
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire}
    return workbooks.make(here.session, by=here.coordinator, now=NOW, **known)


@pytest.fixture
def book(content) -> Book:
    return Book(content)


def read(here: World, sent: Book | bytes) -> Reading:
    cells = workbook_opening.open_workbook(sent if isinstance(sent, bytes) else sent.saved(), "w.xlsx")
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire}
    return workbook_reading.read(cells, name="w.xlsx", **known)


def faults(here: World, sent: Book) -> list[Fault]:
    """Return everything that is wrong with a workbook that can be read."""
    reading = read(here, sent)
    return [*reading.faults, *form.from_cells(here.questionnaire, reading.given, ("small", "", "en"))[1]]


def answer(here: World, sent: Book, code: str) -> Answer:
    reading = read(here, sent)
    found, wrong = form.from_cells(here.questionnaire, reading.given, ("small", "", "en"))
    assert not [*reading.faults, *wrong]
    return found[code]


def told(here: World, sent: Book) -> list[tuple[str, str]]:
    return [(fault.code, fault.place) for fault in faults(here, sent)]


HOUSING, ENCOUNTER, CLOSING = "1 Housing", "2 Encounter", "3 Closing words"


def place(sheet: str, cell: str) -> str:
    return f"Sheet “{sheet}”, cell {cell}"


def test_nothing_filled_in_is_nothing_answered(here, book):
    assert told(here, book) == []
    assert {answer(here, book, code) for code in here.questionnaire.questions} == {NOT_ANSWERED}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(2.5, 2.5), ("2.5", 2.5), ("1 200", None), (0, 0.0), ("12", 12.0), ("a few", None), (501, None), (True, None)],
)
def test_numbers_are_read_as_typed(here, book, value, expected):
    book.write("staff", value)
    if expected is None:
        assert told(here, book) == [("unfit", place(HOUSING, book.cell("staff").coordinate))]
    else:
        assert answer(here, book, "staff").value == expected


def test_a_percentage_of_a_program_is_one(here, book):
    book.write("share", 0.125)
    book.cell("share").number_format = "0.0%"
    assert answer(here, book, "share").value == 12.5


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 3, 31),
        datetime(2027, 3, 31),  # noqa: DTZ001 - cells have no zone
        "2027-03-31",
        "31.3.2027",
        "31/03/2027",
        "31. 03. 2027",
        46477,
    ],
)
def test_days_are_read_however_a_program_keeps_them(here, book, day):
    book.choose("support", "planned")
    book.write("support", day, part="day")
    assert answer(here, book, "support") == Answer(State.PLANNED, "planned", planned_date=date(2027, 3, 31))


def test_labels_are_read_in_any_case(here, book):
    book.write("support", "  in the WHOLE region ")
    book.write("mixed", 5)
    assert answer(here, book, "support").value == "everywhere"
    assert answer(here, book, "mixed").value == 5


def test_what_is_not_in_a_list_is_named(here, book):
    book.write("support", "More or less")
    (fault,) = faults(here, book)
    assert (fault.code, fault.place) == ("unknown-label", place(HOUSING, book.cell("support").coordinate))
    assert "“More or less”" in fault.what


@pytest.mark.parametrize(
    ("fill", "code"),
    [
        (lambda book: (book.choose("support", "no"), book.choose("support", "DK", part="instead")), "both"),
        (lambda book: book.write("support", "The state does it.", part="reason"), "reason-alone"),
        (
            lambda book: (
                book.choose("support", "DK", part="instead"),
                book.write("support", "The state does it.", part="reason"),
            ),
            "reason-alone",
        ),
        (lambda book: (book.choose("support", "no"), book.write("support", date(2027, 1, 1), part="day")), "day-alone"),
        (lambda book: (book.choose("support", "planned"), book.write("support", "soon", part="day")), "no-day"),
        (
            lambda book: (book.choose("support", "planned"), book.write("support", "2027-02-30", part="day")),
            "no-day",
        ),
        (
            lambda book: [book.choose("services", "NO", option=one) for one in ("advice", "legal", "none")],
            "all-no",
        ),
        (
            lambda book: [book.choose("services", "YES", option=one) for one in ("advice", "none")],
            "unfit",
        ),
        (lambda book: book.write("proud", "x" * 10_001), "unfit"),
        (
            lambda book: (
                book.choose("mixed", "NA", part="instead"),
                book.write("mixed", "x" * 2_001, part="reason"),
            ),
            "unfit",
        ),
    ],
)
def test_what_does_not_go_together_is_told_once(here, book, fill, code):
    fill(book)
    assert [fault.code for fault in faults(here, book)] == [code]


@pytest.mark.parametrize(
    "formula",
    ["=1+1", '=HYPERLINK("http://example.org","x")', "=cmd|' /C calc'!A0", "=WEBSERVICE(A1)"],
)
def test_a_formula_is_never_read(here, book, formula):
    cell = book.cell("proud")
    cell.value, cell.data_type = formula, "f"
    assert told(here, book) == [("formula", place(CLOSING, cell.coordinate))]


def test_formulas_are_found_wherever_they_stand(here, book):
    book.book[ENCOUNTER]["H40"].value = "=1+1"
    book.book[ENCOUNTER]["B4"].value = "=1+1"
    assert told(here, book)[:2] == [("formula", place(ENCOUNTER, "B4")), ("formula", place(ENCOUNTER, "H40"))]


def test_protected_cells_that_were_changed_are_named(here, book):
    book.book[HOUSING]["B4"].value = "Does the region help anybody?"
    book.book[HOUSING]["B5"].value = None
    book.book[HOUSING]["K4"].value = "a note"
    assert set(told(here, book)) == {
        ("protected-edited", place(HOUSING, "B4")),
        ("protected-edited", place(HOUSING, "B5")),
        ("nothing-asked", place(HOUSING, "K4")),
    }


def test_a_deleted_row_moves_no_answer_to_another_question(here, book):
    book.choose("mixed", "5")
    book.book[HOUSING].delete_rows(4)
    found = told(here, book)
    assert {code for code, _place in found} >= {"protected-edited"}


def test_a_sheet_deleted_renamed_or_added_is_named(here, book):
    book.book[CLOSING].title = "My own"
    book.book.create_sheet("Notes")["A1"].value = "a note"
    found = told(here, book)
    assert ("sheet-missing", f"Sheet “{CLOSING}”") in found
    assert ("nothing-asked", place("Notes", "A1")) in found
    assert ("nothing-asked", place("My own", "A1")) in found


@pytest.mark.parametrize(
    ("kind", "column", "value"),
    [("base", 2, "7"), ("base", 3, "answered"), ("choice", 3, "partly"), ("spot", 3, "proud"), ("words", 3, "?")],
)
def test_a_hidden_sheet_changed_by_hand_is_refused(here, book, kind, column, value):
    sheet = book.book[SHEET]
    row = next(number for number, row in enumerate(book.rows, 1) if row[0] == kind)
    assert sheet.cell(row, column + 1).value != value
    sheet.cell(row, column + 1).value = value
    with pytest.raises(FaultsError, match="hidden-edited"):
        read(here, book)


@pytest.mark.parametrize("change", [lambda sheet: sheet.delete_rows(9), lambda sheet: sheet.append(["base", "x"])])
def test_rows_of_the_hidden_sheet_neither_go_nor_come(here, book, change):
    change(book.book[SHEET])
    with pytest.raises(FaultsError, match="hidden-edited"):
        read(here, book)


def test_a_workbook_of_somebody_else_is_refused(here, book):
    with pytest.raises(FaultsError, match="not-ours"):
        read(here, PLAIN)
    del book.book[SHEET]
    with pytest.raises(FaultsError, match="not-ours"):
        read(here, book)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("wave", "2025", "other-wave"),
        ("region", "there", "other-region"),
        ("structure_hash", "0" * 64, "other-edition"),
        ("language", "xx", "other-language"),
    ],
)
def test_a_workbook_of_another_wave_region_edition_or_language_is_refused(here, book, name, value, code):
    book.forge(name, value)
    with pytest.raises(FaultsError, match=code):
        read(here, book)
