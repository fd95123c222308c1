"""The two servers of a measurement: the platform as shipped and the reference app, by the same gunicorn settings."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

HERE = Path(__file__).resolve().parent
WORKERS = 2


@dataclass(frozen=True)
class Server:
    """A server that answers: its address and the process that started its workers."""

    url: str
    process: int

    def memory(self) -> float:
        """Return the proportional set size of it and its workers in MB: shared pages are divided among them."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text(encoding="ascii").split()
        return sum(_proportional(int(one)) for one in (self.process, *children))

    def cpu(self) -> float:
        """Return the seconds of processor time that its workers have taken so far."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text(encoding="ascii").split()
        stats = [Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split() for one in children]
        return sum(int(one[11]) + int(one[12]) for one in stats) / os.sysconf("SC_CLK_TCK")


def _proportional(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


@contextmanager
def platform(folder: Path, database: str, *, demonstration: bool = False) -> Iterator[Server]:
    """Serve an installation by ``survey serve``."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "survey"), "serve", f"--port={port}", f"--workers={WORKERS}"]
    with _running(command, settings(folder, database, demonstration=demonstration), port, folder / "log") as server:
        yield server


@contextmanager
def reference(folder: Path, database: str, *, form: str) -> Iterator[Server]:
    """Serve the reference app; ``form`` says when the class of its form is composed: in the ``view``, or ``once``.

    ``none`` is the least app, which does nothing.
    """
    port = free_port()
    application = "least:application" if form == "none" else "reference:application"
    command = [sys.executable, "-m", "gunicorn", application, "--config=python:survey.serving"]
    command += [f"--bind=127.0.0.1:{port}", f"--workers={WORKERS}", f"--pythonpath={HERE},{HERE.parent}"]
    folder.mkdir(exist_ok=True)
    more = {"REFERENCE_FORM": form, "REFERENCE_DATABASE": database or f"sqlite:///{folder / 'reference.db'}"}
    with _running(command, {**os.environ, **more}, port, folder / "log") as server:
        yield server


def settings(folder: Path, database: str, *, demonstration: bool = False) -> dict[str, str]:
    """Return the environment of an installation; without an address of a database it is SQLite in the folder."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")}
    ours = {"SURVEY_INSTANCE": str(folder), "SURVEY_DATABASE_URL": database, "SURVEY_LOG": "json"}
    return {**others, **ours, "SURVEY_DEMONSTRATION": "1" if demonstration else ""}


@contextmanager
def _running(command: list[str], environment: dict[str, str], port: int, log: Path) -> Iterator[Server]:
    with log.open("w") as file:
        server = subprocess.Popen(command, env=environment, stdout=file, stderr=file)
        try:
            _wait(port, server, log)
            yield Server(f"http://127.0.0.1:{port}", server.pid)
        finally:
            server.terminate()
            server.wait(60)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = monotonic() + 120
    while monotonic() < until and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise SystemExit(f"The server does not answer:\n{log.read_text()[-2000:]}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
