"""Certificates as servers really show them: until when they are good, whether they are trusted, nobody there."""

from socketserver import TCPServer

import pytest

from survey.errors import RefusedError
from survey.services import certificates
from tests.installations import free_port
from tests.tls_servers import DAY, NOW, shown, write


def test_the_end_of_a_certificate_that_browsers_take(tmp_path, monkeypatch):
    path = write(tmp_path, days=20)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))  # the certificates that this machine trusts
    with shown(path) as address:
        found = certificates.look(address)
    assert found.fault is None
    assert found.ends_at == NOW + 20 * DAY + DAY / 2
    assert [certificates.days(found.ends_at, now=NOW + later * DAY) for later in (0, 20, 21)] == [20, 0, -1]


@pytest.mark.parametrize(
    ("days", "name", "trusted", "why"),
    [
        (300, "127.0.0.1", False, "self-signed certificate"),
        (-2, "127.0.0.1", True, "certificate has expired"),
        (300, "127.0.0.9", True, "IP address mismatch"),
    ],
)
def test_one_that_browsers_do_not_take_is_told_with_its_end(tmp_path, monkeypatch, days, name, trusted, why):
    path = write(tmp_path, days=days, name=name)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with shown(path) as address:
        found = certificates.look(address)
    assert why in (found.fault or "")
    assert found.ends_at == NOW + days * DAY + DAY / 2


def test_nobody_there_and_nobody_who_speaks_tls():
    with pytest.raises(RefusedError, match="unreachable") as told:
        certificates.look(f"https://127.0.0.1:{free_port()}")
    assert told.value.data == {"why": "Connection refused"}
    # one that takes the connection and never answers
    with TCPServer(("127.0.0.1", 0), None) as silent, pytest.raises(RefusedError) as told:
        certificates.look(f"https://127.0.0.1:{silent.server_address[1]}", seconds=0.2)
    assert told.value.data == {"why": "it takes too long"}


def test_only_https_has_a_certificate():
    assert certificates.is_secure("https://survey.example.org")
    assert not certificates.is_secure("http://127.0.0.1:8000")
