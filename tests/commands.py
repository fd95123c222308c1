"""The command line in a process of its own, forked from one that has imported what commands need.

Importing takes a second, which two hundred calls cannot each wait for. Nothing else is shared: the process they are
forked from has read no settings and opened nothing, and environment, folder, input and output of each are its own.
``tests/cli/test_started.py`` compares with the program as it is installed.
"""

import atexit
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from survey.cli import COMMANDS, main
from tests.installations import settings

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(sorted({place.partition(":")[0] for place in COMMANDS.values()} | {__name__}))


def survey(
    *words: str,
    folder: Path | None = None,
    more: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    said: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run ``survey`` with these words and wait for its end.

    With ``folder``, it is the installation of tests in it; ``more`` are further variables of the environment, and
    ``said`` what somebody types.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")}
    ours = {"SURVEY_INSTANCE": str(folder), "SURVEY_SECRET_KEY": settings(folder).secret_key} if folder else {}
    environment = {**inherited, **ours, **(more or {})}
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
        given.write(said.encode())
        given.seek(0)
        streams = [multiprocessing.reduction.DupFd(one.fileno()) for one in (given, out, error)]  # type: ignore[attr-defined]
        process = FORKS.Process(target=_run, args=(words, environment, str(cwd or Path.cwd()), streams))
        process.start()
        process.join()
        status = process.exitcode
        assert status is not None
        return subprocess.CompletedProcess(["survey", *words], status, _read(out), _read(error))


def _read(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode()


def _run(words: tuple[str, ...], environment: dict[str, str], cwd: str, streams: list[object]) -> None:
    """Be the program: take environment, folder and streams, and end as it ends."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    for number, stream in enumerate(streams):
        os.dup2(stream.detach(), number)  # type: ignore[attr-defined]
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - the process ends with it
    sys.argv = ["survey", *words]
    try:
        main(prog_name="survey")
    finally:
        atexit._run_exitfuncs()  # a forked process of multiprocessing would leave them out
