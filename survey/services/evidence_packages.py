"""Office files, which are ZIP archives: judged by names and sizes of what is in them, nothing is unpacked."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

_OFFICE, _OPEN = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
MEDIA_TYPES: Mapping[str, str] = {
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": f"{_OPEN}text",
    "ods": f"{_OPEN}spreadsheet",
    "odp": f"{_OPEN}presentation",
}
"""The media type of each ending."""

MAIN: Mapping[str, str] = {"docx": "word/document", "xlsx": "xl/workbook", "pptx": "ppt/presentation"}
"""What the main part of each kind is called, without its ending."""

MOST_PARTS, LARGEST_CONTENT, LARGEST_RATIO = 4_000, 400_000_000, 200
"""Parts of one file, bytes of all of them unpacked, and how many times larger than packed each may be."""

_PROTECTED, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_MACROS = ("vbaproject.bin", "basic/script-lc.xml", "basic/script-lb.xml")


class PackageError(Exception):
    """An office file is refused: ``encrypted``, ``damaged``, ``bomb``, ``macros``, or ``other`` for another content."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def media_type(content: bytes, ending: str) -> str:
    """Return the media type of an office file whose content agrees with its ending; PackageError for any other."""
    if content.startswith(_PROTECTED):
        raise PackageError("encrypted")
    if not content.startswith(_ZIP):
        raise PackageError("other")
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise PackageError("damaged") from error
    _check_sizes(parts)
    names = {part.filename.lower() for part in parts}
    if any(name.endswith(_MACROS) or name.startswith("scripts/") for name in names):
        raise PackageError("macros")
    agrees = _is_office(names, ending) if ending in MAIN else _is_open(content, parts, ending)
    if not agrees:
        raise PackageError("other")
    return MEDIA_TYPES[ending]


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    swollen = any(part.file_size > LARGEST_RATIO * max(part.compress_size, 1_000) for part in parts)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT or swollen:
        raise PackageError("bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise PackageError("encrypted")


def _is_office(names: set[str], ending: str) -> bool:
    return "[content_types].xml" in names and f"{MAIN[ending]}.xml" in names


def _is_open(content: bytes, parts: list[zipfile.ZipInfo], ending: str) -> bool:
    """Whether the part that begins an OpenDocument says what it is: it stands there unpacked."""
    told, first = MEDIA_TYPES[ending].encode("ascii"), parts[0] if parts else None
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        return False
    begin = 30 + len("mimetype") + int.from_bytes(content[28:30], "little")
    return first.file_size == len(told) and content[begin : begin + len(told)] == told
