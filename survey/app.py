"""The application: settings, extensions, blueprints, headers."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from survey import database, languages, security
from survey.locking import PAGE
from survey.settings import Settings
from survey.settings import read as read_settings
from survey.views import (
    account,
    accounts,
    addresses,
    administration,
    archives,
    assessments,
    assets,
    audit,
    both,
    calendars,
    carried,
    change,
    checks,
    code,
    colleagues,
    comments,
    compare,
    consensus,
    cookies,
    delivery,
    disclosures,
    efforts,
    evidence,
    explained,
    exports,
    faults,
    gallery,
    gate,
    handover,
    health,
    history,
    home,
    keys,
    leaving,
    lenses,
    mail_queue,
    mandates,
    meeting,
    method,
    metrics,
    new_email,
    notice,
    pages,
    pair,
    peers,
    people,
    personal,
    pieces,
    printed,
    priorities,
    progress,
    providers,
    public,
    public_method,
    publications,
    ranks,
    rations,
    ready,
    region_editing,
    region_files,
    regions,
    replies,
    reports,
    results,
    reviews,
    roles,
    second_factor,
    sections,
    separately,
    signing_in,
    stages,
    stakeholders,
    submissions,
    traces,
    trends,
    verdicts,
    waves,
    weights,
    workbooks,
)

BLUEPRINTS = (
    home.blueprint,
    accounts.blueprint,
    account.blueprint,
    new_email.blueprint,
    code.blueprint,
    second_factor.blueprint,
    providers.blueprint,
    assessments.blueprint,
    checks.blueprint,
    workbooks.blueprint,
    printed.blueprint,
    sections.blueprint,
    colleagues.blueprint,
    handover.blueprint,
    stages.blueprint,
    stakeholders.blueprint,
    submissions.blueprint,
    carried.blueprint,
    consensus.blueprint,
    separately.blueprint,
    meeting.blueprint,
    comments.blueprint,
    evidence.blueprint,
    pieces.blueprint,
    archives.blueprint,
    history.blueprint,
    audit.blueprint,
    results.blueprint,
    disclosures.blueprint,
    peers.blueprint,
    lenses.blueprint,
    change.blueprint,
    priorities.blueprint,
    efforts.blueprint,
    explained.blueprint,
    reports.blueprint,
    reviews.blueprint,
    verdicts.blueprint,
    replies.blueprint,
    compare.blueprint,
    ranks.blueprint,
    pair.blueprint,
    trends.blueprint,
    weights.blueprint,
    both.blueprint,
    exports.blueprint,
    waves.blueprint,
    publications.blueprint,
    progress.blueprint,
    calendars.blueprint,
    regions.blueprint,
    region_editing.blueprint,
    region_files.blueprint,
    people.blueprint,
    mandates.blueprint,
    roles.blueprint,
    public.blueprint,
    public_method.blueprint,
    method.blueprint,
    notice.blueprint,
    personal.blueprint,
    leaving.blueprint,
    pages.blueprint,
    gallery.blueprint,
    assets.blueprint,
    health.blueprint,
    metrics.blueprint,
    administration.blueprint,
    mail_queue.blueprint,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web application for these settings, or for those of the environment.

    The database is neither made nor migrated here: that is ``survey migrate``, a step of its own.
    """
    settings = settings or read_settings()
    app = Flask("survey", instance_path=str(settings.instance), static_folder=None)
    app.config.update(_configuration(settings))
    app.extensions["survey_settings"] = settings
    database.install(app, settings.database_url, patience=PAGE)
    app.session_interface = cookies.Cookies(app)
    addresses.install(app)
    ready.install(app)
    languages.install(app)
    security.install(app, settings)
    CSRFProtect(app)
    signing_in.install(app, settings)
    gate.install(app)
    rations.install(app)
    keys.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    faults.install(app)
    notice.install(app)
    delivery.install(app, settings)
    metrics.install(app)
    traces.install(app)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "TRUSTED_HOSTS": list(settings.hosts),
        "MAX_CONTENT_LENGTH": 1_000_000,
        "MAX_FORM_MEMORY_SIZE": 1_000_000,
        "MAX_FORM_PARTS": 2_000,
        "SESSION_COOKIE_NAME": "__Host-survey" if settings.secure else "survey",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure,
        "REMEMBER_COOKIE_NAME": "__Host-remember" if settings.secure else "remember_token",
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": settings.secure,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_FIELD_NAME": "page-csrf_token",  # no question can have this name: codes hold no hyphen
        "WTF_CSRF_TIME_LIMIT": None,  # tied to the session instead: an hour's limit would kill autosave
        "WTF_CSRF_SSL_STRICT": False,
    }
