"""``survey serve``: the platform behind gunicorn, as it is meant to run."""

import errno
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

import click

from survey.errors import FaultsError
from survey.settings import merged, read

WORKERS = 2
COUNTS = "PROMETHEUS_MULTIPROC_DIR"


@click.command("serve")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; loopback unless a proxy asks.",
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option(
    "--workers",
    default=WORKERS,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes, about one per core.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the platform until Ctrl-C.

    \b
    Examples:
      survey serve
      survey serve --port 8001
      SURVEY_BASE_URL=https://survey.example.org survey serve --workers 4

    Without SURVEY_BASE_URL, links in mails lead to this port on this machine.
    """
    _refuse_taken(host, port)
    try:
        read(port=port)
    except FaultsError as error:
        raise click.ClickException(f"These settings cannot be:\n{error}") from error
    given, _faults = merged(os.environ)
    address = given.get("SURVEY_BASE_URL") or f"http://127.0.0.1:{port}"
    os.environ["SURVEY_BASE_URL"] = address
    os.environ[COUNTS] = str(_folder_for_counts())
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")  # an arena for each thread took 4 MB of each worker
    click.echo(f"Open {address} in a browser. Stop with Ctrl-C.")
    sys.stdout.flush()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "survey.wsgi:application",
        "--config=python:survey.serving",
        f"--bind={host}:{port}",
        f"--workers={workers}",
    ]
    os.execv(sys.executable, command)  # gunicorn gets our process, and with it Ctrl-C and the service's signals


def _folder_for_counts() -> Path:
    """Make the folder in which the workers count for /metrics, in memory where there is some; drop what was left."""
    shared = Path("/dev/shm")  # noqa: S108 - a folder of our own in it, for this account alone
    parent = shared if shared.is_dir() else Path(tempfile.gettempdir())
    for left in parent.glob("survey-metrics-*"):
        if not _runs(int(left.name.rpartition("-")[2])):
            shutil.rmtree(left, ignore_errors=True)
    made = parent / f"survey-metrics-{os.getpid()}"  # gunicorn keeps our number
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(mode=0o700)
    return made


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _refuse_taken(host: str, port: int) -> None:
    """End with one line where nobody can listen: gunicorn would share the port with another server, or say pages."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that are just closing do not count
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                cure = f"Stop it, or take another port: make run PORT={port + 1}, or survey serve --port {port + 1}"
                raise click.ClickException(f"Port {port} is taken by another program. {cure}") from error
            raise click.ClickException(f"Nobody can listen on {host}, port {port}: {error.strerror}.") from error
