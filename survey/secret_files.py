"""Secrets that stand in files of their own: handed over by containers and systemd, or made once and kept."""

import os
import secrets
from collections.abc import Collection, Mapping
from pathlib import Path

from survey.errors import Fault

ENDING = "_FILE"
"""``SURVEY_SECRET_KEY_FILE`` names a file whose content is ``SURVEY_SECRET_KEY``."""


def read(given: Mapping[str, str], secret: Collection[str], faults: list[Fault]) -> tuple[dict[str, str], list[Fault]]:
    """Return the settings with the content of such files, without white space around it, and the faults with what is
    wrong with them: a file that cannot be read or is empty, and a secret that is given twice."""
    found, wrong = dict(given), list(faults)
    for name in sorted(secret):
        path = given.get(name + ENDING)
        if not path:
            continue
        if given.get(name):
            wrong.append(Fault("setting", name + ENDING, f"{name} is given, too.", "Leave one of the two out."))
            continue
        try:
            found[name] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            told = error.strerror if isinstance(error, OSError) else "it is no text"
            wrong.append(Fault("setting", name + ENDING, f"{path} cannot be read: {told}.", "Name a readable file."))
        else:
            if not found[name]:
                wrong.append(Fault("setting", name + ENDING, f"{path} is empty.", "Write the secret into it."))
    return found, wrong


def made_once(path: Path) -> str:
    """Return the key that signs cookies; made once and kept, so that a restart signs nobody out."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return key
