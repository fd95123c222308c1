"""What a coordinator asks of colleagues, as the page sends it."""

from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict


@dataclass
class PartsForm:
    """To whom which parts are to be given, and by which day, as it was typed.

    ``to`` is an account's number, 0 for none; ``faults`` are whole sentences by ``to``, ``parts`` and ``due``.
    """

    to: int = 0
    parts: tuple[str, ...] = ()
    typed_due: str = ""
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def due(self) -> date | None:
        """The day; None where none was given, ValueError for what is no day."""
        return date.fromisoformat(self.typed_due) if self.typed_due else None


def read_parts(sent: MultiDict[str, str]) -> PartsForm:
    """Return what was sent; what is no account's number is account 0, which nobody has."""
    to = sent.get("page-to", "")
    known = to.isascii() and to.isdigit() and len(to) < 10
    return PartsForm(int(to) if known else 0, tuple(sent.getlist("page-part")), sent.get("page-due", "").strip())
