"""Pages kept ready are what would be made now: whatever changes in the database has them made anew."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import render_template, template_rendered
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from survey import reading
from survey.database import begin_write, db
from survey.models import (
    Assessment,
    Citation,
    Comment,
    Evidence,
    Mandate,
    Notice,
    Region,
    SecondFactor,
    SignIn,
    StoredAnswer,
    Thread,
    User,
    Wave,
)
from survey.models.assessment import Stage
from survey.models.evidence import EvidenceKind
from survey.questionnaires.answers import State
from survey.views import ready
from tests import postgresql
from tests.databases import EACH
from tests.installations import NAMES, NOW, Template, cookie, open_wave, sign_in
from tests.views.test_sections import HOUSING, autosave

CLARA, CORA = NAMES["coordinator"], NAMES["contributor"]


@pytest.fixture(scope="module")
def templates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ready")
    return {
        kind: Template(folder / kind, database_url=postgresql.database() if kind == "postgresql" else None)
        for kind in EACH
    }


@pytest.fixture(params=EACH)
def app(request, templates, tmp_path):
    made = templates[request.param].copy(tmp_path / "instance")
    open_wave(made)
    yield made
    with made.app_context():
        db.session.close()
        db.engine.dispose()


@pytest.fixture
def coordinator(app):
    return sign_in(app, "coordinator")


def made_for(app, client, path=HOUSING, **more):
    """Return the answer to a request, and whether its page was made for it."""
    names = []

    def note(_app, template, **_context):
        names.append(template.name)

    with template_rendered.connected_to(note, app):
        answer = client.get(path, **more)
    return answer, bool(names)


def warm(app, client, path=HOUSING):
    """Open a page until it is kept."""
    for _ in range(3):
        answer, _ = made_for(app, client, path)
        assert answer.status_code == 200
    answer, made = made_for(app, client, path)
    assert not made
    return answer


def anew(app, client, path=HOUSING):
    """Return the answer with nothing kept."""
    app.extensions[ready.EXTENSION].clear()
    return client.get(path)


def words(answer):
    """Return a page without what differs each time: the seconds that its reader has, and the stamp of its token."""
    return re.sub(r'(data-seconds|page-csrf_token" value)="[^"]*"', r"\1", answer.get_data(as_text=True))


def test_the_third_time_a_page_is_sent_as_it_was_made(app, coordinator):
    coordinator.get(HOUSING)  # reads the questionnaire and makes the objects of a person, which then stand ready, too
    app.extensions[ready.EXTENSION].clear()
    first, made = made_for(app, coordinator)
    assert made
    second, made = made_for(app, coordinator)
    assert made  # only now it is known by which statements it is made
    third, made = made_for(app, coordinator)
    assert not made
    assert words(first) == words(second)
    assert third.data == second.data
    assert sorted(third.headers) != []
    assert _headers(third) == _headers(second)


def _headers(answer):
    return sorted((name, value) for name, value in answer.headers if name != "X-Request-Id")


def test_a_kept_page_is_pressed_together_as_others_are(app):
    app.test_client_class = FlaskClient  # which does not read the page
    client = app.test_client()
    client.set_cookie("survey", cookie(app, "coordinator"))
    for _ in range(4):
        answer, made = made_for(app, client, headers={"Accept-Encoding": "br"})
    assert not made
    assert answer.headers["Content-Encoding"] == "br"
    assert "Content-Security-Policy" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def _user(name):
    return sa.select(User.id).where(User.name == name).scalar_subquery()


def _key(name):
    return db.session.scalar(sa.select(User.id).where(User.name == name))


def _here():
    return db.session.scalar(sa.select(Assessment.id).join(Region).where(Region.key == "salzburg"))


def _evidence():
    region, by = db.session.scalar(sa.select(Region.id).where(Region.key == "salzburg")), _key(CORA)
    known = {"title": "Decision", "added_at": NOW, "added_by_id": by, "confidential": False}
    piece = Evidence(region_id=region, kind=EvidenceKind.LINK, url="https://example.org/", **known)
    db.session.add(piece)
    db.session.flush()
    cited = {"cited_at": NOW, "cited_by_id": by}
    db.session.add(Citation(assessment_id=_here(), question="support", evidence_id=piece.id, **cited))


def _comment():
    thread = Thread(assessment_id=_here(), question="support")
    db.session.add(thread)
    db.session.flush()
    by = _key(CORA)
    db.session.add(Comment(thread_id=thread.id, number=1, words="Is this so?", author_id=by, written_at=NOW))


def _answer():
    known: dict[str, object] = {"state": State.ANSWERED, "value": "everywhere", "version": 1, "changed_at": NOW}
    known["changed_by_id"] = _key(CORA)
    db.session.add(StoredAnswer(assessment_id=_here(), question="support", **known))


def _set(statement):
    return lambda: db.session.execute(statement())


CHANGES = {
    "an answer of a colleague": _answer,
    "a piece of evidence": _evidence,
    "a comment": _comment,
    "another name": _set(lambda: sa.update(User).where(User.name == CLARA).values(name="Clara Corti")),
    "a second factor": lambda: db.session.add(
        SecondFactor(user_id=_key(CLARA), secret="s" * 40, since=NOW, last_step=1)
    ),
    "another notice": lambda: db.session.add(Notice(version="2", language="en", words="New.", published_at=NOW)),
    "an account that is closed": _set(lambda: sa.update(User).where(User.name == CLARA).values(active=False)),
    "a session that is ended": _set(lambda: sa.delete(SignIn).where(SignIn.user_id == _user(CLARA))),
    "a mandate that is revoked": _set(
        lambda: sa.update(Mandate).where(Mandate.user_id == _user(CLARA)).values(until=NOW + timedelta(days=1))
    ),
    "a draft that is submitted": _set(
        lambda: (
            sa.update(Assessment)
            .where(Assessment.id == _here())
            .values(stage=Stage.SUBMITTED, submitted_at=NOW, submitted_by_id=_user(CLARA))
        )
    ),
    "another name of the wave": _set(lambda: sa.update(Wave).values(title="2026, first part")),
    "another name of the region": _set(lambda: sa.update(Region).where(Region.key == "salzburg").values(name="Sbg")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_seen_by_the_next_request(app, coordinator, change):
    before = warm(app, coordinator)
    with app.app_context():
        begin_write(db.session)
        CHANGES[change]()
        db.session.commit()
    after, _ = made_for(app, coordinator)
    expected = anew(app, coordinator)
    assert (after.status_code, after.location) == (expected.status_code, expected.location)
    assert words(after) == words(expected)
    if change not in {"another name of the wave", "another name of the region"}:  # which this page may well not say
        assert after.status_code != 200 or words(after) != words(before)


def test_what_one_saves_oneself_stands_on_the_next_page(app, coordinator):
    warm(app, coordinator)
    assert autosave(coordinator, "support", "everywhere").status_code == 200
    answer, made = made_for(app, coordinator)
    assert made
    assert 'value="everywhere" checked' in answer.text
    assert 'value="everywhere" checked' in made_for(app, coordinator)[0].text


def test_a_page_goes_to_nobody_else(app, coordinator):
    warm(app, coordinator)
    other, made = made_for(app, sign_in(app, "contributor"))
    assert made or other.status_code != 200
    assert CLARA not in other.text
    assert made_for(app, app.test_client())[0].status_code == 302
    assert made_for(app, sign_in(app, "neighbour"))[0].status_code == 404


@pytest.mark.parametrize("name", ["Accept-Language", "Accept", "Sec-Fetch-Mode"])
def test_another_request_has_a_page_of_its_own(app, coordinator, name):
    warm(app, coordinator)
    values = {"Accept-Language": "de", "Accept": "text/html"}
    _, made = made_for(app, coordinator, headers={name: values.get(name, "navigate")})
    assert made


def test_a_message_is_shown_once(app, coordinator):
    warm(app, coordinator)
    with coordinator.session_transaction() as session:
        session["_flashes"] = [("success", "Saved: Housing.")]
    assert "Saved: Housing." in coordinator.get(HOUSING).text
    for _ in range(3):
        assert "Saved: Housing." not in coordinator.get(HOUSING).text


def test_no_page_is_kept_for_long(app, coordinator, monkeypatch):
    warm(app, coordinator)
    moment = ready.now() + ready.FRESH + timedelta(seconds=1)
    monkeypatch.setattr(ready, "now", lambda: moment)
    assert made_for(app, coordinator)[1]
    assert not made_for(app, coordinator)[1]


def test_no_page_is_kept_for_longer_than_its_reader_is_signed_in(app, coordinator):
    warm(app, coordinator)
    with app.app_context():
        begin_write(db.session)
        made_at = ready.now() - timedelta(hours=14) + timedelta(seconds=3)
        db.session.execute(sa.update(SignIn).where(SignIn.user_id == _user(CLARA)).values(made_at=made_at))
        db.session.commit()
    warm(app, coordinator)
    newest = list(app.extensions[ready.EXTENSION].values())[-1]
    assert newest.until <= made_at + timedelta(hours=14)


def test_a_page_that_writes_is_never_kept(app, coordinator, monkeypatch):
    @app.get("/writes", endpoint="writes")
    def writes():
        begin_write(db.session)
        db.session.execute(sa.update(User).where(User.name == CLARA).values(language="de"))
        db.session.commit()
        return render_template("pages/accessibility.html")

    monkeypatch.setattr(ready, "PAGES", {"writes"})
    for _ in range(4):
        answer, made = made_for(app, coordinator, "/writes")
        assert answer.status_code == 200
        assert made
    assert app.extensions[ready.EXTENSION] == {}


def test_only_pages_of_questions_are_kept(app, coordinator):
    for _ in range(4):
        assert made_for(app, coordinator, "/assessments/2026/salzburg/")[1]
        assert coordinator.head(HOUSING).status_code == 200
    assert app.extensions[ready.EXTENSION] == {}


def test_where_the_check_goes_wrong_the_page_is_made(app, coordinator, monkeypatch):
    warm(app, coordinator)
    real, calls = reading.rows, []

    def broken(connection, read):
        calls.append(read)
        if len(calls) == 1:
            raise OperationalError("SELECT", {}, Exception("gone"))
        return real(connection, read)

    monkeypatch.setattr(reading, "rows", broken)
    answer, made = made_for(app, coordinator)
    assert (answer.status_code, made) == (200, True)


def test_only_so_many_are_kept(app, coordinator, monkeypatch):
    monkeypatch.setattr(ready, "MOST", 2)
    for number in range(5):
        warm(app, coordinator, f"{HOUSING}?{number}")
        assert len(app.extensions[ready.EXTENSION]) <= 2
