"""The address at which Prometheus asks: for this machine, or with a token; for everybody else it is not there."""

import hmac
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from shutil import disk_usage

from flask import Blueprint, Flask, Response, request
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from survey import metrics
from survey.database import db
from survey.errors import NotFoundError
from survey.metrics import Value
from survey.security import settings
from survey.services import attention, backups, outbox, runs, schedule
from survey.views.access import now

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


def _now() -> Iterator[Value]:
    """Yield what is looked up now; what the database tells is missing while it does not answer."""
    pool, instance = db.engine.pool, settings().instance
    size = getattr(pool, "size", lambda: 0)() + getattr(pool, "_max_overflow", 0)
    yield Value("survey_database_connections_most", "Connections that each worker may use", size)
    yield Value("survey_disk_free_bytes", "Room left where the installation keeps its files", disk_usage(instance).free)
    made = backups.newest(instance / "backups")
    if made is not None:
        age = (now() - made).total_seconds()
        yield Value("survey_backup_age_seconds", "Age of the newest backup in the installation's folder", age)
    with suppress(SQLAlchemyError):
        yield from [*_work(), *_mails()]


def _work() -> Iterator[Value]:
    """Yield for each scheduled job whether it failed last, whether it is overdue, and when it last went well."""
    moment = now()
    for job in schedule.look(db.session, now=moment):
        named = {"job": job.name}
        if job.well is not None:
            age = (moment - job.well).total_seconds()
            yield Value("survey_job_success_age_seconds", "Age of the last run that went well", age, named)
        yield Value("survey_job_failed", "1 where the last run went wrong", job.failed, named)
        yield Value("survey_job_overdue", "1 where it has not gone well for too long", job.overdue, named)
        if job.name == runs.CERTIFICATE and (days := attention.certificate_days(job.last, moment)) is not None:
            yield Value("survey_certificate_days", "Days for which the certificate is still good", days)


def _mails() -> Iterator[Value]:
    """Yield how many mails are in each state, and how long the oldest one waits."""
    for state, count in outbox.counts(db.session).items():
        yield Value("survey_mails", "Mails in the queue", count, {"state": state.value})
    since = outbox.waiting_since(db.session)
    age = (now() - since).total_seconds() if since else 0
    yield Value("survey_mails_oldest_waiting_seconds", "Time that the oldest mail has waited; 0 where none waits", age)
