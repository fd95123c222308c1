"""Whom a coordinator asks to answer separately, and until when; and a minority view, as pages send them."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict


@dataclass
class ArrangeForm:
    """What somebody typed and chose: the day as typed, and accounts; ``faults`` says by field what is wrong."""

    due: str = ""
    people: tuple[int, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def day(self) -> date | None:
        """The day that was typed, None where it is none."""
        with suppress(ValueError):
            return date.fromisoformat(self.due)
        return None


def read_arrangement(sent: MultiDict[str, str]) -> ArrangeForm:
    """Return what was sent; what is no account's number is account 0, which nobody has."""
    chosen = tuple(
        int(one) if one.isascii() and one.isdigit() and len(one) < 10 else 0
        for one in sent.getlist("separately-people")
    )
    return ArrangeForm(sent.get("separately-due", "").strip(), chosen)


@dataclass
class ViewForm:
    """A minority view as it was typed, and what is wrong with it."""

    words: str = ""
    fault: str | None = None


def read_view(sent: MultiDict[str, str]) -> ViewForm:
    """Return a minority view as it was sent."""
    return ViewForm(sent.get("meeting-view", "").replace("\r\n", "\n"))
