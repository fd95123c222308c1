"""Mail: plain text, sent by SMTP over TLS, or written as files where no server is set.

Sending takes seconds and can fail: what tells of a deed goes into the queue (:mod:`survey.services.outbox`).
"""

import os
import re
import secrets
import smtplib
import ssl
from contextlib import suppress
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from survey.errors import BadValueError, MailError
from survey.models.mail import Trouble
from survey.services import mail_troubles

SECONDS = 20.0
"""How long a mail server may take for each of its answers before sending fails."""

_ADDRESS = re.compile(r"[^@\s,;:<>]+@[^@\s,;:<>]+")
_BREAK = re.compile(r"[\r\n\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


class MailSettings(Protocol):
    """What sending needs to know of an installation."""

    @property
    def instance(self) -> Path:
        """The installation's private folder; mails that are not sent are files in its folder ``mail``."""

    @property
    def mail_from(self) -> str:
        """The address that mails come from."""

    @property
    def smtp_url(self) -> str | None:
        """``smtp://user:password@host:587`` (STARTTLS) or ``smtps://...:465``; None writes files instead."""


def message(*, to: str, subject: str, body: str, settings: MailSettings) -> EmailMessage:
    """Return a mail in plain text to one address; BadValueError for what would break out of a header."""
    for text in (to, subject, settings.mail_from):
        if _BREAK.search(text):
            raise BadValueError("An address or a subject is one line without control characters.")
    made = EmailMessage()
    try:
        if not _ADDRESS.fullmatch(to):
            raise ValueError(to)
        made["From"] = Address(addr_spec=settings.mail_from)
        made["To"] = Address(addr_spec=to)
        made["Subject"] = subject
    except (ValueError, IndexError) as error:
        raise BadValueError("This is no e-mail address. It looks like name@example.org.") from error
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(body)
    return made


def check(*, to: str, subject: str, settings: MailSettings | None = None) -> None:
    """Raise BadValueError for an address or a subject of which no mail can be made."""
    message(to=to, subject=subject, body="", settings=settings or _NoSettings())


class _NoSettings:
    instance, mail_from, smtp_url = Path(), "survey@localhost", None


def send(
    mail: EmailMessage,
    *,
    settings: MailSettings,
    now: datetime | None = None,
    mark: str | None = None,
    seconds: float = SECONDS,
) -> None:
    """Send a mail, or write it to ``instance/mail`` where no server is set; MailError with its ``trouble`` if that
    fails.

    ``mark`` makes the Message-ID: with the same one a second try is known for the same mail. ``seconds`` is how long
    the server may take for each answer.
    """
    moment = now or datetime.now(UTC)
    if "Date" not in mail:
        domain = settings.mail_from.rpartition("@")[2]
        mail["Date"] = format_datetime(moment)
        mail["Message-ID"] = f"<{mark}@{domain}>" if mark else make_msgid(domain=domain or None)
    if settings.smtp_url is None:
        try:
            _write(mail, settings.instance / "mail", moment)
        except OSError as error:
            raise MailError("mail-not-sent", to=str(mail["To"]), trouble=Trouble.FOLDER) from error
        return
    try:
        _deliver(mail, settings.smtp_url, seconds)
    except (OSError, smtplib.SMTPException) as error:
        raise MailError("mail-not-sent", to=str(mail["To"]), trouble=mail_troubles.of_smtp(error)) from error


def _deliver(mail: EmailMessage, url: str, seconds: float) -> None:
    server = urlsplit(url)
    trusted = ssl.create_default_context()
    host = server.hostname or "localhost"
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port or 465, timeout=seconds, context=trusted)
    else:
        connection = smtplib.SMTP(host, server.port or 587, timeout=seconds)
    try:
        if server.scheme != "smtps":
            connection.starttls(context=trusted)
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(mail)
        with suppress(OSError, smtplib.SMTPException):  # the mail is taken: what comes now makes no second one of it
            connection.quit()
    finally:
        connection.close()


def _write(mail: EmailMessage, folder: Path, now: datetime) -> None:
    """Write one file, readable by its owner alone, whole or not at all; names sort by time."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{now.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(4)}.eml"
    unfinished = folder / f".{name}"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(mail.as_bytes())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / name)
