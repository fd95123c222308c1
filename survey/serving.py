"""How gunicorn runs the platform: ``gunicorn --config python:survey.serving survey.wsgi:application``.

Only gunicorn reads this module; ``survey serve`` adds address, workers, and the folder in which workers count.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from survey import logs
from survey.settings import merged

# Flask-Security would load Authlib's client for Flask where it is installed, and with it requests: 11 MB that nobody
# uses, as signing in by a provider is ours (survey/services/provider.py) and loads what it needs when it is needed.
sys.modules.setdefault("authlib.integrations.flask_client", None)  # type: ignore[arg-type]

SHARED = Path("/dev/shm")  # noqa: S108 - memory: on a slow disk a worker's heartbeat would come late
COUNTS = "PROMETHEUS_MULTIPROC_DIR"

# Threads of a worker take turns, and a page lets go whenever it asks the database. To break in on each other every 5
# milliseconds, which is Python's way, costs a quarter of all pages per second; nobody notices a wait of 20.
sys.setswitchinterval(0.02)

preload_app = True  # workers share what is loaded; one that dies is back at once, with the code that the others run
worker_class = "gthread"
threads = 3
reuse_port = True  # each worker has a queue of its own: twice the pages per second
# No max_requests: a worker that ends takes the connections that wait in its queue with it, and none was seen to grow.
timeout = 60  # seconds after which a worker that hangs whole is replaced; a slow page does not count
graceful_timeout = 30  # seconds that pages in the making have when the server stops
keepalive = 5
worker_tmp_dir = str(SHARED) if SHARED.is_dir() else None
logger_class = "survey.serving.ServerLog"
loglevel = "warning"
accesslog = None  # one line per request is ours, without addresses: survey/views/traces.py
control_socket_disable = True  # nobody steers the server but who may send it signals


class ServerLog(Logger):  # type: ignore[misc]
    """Makes gunicorn's own messages lines of our form."""

    def setup(self, cfg: object) -> None:
        """Set the form of everything that is written; gunicorn calls it at its start and when it reloads."""
        super().setup(cfg)
        given, _faults = merged(os.environ)
        logs.install(given.get("SURVEY_LOG"))
        for logger in (self.error_log, self.access_log):
            logger.handlers.clear()
            logger.propagate = True


def child_exit(_server: Any, worker: Any) -> None:
    """Forget what a worker had open when it ended; what it counted stays counted."""
    if os.environ.get(COUNTS):
        for path in Path(os.environ[COUNTS]).glob(f"gauge_live*_{worker.pid}.db"):
            path.unlink(missing_ok=True)


def on_exit(_server: Any) -> None:
    """Remove the folder in which the workers counted."""
    if os.environ.get(COUNTS):
        shutil.rmtree(os.environ[COUNTS], ignore_errors=True)
