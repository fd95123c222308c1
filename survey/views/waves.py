"""Waves: the list, one wave with the progress of its regions, and opening a new one."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_gmt, get_timezone_location
from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from survey.database import db
from survey.errors import InvalidError
from survey.forms.waves import WaveForm
from survey.languages import current, locale, ngettext, wave_name
from survey.languages import gettext as _
from survey.models.wave import Wave
from survey.policy import Action
from survey.security import settings
from survey.services import assessments, carrying, editions, wave_wishes, waves
from survey.services.wave_wishes import Wish
from survey.views.access import need, now, person, signed_in
from survey.views.outline import outline

blueprint = Blueprint("waves", __name__, url_prefix="/waves")


@blueprint.get("/")
@signed_in
def index() -> str | Response:
    """List the waves; with a single one, show it."""
    need(Action.MANAGE)
    listed = waves.listing(db.session)
    if len(listed) == 1:
        return redirect(url_for(".show", wave=listed[0].key))
    return render_template("waves/index.html", waves=[(wave, waves.state(wave, now())) for wave in listed])


@blueprint.get("/<wave>")
@signed_in
def show(wave: str) -> str:
    """Show how far every region has come. Drafts appear as progress, never as scores."""
    need(Action.MANAGE)
    found = waves.find(db.session, key=wave, by=person())
    g.place = wave_name(found.title)
    lines = assessments.overview(db.session, wave=found, by=person())
    return render_template(
        "waves/show.html",
        wave=found,
        state=waves.state(found, now()),
        lines=lines,
        asked=outline(found.edition).questionnaire,
        empty=carrying.without(db.session, wave=found) if found.follows_id else [],
    )


@blueprint.get("/new")
@signed_in
def new() -> str:
    """Ask for what a new wave needs."""
    need(Action.MANAGE)
    return _form_page(_form())


@blueprint.post("/new")
@signed_in
def create() -> Response | tuple[str, int]:
    """Open a new wave with an assessment for each member region."""
    need(Action.MANAGE)
    form = _form()
    right, wish = form.validate_on_submit(), _wish(form)
    wrong = wave_wishes.faults(db.session, wish)
    if wrong or not right or wish.edition is None:
        _explain(form, InvalidError(**wrong))
        return _form_page(form), 422
    try:
        wave = waves.create(
            db.session,
            key=form.key.data,
            title=form.title.data,
            edition=wish.edition,
            opens=form.opens.data,
            due=form.due.data,
            review_due=form.review_due.data,
            conclude_due=form.conclude_due.data,
            time_zone=form.time_zone.data,
            by=person(),
            now=now(),
        )
        count = _start_from(form, wave)
    except InvalidError as error:
        db.session.rollback()
        _explain(form, error)
        return _form_page(form), 422
    db.session.commit()
    flash(_("%(wave)s is made. Each member region has its assessment.", wave=wave_name(wave.title)), "success")
    if form.follows.data:
        waiting = ngettext(
            "%(num)s earlier answer waits to be confirmed.", "%(num)s earlier answers wait to be confirmed.", count
        )
        flash(waiting, "success")
    return redirect(url_for(".show", wave=wave.key))


def _wish(form: WaveForm) -> Wish:
    """Return what the form asks for, as far as it can be read."""
    days = {name: form[name].data for name in ("opens", "due", "review_due", "conclude_due")}
    zone = form.time_zone.data
    return Wish(
        key=form.key.data,
        edition=next((one for one in editions.listing(db.session) if str(one.id) == form.edition.data), None),
        follows=_earlier(form),
        today=now().astimezone(ZoneInfo(zone)).date() if zone in available_timezones() else None,
        **days,
    )


def _earlier(form: WaveForm) -> Wave | None:
    """Return the wave that a new one starts from, if that was wished."""
    return next((one for one in waves.listing(db.session) if str(one.id) == form.follows.data), None)


def _start_from(form: WaveForm, wave: Wave) -> int:
    """Let a new wave start from the answers of an earlier one, where that was wished; return how many there are."""
    earlier = _earlier(form)
    if earlier is None:
        return 0
    bound = editions.rules(db.session, edition=wave.edition).time_bound
    return carrying.carry_over(db.session, wave=wave, earlier=earlier, by=person(), now=now(), time_bound=bound)


def _form() -> WaveForm:
    form = WaveForm(request.form if request.method == "POST" else None)  # a file under a name of a field is none
    form.edition.choices = [
        SelectChoice(one.id, f"{outline(one).questionnaire.title} {one.edition}")
        for one in editions.listing(db.session)
    ]
    earlier = [SelectChoice(one.id, wave_name(one.title)) for one in waves.listing(db.session)]
    form.follows.choices = [SelectChoice("", _("Every region begins with an empty form")), *earlier]
    form.time_zone.choices = [SelectChoice(zone, name) for zone, name in _zones(now()).items()]
    if not form.time_zone.data:
        form.time_zone.data = settings().time_zone
    return form


def _zones(at: datetime) -> dict[str, str]:
    """Return the time zones of Europe by city in the reader's language, with what they are ahead at a moment."""
    found: dict[str, str] = {}
    for zone in sorted(one for one in available_timezones() if one.startswith("Europe/")):
        city = get_timezone_location(ZoneInfo(zone), locale(current()), return_city=True)
        ahead = get_timezone_gmt(at.astimezone(ZoneInfo(zone)), "long", locale(current()))
        if (name := f"{city} ({ahead})") not in found.values():  # older names of the same place
            found[zone] = name
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _form_page(form: WaveForm) -> str:
    running = [one for one in waves.listing(db.session) if waves.is_open(one, now())]
    return render_template("waves/new.html", form=form, running=running)


def _explain(form: WaveForm, error: InvalidError) -> None:
    """Put what the service refused beside the fields."""
    words = {
        ("follows", "other-questionnaire"): _("That wave asked another questionnaire. Please choose a different one."),
        ("follows", "later"): _("That wave begins later than this one. Please choose an earlier one."),
        ("key", "taken"): _("Another wave has this name in its address. Choose a different one."),
        ("key", "pattern"): _("Use small letters, figures and hyphens only, such as 2026-autumn."),
        ("due", "before-opens"): _("The last day comes before the first. Please change one of them."),
        ("due", "past"): _("The last day is over already. Please choose a later one."),
        ("review_due", "before-due"): _("The review ends before the last day of answering. Please change one of them."),
        ("conclude_due", "before-review"): _("Concluding comes before the review is over. Please change one of them."),
        ("conclude_due", "without-review"): _("Please give the last day of reviewing, too: concluding follows it."),
        ("time_zone", "unknown"): _("This time zone is not known. Please choose one from the list."),
        ("title", "missing"): _("Please give the wave a title, such as 2026."),
    }
    other = _("This cannot be used. Please change it.")
    for name, code in error.fields.items():
        form[name].errors = list(form[name].errors) or [words.get((name, str(code)), other)]
