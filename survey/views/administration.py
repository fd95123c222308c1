"""The administrator's pages: what needs attention, storage, health, and the settings in force."""

import os

from flask import Blueprint, Response, render_template, request, url_for

from survey import languages
from survey.database import db, heads
from survey.languages import gettext as _
from survey.policy import Action
from survey.security import settings
from survey.services import administration_tables as tables
from survey.services import attention, runs, settings_in_force, state, storage
from survey.services.attention import Matter
from survey.services.attention_words import words
from survey.services.settings_in_force import Source
from survey.services.sizes import size
from survey.services.tables import Table
from survey.views import files
from survey.views.access import need, now, person, signed_in

blueprint = Blueprint("administration", __name__, url_prefix="/administration")

LEADS = {
    Matter.COORDINATORS: "people.index",
    Matter.INVITATIONS: "people.index",
    Matter.BACKUP: "administration.storage_page",
    Matter.DISK: "administration.storage_page",
    Matter.RUN_FAILED: "administration.health_page",
    Matter.OVERDUE: "administration.health_page",
    Matter.CERTIFICATE: "administration.health_page",
    Matter.TABLES: "administration.health_page",
    Matter.MAILS: "mail_queue.index",
    Matter.NO_HTTPS: "administration.settings_page",
    Matter.MAIL_FILES: "administration.settings_page",
    Matter.DEMONSTRATION: "administration.settings_page",
}
"""Which page shows more of a matter."""


@blueprint.get("/")
@signed_in
def index() -> str:
    """Show what needs attention, the most urgent first, and lead to the other pages."""
    need(Action.ADMINISTER)
    return _attention()


def _attention() -> str:
    found = attention.look(db.session, settings=settings(), heads=heads(), now=now(), by=person())
    zone = settings().time_zone
    needs = [(words(one, zone=zone), url_for(LEADS[one.matter]) if one.matter in LEADS else "") for one in found]
    return render_template("administration/index.html", needs=needs)


@blueprint.get("/storage")
@signed_in
def storage_page() -> str:
    """Show what the installation keeps, how much room it takes, and when it was backed up."""
    need(Action.ADMINISTER)
    last = runs.last(db.session)
    return render_template(
        "administration/storage.html",
        kept=storage.look(db.session, settings=settings(), by=person()),
        backup=last.get(runs.BACKUP),
        checked=last.get(runs.BACKUP_CHECK),
        size=size,
    )


@blueprint.get("/health")
@signed_in
def health_page() -> str:
    """Show what ``/ready`` looks at, versions, catalogues, questionnaires in force, and the last scheduled runs."""
    need(Action.ADMINISTER)
    return render_template(
        "administration/health.html",
        found=state.look(db.session, settings=settings(), heads=heads(), now=now(), by=person()),
        checks=_checks(),
        counted=_counted(),
        states={"open": _("Open"), "upcoming": _("Not begun"), "over": _("Over"), "closed": _("Over")},
    )


@blueprint.get("/settings")
@signed_in
def settings_page() -> str:
    """Show the settings in force, where each comes from, and how to change it. Secrets are never shown."""
    need(Action.ADMINISTER)
    sources = {
        Source.ENVIRONMENT: _("Environment"),
        Source.FILE: _("File"),
        Source.DEFAULT: _("As delivered"),
    }
    rows = settings_in_force.rows(os.environ, settings())
    return render_template("administration/settings.html", rows=rows, sources=sources)


@blueprint.get("/<any(storage, settings, runs):content>.csv")
@signed_in
def file(content: str) -> Response | tuple[str, int]:
    """Send a list of these pages as a file."""
    need(Action.ADMINISTER)
    purpose = files.purpose_of(request.args.get("for"))
    if purpose is None:
        return _attention(), 422
    return files.send_plain(_table(content), what=content, purpose=purpose, language=languages.current())


def _table(content: str) -> Table:
    if content == "storage":
        return tables.of_storage(storage.look(db.session, settings=settings(), by=person()))
    if content == "settings":
        return tables.of_settings(settings_in_force.rows(os.environ, settings()))
    return tables.of_runs(runs.listing(db.session))


def _checks() -> dict[str, str]:
    """Return what each check is called."""
    return {
        "database": _("The database answers"),
        "tables": _("The tables are those of this version"),
        "read_only": _("The database takes what is written"),
        "folder": _("The private folder can be written"),
    }


def _counted() -> dict[str, str]:
    """Return what runs count, in words."""
    return {
        "sent": _("sent"),
        "waiting": _("waiting in the queue"),
        "visited": _("visited"),
        "broken": _("led nowhere"),
        "rows": _("rows"),
        "files": _("files"),
        "bytes": _("bytes"),
        "given_up": _("given up"),
        "days": _("days that the certificate is good"),
        "links": _("links"),
        "mails": _("mails that are files"),
        "invitations": _("accounts of people who never came"),
        "log": _("entries of the log without names"),
        "unfinished": _("unfinished files"),
    }
