"""Secrets that stand in files of their own, as containers and systemd hand them over."""

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
