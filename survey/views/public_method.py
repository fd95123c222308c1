"""The method of a published wave among its public pages, so that whoever takes them along takes it too. No cookie."""

from flask import Blueprint, Response, render_template

from survey import languages
from survey.database import db
from survey.models import Wave
from survey.services import publications
from survey.views import figures, method, public

blueprint = Blueprint("public_method", __name__, url_prefix="/public/<wave>/method")
blueprint.before_request(public.speak)


@blueprint.get("")
def show(wave: str) -> str:
    """Explain how the scores of a published wave came about."""
    return _page(publications.wave(db.session, key=wave))


@blueprint.get('/<any("weights", "example"):what>.csv')
def file(wave: str, what: str) -> Response | tuple[str, int]:
    """Send the weights, or the answers of the worked example; with a wish that cannot be, the page."""
    found = publications.wave(db.session, key=wave)
    wish, faults = figures.purpose()
    return (_page(found, faults), 422) if faults else method.sheet(found.edition, what, wish)


def _page(wave: Wave, faults: tuple[str, ...] = ()) -> str:
    files = {"endpoint": "public_method.file", "where": {"wave": wave.key, "language": languages.current()}}
    known = method.known(wave.edition) | public.around()
    return render_template(
        "public/method.html", frame="public/base.html", wave=wave, files=files, faults=faults, **known
    )
