"""The faults that people can mend: each says where, what is wrong, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file, table or form.

    ``code`` names the kind of fault and never changes (``unknown-key``); ``place`` is file:line, or row and
    column; ``what`` says what is wrong and ``cure`` what to do, both as whole sentences.
    """

    code: str
    place: str
    what: str
    cure: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}: {self.code}: {self.what} {self.cure}"


class SurveyError(Exception):
    """Something a person can mend; the base of all errors that this package raises on purpose."""


class FaultsError(SurveyError):
    """A file, table or form is refused; ``faults`` holds everything that is wrong with it, all at once.

    Of a long table with thousands of faults the first stand in ``faults``, and ``more`` counts the others.
    """

    def __init__(self, faults: Sequence[Fault], *, more: int = 0) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults: tuple[Fault, ...] = tuple(faults)
        self.more = more


class BadValueError(SurveyError, ValueError):
    """A reply is no value of its question; the message says what is allowed."""


class RefusedError(SurveyError):
    """Something cannot be done as things stand.

    ``code`` names why and never changes, ``data`` holds what the message needs: the words are made, and
    translated, where a person reads them.
    """

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


class NotFoundError(RefusedError):
    """There is no such thing, or not for this person: the two are the same to whoever asks."""


class ClosedError(RefusedError):
    """It cannot be changed now: ``submitted``, ``wave-upcoming``, ``wave-over`` or ``wave-closed``."""


class ObstaclesError(RefusedError):
    """An assessment cannot be submitted or concluded; ``obstacles`` names everything that is in the way."""

    def __init__(self, obstacles: Sequence[object]) -> None:
        super().__init__("obstacles", count=len(obstacles))
        self.obstacles = tuple(obstacles)


class LinkError(RefusedError):
    """A link cannot be used: ``unknown``, ``used``, ``expired``, ``withdrawn``, or ``replaced`` by a later one."""


class TooManyError(RefusedError):
    """Somebody tried too often and has to wait; ``until`` says until when."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too-many", until=until)
        self.until = until


class InvalidError(RefusedError):
    """What was typed cannot be kept; ``fields`` says for each field, by a code, what is wrong with it."""

    def __init__(self, **fields: str) -> None:
        super().__init__("invalid", fields=fields)
        self.fields = fields


class MailError(RefusedError):
    """A mail could not be sent; what it tells about was done all the same."""


class ProviderError(RefusedError):
    """Nobody was signed in by a provider: ``state``, ``declined``, ``down`` or ``answer``; ``why`` is for the log."""
