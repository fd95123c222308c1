"""Style, scripts and plotly.js: compressed once, kept by readers' browsers until they change."""

import hashlib
from functools import lru_cache
from importlib.metadata import version as installed_version
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile

import brotli
from flask import Blueprint, Response, abort, request, send_file, url_for

from survey.security import settings

blueprint = Blueprint("assets", __name__)
FOLDER = Path(__file__).resolve().parent.parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
YEAR = 31_536_000


@lru_cache
def _version() -> str:
    """Return a short mark of all our static files together; it stands in their addresses."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:10]


@lru_cache
def plotly_script() -> Path:
    """Return plotly.js as the installed package brings it."""
    return Path(str(files("plotly") / "package_data" / "plotly.min.js"))


@lru_cache
def plotly_version() -> str:
    """Return the version of the installed plotly package without importing it."""
    return installed_version("plotly")


@lru_cache(64)
def _content(name: str) -> tuple[bytes, bytes] | None:
    """Return a static file plain and packed as small as brotli can; None where there is none of that name."""
    path = FOLDER / name
    if path not in FOLDER.rglob("*") or path.suffix not in TYPES:
        return None  # compared and not opened: no file system is asked about a name that somebody made up
    body = path.read_bytes()
    return body, brotli.compress(body, quality=11)


@blueprint.app_template_global("asset")
def asset(name: str) -> str:
    """Return the address of a static file of ours, with the version that lets browsers keep it for a year."""
    return url_for("assets.file", version=_version(), name=name)


@blueprint.get("/assets/<version>/<path:name>")
def file(version: str, name: str) -> Response:
    """Send one of our static files."""
    found = _content(name)
    if found is None:
        abort(404)
    packed = request.accept_encodings.quality("br") > 0
    response = Response(found[1] if packed else found[0], mimetype=TYPES[Path(name).suffix])
    if packed:
        response.headers["Content-Encoding"] = "br"
    response.vary.add("Accept-Encoding")
    response.cache_control.public = True
    response.cache_control.max_age = YEAR if version == _version() else 0
    response.cache_control.immutable = version == _version()
    return response


@blueprint.get("/assets/plotly-<version>.min.js")
def plotly_file(version: str) -> Response:
    """Send plotly.js from the installed package, packed once per installation."""
    if version != plotly_version():
        abort(404)
    packed = request.accept_encodings.quality("br") > 0
    path = _packed_plotly() if packed else plotly_script()
    response = send_file(path, mimetype="text/javascript", conditional=True, max_age=YEAR)
    if packed:
        response.headers["Content-Encoding"] = "br"
    response.vary.add("Accept-Encoding")
    return response


@blueprint.app_template_global("plotly")
def plotly() -> str:
    """Return the address of plotly.js."""
    return url_for("assets.plotly_file", version=plotly_version())


def _packed_plotly() -> Path:
    """Return plotly.js packed by brotli; written beside first, so that no worker meets half a file."""
    kept = settings().instance / "cache" / f"plotly-{plotly_version()}.min.js.br"
    if not kept.is_file():
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=kept.parent, delete=False) as partial:
            partial.write(brotli.compress(plotly_script().read_bytes(), quality=9))
        Path(partial.name).replace(kept)
    return kept
