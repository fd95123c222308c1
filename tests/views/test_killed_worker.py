"""A worker killed in the middle of what somebody sent: nothing of it is kept; sent again, it is done whole and once."""

import os
import signal
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode, urlsplit

import pytest

from survey.database import db
from survey.models import AnswerChange, Evidence, StoredAnswer
from tests.installations import free_port, open_wave, serving, sign_in
from tests.journeys.test_nothing_lost import master_at, workers_of
from tests.services.citing import PDF
from tests.views import sending
from tests.views.test_storage_locked import locked

SALZBURG = "/assessments/2026/salzburg"
CLOSING, SUPPORT = f"{SALZBURG}/sections/closing", f"{SALZBURG}/questions/support/evidence"
FORM = "application/x-www-form-urlencoded"
EDGE = "edge-of-a-part"


def a_save(client) -> tuple[str, str, bytes]:
    """Return address, type and body of one answer."""
    sent = {"proud": "Our cafés.", "proud.version": "0", "page-csrf_token": client.token(CLOSING)}
    return CLOSING, FORM, urlencode(sent).encode()


def an_upload(client) -> tuple[str, str, bytes]:
    """Return the same of a file of evidence."""
    fields = {"evidence-kind": "file", "evidence-title": "Strategy", "page-csrf_token": client.token(SUPPORT)}
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="evidence-file"; filename="strategy.pdf"\r\n\r\n'
    body = "".join(parts).encode() + head.encode() + PDF + f"\r\n--{EDGE}--\r\n".encode()
    return SUPPORT, f"multipart/form-data; boundary={EDGE}", body


def a_workbook(client) -> tuple[str, str, bytes]:
    """Return the same of a workbook with two answers, as its preview showed them."""
    book = sending.taken(client)
    book.write("proud", "Our cafés.")
    book.write("visitors", 12)
    shown = sending.sent(client, book.saved())
    given = [(name, value) for name, values in sending.hidden(shown).items() for value in values]
    given.append(("page-csrf_token", client.token(sending.BASE)))
    return f"{sending.BASE}/take-in", FORM, urlencode(given).encode()


def ask(url: str, cookie: str, sent: tuple[str, str, bytes]) -> int:
    """Send a request and return the status of the answer; 0 where nobody answers."""
    path, kind, body = sent
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        connection.request("POST", path, body, {"Content-Type": kind, "Cookie": f"survey={cookie}"})
        return connection.getresponse().status
    except (HTTPException, OSError):
        return 0
    finally:
        connection.close()


def kill(port: int) -> None:
    for worker in workers_of(master_at(port)):
        os.kill(worker, signal.SIGKILL)


def counted(app) -> tuple[int, int, int]:
    with app.app_context():
        return tuple(db.session.query(each).count() for each in (StoredAnswer, AnswerChange, Evidence))  # type: ignore[return-value]


@pytest.mark.parametrize(("made", "expected"), [(a_save, (1, 1, 0)), (an_upload, (0, 0, 1)), (a_workbook, (2, 2, 0))])
def test_what_was_under_way_is_not_kept_and_is_done_once_when_sent_again(app, made: Callable, expected):
    open_wave(app)
    client, port, seen, told = sign_in(app, "coordinator"), free_port(), Event(), []
    sent, cookie = made(client), client.get_cookie("survey").value
    folder = Path(app.instance_path)
    with serving(folder, port) as url:
        with locked(folder / "survey.db"):  # so that the worker is in the middle for as long as it lives
            asking = Thread(target=lambda: told.append(ask(url, cookie, sent)))
            asking.start()
            while made is an_upload and not list((folder / "evidence").rglob("*/*/[!.]*")):
                seen.wait(0.01)
            seen.wait(0.4)
            kill(port)
            asking.join(60)
        assert told == [0]
        assert counted(app) == (0, 0, 0)
        while (again := ask(url, cookie, sent)) == 0:
            seen.wait(0.1)  # the next worker is not there yet
        assert again == 302
        assert counted(app) == expected
        if made is not a_workbook:
            assert ask(url, cookie, sent) == 302
            assert counted(app) == expected, "once more changes nothing"
