"""Mails that are files, where no mail server is set: the old ones go, and so do those to somebody who has left."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

FOLDER = "mail"
_MOMENT = "%Y%m%dT%H%M%S.%fZ"


def old(instance: Path, *, before: datetime) -> list[Path]:
    """Return the mails that were written before a moment, as their names tell."""
    return [path for path in _all(instance) if (at := _written_at(path)) is not None and at < before]


def forget(instance: Path, *, email: str, name: str, instead: str) -> int:
    """Delete the mails to an address, and put other words for address and name into those that name them.

    Returns how many files were changed or deleted.
    """
    return sum(_forget(path, email, name, instead) for path in list(_all(instance)))


def words(path: Path) -> str:
    """Return what a mail says."""
    return str(_read(path).get_content())


def _read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def _all(instance: Path) -> Iterator[Path]:
    yield from sorted((instance / FOLDER).glob("*.eml"))


def _written_at(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name.partition("-")[0], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def _forget(path: Path, email: str, name: str, instead: str) -> bool:
    mail = _read(path)
    if email in str(mail["To"] or "").lower():
        path.unlink(missing_ok=True)
        return True
    subject, body = str(mail["Subject"] or ""), mail.get_content()
    told = [text.replace(name, instead).replace(email, instead) for text in (subject, body)]
    if told == [subject, body]:
        return False
    mail.replace_header("Subject", told[0])
    mail.set_content(told[1])
    unfinished = path.with_name(f".{path.name}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(mail.as_bytes())
    unfinished.replace(path)
    return True
