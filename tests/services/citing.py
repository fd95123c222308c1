"""Builders of evidence: files of each kind, pieces added to answers, and the installation that keeps their bytes."""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from survey.models import Citation, EvidenceKind, User
from survey.services import citing, evidence, evidence_store
from survey.services.evidence_store import Bytes
from survey.services.evidence_words import Passage, Piece
from survey.settings import Settings
from tests.databases import NOW, World

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(30)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(30)
GIF = b"GIF89a" + bytes(30)
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(30)
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NOTE = Piece(EvidenceKind.NOTE, note="The council decided it in March.")
LINK = Piece(EvidenceKind.LINK, title="The decision", url="https://www.example.org/decision")
FILE = Piece(EvidenceKind.FILE, title="Strategy")


def package(main: str = "word/document.xml", *more: tuple[str, bytes]) -> bytes:
    """Return an office file with a main part, and others."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (("[Content_Types].xml", b"<Types/>"), (main, b"<w/>"), *more):
            packed.writestr(name, content)
    return made.getvalue()


def open_document(told: str = "text") -> bytes:
    """Return an OpenDocument that says what it is."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        name = zipfile.ZipInfo("mimetype")
        packed.writestr(name, f"application/vnd.oasis.opendocument.{told}", zipfile.ZIP_STORED)
        packed.writestr("content.xml", b"<office/>")
    return made.getvalue()


def bomb() -> bytes:
    """Return a workbook that would unpack to a hundred megabytes of nothing."""
    return package("xl/workbook.xml", ("xl/worksheets/sheet1.xml", bytes(100_000_000)))


def at(folder: Path, scanner: str | None = None) -> Settings:
    """Return the settings of an installation in a folder."""
    return Settings(instance=folder, secret_key="for tests", database_url="sqlite://", scanner=scanner)


def keep(here: World, folder: Path, content: bytes = PDF, name: str = "strategy.pdf", *, region: int = 0) -> Bytes:
    """Put a file on the disk for the region Here, or another."""
    return evidence_store.keep(content, name, region=region or here.assessment.region_id, settings=at(folder))


def add(
    here: World,
    piece: Piece = NOTE,
    *,
    code: str = "support",
    by: User | None = None,
    stored: Bytes | None = None,
    passage: Passage = Passage(),  # noqa: B008 - it cannot be changed
    now: datetime = NOW,
    assessment=None,
) -> Citation:
    """Add a piece for an answer of Here and commit."""
    made = evidence.add(
        here.session,
        assessment=assessment or here.assessment,
        questionnaire=here.questionnaire,
        code=code,
        piece=piece,
        passage=passage,
        stored=stored,
        by=by or here.coordinator,
        now=now,
    )
    here.session.commit()
    return made


def known(here: World, *, code: str = "support", by: User | None = None, now: datetime = NOW) -> dict:
    """Return what each service of citing is told: where, by whom, when."""
    return {
        "assessment": here.assessment,
        "questionnaire": here.questionnaire,
        "code": code,
        "by": by or here.coordinator,
        "now": now,
    }


def cite(here: World, piece: int, *, code: str = "services", passage: Passage = Passage(), **more) -> Citation:  # noqa: B008
    """Cite a piece for another answer and commit."""
    made = citing.cite(here.session, piece=piece, passage=passage, **known(here, code=code, **more))
    here.session.commit()
    return made


def take_away(here: World, citation: int, *, code: str = "support", **more) -> None:
    """Take a citation away and commit."""
    citing.take_away(here.session, citation=citation, **known(here, code=code, **more))
    here.session.commit()


def remove(here: World, piece: int, **more) -> None:
    """Remove a piece and commit."""
    evidence.remove(here.session, piece=piece, **known(here, **more))
    here.session.commit()
