"""Publishing a wave: what each region has opened, and the button that opens or closes the public pages."""

from dataclasses import dataclass

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import ClosedError
from survey.languages import gettext as _
from survey.languages import wave_name
from survey.models import Assessment, Audience, Stage, Wave
from survey.policy import Action
from survey.services import assessments, disclosures, editions, publications, waves
from survey.views.access import need, now, person, signed_in

blueprint = Blueprint("publications", __name__, url_prefix="/waves/<wave>/publish")


@dataclass(frozen=True)
class Line:
    """One region of the wave: how many of its sections are public, and whether its assessment is concluded."""

    assessment: Assessment
    public: int
    sections: int
    decided: bool

    @property
    def appears(self) -> bool:
        """Whether something of it stands on the public pages once these are open."""
        return self.assessment.stage is Stage.CONCLUDED and self.public > 0


@blueprint.get("")
@signed_in
def show(wave: str) -> str:
    """Show what would be public, or is."""
    found = _wave(wave)
    return render_template(
        "publications/show.html",
        wave=found,
        lines=_lines(found),
        publication=publications.find(db.session, wave=found),
        can=publications.can_be(found, now()),
    )


@blueprint.post("")
@signed_in
def publish(wave: str) -> Response:
    """Open the public pages."""
    found = _wave(wave)
    try:
        publications.publish(db.session, wave=found, by=person(), now=now())
    except ClosedError:
        db.session.rollback()
        flash(_("The wave is still open. Its results can be published once it is over."), "error")
        return redirect(url_for(".show", wave=wave))
    db.session.commit()
    flash(_("The public pages of this wave are open."), "success")
    return redirect(url_for(".show", wave=wave))


@blueprint.post("/back")
@signed_in
def take_back(wave: str) -> Response:
    """Close the public pages again."""
    publications.take_back(db.session, wave=_wave(wave), by=person(), now=now())
    db.session.commit()
    flash(_("The public pages of this wave are closed again."), "success")
    return redirect(url_for(".show", wave=wave))


def _wave(key: str) -> Wave:
    need(Action.MANAGE)
    found = waves.find(db.session, key=key, by=person())
    g.place = wave_name(found.title)
    return found


def _lines(wave: Wave) -> list[Line]:
    every = assessments.of_wave(db.session, wave=wave)
    decided = disclosures.audiences(db.session, seen=every)
    sections = len(editions.load(db.session, edition=wave.edition).sections)
    return [
        Line(one, sum(to is Audience.PUBLIC for to in decided[one.id].values()), sections, bool(decided[one.id]))
        for one in every
    ]
