"""The address at which Prometheus asks: for this machine, or with a token; for everybody else it is not there."""

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from shutil import disk_usage

from flask import Blueprint, Flask, Response, request
from sqlalchemy import event

from survey import metrics
from survey.database import db
from survey.errors import NotFoundError
from survey.security import settings
from survey.services import backups

blueprint = Blueprint("metrics", __name__)
PROXIES = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via")
"""What a proxy adds: then whoever asks is somewhere else, though the connection comes from this machine."""


def install(app: Flask) -> None:
    """Count the connections to the database that are in use."""
    with app.app_context():
        pool = db.engine.pool
    event.listen(pool, "checkout", lambda *_: metrics.CONNECTIONS.inc())
    event.listen(pool, "checkin", lambda *_: metrics.CONNECTIONS.dec())


@blueprint.get("/metrics")
def show() -> Response:
    """Give all counts as text; NotFoundError for whoever is neither on this machine nor knows the token."""
    if not (_on_this_machine() or _knows_token()):
        raise NotFoundError("metrics")
    return Response(metrics.exposition(_now()), content_type=metrics.TYPE)


def _on_this_machine() -> bool:
    """Whether the connection is from here and no proxy's; a proxy that adds nothing still asks for the public name."""
    if any(name in request.headers for name in PROXIES):
        return False
    return _is_loopback(request.remote_addr or "") and _is_loopback(request.host.rpartition(":")[0] or request.host)


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def _knows_token() -> bool:
    token, given = settings().metrics_token, request.headers.get("Authorization", "")
    return token is not None and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _now() -> Iterator[tuple[str, str, float]]:
    """Yield what is looked up now: name, explanation and value."""
    pool, instance = db.engine.pool, settings().instance
    size = getattr(pool, "size", lambda: 0)() + getattr(pool, "_max_overflow", 0)
    yield "survey_database_connections_most", "Connections that each worker may use", size
    yield "survey_disk_free_bytes", "Room left where the installation keeps its files", disk_usage(instance).free
    made = backups.newest(instance / "backups")
    if made is not None:
        age = (datetime.now(UTC) - made).total_seconds()
        yield "survey_backup_age_seconds", "Age of the newest backup in the installation's folder", age
