"""Sending the queue to a real mail server: once, ever later, given up, without links that work no more."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write, sessions
from survey.models import Mail, MailState
from survey.services import links, sending
from tests import mail_servers
from tests.databases import EACH, NOW, World, bind, world, world_on
from tests.installations import free_port
from tests.services.posting import PLAIN, Settings, after, files, invited, put, row, send


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


@pytest.fixture
def server(certificate, monkeypatch):
    """A mail server that is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with mail_servers.serving(certificate) as running:
        yield running


def test_a_mail_leaves_and_its_words_are_deleted_at_once(here, server, tmp_path):
    key, _link = invited(here)
    assert [one.state for one in send(here, Settings(tmp_path, server.url))] == ["sent"]
    found = row(here, key)
    assert (found.state, found.body, found.plain, found.ended_at, found.attempts) == ("sent", None, None, NOW, 1)
    assert found.mark.encode() in server.mails[0], "the Message-ID is the mail's own"
    assert send(here, Settings(tmp_path, server.url), now=after(days=1), keys=[key]) == []
    assert len(server.mails) == 1


def test_a_mail_server_that_is_down_is_tried_ever_later_and_gets_the_mail_once(
    here, certificate, monkeypatch, tmp_path
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    port = free_port()
    down = Settings(tmp_path, f"smtp://127.0.0.1:{port}")
    key, moment, waits = put(here), NOW, []
    for _ in range(6):
        tried = send(here, down, now=moment)[0]
        assert (tried.state, tried.trouble) == ("waiting", "unreachable")
        assert send(here, down, now=tried.next_at - timedelta(seconds=1)) == []
        waits.append(tried.next_at - moment)
        moment = tried.next_at
    assert waits == [timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 240)]
    with mail_servers.serving(certificate, port=port) as server:
        assert [one.state for one in send(here, down, now=moment)] == ["sent"]
        assert send(here, down, now=after(days=1)) == []
        assert len(server.mails) == 1
    assert row(here, key).attempts == 7


def test_a_mail_is_given_up_after_three_days_and_its_words_stay_for_another_try(here, tmp_path):
    down = Settings(tmp_path, f"smtp://127.0.0.1:{free_port()}")
    key, moment = put(here), NOW
    while (tried := send(here, down, now=moment)[0]).state is MailState.WAITING:
        moment = tried.next_at
    assert NOW + timedelta(days=2, hours=19) < moment <= NOW + timedelta(days=3)
    assert (row(here, key).state, row(here, key).trouble, row(here, key).body) == (
        "given_up",
        "unreachable",
        PLAIN.body,
    )


def test_a_timer_that_did_not_run_for_days_sends_nothing_late(here, server, tmp_path):
    put(here)
    tried = send(here, Settings(tmp_path, server.url), now=after(days=3))[0]
    assert (tried.state, tried.trouble, server.mails) == ("given_up", "late", [])


@pytest.mark.parametrize(
    ("word", "answer", "state", "trouble"),
    [
        (b"RCPT", "550 no such user", "given_up", "refused"),
        (b"RCPT", "451 greylisted", "waiting", "busy"),
        (b".", "552 mailbox full", "given_up", "refused"),
        (b".", "451 try later", "waiting", "busy"),
        (b"MAIL", "550 not your address", "waiting", "sender"),
        (b"AUTH", "535 no", "waiting", "sign_in"),
        (b"EHLO", "250-test|250 SIZE 1000000", "waiting", "insecure"),
        (b"QUIT", "500 what?", "sent", None),
    ],
)
def test_what_a_server_says_decides_what_becomes_of_a_mail(here, server, tmp_path, word, answer, state, trouble):
    server.answers[word] = answer
    put(here)
    tried = send(here, Settings(tmp_path, server.url))[0]
    assert (tried.state, tried.trouble) == (state, trouble)


@pytest.mark.parametrize("word", [b"EHLO", b"MAIL", b"DATA"])
def test_a_server_that_does_not_answer_is_slow(here, server, tmp_path, word):
    server.silent.add(word)
    put(here)
    tried = send(here, Settings(tmp_path, server.url))[0]
    assert (tried.state, tried.trouble) == ("waiting", "slow")


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(here, certificate, tmp_path):
    with mail_servers.serving(certificate) as server:
        put(here)
        tried = send(here, Settings(tmp_path, server.url))[0]
        assert (tried.state, tried.trouble, server.mails) == ("waiting", "insecure", [])


def test_a_name_that_no_server_has_is_unreachable(here, tmp_path):
    put(here)
    tried = send(here, Settings(tmp_path, "smtp://mail.invalid:587"))[0]
    assert (tried.state, tried.trouble) == ("waiting", "unreachable")


def test_a_link_that_was_replaced_or_used_is_not_sent(here, tmp_path):
    first, _ = invited(here)
    second, link = invited(here, now=after(seconds=1))
    assert [one.state for one in send(here, Settings(tmp_path), now=after(minutes=1))] == ["withdrawn", "sent"]
    third, link = invited(here, now=after(minutes=2))
    links.accept(here.session, token=link.token, now=after(minutes=3))
    here.session.commit()
    tried = send(here, Settings(tmp_path), now=after(minutes=4))
    assert [(one.key, one.state, one.trouble) for one in tried] == [(third, "withdrawn", "link")]
    assert row(here, first).body is row(here, third).body is None
    assert len(files(tmp_path)) == 1
    assert row(here, second).state == "sent"


def test_a_mail_about_work_leaves_without_a_link_that_works_no_more(here, tmp_path):
    invited(here, plain="Please look at your questions.\n")
    invited(here, plain="Please look at your questions, too.\n", now=after(seconds=1))
    assert [one.state for one in send(here, Settings(tmp_path), now=after(minutes=1))] == ["sent", "sent"]
    without, with_link = sorted(files(tmp_path), key=lambda words: "/welcome/" in words)
    assert "/welcome/" not in without
    assert "Please look at your questions." in without
    assert "/welcome/" in with_link


def test_nobody_with_a_closed_account_gets_a_link(here, tmp_path):
    invited(here)
    begin_write(here.session)
    here.contributor.active = False
    here.session.commit()
    assert [one.state for one in send(here, Settings(tmp_path))] == ["withdrawn"]


@pytest.mark.parametrize("kind", EACH)
def test_of_two_senders_at_once_one_sends(kind, tmp_path, server):
    here = world_on(kind, tmp_path)
    keys = [put(here) for _ in range(6)]
    url = here.session.get_bind().url.render_as_string(hide_password=False)
    together, seen = threading.Barrier(2), []

    def work() -> None:
        with sessions(bind(tmp_path, url))() as session:
            together.wait(30)
            sent = sending.send(session, keys=keys, settings=Settings(tmp_path, server.url), clock=lambda: NOW)
            seen.extend(one.key for one in sent)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert sorted(seen) == keys
    assert len(server.mails) == 6


def test_a_sender_that_died_leaves_its_mail_to_another_one(here, tmp_path):
    key = put(here)
    begin_write(here.session)
    here.session.execute(sa.update(Mail).values(claimed_until=NOW + sending.CLAIM, attempts=1))
    here.session.commit()
    assert send(here, Settings(tmp_path), now=after(minutes=9)) == []
    assert [one.key for one in send(here, Settings(tmp_path), now=after(minutes=10))] == [key]
    assert row(here, key).attempts == 2


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1)])
def test_a_clock_that_jumps_by_a_day_keeps_no_mail_back(here, tmp_path, jump):
    """Both what waits and what a dead sender had claimed: moments that no pause explains count as over."""
    down = Settings(tmp_path, f"smtp://127.0.0.1:{free_port()}")
    waiting, claimed = put(here), put(here)
    send(here, down, keys=[waiting])
    begin_write(here.session)
    here.session.execute(sa.update(Mail).where(Mail.id == claimed).values(claimed_until=NOW + sending.CLAIM))
    here.session.commit()
    tried = send(here, Settings(tmp_path), now=NOW + jump)
    assert {one.key: one.state for one in tried} == {waiting: "sent", claimed: "sent"}
