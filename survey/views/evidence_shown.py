"""How pages show pieces of evidence: what each is called, how large its file is, and what its reader can do with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from survey.errors import InvalidError
from survey.languages import format_number
from survey.languages import gettext as _
from survey.models.assessment import Assessment
from survey.models.evidence import Citation, Evidence
from survey.services.citations import may_take_away
from survey.services.evidence_words import LONGEST


@dataclass(frozen=True)
class Shown:
    """One piece as a page shows it, with the address of its own pages, and whether its citation can be changed."""

    citation: Citation
    piece: Evidence
    where: dict[str, Any]
    changeable: bool

    @property
    def size(self) -> str:
        """How large the file is, in words."""
        return size(self.piece.file.size) if self.piece.file else ""


def shown(found: Iterable[Citation], *, assessment: Assessment, citable: Collection[str] = ()) -> list[Shown]:
    """Return citations as pages show them; ``citable`` are the questions for which the reader may cite evidence."""
    at = {"wave": assessment.wave.key, "region": assessment.region.key}
    return [
        Shown(
            one,
            one.evidence,
            {**at, "question": one.question, "piece": one.evidence_id},
            one.question in citable and may_take_away(one, assessment=assessment),
        )
        for one in found
    ]


def size(count: int) -> str:
    """Return a number of bytes in words."""
    if count < 1_000_000:
        return _("%(number)s kB", number=format_number(max(1, round(count / 1_000)), 0))
    return _("%(number)s MB", number=format_number(count / 1_000_000, 1))


def sentences(error: InvalidError) -> dict[str, str]:
    """Return what is wrong with each field of the form, and how to mend it."""
    words = {
        ("kind", "missing"): _("Choose what you want to add: a file, a link, a document or a note."),
        ("file", "missing"): _("Choose the file on your computer."),
        ("url", "missing"): _("Give the address of the page, such as https://www.example.org/decision."),
        ("url", "unfit"): _("This is no address on the web. It begins with https:// or http:// and holds no spaces."),
        ("title", "missing"): _("Say what the document is called, so that others can find it."),
        ("note", "missing"): _("Write what shows that the answer is so."),
    }
    return {
        name: words.get((name, code)) or _("This is too long: please shorten it to %(most)s characters.", most=most)
        for name, code in error.fields.items()
        for most in [format_number(LONGEST.get(name, 0), 0)]
    }
