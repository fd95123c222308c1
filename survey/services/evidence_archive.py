"""All evidence of an assessment as one ZIP: the files, and a manifest of which answer cites which (CSV and JSON).

It is sent while it is made: no file of it is ever whole in memory, and nothing is left on the disk.
"""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from io import RawIOBase
from pathlib import Path

from sqlalchemy.orm import Session

from survey.errors import NotFoundError, RefusedError
from survey.models import Assessment, Citation, User
from survey.policy import Action, may
from survey.services import evidence_store, tables
from survey.services.citations import citations_of
from survey.services.evidence_names import unique
from survey.services.tables import Purpose, Table
from survey.settings import Settings

LARGEST = 1_000_000_000
"""Bytes of all files of one archive."""

_CHUNK = 65_536


@dataclass(frozen=True)
class Line:
    """One line of the manifest; ``file`` is the name in the ZIP, empty where there is no file or its bytes are lost."""

    question: str
    question_text: str
    title: str
    kind: str
    file: str
    sha256: str
    url: str
    page: str
    quotation: str
    note: str
    confidential: str
    added_by: str
    added_at: str


@dataclass(frozen=True)
class Archive:
    """What an archive will hold: the manifest, and where the bytes of each file in it are."""

    lines: Sequence[Line]
    files: Mapping[str, Path]
    about: Mapping[str, str | bool]
    made_at: datetime


def gather(
    session: Session,
    *,
    assessment: Assessment,
    texts: Mapping[str, str],
    settings: Settings,
    by: User,
    now: datetime,
) -> Archive:
    """Return what the archive of an assessment holds for a person; ``texts`` are its questions, in order, by code.

    Raises NotFoundError for whoever takes nothing away, RefusedError (``too-large``) for too many bytes.
    """
    if not (may(by, Action.EXPORT, assessment) or may(by, Action.SEE_CONFIDENTIAL, assessment)):
        raise NotFoundError("archive")
    cited = citations_of(session, assessment=assessment, by=by)
    names: dict[int, str] = {}
    files: dict[str, Path] = {}
    taken = {"manifest.csv", "manifest.json"}
    lines = []
    for code in texts:
        for one in cited.get(code, ()):
            _place(one, names, files, taken, settings)
            lines.append(_line(one, texts[code], names.get(one.evidence_id, "")))
    if sum(path.stat().st_size for path in files.values()) > LARGEST:
        raise RefusedError("too-large")
    about: dict[str, str | bool] = {
        "region": assessment.region.key,
        "wave": assessment.wave.key,
        "demonstration": settings.demonstration,
    }
    return Archive(lines, files, about, now)


def _place(one: Citation, names: dict[int, str], files: dict[str, Path], taken: set[str], settings: Settings) -> None:
    """Give the file of a piece its name in the ZIP, once however often it is cited."""
    piece = one.evidence
    if piece.file is None or piece.id in names:
        return
    path = evidence_store.path(settings, piece.region_id, piece.file.digest)
    if path.is_file():
        name = f"files/{unique(piece.file_name or 'file', taken)}"
        names[piece.id], files[name] = name, path


def _line(one: Citation, text: str, name: str) -> Line:
    piece = one.evidence
    return Line(
        question=one.question,
        question_text=text,
        title=piece.title,
        kind=piece.kind.value,
        file=name,
        sha256=piece.file.digest if piece.file else "",
        url=piece.url or "",
        page=one.page or "",
        quotation=one.quotation or "",
        note=piece.note or "",
        confidential="yes" if piece.confidential else "no",
        added_by=piece.added_by.name,
        added_at=piece.added_at.isoformat(timespec="seconds"),
    )


def stream(archive: Archive) -> Iterator[bytes]:
    """Yield the ZIP piece by piece; files stand in it as they are: pictures and office files are packed already."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _manifest(archive):
            packed.writestr(_entry(archive, name, zipfile.ZIP_DEFLATED), content)
        yield sink.take()
        for name, path in archive.files.items():
            entry = _entry(archive, name, zipfile.ZIP_STORED)
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, packed.open(entry, "w") as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
                    yield sink.take()
    yield sink.take()


def _manifest(archive: Archive) -> Iterator[tuple[str, bytes]]:
    columns = [each.name for each in fields(Line)]
    rows = [list(asdict(line).values()) for line in archive.lines]
    yield "manifest.csv", tables.encode(Table(columns, rows), tables.dialect(Purpose.ANALYSIS, "en"))
    whole = {**archive.about, "evidence": [asdict(line) for line in archive.lines]}
    yield "manifest.json", json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _entry(archive: Archive, name: str, packing: int) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, archive.made_at.timetuple()[:6])
    made.compress_type, made.external_attr = packing, 0o600 << 16
    return made


class _Sink(RawIOBase):
    """Where a ZIP is written that is sent at once: it forgets what was taken."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        """Say that bytes can be written."""
        return True

    def write(self, given: bytes) -> int:  # type: ignore[override]
        """Keep bytes until somebody takes them; return how many."""
        self._waiting += given
        return len(given)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        found = bytes(self._waiting)
        self._waiting.clear()
        return found
