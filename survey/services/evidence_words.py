"""What people type about a piece of evidence: made plain, and judged before anything is kept."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from survey.errors import InvalidError
from survey.models import EvidenceKind

LONGEST = {"title": 200, "url": 2_000, "note": 4_000, "page": 60, "quotation": 2_000}
"""Characters of each field."""

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_IN_NO_ADDRESS = re.compile(r"[\s<>\"\\^`{|}]")


@dataclass(frozen=True)
class Piece:
    """A piece of evidence as somebody describes it; ``kind`` None is none chosen."""

    kind: EvidenceKind | None
    title: str = ""
    url: str = ""
    note: str = ""
    confidential: bool = False


@dataclass(frozen=True)
class Passage:
    """Which part of a piece shows it: the page, and the words that stand there."""

    page: str = ""
    quotation: str = ""


def checked(piece: Piece, passage: Passage, *, file_name: str | None) -> tuple[Piece, Passage]:
    """Return both as they are kept: without what another kind of piece would have, titled if no title was given.

    Raises InvalidError with a code for each field: ``missing``, ``long``, or ``unfit`` for an address that leads
    nowhere on the web.
    """
    faults: dict[str, str] = {}
    kind = piece.kind
    url = address(piece.url) if kind in (EvidenceKind.LINK, EvidenceKind.DOCUMENT) else ""
    note = words(piece.note) if kind is EvidenceKind.NOTE else ""
    title = line(piece.title)
    if kind is None:
        faults["kind"] = "missing"
    if kind is EvidenceKind.FILE and file_name is None:
        faults["file"] = "missing"
    if kind is EvidenceKind.DOCUMENT and not title:
        faults["title"] = "missing"
    if kind is EvidenceKind.NOTE and not note:
        faults["note"] = "missing"
    if url is None or (kind is EvidenceKind.LINK and not url):
        faults["url"] = "unfit" if url is None else "missing"
    whole = replace(piece, title=title or _title(url or file_name or note), url=url or "", note=note)
    where = _passage(passage, faults)
    faults |= {name: "long" for name in ("title", "url", "note") if len(getattr(whole, name)) > LONGEST[name]}
    if faults:
        raise InvalidError(**faults)
    return whole, where


def checked_passage(passage: Passage) -> Passage:
    """Return a passage as it is kept; InvalidError for one that is too long."""
    faults: dict[str, str] = {}
    found = _passage(passage, faults)
    if faults:
        raise InvalidError(**faults)
    return found


def _passage(passage: Passage, faults: dict[str, str]) -> Passage:
    found = Passage(line(passage.page), words(passage.quotation))
    faults |= {name: "long" for name in ("page", "quotation") if len(getattr(found, name)) > LONGEST[name]}
    return found


def words(text: str) -> str:
    """Return a text of several lines without what cannot be seen."""
    clean = text.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", clean).strip()


def line(text: str) -> str:
    """Return a text in one line."""
    return " ".join(words(text).split())


def address(text: str) -> str | None:
    """Return a web address, with ``https://`` where it was left out; None for what is none, empty for nothing."""
    typed = text.strip()
    if not typed:
        return ""
    whole = typed if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", typed) else f"https://{typed}"
    try:
        parts = urlsplit(whole)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    known = "." in host.strip(".") or whole == typed
    return None if not known or _IN_NO_ADDRESS.search(whole) or _UNSEEN.search(whole) else whole


def _title(text: str) -> str:
    """Return the beginning of a text, to call a piece by."""
    first = line(text)
    return first if len(first) <= 80 else f"{first[:79].rstrip()}…"
