"""How long what is kept about people: each period with its reason; an installation may set another length.

A length of 0 keeps for good.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = 36_500
CURE = f"Give a whole number from 0 (keep for good) to {LONGEST}."

DAYS = {"days": 1.0, "months": 365.25 / 12, "years": 365.25}
"""How many days a unit has."""


@dataclass(frozen=True)
class Period:
    """One period: its usual length, its unit (days, months or years), and why it is so long."""

    code: str
    length: int
    unit: str
    reason: str

    @property
    def name(self) -> str:
        """The setting that changes it."""
        return f"SURVEY_RETENTION_{self.code.upper()}_{self.unit.upper()}"


PERIODS = (
    Period("links", 30, "days", "An old link should still say for a while that it was used or is too old."),
    Period("mails", 30, "days", "Where no mail server is set, somebody must have time to pass a mail on."),
    Period("invitations", 12, "months", "Whoever did not come within a wave is invited anew for the next one."),
    Period("files", 30, "days", "A piece of evidence removed by mistake can be found by an administrator."),
    Period("log", 5, "years", "Who did what may be asked about until the wave after next; later the deed is enough."),
)
"""All periods, in the order in which they are told."""

STANDARD: Mapping[str, int] = {each.code: each.length for each in PERIODS}
NAMES = tuple(each.name for each in PERIODS)


def is_length(text: str) -> bool:
    """Whether a text is a length: a whole number within the bounds."""
    return text.isdecimal() and text.isascii() and int(text) <= LONGEST


def read(given: Mapping[str, str]) -> dict[str, int]:
    """Return the length of each period, by its code; the usual one where nothing is given."""
    return {each.code: int(given.get(each.name) or each.length) for each in PERIODS}


def before(code: str, kept: Mapping[str, int], now: datetime) -> datetime | None:
    """Return the moment before which something is old, None where it is kept for good."""
    unit = next(each.unit for each in PERIODS if each.code == code)
    return now - timedelta(days=kept[code] * DAYS[unit]) if kept[code] else None
