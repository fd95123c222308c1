"""A piece of evidence as a page sends it: everything as it was typed, so that nothing is lost where it is refused."""

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from survey.models.evidence import EvidenceKind
from survey.services.evidence_words import Passage, Piece


@dataclass
class EvidenceForm:
    """What somebody chose and typed; ``faults`` are whole sentences by field, ``piece`` the chosen one to use again.

    ``seen`` is the citation that the page showed.
    """

    kind: EvidenceKind | None = EvidenceKind.FILE
    title: str = ""
    url: str = ""
    note: str = ""
    page: str = ""
    quotation: str = ""
    confidential: bool = False
    piece: int = 0
    seen: int = 0
    faults: dict[str, str] = field(default_factory=dict)

    def described(self) -> Piece:
        """Return the piece as it was described."""
        return Piece(self.kind, self.title, self.url, self.note, self.confidential)

    def passage(self) -> Passage:
        """Return page and quotation."""
        return Passage(self.page, self.quotation)


def read_evidence(sent: MultiDict[str, str]) -> EvidenceForm:
    """Return the form as it was sent; what is no number of ours is 0, which nothing has."""
    kinds = {each.value: each for each in EvidenceKind}
    return EvidenceForm(
        kind=kinds.get(sent.get("evidence-kind", "")),
        title=sent.get("evidence-title", ""),
        url=sent.get("evidence-url", ""),
        note=sent.get("evidence-note", ""),
        page=sent.get("evidence-page", ""),
        quotation=sent.get("evidence-quotation", ""),
        confidential="evidence-confidential" in sent,
        piece=_number(sent.get("evidence-piece", "")),
        seen=_number(sent.get("evidence-seen", "")),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
