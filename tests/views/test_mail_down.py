"""A mail server that is down, slow, or refuses: the page answers, the deed is kept, the mail follows once."""

import threading
from datetime import UTC, datetime
from time import monotonic

import pytest
import sqlalchemy as sa

from survey.database import begin_write, db
from survey.models import Mail, MailState, User
from tests import mail_servers
from tests.installations import free_port
from tests.views.mail_queues import later, queue, use
from tests.views.sending import words

ANN = {"name": "Ann Ames", "email": "ann@example.org", "part": "region:timis", "language": "en"}


def finish() -> None:
    """Wait for the threads that are still sending."""
    for each in threading.enumerate():
        if each.name == "mail":
            each.join(60)


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    return certificate


def test_a_mail_server_that_is_down_keeps_nobody_from_inviting_and_the_mail_follows_once(app, sign_in, trusted):
    port = free_port()
    use(app, f"smtp://127.0.0.1:{port}")
    team = sign_in("team")
    assert team.send("/people/", ANN).status_code == 302
    page = words(team.get("/people/"))
    assert "The invitation is kept. The mail to ann@example.org could not be sent yet." in page
    assert "The mail server cannot be reached. It will be tried again at" in page
    assert "The last mail could not be sent yet." in page
    with mail_servers.serving(trusted, port=port) as server:
        assert later(app) == [MailState.SENT]
        assert later(app) == []
        assert len(server.mails) == 1
    assert "could not be sent" not in words(team.get("/people/"))
    with app.app_context():
        assert db.session.query(User).filter_by(email="ann@example.org").count() == 1


def test_a_mail_that_waits_goes_with_the_next_one_that_leaves(app, sign_in, trusted):
    port = free_port()
    use(app, f"smtp://127.0.0.1:{port}")
    team = sign_in("team")
    team.send("/people/", ANN)
    with app.app_context():
        begin_write(db.session)
        db.session.execute(sa.update(Mail).values(next_at=datetime.now(UTC)))
        db.session.commit()
    with mail_servers.serving(trusted, port=port) as server:
        team.send("/people/", {**ANN, "email": "bea@example.org"})
        assert "An invitation is on its way to bea@example.org." in words(team.get("/people/"))
        finish()
        assert len(server.mails) == 2


def test_a_slow_mail_server_does_not_hold_the_page(app, sign_in, trusted):
    with mail_servers.serving(trusted) as server:
        server.silent.add(b"EHLO")
        use(app, server.url)
        team = sign_in("team")
        token = team.token("/people/")
        began = monotonic()
        assert team.post("/people/", data={**ANN, "page-csrf_token": token}).status_code == 302
        assert monotonic() - began < 4.5, "two seconds for the mail, the rest for a busy machine; the server takes five"
        assert "The invitation to ann@example.org is being sent. The mail server is slow" in words(team.get("/people/"))
        server.released.set()
        finish()
        assert len(server.mails) == 1


def test_an_address_that_is_refused_is_told_to_whoever_invited(app, sign_in, trusted):
    with mail_servers.serving(trusted) as server:
        server.answers[b"RCPT"] = "550 no such user"
        use(app, server.url)
        team = sign_in("team")
        team.send("/people/", ANN)
    page = words(team.get("/people/"))
    assert "The mail server refused the mail to ann@example.org. Please check the address" in page
    assert "The last mail was not sent. The mail server refused it" in page
    assert [(one.state, one.trouble) for one in queue(app)] == [("given_up", "refused")]
    assert "The last mail was not sent." in words(team.get("/people/")), "it stays to be seen"


def test_asking_for_a_password_waits_for_no_mail_server(app, client, trusted):
    """Waiting would tell who has an account."""
    with mail_servers.serving(trusted) as server:
        server.silent.add(b"EHLO")
        use(app, server.url)
        assert client.send("/reset", {"email": "coordinator@example.org"}).status_code in {200, 302}
        assert [(one.topic, one.state) for one in queue(app)] == [("password", "waiting")]
        server.released.set()
        finish()
        assert len(server.mails) == 1


def test_a_later_link_for_a_password_takes_the_place_of_one_that_waits(app, client):
    use(app, f"smtp://127.0.0.1:{free_port()}")
    for _ in range(2):
        client.send("/reset", {"email": "coordinator@example.org"})
    assert [one.state for one in queue(app)] == ["waiting", "withdrawn"]


def test_no_page_and_no_list_shows_what_a_mail_says(app, sign_in):
    use(app, f"smtp://127.0.0.1:{free_port()}")
    team = sign_in("team")
    team.send("/people/", ANN)
    link = next(word for word in str(queue(app)[0].body).split() if "/welcome/" in word)
    assert link not in team.get("/people/").get_data(as_text=True)
