"""The meeting by pages: what is furthest apart first, the agreed answer, minority views, both lenses."""

import re
from functools import partial

import pytest

from survey.database import begin_write, db
from survey.models import AnswerChange, Consensus, MinorityView, Source
from survey.questionnaires.reader import library, read
from tests import crawler, installations
from tests.installations import open_wave
from tests.views.separate import (
    ENCOUNTER,
    HOME,
    HOUSING,
    MEETING,
    SECRET,
    SUPPORT,
    answer,
    ask,
    finish,
    key,
    opened,
    today,
    words,
)
from tests.views.standing_in_review import letters, of_salzburg
from tests.views.test_every_page import BRACKETED, brackets, data  # noqa: F401


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def test_the_whole_way_from_asking_to_the_agreed_answer(app, sign_in):
    coordinator, contributor = sign_in("coordinator"), sign_in("contributor")
    assert "Nobody has been asked" in words(contributor.get(HOME))
    assert "Ask your colleagues" in words(coordinator.get(HOME))
    chosen = [str(key(app, name)) for name in ("coordinator", "contributor")]
    sent = coordinator.send(HOME, {"separately-due": today(3), "separately-people": chosen})
    assert sent.location == HOME
    assert "1 person was told by mail." in words(coordinator.get(HOME))
    (mail,) = letters(app)
    assert mail.startswith("To: contributor@example.org")
    assert "Clara Conti asks you to answer the questions on Salzburg on your own first" in mail
    assert "http://127.0.0.1:8000/assessments/2026/salzburg/separately" in mail
    assert answer(contributor, HOUSING, support="no", mixed="4").location == ENCOUNTER
    assert "2 of 3" in words(contributor.get(HOME))
    assert "0 of 3" in words(coordinator.get(HOME))
    answer(coordinator, HOUSING, support="everywhere")
    assert finish(contributor).location == HOME
    assert contributor.get(HOUSING).location == HOME
    assert contributor.send(f"{HOME}/resumed", page=HOME).location == HOME
    assert contributor.get(HOUSING).status_code == 200
    finish(contributor)
    assert finish(coordinator).location == MEETING
    page = words(contributor.get(MEETING))
    assert page.index('id="q-support"') < page.index('id="q-mixed"') < page.index('id="q-proud"')
    assert re.search(r"<dt>Clara Conti</dt><dd>In the whole region</dd>", page)
    assert re.search(r"<dt>Cora Carter</dt><dd>No</dd>", page)
    assert "Apart by 50%" in page
    assert coordinator.send(SUPPORT, {"support": "partly", "support.version": "0"}).location == SUPPORT
    assert "The agreed answer is kept." in words(coordinator.get(SUPPORT))
    with app.app_context():
        change = db.session.query(AnswerChange).one()
        assert (change.question, change.value, change.source) == ("support", "partly", Source.CONSENSUS)
    assert "an answer is agreed upon" in words(coordinator.get(MEETING))
    assert "recorded what was agreed upon" in words(coordinator.get("/assessments/2026/salzburg/log"))


def test_an_agreed_answer_that_meets_another_is_decided_on_the_page(app, sign_in):
    coordinator, _ = opened(app, sign_in)
    coordinator.send(
        "/assessments/2026/salzburg/sections/housing",
        {"support": "no", "support.version": "0", "page-touched": "support"},
    )
    clash = coordinator.send(SUPPORT, {"support": "partly", "support.version": "0"})
    assert clash.status_code == 409
    assert "Nothing has been overwritten." in words(clash)
    taken = coordinator.send(SUPPORT, {"support": "partly", "support.version": "0", "page-take": "support"})
    assert taken.status_code == 302
    kept = {"support": "partly", "support.version": "0", "support.theirs": "1", "page-keep": "support"}
    assert coordinator.send(SUPPORT, kept).status_code == 302
    with app.app_context():
        changes = db.session.query(AnswerChange).order_by(AnswerChange.version)
        assert [(each.value, each.source) for each in changes] == [("no", Source.PAGE), ("partly", Source.CONSENSUS)]


def test_a_participant_reads_the_agreed_answer_and_records_none(app, sign_in):
    _, contributor = opened(app, sign_in)
    page = words(contributor.get(SUPPORT))
    assert "The region reports: Not answered" in page
    assert "Record as agreed" not in page
    for version in ("0", "x"):
        sent = {"support": "partly" if version == "0" else "nonsense", "support.version": version}
        assert contributor.send(SUPPORT, sent).status_code == 404


def test_a_minority_view_is_written_changed_and_read(app, sign_in):
    coordinator, contributor = opened(app, sign_in)
    refused = contributor.send(f"{SUPPORT}/view", {"meeting-view": " "}, page=SUPPORT)
    assert refused.status_code == 422
    assert "Please write how you see it" in words(refused)
    long = contributor.send(f"{SUPPORT}/view", {"meeting-view": "x" * 4001}, page=SUPPORT)
    assert "x" * 4001 in words(long)
    for said in ("Not in the north.", "Not in the north,\r\n<b>nor</b> in the west."):
        sent = contributor.send(f"{SUPPORT}/view", {"meeting-view": said}, page=SUPPORT)
        assert sent.location == f"{SUPPORT}#views"
    assert "Not in the north,\n&lt;b&gt;nor&lt;/b&gt; in the west.</textarea>" in words(contributor.get(SUPPORT))
    page = words(coordinator.get(SUPPORT))
    assert '<p class="typed">Not in the north,\n&lt;b&gt;nor&lt;/b&gt; in the west.</p>' in page
    assert "1 minority view" in words(coordinator.get(MEETING))
    with app.app_context():
        assert db.session.query(MinorityView).one().assessment_id == of_salzburg().id


def test_both_lenses_stand_side_by_side_with_the_number_of_people(app, sign_in):
    coordinator, contributor = opened(app, sign_in)
    coordinator.send(SUPPORT, {"support": "partly", "support.version": "0"})
    rows = re.findall(
        r'<th scope="row">([^<]+)</th><td>([^<]+)</td><td>([^<]+)</td><td>(\d)</td>', words(contributor.get(MEETING))
    )
    assert [row[0] for row in rows] == ["Index", "Equality", "Interaction"]
    assert rows[2] == ("Interaction", "withheld", "withheld", "0")


def test_a_long_list_is_leafed_through(template, tmp_path):
    long = template.copy(tmp_path / "long")
    asked = read(library()["regional_index-2026"])
    open_wave(long, asked)
    coordinator = installations.sign_in(long, "coordinator")
    ask(long, partial(installations.sign_in, long))
    with long.app_context():
        begin_write(db.session)
        db.session.query(Consensus).one().opened_at = installations.NOW
        db.session.commit()
    found = []
    for page in range(1, 8):
        listed = re.findall(
            r'<section class="card question" id="q-(\w+)"', words(coordinator.get(f"{MEETING}?page={page}"))
        )
        assert len(listed) == (5 if page == 7 else 20)
        found += listed
    assert found == list(asked.questions)
    for wrong in ("0", "8", "x", "-1"):
        assert f'id="q-{found[0]}"' in words(coordinator.get(f"{MEETING}?page={wrong}"))
    page = words(coordinator.get(f"{MEETING}/{found[40]}"))
    assert f'href="{MEETING}?page=3#q-{found[40]}"' in page
    assert f'href="{MEETING}/{found[39]}"' in page
    assert f'href="{MEETING}/{found[41]}"' in page
    assert coordinator.get(f"{MEETING}/nothing").status_code == 404


def test_all_pages_speak_german(app, sign_in):
    ask(app, sign_in)
    german = {name: sign_in(name, language="de") for name in ("coordinator", "contributor")}
    assert "Zuerst getrennt antworten" in words(german["contributor"].get(HOME))
    assert "Ihre eigenen Antworten" in words(german["contributor"].get(f"{HOME}/sections/housing"))
    finish(german["contributor"])
    finish(german["coordinator"])
    assert "Wo Sie sich unterscheiden" in words(german["coordinator"].get(MEETING))
    assert "Als vereinbart festhalten" in words(german["coordinator"].get(SUPPORT))
    assert "Wer es anders sieht" in words(german["contributor"].get(SUPPORT))


def test_every_word_of_these_pages_can_be_translated(brackets):  # noqa: F811
    open_wave(brackets, BRACKETED)
    enter = partial(installations.sign_in, brackets, language="de")
    coordinator, contributor = opened(brackets, enter)
    contributor.send(f"{SUPPORT}/view", {"meeting-view": "1234"}, page=SUPPORT)
    known = [*data(brackets), SECRET]
    for client in (coordinator, contributor):
        pages = [(path, words(client.get(path))) for path in (HOME, MEETING, SUPPORT, f"{MEETING}/proud")]
        found = [(path, said) for path, html in pages for said in crawler.untranslatable(html, known)]
        assert found == []
