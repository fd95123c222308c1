"""What an uploaded file is, told by its bytes: files that can show something, and none that can do something."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from survey.errors import Fault, FaultsError
from survey.languages import format_number
from survey.languages import gettext as _
from survey.services import evidence_packages

LARGEST_FILE = 20_000_000
"""Bytes of one file: a report with pictures has a tenth of it."""

TEXTS: Mapping[str, str] = {"txt": "text/plain", "csv": "text/csv"}
BINARIES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
ENDINGS: tuple[str, ...] = (*BINARIES, *evidence_packages.MEDIA_TYPES, *TEXTS)
"""The endings of file names that are taken; the content has to agree with each."""

_BEGINNING = 4_096
_MARKUP = re.compile(r"\s*(<!doctype|<html|<svg|<\?xml|<\?php|<script|<body|<head|<iframe|<!--)", re.IGNORECASE)
_PROGRAM = re.compile(r"#!|@echo off", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def refused(code: str, name: str, what: str, cure: str) -> FaultsError:
    """Return the error that refuses a file."""
    return FaultsError([Fault(code, name, what, cure)])


def too_large(name: str) -> FaultsError:
    """Return the error about a file with too many bytes."""
    most = format_number(LARGEST_FILE / 1_000_000, 0)
    what = _("This file is too large: a piece of evidence may have %(most)s megabytes.", most=most)
    cure = _("Make it smaller, for example by saving its pictures smaller, or add the address at which it can be read.")
    return refused("too-large", name, what, cure)


def media_type(content: bytes, name: str) -> str:
    """Return the media type of a file; FaultsError, with the cure, for one that is empty, too large or not taken.

    The ending of the name has to agree with the content.
    """
    if not content:
        raise refused("empty", name, _("This file is empty."), _("Save it again, then send it."))
    if len(content) > LARGEST_FILE:
        raise too_large(name)
    ending = PurePosixPath(name).suffix.removeprefix(".").lower()
    if ending in TEXTS:
        _check_text(content, name)
        return TEXTS[ending]
    if ending in evidence_packages.MEDIA_TYPES:
        return _package(content, name, ending)
    if ending not in BINARIES:
        raise _unknown(name)
    if BINARIES[ending] not in _told(content[:_BEGINNING]):
        raise _disagrees(name, ending)
    return BINARIES[ending]


def _told(beginning: bytes) -> set[str]:
    """Return the media types that the first bytes of a file speak for; those of the likeliest only."""
    import puremagic  # late: only uploads need it

    try:
        found = puremagic.magic_string(beginning)
    except puremagic.PureError:
        return set()
    return {each.mime_type for each in found if each.confidence == found[0].confidence}


def _package(content: bytes, name: str, ending: str) -> str:
    try:
        return evidence_packages.media_type(content, ending)
    except evidence_packages.PackageError as error:
        raise _unfit(name, ending, error.code) from error


def _unfit(name: str, ending: str, code: str) -> FaultsError:
    """Return the error about an office file, in words."""
    again = _("Save it again in the program that it was made with, or as a PDF, then send that.")
    words = {
        "encrypted": (
            _("This file is protected by a password, or of an old format."),
            _("Save it without a password, as .docx, .xlsx, .pptx or PDF."),
        ),
        "bomb": (_("Unpacked, this file would be far larger than a document can be. It was not opened."), again),
        "macros": (_("This file holds macros, which are not accepted here."), _("Save it without macros.")),
        "damaged": (_("This file is damaged and cannot be read."), again),
    }
    if code not in words:
        return _disagrees(name, ending)
    return refused(code, name, *words[code])


def _unknown(name: str) -> FaultsError:
    endings = ", ".join(f".{each}" for each in ENDINGS)
    what = _("Files of this kind are not accepted as evidence.")
    cure = _("Save it as one of these, a PDF if in doubt: %(endings)s.", endings=endings)
    return refused("unknown-ending", name, what, cure)


def _disagrees(name: str, ending: str) -> FaultsError:
    what = _('The name of this file ends with ".%(ending)s", but its content is something else.', ending=ending)
    cure = _("Open it in the program that it was made with, save it anew, then send that file.")
    return refused("other-content", name, what, cure)


def _check_text(content: bytes, name: str) -> None:
    """Refuse what is no plain text, or one that a browser or a machine would carry out."""
    text = _decoded(content)
    if text is None or _UNPRINTABLE.search(text):
        raise _disagrees(name, PurePosixPath(name).suffix.removeprefix(".").lower())
    if _MARKUP.match(text) or _PROGRAM.match(text):
        what = _("This file is a web page, a drawing or a program, not a plain text.")
        cure = _("Print the page to a PDF and send that, or add its address as a link.")
        raise refused("markup", name, what, cure)


def _decoded(content: bytes) -> str | None:
    """Return a text as its bytes are most likely meant; None if they are no text."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
