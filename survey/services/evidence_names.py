"""Names of files as people and systems can bear them: without folders, without signs that are not seen."""

import unicodedata
from collections.abc import Iterator
from itertools import count
from pathlib import PurePosixPath

LONGEST = 120
"""Characters of a file name, with its ending."""

_UNSAFE = frozenset('<>:"|?*')


def plain(name: str) -> str:
    """Return the name of an uploaded file as it is kept: the last part of a path, in one line, of bearable length.

    Signs that are not seen or that turn the direction of writing are left out: ``fdp.exe`` must not look like
    ``exe.pdf``.
    """
    last = name.replace("\\", "/").rpartition("/")[2].encode("utf-8", "ignore").decode("utf-8")
    shown = "".join(_shown(unicodedata.normalize("NFC", last)))
    bare = PurePosixPath(" ".join(shown.split()).strip(". ") or "file")
    return bare.stem[: LONGEST - len(bare.suffix)].rstrip() + bare.suffix[:LONGEST]


def _shown(name: str) -> Iterator[str]:
    for sign in name:
        if sign.isspace():
            yield " "
        elif not unicodedata.category(sign).startswith("C"):
            yield "_" if sign in _UNSAFE else sign


def unique(name: str, taken: set[str]) -> str:
    """Return a name that differs from all that are taken, whatever the case, and take it."""
    bare = PurePosixPath(name)
    for number in count(1):
        tried = name if number == 1 else f"{bare.stem} ({number}){bare.suffix}"
        if tried.casefold() not in taken:
            break
    taken.add(tried.casefold())
    return tried
