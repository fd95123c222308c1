"""The text of a file, or why there is none."""

from pathlib import Path

from survey.errors import Fault

LARGEST_FILE = 5_000_000
"""Bytes; no questionnaire that people answer is longer."""


def text_of(path: Path) -> tuple[str | None, list[Fault]]:
    """The text of a file in UTF-8; None, with the fault, for what is too large, in another encoding, or not there."""
    raw = b""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
        if len(raw) > LARGEST_FILE:
            what = f"The file is larger than {LARGEST_FILE // 1_000_000} MB."
            return None, [Fault("too-large", f"{path}:1", what, "Split the questionnaire.")]
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [Fault("bad-encoding", f"{path}:{line}", "The file is no UTF-8 text.", "Save it as UTF-8.")]
    except OSError as error:
        what = f"The file cannot be read: {error.strerror}."
        return None, [Fault("no-file", f"{path}:1", what, "Check its name and who may read it.")]
