"""Where nothing is, or nothing for this reader: the nearest page of results that they can open.

It follows from what the reader may see alone, so that nobody learns whether there is something at the address.
"""

from flask import request, url_for

from survey.database import db
from survey.errors import NotFoundError
from survey.languages import gettext as _
from survey.languages import region_name, wave_name
from survey.models import Assessment, Wave
from survey.services import disclosures, publications, waves
from survey.views.access import person, reader

Link = tuple[str, str]
"""What a page is called, and its address."""

COMPARED = ("compare", "ranks", "pair", "trends", "weights", "both")
OF_ONE = ("results", "explained", "peers", "lenses", "change", "priorities", "efforts")


def nearest() -> Link | None:
    """Return the nearest page for an address of results that leads nowhere; None for other addresses."""
    place, where = request.blueprint, request.view_args or {}
    if place == "public":
        return _public(where.get("wave", ""))
    if reader() is None or "wave" not in where:
        return None
    if place in COMPARED:
        return _comparison(where["wave"])
    if place in OF_ONE or (place == "reports" and "region" in where):
        return _region(where["wave"], where["region"]) or _comparison(where["wave"])
    return _comparison(where["wave"]) if place == "reports" else None


def _public(key: str) -> Link:
    for wave in publications.published(db.session):
        if wave.key == key:
            return wave_name(wave.title), url_for("public.show", wave=key)
    return _("Published results"), url_for("public.index")


def _comparison(key: str) -> Link | None:
    """Return the comparison of this wave, or else of the latest one that the reader finds."""
    found = [one for one in _waves() if one.key == key] or _waves()
    if not found:
        return None
    title = _("Compare the regions: %(wave)s", wave=wave_name(found[0].title))
    return title, url_for("compare.show", wave=found[0].key)


def _region(key: str, region: str) -> Link | None:
    """Return the results of the region in this wave, or else in the latest one in which the reader sees any."""
    seen = [one for wave in _waves() if (one := _assessment(wave, region))]
    if not seen:
        return None
    found = next((one for one in seen if one.wave.key == key), seen[0])
    names = {"region": region_name(found.region), "wave": wave_name(found.wave.title)}
    return _("Where %(region)s stands, %(wave)s", **names), url_for("results.show", wave=found.wave.key, region=region)


def _assessment(wave: Wave, region: str) -> Assessment | None:
    try:
        return disclosures.find(db.session, wave=wave.key, region=region, by=person())
    except NotFoundError:
        return None


def _waves() -> list[Wave]:
    """Return the waves that are there for the reader, the latest first."""
    found = []
    for wave in waves.listing(db.session):
        try:
            found.append(waves.find(db.session, key=wave.key, by=person()))
        except NotFoundError:
            continue
    return sorted(found, key=lambda one: (one.opens, one.id), reverse=True)
