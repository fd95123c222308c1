"""The first page of each role, the language, and what every page shows around its content."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from survey import languages
from survey.database import db
from survey.languages import gettext as _
from survey.models.mandate import Duty
from survey.models.user import RoleName, User
from survey.policy import Action, may
from survey.security import limits, mark, settings
from survey.services import assessments, publications, reminders, sessions
from survey.views.access import now, reader

blueprint = Blueprint("home", __name__)


@dataclass(frozen=True)
class Entry:
    """One entry of the main navigation."""

    title: str
    url: str
    here: bool


@blueprint.app_context_processor
def surroundings() -> dict[str, object]:
    """Return what the base template needs on every page."""
    by, language = reader(), languages.current()
    return {
        "_": languages.shown(language),
        "language": language,
        "languages": languages.NAMES,
        "demonstration": settings().demonstration,
        "signed_in": by is not None,
        "account_mark": _mark(by),
        "account_name": by.name if by else None,
        "signed_in_until": (until := _until()),
        "seconds_left": int((until - now()).total_seconds()),
        "navigation": _navigation(by),
        "place": g.get("place"),
        "part": _part(by),
        "answers_form": None,
        "contact": settings().contact,
        "time_zone": settings().time_zone,
    }


def _until() -> datetime:
    """Return until when the reader stays signed in if this page is the last thing that they do."""
    here = g.get("sign_in")
    return sessions.at_least(here, limits=limits(), now=now()) if here else now()


def _mark(by: User | None) -> str | None:
    """Return by what a browser tells whose unsent answers it keeps; it says nothing about the person."""
    return mark(by.id) if by else None


BELONGS = dict.fromkeys(("change", "priorities", "efforts", "peers", "lenses", "explained"), "results") | dict.fromkeys(
    ("ranks", "pair", "trends", "weights", "both"), "compare"
)
BELONGS |= {"stakeholders": "results"}
BELONGS |= {"roles": "people", "mandates": "people", "region_editing": "regions", "region_files": "regions"}
BELONGS |= {"mail_queue": "administration", "audit.whole": "administration"}
"""Pages, by blueprint or endpoint, that stand under an entry of another name."""


def _navigation(by: User | None) -> list[Entry]:
    """Return the main entries: of who runs the survey, or of the assessment whose page this is."""
    if by is None:
        return []
    wave, region = (request.view_args or {}).get("wave"), (request.view_args or {}).get("region")
    if may(by, Action.MANAGE):
        runs = [("waves.index", _("Waves")), ("regions.index", _("Regions")), ("people.index", _("People"))]
        if may(by, Action.ADMINISTER):
            runs.append(("administration.index", _("Administration")))
        return [_entry(title, endpoint) for endpoint, title in runs]
    own = {mandate.region.key for mandate in by.mandates if mandate.in_force} if wave else set()
    if wave and region not in own:  # a page about all regions, or about the region of others
        region = next(iter(own)) if len(own) == 1 else None
        region = region if region and assessments.of_region(db.session, wave=wave, region=region) else None
    if _duties(by) == {Duty.REVIEWER}:
        return _review_entries(wave, region)
    entries = [_entry(_("Start"), "home.start")]
    if wave and region:
        where = {"wave": wave, "region": region}
        helping = _duties(by, region) == {Duty.CONTRIBUTOR}
        own_page = (_("My questions"), "colleagues.mine") if helping else (_("My assessment"), "assessments.tasks")
        entries = [_entry(*own_page, **where), _entry(_("Results"), "results.show", **where)]
    if Duty.REVIEWER in _duties(by):
        entries.append(_entry(_("Your reviews"), "reviews.mine"))
    return [*entries, _entry(_("Compare"), "compare.show", wave=wave)] if wave else entries


def _review_entries(wave: str | None, region: str | None) -> list[Entry]:
    """Return the entries of somebody who only reviews."""
    entries = [_entry(_("Your reviews"), "reviews.mine")]
    if not wave:
        return entries
    if region:
        where = {"wave": wave, "region": region}
        entries += [
            _entry(_("Review"), "reviews.index", **where),
            _entry(_("Answers"), "assessments.read", **where),
            _entry(_("Results"), "results.show", **where),
        ]
    return [*entries, _entry(_("Compare"), "compare.show", wave=wave)]


def _duties(by: User, region: str | None = None) -> set[Duty]:
    """Return what somebody does, for one region or for any."""
    return {each.duty for each in by.mandates if each.in_force and region in (None, each.region.key)}


def _entry(title: str, endpoint: str, **where: str) -> Entry:
    whole, there = request.endpoint or "", endpoint.partition(".")[0]
    here = whole if whole in BELONGS else whole.partition(".")[0]
    return Entry(title, url_for(endpoint, **where), BELONGS.get(here, here) == there)  # type: ignore[arg-type]


def _part(by: User | None) -> str | None:
    """Return in words as what somebody is here."""
    if by is None:
        return None
    roles = {role.name for role in by.roles}
    if RoleName.ADMINISTRATOR in roles:
        return _("Administration")
    if RoleName.TEAM in roles:
        return _("Project team")
    words = {
        Duty.COORDINATOR: _("Coordination"),
        Duty.CONTRIBUTOR: _("Contribution"),
        Duty.REVIEWER: _("Review"),
    }
    elsewhere = (request.view_args or {}).get("region")
    if elsewhere and not _duties(by, elsewhere):  # a page about the region of others, for which one is nothing
        return None
    return next((name for duty, name in words.items() if duty in _duties(by)), None)


@blueprint.get("/")
def start() -> str | Response:
    """Answer "what should I do now?": a coordinator goes to the assessment, the project team to the waves."""
    by = reader()
    if by is None:
        return render_template("pages/welcome.html", published=bool(publications.published(db.session)))
    if may(by, Action.MANAGE):
        return redirect(url_for("waves.index"))
    if _duties(by) == {Duty.REVIEWER}:
        return redirect(url_for("reviews.mine"))
    mine = assessments.visible(db.session, by=by)
    drafts = sorted((one for one in mine if reminders.is_answered(one, now())), key=lambda one: one.due)
    if len(mine) == 1 or len(drafts) == 1:
        next_one = (drafts or mine)[0]
        return redirect(url_for("assessments.tasks", wave=next_one.wave.key, region=next_one.region.key))
    return render_template("pages/start.html", assessments=mine, drafts=drafts)


@blueprint.post("/language")
def language() -> Response:
    """Change the language and return to the same place."""
    choose(request.form.get("page-language", ""))
    return redirect(local(request.form.get("page-next", "")))


def choose(wish: str) -> None:
    """Keep the language that a reader chose, for this browser and for the account."""
    if wish not in languages.NAMES:
        return
    session["language"] = wish
    g.pop("language", None)
    by = reader()
    if by is not None and by.language != wish:
        by.language = wish
        db.session.commit()


def local(target: str) -> str:
    """Return the address if it is a path of this platform, else the first page: no link leads elsewhere."""
    parts = urlsplit(target)
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target
    return target if plain and not parts.scheme and not parts.netloc else url_for("home.start")
