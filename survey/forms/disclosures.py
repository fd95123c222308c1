"""What a coordinator chose on the page that says who sees the results: an audience for each section, or one for all."""

from collections.abc import Collection
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from survey.models.disclosure import Audience

ALL = "page-all"
"""The field that chooses one audience for all sections; empty: each has its own."""


def name(section: str) -> str:
    """Return the name of the field of a section; no section has a code with a hyphen."""
    return f"section-{section}"


@dataclass
class DisclosureForm:
    """The audience of each section by its code; ``faults`` names the fields with nothing that is known."""

    chosen: dict[str, Audience]
    faults: tuple[str, ...] = field(default=())


def read(sent: MultiDict[str, str], sections: Collection[str]) -> DisclosureForm:
    """Return what was chosen; one audience for all stands above those of the sections."""
    every = sent.get(ALL, "")
    if every in set(Audience):
        return DisclosureForm(dict.fromkeys(sections, Audience(every)))
    chosen = {code: sent.get(name(code), "") for code in sections}
    known = {code: Audience(value) for code, value in chosen.items() if value in set(Audience)}
    faults = [name(code) for code in sections if code not in known]
    return DisclosureForm(known, ((ALL,) if every else ()) + tuple(faults))
