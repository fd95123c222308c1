"""Forms sent again, since the answer was lost: what they ask for is done once, and they lead to the same page."""

from io import BytesIO
from pathlib import Path
from threading import Barrier, Thread

import pytest

from survey.database import db
from survey.models import Comment, Evidence, Mandate, StoredAnswer, User
from survey.models.answer import AnswerChange
from tests.installations import open_wave, sign_in
from tests.services.citing import PDF
from tests.views.sending import words
from tests.views.standing_in_review import REVIEW, in_review, judge

SALZBURG = "/assessments/2026/salzburg"
ANN = {"name": "Ann Ames", "email": "ann@example.org", "part": "region:timis", "language": "en"}
BOB = {"name": "Bob Bright", "email": "bob@example.org", "language": "en"}

FILE = {"evidence-kind": "file", "evidence-title": "Strategy"}
TWICE = "You sent this twice. It was done once."


def again(client, path: str, data: dict, *, page: str | None = None):
    """Send a form twice, byte for byte, and return both answers."""
    form = {**data, "page-csrf_token": client.token(page or path)}
    return [client.post(path, data=_fresh(form)) for _ in range(2)]


def _fresh(form: dict) -> dict:
    return {name: (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value for name, value in form.items()}


def mails(app) -> list[str]:
    return [path.read_text() for path in (Path(app.instance_path) / "mail").glob("*.eml")]


@pytest.mark.parametrize(
    ("who", "path", "page", "data", "count"),
    [
        ("team", "/people/", "/people/", ANN, lambda: db.session.query(User).filter_by(name="Ann Ames").count()),
        (
            "coordinator",
            f"{SALZBURG}/colleagues/invite",
            f"{SALZBURG}/colleagues",
            BOB,
            lambda: db.session.query(Mandate).join(User, Mandate.user).filter(User.name == "Bob Bright").count(),
        ),
        (
            "coordinator",
            f"{SALZBURG}/questions/support/comments",
            f"{SALZBURG}/questions/support/comments",
            {"comment-words": "Where is it, @Cora?"},
            lambda: db.session.query(Comment).count(),
        ),
    ],
    ids=["invitation", "colleague", "comment"],
)
def test_one_row_and_one_mail(app, who, path, page, data, count):
    open_wave(app)
    client = sign_in(app, who)
    first, second = again(client, path, data, page=page)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    assert TWICE in words(client.get(first.location))
    with app.app_context():
        assert count() == 1
    assert len(mails(app)) == 1


def test_one_piece_of_evidence(app):
    open_wave(app)
    client, path = sign_in(app, "coordinator"), f"{SALZBURG}/questions/support/evidence"
    first, second = again(client, path, {**FILE, "evidence-file": (PDF, "strategy.pdf")})
    assert (first.status_code, second.status_code) == (302, 302), words(first)
    with app.app_context():
        assert db.session.query(Evidence).count() == 1
    other = {**FILE, "evidence-title": "Strategy, read again", "evidence-file": (PDF, "strategy.pdf")}
    assert client.send(path, _fresh(other)).status_code == 302
    with app.app_context():
        assert db.session.query(Evidence).count() == 2, "another form is another piece"


def test_a_region_is_told_once_of_what_waits_and_again_when_more_does(app):
    in_review(app)
    reviewer = sign_in(app, "reviewer")
    judge(reviewer, "support", "returned", "Where is it?")
    first, second = again(reviewer, f"{REVIEW}/send", {}, page=REVIEW)
    assert first.location == second.location
    assert len(mails(app)) == 1
    reviewer.send(f"{REVIEW}/send", {"page-loaded": "anew"}, page=REVIEW)
    assert "The region was told of this today." in words(reviewer.get(REVIEW))
    assert len(mails(app)) == 1
    judge(reviewer, "services", "returned", "Where is it?")
    reviewer.send(f"{REVIEW}/send", {"page-loaded": "once more"}, page=REVIEW)
    assert len(mails(app)) == 2


def test_an_answer_saved_again_is_acknowledged_and_one_version(app):
    open_wave(app)
    client, path = sign_in(app, "coordinator"), f"{SALZBURG}/sections/closing"
    form = {"proud": "Our cafés.", "proud.version": "0", "page-csrf_token": client.token(path)}
    for _ in range(2):
        answer = client.post(f"{path}/proud", data=form, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json["version"]) == (200, 1)
    with app.app_context():
        assert db.session.query(StoredAnswer).count() == db.session.query(AnswerChange).count() == 1


def test_a_button_pressed_twice_at_once_does_it_once(app):
    open_wave(app)
    token, together, seen = sign_in(app, "team").token("/people/"), Barrier(2), []

    def press() -> None:
        client = sign_in(app, "team")
        together.wait(30)
        seen.append(client.post("/people/", data={**ANN, "page-csrf_token": token}).status_code)

    threads = [Thread(target=press) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert seen == [302, 302]
    assert len(mails(app)) == 1
