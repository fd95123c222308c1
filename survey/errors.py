"""The faults that people can mend: each says where, what is wrong, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file, table or form.

    ``code`` names the kind of fault and never changes (``unknown-key``); ``place`` is file:line, or row and column;
    ``what`` says what is wrong and ``cure`` what to do, both as whole sentences.
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
    """A file, table or form is refused; ``faults`` holds everything that is wrong with it, all at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults: tuple[Fault, ...] = tuple(faults)


class BadValueError(SurveyError, ValueError):
    """A reply is no value of its question; the message says what is allowed."""
