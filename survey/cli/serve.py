"""``survey serve``: the platform behind gunicorn, as it is meant to run."""

import os
import sys
from pathlib import Path

import click

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
    os.environ.setdefault("SURVEY_BASE_URL", f"http://127.0.0.1:{port}")
    click.echo(f"Open {os.environ['SURVEY_BASE_URL']} in a browser. Stop with Ctrl-C.")
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
        "--log-level=warning",
        *(["--worker-tmp-dir", str(MEMORY)] if MEMORY.is_dir() else []),
    ]
    os.execv(sys.executable, command)  # gunicorn gets our process, and with it Ctrl-C and the service's signals
