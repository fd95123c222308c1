"""Two addresses for whoever watches the server: is the process there, and can it serve?"""

from flask import Blueprint, current_app

from survey.database import db, heads
from survey.security import settings
from survey.services import health

blueprint = Blueprint("health", __name__)


@blueprint.get("/live")
def live() -> tuple[dict[str, str], int]:
    """Say that this process answers; nothing else is looked at."""
    return {"status": "live"}, 200


@blueprint.get("/ready")
def ready() -> tuple[dict[str, object], int]:
    """Say whether pages can be served, and what is in the way; details stand in the log, not in the answer."""
    found = health.faults(db.engine, instance=settings().instance, heads=heads())
    if found:
        current_app.logger.error("not ready: %s", found)
        return {"status": "not ready", "faults": sorted(found)}, 503
    return {"status": "ready"}, 200
