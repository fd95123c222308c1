"""Regions that let others see some of their sections, for tests of pages."""

from flask import Flask

from survey.database import db
from survey.models import Assessment, Audience, Mandate, Region, User
from tests.services.disclosing import opening


def open_sections(app: Flask, region: str, *, wave: str = "2026", **sections: Audience) -> None:
    """Let sections of a region's assessment be seen by these audiences; what is not named is private again."""
    with app.app_context():
        found = db.session.query(Region).filter_by(key=region).one()
        by = db.session.query(User).join(Mandate).filter(Mandate.region_id == found.id).first()
        opening(db.session, of(region, wave), by or db.session.query(User).first(), **sections)


def of(region: str, wave: str = "2026") -> Assessment:
    """Return the assessment of a region in a wave."""
    return (
        db.session.query(Assessment)
        .join(Region)
        .filter(Region.key == region)
        .filter(Assessment.wave.has(key=wave))
        .one()
    )
