"""Mails: files that their owner alone reads, or SMTP over TLS with a server that proves who it is."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from survey.errors import BadValueError, MailError
from survey.services import mail
from tests.databases import NOW
from tests.mail_servers import serving

BODY = (
    "Guten Tag,\n\nhier ist Ihr Link: https://survey.example.org/welcome/" + "a" * 43 + "\n\n.\nVästra Götaland ≥ 1\n"
)


@dataclass(frozen=True)
class Settings:
    """What sending needs of an installation."""

    instance: Path
    mail_from: str = "survey@example.org"
    smtp_url: str | None = None


def made(folder: Path, **change: str) -> EmailMessage:
    """Return a message to one person."""
    values = {"to": "ann@example.org", "subject": "Ihre Einladung – bitte öffnen", "body": BODY}
    return mail.message(settings=Settings(folder), **(values | change))


def written(folder: Path) -> list[Path]:
    """Return the files in the mail folder, by name."""
    return sorted((folder / "mail").iterdir())


def read(raw: bytes) -> EmailMessage:
    """Return a message as a mail program reads it."""
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_mail_is_a_file_that_reads_back(tmp_path):
    mail.send(made(tmp_path), settings=Settings(tmp_path), now=NOW)
    found = read(written(tmp_path)[0].read_bytes())
    assert (found["To"], found["From"]) == ("ann@example.org", "survey@example.org")
    assert found["Subject"] == "Ihre Einladung – bitte öffnen"
    assert found.get_content() == BODY
    assert found["Date"].datetime == NOW
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Message-ID"].endswith("@example.org>")


def test_files_are_private_and_sort_by_time(tmp_path):
    for minute in (2, 0, 1):
        moment = NOW + timedelta(minutes=minute, microseconds=minute)
        mail.send(made(tmp_path, subject=str(minute)), settings=Settings(tmp_path), now=moment)
    files = written(tmp_path)
    assert [read(path.read_bytes())["Subject"] for path in files] == ["0", "1", "2"]
    assert all(re.fullmatch(r"2026\d{4}T\d{6}\.\d{6}Z-[0-9a-f]{8}\.eml", path.name) for path in files)
    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o600"}
    assert oct((tmp_path / "mail").stat().st_mode & 0o777) == "0o700"


def test_two_mails_of_one_moment_are_two_files(tmp_path):
    for _ in range(20):
        mail.send(made(tmp_path), settings=Settings(tmp_path), now=NOW)
    assert len(written(tmp_path)) == 20


def test_without_a_moment_it_is_now(tmp_path):
    before = datetime.now(UTC).replace(microsecond=0)
    mail.send(made(tmp_path), settings=Settings(tmp_path))
    assert read(written(tmp_path)[0].read_bytes())["Date"].datetime >= before


def test_a_mail_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "mail").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(MailError) as refusal:
        mail.send(made(tmp_path), settings=Settings(tmp_path), now=NOW)
    told = {"to": "ann@example.org", "trouble": "folder"}
    assert (refusal.value.code, refusal.value.data) == ("mail-not-sent", told)


@pytest.mark.parametrize("field", ["to", "subject"])
@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n", "\0", "\x0b", "\u2028", "\x1c"])
def test_nothing_breaks_out_of_a_header(tmp_path, field, break_):
    with pytest.raises(BadValueError):
        made(tmp_path, **{field: f"ann@example.org{break_}Bcc: all@example.org"})


@pytest.mark.parametrize(
    "to", ["", "ann", "ann@", "@example.org", "ann@b@c", "a, b@example.org", "Ann <ann@example.org>"]
)
def test_a_mail_goes_to_one_address(tmp_path, to):
    with pytest.raises(BadValueError):
        made(tmp_path, to=to)


def test_long_subjects_stay_one_header(tmp_path):
    mail.send(made(tmp_path, subject="Einladung " * 40), settings=Settings(tmp_path), now=NOW)
    assert read(written(tmp_path)[0].read_bytes())["Subject"] == ("Einladung " * 40)


def deliver(folder: Path, url: str) -> None:
    """Send the mail to a server."""
    mail.send(made(folder), settings=Settings(folder, smtp_url=url), now=NOW)


@pytest.mark.parametrize(("scheme", "implicit"), [("smtp", False), ("smtps", True)])
def test_a_mail_is_delivered_over_tls(tmp_path, certificate, monkeypatch, scheme, implicit):
    with serving(certificate, implicit=implicit) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        deliver(tmp_path, f"{scheme}://us%40er:p%2Fw@127.0.0.1:{server.server_address[1]}")
    found = read(server.mails[0])
    assert (found["To"], found.get_content().replace("\r\n", "\n")) == ("ann@example.org", BODY)
    assert b"MAIL FROM:<survey@example.org>" in server.heard[-4].upper().replace(
        b"SURVEY@EXAMPLE.ORG", b"survey@example.org"
    )
    assert any(each.startswith(b"AUTH PLAIN") for each in server.heard)
    assert not (tmp_path / "mail").exists()


def test_a_server_that_does_not_encrypt_hears_no_password_and_no_mail(tmp_path, certificate):
    with serving(certificate, offers="250-SIZE 1000000") as server, pytest.raises(MailError):
        deliver(tmp_path, f"smtp://user:password@127.0.0.1:{server.server_address[1]}")
    assert {each.split()[0] for each in server.heard} <= {b"ehlo", b"EHLO", b"QUIT", b"quit"}


@pytest.mark.parametrize(("scheme", "implicit"), [("smtp", False), ("smtps", True)])
def test_a_server_that_cannot_prove_who_it_is_hears_nothing(tmp_path, certificate, scheme, implicit):
    with serving(certificate, implicit=implicit) as server, pytest.raises(MailError):
        deliver(tmp_path, f"{scheme}://user:password@127.0.0.1:{server.server_address[1]}")
    assert server.mails == []
    assert not any(each.startswith(b"AUTH") for each in server.heard)


def test_a_server_that_is_not_there_is_said(tmp_path, certificate):
    with serving(certificate) as server:
        port = server.server_address[1]
    with pytest.raises(MailError):
        deliver(tmp_path, f"smtp://127.0.0.1:{port}")


def test_a_refused_password_is_said(tmp_path, certificate, monkeypatch):
    with serving(certificate) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        server.answers[b"AUTH"] = "535 no"
        with pytest.raises(MailError):
            deliver(tmp_path, f"smtp://user:password@127.0.0.1:{server.server_address[1]}")
    assert server.mails == []
