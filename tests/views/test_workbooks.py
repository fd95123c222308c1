"""The pages of the workbook: taken, sent back, looked through, saved at once; and whatever cannot be read is told."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
import sqlalchemy as sa

from survey.database import begin_write, db
from survey.models import AnswerChange, Assessment, AuditEntry, Deed, Source, Stage
from survey.questionnaires.answers import Answer, State
from survey.services import assignments, recording
from survey.services.assignments import Wish
from survey.services.recording import Entry
from survey.views import workbooks as pages
from tests import installations
from tests.installations import NOW, open_wave, small
from tests.views.standing_in_review import of_salzburg, somebody
from tests.workbooks import PLAIN, Book, bad_files

BASE = "/assessments/2026/salzburg/workbook"
YES, PARTLY, NO = (Answer(State.ANSWERED, code) for code in ("everywhere", "partly", "no"))


@pytest.fixture
def app(app):
    open_wave(app)
    return app


@pytest.fixture
def coordinator(sign_in):
    return sign_in("coordinator")


def save(app, *, by="coordinator", **given) -> None:
    """Record answers as the page of a section does, each with the version it goes on from."""
    with app.app_context():
        entries = {code: Entry(answer, version) for code, (answer, version) in given.items()}
        known = {"assessment": of_salzburg(), "questionnaire": small(), "by": somebody(by)}
        recording.record(db.session, entries=entries, now=NOW, **known)
        db.session.commit()


def taken(client, base: str = BASE) -> Book:
    """Take the workbook and open it."""
    answer = client.send(f"{base}/file", page=base)
    assert answer.status_code == 200
    return Book(answer.data)


def sent(client, content: bytes, name: str = "workbook.xlsx", base: str = BASE):
    answer = client.send(f"{base}/preview", {"page-file": (BytesIO(content), name)}, page=base)
    answer.request.environ["wsgi.input"].close()  # a large one is a file, which the client leaves open
    return answer


def words(answer) -> str:
    """Return the words of a page, tags left out."""
    html = re.sub(r"<(head|header|footer)\b.*?</\1>", "", answer.get_data(as_text=True), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def hidden(answer) -> dict[str, list[str]]:
    """Return what the form of the preview carries."""
    found: dict[str, list[str]] = {}
    for field in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', answer.get_data(as_text=True)):
        name, value = map(unescape, field)
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if not name.startswith("page-")}


def take_in(client, shown, base: str = BASE, **decided: str):
    given = hidden(shown) | {f"{code}.decision": [one] for code, one in decided.items()}
    return client.send(f"{base}/take-in", given, page=base)


def history(app, code: str) -> list[tuple[Source, str | None]]:
    row = AnswerChange
    with app.app_context():
        found = db.session.execute(sa.select(row.source, row.value).where(row.question == code).order_by(row.version))
        return [tuple(each) for each in found]


def count(app) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(AnswerChange))


def test_the_page_offers_workbook_and_paper(coordinator):
    page = coordinator.get(BASE).get_data(as_text=True)
    assert "Download the workbook" in page
    assert 'href="/assessments/2026/salzburg/form.pdf"' in page
    assert 'href="/assessments/2026/salzburg/form.pdf?filled=1"' in page
    for path in ("/assessments/2026/salzburg/", "/assessments/2026/salzburg/answers"):
        assert f'href="{BASE}"' in coordinator.get(path).get_data(as_text=True)


def test_who_cannot_answer_finds_paper_alone(sign_in, app):
    for name in ("team", "administrator"):
        page = words(sign_in(name).get(BASE))
        assert "Download the workbook" not in page
        assert "Blank form" in page
        assert sign_in(name).send(f"{BASE}/file", page=BASE).status_code == 404
    with app.app_context():
        begin_write(db.session)
        values = {"stage": Stage.SUBMITTED, "submitted_at": NOW, "submitted_by_id": somebody("coordinator").id}
        db.session.execute(sa.update(Assessment).values(**values))
        db.session.commit()
    assert "can only be read now" in words(sign_in("coordinator").get(BASE))
    assert sent(sign_in("coordinator"), PLAIN).status_code == 409


def test_the_file_is_named_after_region_wave_and_day_and_its_taking_is_noted(app, coordinator):
    answer = coordinator.send(f"{BASE}/file", page=BASE)
    assert answer.mimetype == pages.XLSX
    assert re.fullmatch(
        r'attachment; filename="workbook_salzburg_2026_\d{4}-\d\d-\d\d\.xlsx"', answer.headers["Content-Disposition"]
    )
    with app.app_context():
        entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == Deed.WORKBOOK_TAKEN)).one()
        assert entry.by_id == somebody("coordinator").id


def test_what_is_new_is_shown_and_then_saved_at_once(app, coordinator):
    save(app, support=(NO, 0))
    book = taken(coordinator)
    book.choose("support", "planned")
    book.write("support", date(2027, 3, 31), part="day")
    book.write("proud", '=1+1 "Über" <b>&amp;</b>\nzwei Zeilen')
    book.choose("mixed", "NA", part="instead")
    book.write("mixed", "The state's <task>", part="reason")
    book.write("staff", 12.5)
    shown = sent(coordinator, book.saved())
    assert shown.status_code == 200
    page = words(shown)
    assert "Your workbook would change 4 answers" in page
    assert "Until now No In your workbook Not yet, but decided, from 31 March 2027" in page
    assert "12.5 FTE" in page
    assert "<b>" not in shown.get_data(as_text=True).split("<main")[1].replace("<b>&amp;</b>", "")
    assert count(app) == 1
    answer = take_in(coordinator, shown)
    assert (answer.status_code, answer.location) == (302, "/assessments/2026/salzburg/")
    assert "4 answers of the workbook are saved." in words(coordinator.get(answer.location))
    assert history(app, "support") == [(Source.PAGE, "no"), (Source.WORKBOOK, "planned")]
    assert history(app, "proud") == [(Source.WORKBOOK, '=1+1 "Über" <b>&amp;</b>\nzwei Zeilen')]
    assert history(app, "staff") == [(Source.WORKBOOK, "12.5")]
    again = sent(coordinator, book.saved())
    assert "Your workbook changes nothing" in words(again)
    assert "Answered here already in the same way 4" in words(again)


def test_a_conflict_shows_three_answers_who_and_when_and_waits(app, coordinator):
    save(app, support=(NO, 0))
    book = taken(coordinator)
    book.choose("support", "everywhere")
    book.write("proud", "We met.")
    _give(app, "housing")
    save(app, by="contributor", support=(PARTLY, 1))
    shown = sent(coordinator, book.saved())
    page = words(shown)
    assert "When the workbook was made: No" in page
    assert re.search(r"Saved here by Cora Carter on \d+ \w+ \d{4}, \d\d:\d\d:\d\d In parts of the region", page)
    undecided = take_in(coordinator, shown)
    assert undecided.status_code == 422
    assert "One answer waits for your decision" in words(undecided)
    assert count(app) == 2
    assert take_in(coordinator, undecided, support="mine").status_code == 302
    assert history(app, "support")[-1] == (Source.WORKBOOK, "everywhere")
    assert history(app, "proud") == [(Source.WORKBOOK, "We met.")]
    told = words(coordinator.get("/assessments/2026/salzburg/questions/support/history"))
    assert "by the workbook" in told
    assert "Two answers met" in told


def test_theirs_may_stand(app, coordinator):
    book = taken(coordinator)
    book.choose("support", "everywhere")
    save(app, support=(PARTLY, 0))
    answer = take_in(coordinator, sent(coordinator, book.saved()), support="theirs")
    assert answer.status_code == 302
    assert history(app, "support") == [(Source.PAGE, "partly")]


def test_what_changes_while_somebody_looks_is_shown_again(app, coordinator):
    book = taken(coordinator)
    book.choose("support", "everywhere")
    book.write("proud", "We met.")
    shown = sent(coordinator, book.saved())
    save(app, support=(PARTLY, 0))
    again = take_in(coordinator, shown)
    assert again.status_code == 409
    assert "Things have changed while you were looking." in words(again)
    assert history(app, "proud") == []
    save(app, support=(NO, 1))
    third = take_in(coordinator, again, support="mine")
    assert third.status_code == 409
    assert 'value="mine" checked' not in third.get_data(as_text=True)
    assert take_in(coordinator, third, support="mine").status_code == 302
    assert [value for _source, value in history(app, "support")] == ["partly", "no", "everywhere"]


def _give(app, part: str) -> None:
    with app.app_context():
        known = {"assessment": of_salzburg(), "questionnaire": small(), "by": somebody("coordinator"), "now": NOW}
        assignments.give(db.session, wish=Wish(to=somebody("contributor").id, parts=(part,)), **known)
        db.session.commit()


def test_what_is_not_a_contributors_to_give_is_named(app, sign_in):
    _give(app, "encounter")
    contributor = sign_in("contributor")
    book = taken(contributor)
    book.choose("spaces", "some")
    book.choose("support", "everywhere")
    shown = sent(contributor, book.saved())
    assert "Not yours to answer" in words(shown)
    assert "Does the region help newcomers to find a home? Stays Not answered" in words(shown)
    assert "support.version" not in hidden(shown)
    assert take_in(contributor, shown).status_code == 302
    assert history(app, "support") == []
    assert history(app, "spaces") == [(Source.WORKBOOK, "some")]
    smuggled = hidden(shown) | {"support": ["everywhere"], "support.version": ["0"], "support.base": ["0"]}
    answer = contributor.send(f"{BASE}/take-in", smuggled, page=BASE)
    assert answer.status_code == 409
    assert "Not yours to answer" in words(answer)
    assert history(app, "support") == []


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


def test_coming_by_address_leads_back(coordinator):
    for path in (f"{BASE}/preview", f"{BASE}/take-in"):
        assert coordinator.get(path).location == BASE


def test_the_pages_are_german_and_a_german_workbook_is_read_by_its_own_language(app, sign_in):
    german = sign_in("coordinator", language="de")
    assert "Offline arbeiten" in words(german.get(BASE))
    book = taken(german)
    assert book.book.worksheets[0].title == "Bitte zuerst lesen"
    book.write("staff", "2,5")
    book.choose("mixed", "DK", part="instead")
    book.choose("services", "YES", option="advice")
    shown = sent(german, book.saved())
    assert "Ihre Arbeitsmappe würde 3 Antworten ändern" in words(shown)
    english = sign_in("coordinator")
    assert take_in(english, sent(english, book.saved())).status_code == 302
    assert history(app, "staff") == [(Source.WORKBOOK, "2.5")]
    assert history(app, "services") == [(Source.WORKBOOK, "advice")]


def test_a_demonstration_says_so_in_name_and_sheet(demonstration):
    open_wave(demonstration)
    client = installations.sign_in(demonstration, "coordinator")
    answer = client.send(f"{BASE}/file", page=BASE)
    assert answer.headers["Content-Disposition"].endswith('_demonstration.xlsx"')
    first = Book(answer.data).book.worksheets[0]
    assert any("invented" in str(row[0].value) for row in first.iter_rows())
