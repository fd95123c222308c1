"""Answering separately by pages: sealed for every role on every route until it opens."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from survey.database import begin_write, db
from survey.models import AuditEntry, Consensus, Deed, Participant
from tests.installations import open_wave
from tests.views.separate import (
    HOME,
    HOUSING,
    MEETING,
    PEOPLE,
    SECRET,
    SUPPORT,
    ask,
    both_answer,
    finish,
    key,
    opened,
    today,
    words,
)
from tests.views.standing_in_review import letters
from tests.views.test_routes import SPECIAL, VALUES


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def test_before_it_is_open_no_page_shows_anybody_what_another_has_said(app, sign_in):
    both_answer(app, sign_in)
    finish(sign_in("contributor"))
    paths = set()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            values = {**VALUES, "question": "proud", "section": "closing", **SPECIAL.get(rule.endpoint, {})}
            values["person"] = str(key(app, "contributor"))
            wanted = {name: values.get(name, "1") for name in rule.arguments}
            paths.add(app.url_map.bind("127.0.0.1").build(rule.endpoint, wanted, method="GET"))
    assert {MEETING, f"{MEETING}/proud", f"{HOME}/sections/closing"} <= paths
    for name in PEOPLE:
        client = sign_in(name)
        for path in sorted(paths):
            said = client.get(path).get_data()
            assert SECRET.encode() not in said, (name, path)
    for name in PEOPLE[1:]:
        for path in (HOME, MEETING, f"{MEETING}/proud", f"{HOME}/sections/closing"):
            assert sign_in(name).get(path).status_code == 404, (name, path)
    assert sign_in("coordinator").get(MEETING).location == HOME
    assert sign_in("coordinator").get(f"{MEETING}/proud").location == HOME
    page = words(sign_in("coordinator").get(HOME))
    assert re.findall(r'<span class="tag (\w+)">', page) == ["open", "done"]
    for path in (SUPPORT, f"{SUPPORT}/view"):
        assert (
            sign_in("coordinator").send(path, {"support": "no", "support.version": "0"}, page=HOME).status_code == 409
        )


def test_files_and_scores_are_those_of_the_region_before_and_after(app, sign_in):
    opened(app, sign_in)
    coordinator = sign_in("coordinator")
    for path in re.findall(r'href="(/exports/[^"]+)"', words(coordinator.get("/exports/2026"))):
        found = coordinator.get(path.replace("&amp;", "&"))
        assert SECRET.encode() not in found.get_data(), path
    assert "There is nothing to show yet" in words(coordinator.get("/results/2026/salzburg"))


@pytest.mark.parametrize("name", PEOPLE[1:])
def test_for_others_there_is_nothing_when_it_is_open_either(app, sign_in, name):
    opened(app, sign_in)
    client = sign_in(name)
    for path in (HOME, MEETING, SUPPORT, HOUSING):
        assert client.get(path).status_code == 404
    token = client.token("/sign-out" if name == "nobody" else "/method")
    for path in (HOME, HOUSING, SUPPORT, f"{SUPPORT}/view", f"{HOME}/finished", f"{HOME}/resumed"):
        assert client.post(path, data={"page-csrf_token": token, "support.version": "0"}).status_code == 404


def test_the_end_of_the_day_opens_it_at_the_next_visit_and_that_is_kept_once(app, sign_in):
    coordinator, contributor = both_answer(app, sign_in)
    with app.app_context():
        begin_write(db.session)
        db.session.query(Consensus).one().due = (datetime.now(UTC) - timedelta(days=2)).date()
        db.session.commit()
    assert contributor.get(MEETING).status_code == 200
    assert "The answers have been open since" in words(coordinator.get(HOME))
    assert SECRET in words(coordinator.get(MEETING))
    assert contributor.get(HOUSING).location == HOME
    late = contributor.send(HOUSING, {"support": "partly", "support.version": "1"}, page=HOME)
    assert late.status_code == 409
    assert "The separate answers are open now." in words(late)
    assert "In parts of the region" in words(late)
    with app.app_context():
        found = db.session.query(Consensus).one()
        day = datetime.combine(found.due + timedelta(days=1), datetime.min.time(), tzinfo=ZoneInfo("Europe/Brussels"))
        assert found.opened_at == day
        assert db.session.query(AuditEntry).filter_by(deed=Deed.CONSENSUS_OPENED).count() == 1
        assert db.session.query(Participant).filter(Participant.finished_at.is_not(None)).count() == 0


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"separately-due": "soon"}, "Please give the last day"),
        ({"separately-due": today(-1)}, "This day is over."),
        ({"separately-due": today(90)}, "until the region&#39;s last day only"),
        ({"separately-due": today(3)}, "Please choose two people at least."),
        ({"separately-due": today(3), "separately-people": ["0", "x"]}, "does not answer for this region"),
    ],
)
def test_a_wrong_wish_comes_back_as_it_was_typed(app, sign_in, sent, said):
    refused = sign_in("coordinator").send(HOME, {"separately-people": [str(key(app, "coordinator"))], **sent})
    assert refused.status_code == 422
    assert said in words(refused)
    assert (f'value="{sent["separately-due"]}"' in words(refused)) or sent["separately-due"] == "soon"
    with app.app_context():
        assert db.session.query(Consensus).count() == 0
    assert letters(app) == []


def test_a_contributor_does_not_ask(app, sign_in):
    client = sign_in("contributor")
    token = client.token(HOME)
    sent = {"page-csrf_token": token, "separately-due": today(3), "separately-people": [str(key(app, "coordinator"))]}
    assert client.post(HOME, data=sent).status_code == 404
    ask(app, sign_in)
    page = words(sign_in("coordinator").get(HOME))
    assert "Everybody who answers for the region takes part already." in page
    assert "Ask more people" not in words(client.get(HOME))
