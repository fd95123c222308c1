"""Pages for everybody: how scores come about, accessibility, privacy."""

from flask import Blueprint, render_template

from survey.database import db
from survey.services import waves
from survey.views.access import now
from survey.views.outline import outline

blueprint = Blueprint("pages", __name__)


@blueprint.get("/method")
def method() -> str:
    """Explain how answers become scores, with the weights of the questionnaire of the day."""
    wave = waves.current(db.session, now=now())
    return render_template("pages/method.html", outline=outline(wave.edition) if wave else None)


@blueprint.get("/accessibility")
def accessibility() -> str:
    """State how far the platform is accessible, and whom to tell where it is not."""
    return render_template("pages/accessibility.html")


@blueprint.get("/privacy")
def privacy() -> str:
    """Tell what is kept about people, why and how long."""
    return render_template("pages/privacy.html")
