"""The history of a question as pages show it: in words, in the wave's time zone, with restoring by confirmation."""

import re
from datetime import UTC, date, datetime

import pytest

from survey.database import begin_write, db
from survey.models import AnswerChange, Source, StoredAnswer, Wave
from survey.questionnaires.answers import Answer, State
from survey.services.recording import Entry, record
from tests import installations
from tests.installations import NOW, open_wave, small
from tests.views.standing_in_review import answer, in_review, of_salzburg, somebody

BASE = "/assessments/2026/salzburg/questions"
SUPPORT, PROUD = f"{BASE}/support/history", f"{BASE}/proud/history"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def save(app, *, now=NOW, source=Source.PAGE, why=None, **given) -> None:
    """Record answers, each given with the version it goes on from."""
    with app.app_context():
        entries = {code: Entry(answer, version) for code, (answer, version) in given.items()}
        known = {"assessment": of_salzburg(), "questionnaire": small(), "by": somebody("coordinator")}
        record(db.session, entries=entries, now=now, source=source, why=why, **known)
        db.session.commit()


def said(client, path: str) -> str:
    """Return the words of a page, tags left out."""
    html = client.get(path).get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def single(option: str) -> Answer:
    return Answer(State.ANSWERED, option)


def test_each_version_is_told_in_words(app, sign_in):
    save(app, support=(single("partly"), 0))
    plan = Answer(State.PLANNED, "planned", planned_date=date(2027, 6, 1))
    save(app, support=(plan, 1), source=Source.WORKBOOK, why="Read in from a file")
    page = said(sign_in("coordinator"), SUPPORT)
    assert "Does the region help newcomers to find a home?" in page
    assert re.search(r"Version 2 · Clara Conti, [^·]+ · by the workbook holds now", page)
    assert "Before In parts of the region From then on Not yet, but decided, from 1 June 2027" in page
    assert "Why: Read in from a file" in page
    assert "Before Not answered From then on In parts of the region" in page


def test_an_empty_history_says_what_will_stand_here(sign_in):
    assert "Nobody has answered this question yet." in said(sign_in("contributor"), SUPPORT)


def test_times_are_those_of_the_wave(app, sign_in):
    with app.app_context():
        begin_write(db.session)
        db.session.query(Wave).one().time_zone = "Pacific/Auckland"
        db.session.commit()
    save(app, support=(single("no"), 0))
    with app.app_context():
        begin_write(db.session)
        db.session.query(AnswerChange).one().changed_at = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
        db.session.commit()
    page = said(sign_in("coordinator"), SUPPORT)
    assert "Times are those of Pacific/Auckland." in page
    assert "6 Jan 2026, 01:00" in page


def test_a_restored_version_is_confirmed_first(app, sign_in):
    save(app, proud=(Answer(State.ANSWERED, "Our cafés."), 0))
    save(app, proud=(Answer(State.ANSWERED, "Our houses."), 1))
    coordinator = sign_in("coordinator")
    assert f'href="{PROUD}/1"' in coordinator.get(PROUD).get_data(as_text=True)
    assert f'href="{PROUD}/2"' not in coordinator.get(PROUD).get_data(as_text=True)
    confirm = said(coordinator, f"{PROUD}/1")
    assert "What holds now Our houses. What holds if you restore it Our cafés." in confirm
    assert coordinator.send(f"{PROUD}/1", {"page-version": "2"}).location == PROUD
    page = said(coordinator, PROUD)
    assert "Version 1 holds again, as a new version." in page
    assert "Why: An earlier version, restored" in page
    again = coordinator.send(f"{PROUD}/1", {"page-version": "3"})
    assert (again.status_code, "This answer holds already." in said(coordinator, PROUD)) == (302, True)


@pytest.mark.parametrize("seen", ["1", "", "x", "99"])
def test_restoring_over_an_unseen_answer_writes_nothing(app, sign_in, seen):
    save(app, proud=(Answer(State.ANSWERED, "Our cafés."), 0))
    save(app, proud=(Answer(State.ANSWERED, "Our houses."), 1))
    answer = sign_in("coordinator").send(f"{PROUD}/1", {"page-version": seen})
    assert answer.status_code == 409
    assert "Nothing has been overwritten." in answer.get_data(as_text=True)
    assert "Two answers met" in said(sign_in("coordinator"), PROUD)
    with app.app_context():
        assert db.session.query(StoredAnswer).one().value == "Our houses."


def test_who_may_not_restore_reads_all_the_same(app, sign_in):
    save(app, proud=(Answer(State.ANSWERED, "Our cafés."), 0))
    save(app, proud=(Answer(State.ANSWERED, "Our houses."), 1))
    for name in ("contributor", "team", "administrator"):
        client = sign_in(name)
        assert "Our cafés." in said(client, PROUD)
        assert "Restore" not in said(client, PROUD)
        assert client.get(f"{PROUD}/1").status_code == 404
        sent = {"page-version": "2", "page-csrf_token": client.token("/privacy")}
        assert client.post(f"{PROUD}/1", data=sent).status_code == 404
    for name in ("neighbour", "nobody", "reviewer"):
        assert sign_in(name).get(PROUD).status_code == 404


def test_words_are_shown_as_text(app, sign_in):
    save(app, proud=(Answer(State.ANSWERED, "<script>one</script>"), 0), why="<b>why</b>")
    save(app, proud=(Answer(State.ANSWERED, "<script>two</script>"), 1))
    html = sign_in("coordinator").get(PROUD).get_data(as_text=True)
    assert "<script>one" not in html
    assert "<b>why" not in html
    assert "&lt;b&gt;why" in html
    assert "&lt;script&gt;<mark>" in html or "<mark>&lt;script&gt;one&lt;/script&gt;</mark>" in html


def test_reviews_and_replies_stand_in_the_history(template, tmp_path):
    app = template.copy(tmp_path / "reviewed")
    in_review(app)
    reviewer, coordinator = (installations.sign_in(app, name) for name in ("reviewer", "coordinator"))
    review = "/assessments/2026/salzburg/review"
    verdict = {"page-verdict": "adjusted", "page-reason": "Five towns.", "page-version": "1", "support": "partly"}
    assert reviewer.send(f"{review}/support", verdict).status_code == 302
    assert answer(coordinator, "support", "disputed", "All towns.").status_code == 302
    seen = (
        reviewer.get(f"{review}/support")
        .get_data(as_text=True)
        .partition('name="page-seen" value="')[2]
        .partition('"')[0]
    )
    assert reviewer.send(f"{review}/support/uphold", {"page-seen": seen}, page=f"{review}/support").status_code == 302
    page = said(coordinator, SUPPORT)
    positions = [
        page.index(words)
        for words in (
            "Verdict upheld · Rita Rossi",
            "Reply of the region · Clara Conti",
            "The region does not agree. All towns.",
            "Review of version 1 · Rita Rossi",
            "Adjusted to: In parts of the region",
            "Why: Five towns.",
            "Version 1 · Clara Conti",
        )
    ]
    assert positions == sorted(positions)


def test_a_long_history_is_leafed_through(app, sign_in):
    for version in range(33):
        save(app, proud=(Answer(State.ANSWERED, f"Café {version}"), version))
    coordinator = sign_in("coordinator")
    assert f'href="{PROUD}?before=4"' in coordinator.get(PROUD).get_data(as_text=True)
    older = said(coordinator, f"{PROUD}?before=4")
    assert "Version 3 ·" in older
    assert "Version 4 ·" not in older
    assert "Back to the latest versions" in older
    assert "Version 33 ·" in said(coordinator, f"{PROUD}?before=nonsense")


def test_german_pages_are_german(app, sign_in):
    save(app, support=(single("no"), 0))
    page = said(sign_in("coordinator", language="de"), SUPPORT)
    assert "Verlauf" in page
    assert "gilt jetzt" in page
