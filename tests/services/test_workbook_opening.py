"""Opening what somebody sends: limits before anything is unpacked, and a cure for whatever is no workbook."""

import tracemalloc
from time import process_time

import pytest
from openpyxl import Workbook

from survey.errors import FaultsError
from survey.services import workbooks
from survey.services.workbook_opening import open_workbook
from tests.databases import NOW, world
from tests.workbooks import PLAIN, as_bytes, bad_files


@pytest.fixture(scope="module")
def content(tmp_path_factory) -> bytes:
    here = world(tmp_path_factory.mktemp("opening"))
    return workbooks.make(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        by=here.coordinator,
        now=NOW,
    )


@pytest.mark.parametrize("kind", sorted(bad_files(PLAIN)))
def test_what_cannot_be_read_is_refused_with_a_cure(content, kind):
    name, sent = bad_files(content)[kind]
    with pytest.raises(FaultsError) as caught:
        open_workbook(sent, name)
    (fault,) = caught.value.faults
    assert kind.startswith(fault.code)
    assert fault.place == name
    assert fault.what.endswith(".")
    assert fault.cure.endswith(".")


def test_a_bomb_costs_neither_memory_nor_time(content):
    bombs = [bad_files(content)[kind] for kind in ("bomb-sheet", "bomb-whole", "damaged-bomb")]
    tracemalloc.start()
    began = process_time()
    for name, sent in bombs:
        with pytest.raises(FaultsError):
            open_workbook(sent, name)
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()
    assert process_time() - began < 5


@pytest.mark.parametrize(("row", "column"), [(6_000, 1), (1, 100), (1_048_576, 16_384)])
def test_a_sheet_that_reaches_far_is_refused(row, column):
    book = Workbook()
    book.active.cell(row, column).value = "x"
    with pytest.raises(FaultsError, match="too-far"):
        open_workbook(as_bytes(book), "w.xlsx")


def test_cells_come_with_their_kinds(content):
    book = Workbook()
    sheet = book.active
    for row, value in enumerate(["a", 2.5, True, NOW.replace(tzinfo=None), "=1+1", None], 1):
        sheet.cell(row, 1).value = value
    sheet.cell(7, 1).value = 0.5
    sheet.cell(7, 1).number_format = "0%"
    found = open_workbook(as_bytes(book), "W.XLSX")["Sheet"]
    assert [(cell.row, cell.kind, cell.percent) for cell in found] == [
        (0, "s", False),
        (1, "n", False),
        (2, "b", False),
        (3, "d", False),
        (4, "f", False),
        (6, "n", True),
    ]
