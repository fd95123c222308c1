"""The pages of the workbook: taken, sent back, looked through, saved at once, with two people and two languages."""

import re
from datetime import date

import pytest
import sqlalchemy as sa

from survey.database import begin_write, db
from survey.models import Assessment, AuditEntry, Deed, Source, Stage
from survey.questionnaires.answers import Answer, State
from survey.views import workbooks as pages
from tests import installations
from tests.installations import NOW, open_wave
from tests.views.sending import BASE, count, give, hidden, history, save, sent, take_in, taken, words
from tests.views.standing_in_review import somebody
from tests.workbooks import PLAIN, Book

YES, PARTLY, NO = (Answer(State.ANSWERED, code) for code in ("everywhere", "partly", "no"))


@pytest.fixture
def app(app):
    open_wave(app)
    return app


@pytest.fixture
def coordinator(sign_in):
    return sign_in("coordinator")


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
    give(app, "housing")
    save(app, by="contributor", support=(PARTLY, 1))
    shown = sent(coordinator, book.saved())
    page = words(shown)
    assert "When the workbook was made: No" in page
    assert re.search(r"Saved here by Cora Carter on \d+ \w+ \d{4}, \d\d:\d\d In parts of the region", page)
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


def test_what_is_not_a_contributors_to_give_is_named(app, sign_in):
    give(app, "encounter")
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


def test_coming_by_address_leads_back(coordinator):
    for path in (f"{BASE}/preview", f"{BASE}/take-in"):
        assert coordinator.get(path).location == BASE


def test_the_pages_are_german_and_a_german_workbook_is_read_by_its_own_language(app, sign_in):
    german = sign_in("coordinator", language="de")
    assert "Ohne Netz arbeiten" in words(german.get(BASE))
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
