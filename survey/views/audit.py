"""The audit log as pages and files: of an assessment, of a region, of a person, and one's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, g, render_template, request
from sqlalchemy import select

from survey import languages
from survey.database import db
from survey.errors import NotFoundError
from survey.forms.log import LogForm, address, read_log
from survey.languages import gettext as _
from survey.languages import region_name
from survey.models.assessment import Assessment
from survey.models.region import Region
from survey.models.wave import Wave
from survey.policy import Action, may
from survey.security import settings
from survey.services import assessments, audit_log, regions
from survey.services.audit_streams import ANSWERED, Scope
from survey.services.tables import Purpose, dialect, encode
from survey.views import access, deeds
from survey.views.access import signed_in
from survey.views.logged import Teller, choices
from survey.views.outline import Outline, outline

blueprint = Blueprint("audit", __name__)
OF_ASSESSMENT, OF_REGION = "/assessments/<wave>/<region>/log", "/regions/<region>/log"
OF_PERSON, MINE = "/people/<int:person>/log", "/people/me/log"
WHOLE = "/administration/log"


@dataclass(frozen=True)
class Log:
    """One log: whose it is, in words and for the name of a file, its address, time zone and questions.

    ``linked`` says that the reader may read the histories of the questions; ``placed`` that lines name their region
    and wave; ``regions`` are those to choose from, by key.
    """

    scope: Scope
    title: str
    whose: str
    endpoint: str
    zone: str
    where: Mapping[str, Any] = field(default_factory=dict)
    asked: Outline | None = None
    linked: bool = False
    placed: bool = False
    regions: Mapping[str, Region] = field(default_factory=dict)

    @property
    def names(self) -> Mapping[str, str]:
        """What each line of it can be called."""
        return {code: name for code, name in deeds.names().items() if not (self.scope.whole and code in ANSWERED)}

    def read(self) -> LogForm:
        """Return which lines the address asks for."""
        keys = {key: one.id for key, one in self.regions.items()}
        return read_log(request.args, self.zone, codes=self.names, regions=keys, fixed=self.where)


@blueprint.get(OF_ASSESSMENT)
@signed_in
def assessment(wave: str, region: str) -> tuple[str, int]:
    """Show what was done with one assessment."""
    return _page(_assessment(wave, region))


@blueprint.get(f"{OF_ASSESSMENT}.csv")
@signed_in
def assessment_file(wave: str, region: str) -> Response | tuple[str, int]:
    """Send the same as a file."""
    return _file(_assessment(wave, region))


@blueprint.get(OF_REGION)
@signed_in
def region(region: str) -> tuple[str, int]:
    """Show what was done in a region, in all its waves."""
    return _page(_region(region))


@blueprint.get(f"{OF_REGION}.csv")
@signed_in
def region_file(region: str) -> Response | tuple[str, int]:
    """Send the same as a file."""
    return _file(_region(region))


@blueprint.get(OF_PERSON)
@signed_in
def person(person: int) -> tuple[str, int]:
    """Show what one person did, and what was done about them."""
    return _page(_person(person))


@blueprint.get(f"{OF_PERSON}.csv")
@signed_in
def person_file(person: int) -> Response | tuple[str, int]:
    """Send the same as a file."""
    return _file(_person(person))


@blueprint.get(MINE)
@signed_in
def mine() -> tuple[str, int]:
    """Show everybody what the platform has noted about themselves."""
    return _page(_mine())


@blueprint.get(f"{MINE}.csv")
@signed_in
def mine_file() -> Response | tuple[str, int]:
    """Send the same as a file."""
    return _file(_mine())


@blueprint.get(WHOLE)
@signed_in
def whole() -> tuple[str, int]:
    """Show administrators every deed of the installation."""
    return _page(_whole())


@blueprint.get(f"{WHOLE}.csv")
@signed_in
def whole_file() -> Response | tuple[str, int]:
    """Send the same as a file."""
    return _file(_whole())


def _assessment(wave: str, region: str) -> Log:
    found = assessments.find(db.session, wave=wave, region=region, by=access.person())
    scope = audit_log.of_assessment(found, by=access.person())
    g.place = region_name(found.region)
    where, zone = {"wave": wave, "region": region}, found.wave.time_zone
    called = languages.wave_name(found.wave.title)
    title = _("Log of %(region)s, %(wave)s", region=g.place, wave=called)
    asked = outline(found.wave.edition)
    return Log(scope, title, f"{region}_{wave}", "audit.assessment", zone, where, asked, linked=True)


def _region(key: str) -> Log:
    found = regions.find(db.session, key=key, by=access.person())
    scope = audit_log.of_region(db.session, found, by=access.person())
    g.place = region_name(found)
    latest = select(Wave).join(Assessment).where(Assessment.region_id == found.id).order_by(Wave.opens.desc())
    wave = db.session.scalars(latest.limit(1)).first()
    asked, title = outline(wave.edition) if wave else None, _("Log of %(region)s", region=g.place)
    zone = wave.time_zone if wave else settings().time_zone
    return Log(scope, title, key, "audit.region", zone, {"region": key}, asked, linked=True, placed=True)


def _person(key: int) -> Log:
    if not may(access.person(), Action.MANAGE):
        raise NotFoundError("log")
    scope, found = audit_log.of_person(db.session, key, by=access.person())
    title, where = _("Log of %(name)s", name=found.name), {"person": key}
    return Log(scope, title, f"person-{key}", "audit.person", settings().time_zone, where, placed=True)


def _mine() -> Log:
    me = access.person()
    scope, _me = audit_log.of_person(db.session, me.id, by=me)
    return Log(scope, _("What is noted about you"), f"person-{me.id}", "audit.mine", settings().time_zone, placed=True)


def _whole() -> Log:
    scope = audit_log.whole(by=access.person())
    found = {one.key: one for one in db.session.scalars(select(Region).order_by(Region.name))}
    zone = settings().time_zone
    return Log(scope, _("Log of the installation"), "everything", "audit.whole", zone, placed=True, regions=found)


def _page(log: Log) -> tuple[str, int]:
    form = log.read()
    found = audit_log.page(db.session, log.scope, wanted=form.wanted, older=form.older, newer=form.newer)
    kept = {name: value for name, value in form.sent.items() if value}
    page = render_template(
        "audit/log.html",
        log=log,
        form=form,
        days=Teller(log.zone, placed=log.placed, linked=log.linked).days(found.lines),
        questions=choices(log.asked) if log.asked else (),
        names=log.names,
        people=audit_log.people(db.session, log.scope) if log.scope.person is None else (),
        kept=kept,
        at={**log.where, **kept},
        older=found.older and address(found.older),
        newer=found.newer and address(found.newer),
    )
    return page, 422 if form.faults else 200


def _file(log: Log) -> Response | tuple[str, int]:
    form, purpose = log.read(), request.args.get("for", Purpose.ANALYSIS)
    if form.faults or purpose not in set(Purpose):
        return _page(log)[0], 422
    lines = audit_log.everything(db.session, log.scope, wanted=form.wanted)
    written = dialect(Purpose(purpose), languages.current())
    answer = Response(encode(Teller(log.zone).table(lines), written), mimetype="text/csv")
    parts = ["log", log.whose, f"{access.now():%Y-%m-%d}", *(["excel"] if purpose == Purpose.EXCEL else [])]
    parts += ["demonstration"] if settings().demonstration else []
    answer.headers["Content-Disposition"] = f'attachment; filename="{"_".join(parts)}.csv"'
    return answer
