"""``survey serve``: the platform behind gunicorn, as it is meant to run."""

import errno
import os
import socket
import sys
from pathlib import Path

import click

from survey.settings import merged

WORKERS, THREADS = 2, 4
MEMORY = Path("/dev/shm")  # noqa: S108 - heartbeats of workers in memory: a slow disk would make them look dead


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
    given, _faults = merged(os.environ)
    address = given.get("SURVEY_BASE_URL") or f"http://127.0.0.1:{port}"
    os.environ["SURVEY_BASE_URL"] = address
    click.echo(f"Open {address} in a browser. Stop with Ctrl-C.")
    sys.stdout.flush()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "survey.wsgi:application",
        f"--bind={host}:{port}",
        f"--workers={workers}",
        "--worker-class=gthread",
        f"--threads={THREADS}",
        "--reuse-port",
        "--preload",  # a worker that dies is back at once, and with the code and texts that the others run
        "--log-level=warning",
        *(["--worker-tmp-dir", str(MEMORY)] if MEMORY.is_dir() else []),
    ]
    os.execv(sys.executable, command)  # gunicorn gets our process, and with it Ctrl-C and the service's signals


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
