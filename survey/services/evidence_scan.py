"""The look of a virus scanner at an uploaded file, where the installation names one."""

import shlex
import subprocess
from pathlib import Path

from survey.errors import FaultsError
from survey.languages import gettext as _
from survey.services.evidence_types import refused

LONGEST = 60
"""Seconds that a scanner may take for one file."""

FOUND = 1
"""With this a scanner ends that has found something, such as ``clamdscan``; with 0 one that has not."""


def scan(path: Path, *, command: str | None, name: str) -> None:
    """Let the scanner look at a file; FaultsError where it found something or could not look. None: nobody scans.

    The command gets the path as its last argument, and never a shell.
    """
    if not command:
        return
    try:
        done = subprocess.run(
            [*shlex.split(command), str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise _not_scanned(name) from error
    if done.returncode == FOUND:
        what = _("The virus scanner has found something in this file. It was not kept.")
        raise refused("infected", name, what, _("Ask your own IT support to look at it before you send it on."))
    if done.returncode:
        raise _not_scanned(name)


def _not_scanned(name: str) -> FaultsError:
    what = _("This file could not be scanned for viruses. It was not kept.")
    cure = _("Try again in a few minutes, and tell the project team if it stays so.")
    return refused("not-scanned", name, what, cure)
