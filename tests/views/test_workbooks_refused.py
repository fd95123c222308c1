"""What cannot be read of a workbook is told with place and cure, and nothing of it is written."""

from io import BytesIO

import pytest

from survey.views import workbooks as pages
from tests.installations import open_wave, small
from tests.views.sending import BASE, count, hidden, sent, taken, words
from tests.workbooks import PLAIN, bad_files


@pytest.fixture
def app(app):
    open_wave(app)
    return app


@pytest.fixture
def coordinator(sign_in):
    return sign_in("coordinator")


@pytest.mark.parametrize("kind", sorted(bad_files(PLAIN)))
def test_a_bad_file_is_told_and_nothing_written(app, coordinator, kind):
    name, content = bad_files(taken(coordinator).saved())[kind]
    answer = sent(coordinator, content, name)
    assert answer.status_code == 422
    assert "Nothing is saved yet: one thing has to be mended" in words(answer)
    assert f"<strong>{name}</strong>" in answer.get_data(as_text=True)
    assert count(app) == 0


def test_no_file_is_told(coordinator):
    for data in ({}, {"page-file": (BytesIO(b""), "")}):
        answer = coordinator.send(f"{BASE}/preview", data, page=BASE)
        assert answer.status_code == 422
        assert "No file was chosen." in words(answer)


def test_a_file_far_too_large_is_told_on_the_same_page(app, coordinator):
    answer = sent(coordinator, b"PK\x03\x04" + bytes(pages.LARGEST_UPLOAD))
    assert answer.status_code == 413
    assert "This file is too large: a workbook may have 5 megabytes." in words(answer)


def test_other_pages_take_no_more_than_before(app, coordinator, client):
    large = {"page-language": "x" * 2_000_000, "page-csrf_token": "x"}
    assert coordinator.post("/language", data=large).status_code == 413
    answer = client.post(f"{BASE}/preview", data={"page-file": (BytesIO(bytes(2_000_000)), "w.xlsx")})
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 413


def test_without_a_token_nothing_happens(app, coordinator):
    book = taken(coordinator)
    book.choose("support", "everywhere")
    shown = sent(coordinator, book.saved())
    answer = coordinator.post(f"{BASE}/take-in", data=hidden(shown))
    assert answer.status_code == 400
    assert "What you typed" not in words(answer)
    data = {"page-file": (BytesIO(book.saved()), "w.xlsx")}
    assert coordinator.post(f"{BASE}/preview", data=data).status_code == 400
    assert coordinator.post(f"{BASE}/file").status_code == 400
    assert count(app) == 0


def test_faults_in_cells_name_them_and_at_most_a_hundred_are_listed(app, coordinator):
    book = taken(coordinator)
    book.choose("support", "everywhere")
    cell = book.cell("proud")
    cell.value, cell.data_type = "=1+1", "f"
    answer = sent(coordinator, book.saved())
    assert answer.status_code == 422
    assert f"Sheet “3 Closing words”, cell {cell.coordinate} – There is a formula in this cell." in words(answer)
    for row in range(40, 190):
        book.book["2 Encounter"].cell(row, 2).value = f"<i>note {row}</i>"
    many = sent(coordinator, book.saved())
    assert "151 things have to be mended" in words(many)
    assert many.get_data(as_text=True).count("<li><strong>") == 100
    assert "There are 51 more." in words(many)
    assert count(app) == 0


def test_the_workbook_of_another_region_or_wave_says_whose_it_is(app, coordinator, sign_in):
    there = "/assessments/2026/leipzig/workbook"
    answer = sent(coordinator, taken(sign_in("neighbour"), there).saved())
    assert answer.status_code == 422
    assert "This workbook is of another region: it is of Leipzig" in words(answer)
    open_wave(app, small().model_copy(update={"edition": "2"}), key="2027")
    other = taken(coordinator, "/assessments/2027/salzburg/workbook")
    assert "This workbook is of another wave: it is of Wave 2027, and this is Wave 2026." in words(
        sent(coordinator, other.saved())
    )


def test_answers_that_arrive_altered_are_not_taken(app, coordinator):
    for data in ({}, {"support": "never", "support.version": "0"}, {"staff": "9999", "staff.version": "0"}):
        answer = coordinator.send(f"{BASE}/take-in", data, page=BASE)
        assert answer.status_code == 422
        assert "The answers did not arrive as they were shown." in words(answer)
    assert count(app) == 0
