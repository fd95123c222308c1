"""Signing in by a provider, and linking an account there with the account here.

An account is linked by who is signed in already, by a button on our own page; what comes back from the provider never
makes or finds an account by an address.
"""

from datetime import datetime, timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_security.utils import login_user
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import InvalidError, NotFoundError, ProviderError
from survey.languages import gettext as _
from survey.models.identity import Identity
from survey.security import external, settings
from survey.services import identities, provider
from survey.services.provider import Found, Provider
from survey.services.security_letters import Event
from survey.views import notices
from survey.views.access import now, person, reader, signed_in
from survey.views.home import local

blueprint = Blueprint("providers", __name__)
ERRAND, FOUND = "provider_errand", "provider_found"
"""What the session keeps while a browser is at the provider, and until what came back is confirmed."""
LASTING = timedelta(minutes=10)
"""How long a browser may stay at the provider, and a link may wait to be confirmed."""


def _known() -> Provider:
    """Return the provider of the settings; without one, there is no such page."""
    said = settings()
    if said.oidc_issuer is None:
        raise NotFoundError("provider")
    return Provider(said.oidc_issuer, said.oidc_client_id, said.oidc_client_secret, said.oidc_name)


@blueprint.app_template_global("provider_name")
def provider_name() -> str | None:
    """Return what the provider is called, None where the platform has none."""
    return settings().oidc_name if settings().oidc_issuer else None


@blueprint.app_template_global("linked_identities")
def linked_identities() -> list[Identity]:
    """Return the accounts that the reader has linked; for the account page and for ours."""
    user = reader()
    return list(identities.linked(db.session, user=user)) if user and settings().oidc_issuer else []


@blueprint.get("/sign-in/provider")
def stay() -> Response:
    """Lead whoever followed a link to where the button is: only a button of ours begins to sign in."""
    _known()
    if reader() is not None:
        return redirect(url_for(".show"))
    return redirect(url_for("security.login", next=local(request.args.get("next", ""))))


@blueprint.post("/sign-in/provider")
def leave() -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Send the browser to the provider; whoever is signed in here goes in order to link the two accounts.

    It is a page that goes on by itself, not a redirect: forms may lead nowhere but here (form-action), and browsers
    hold redirects against that, too, those of the provider to others included.
    """
    user = reader()
    db.session.rollback()  # no transaction is open while the provider is asked
    try:
        asked = _known()
        errand = provider.leave(asked, back=_back())
    except ProviderError as error:
        return _refused(error)
    session[ERRAND] = {
        **errand.kept(),
        "at": now().isoformat(),
        "next": local(request.form.get("next", "")),
        "linking": str(user.id) if user else "",
    }
    page, status = _page("account/provider_leaving.html", 200, name=asked.name, address=errand.address)
    return page, status, {"Refresh": f"0; url={errand.address}"}


@blueprint.get("/sign-in/provider/back")
def come_back() -> Response | tuple[str, int]:
    """Take the browser back: sign in who is linked, or show whom to link. What it took along is good once."""
    asked, errand, user = _known(), _kept(ERRAND), reader()
    db.session.rollback()
    try:
        if errand and errand["linking"] != (str(user.id) if user else ""):
            raise ProviderError("state")
        found = provider.come_back(asked, back=_back(), answer=request.args, errand=errand, now=now())
    except ProviderError as error:
        return _refused(error)
    if user is not None:
        kept = {"issuer": found.issuer, "subject": found.subject, "shown": found.shown}
        session[FOUND] = {**kept, "at": now().isoformat(), "for": str(user.id)}
        return redirect(url_for(".confirm"))
    signing_in = identities.whose(db.session, found)
    if signing_in is None:
        return _page("account/provider_unknown.html", 403, name=asked.name, shown=found.shown)
    login_user(signing_in, authn_via=["provider"])
    return redirect(local((errand or {}).get("next", "")))


@blueprint.get("/account/providers")
@signed_in
def show() -> str:
    """Show which account at the provider is linked."""
    _known()
    return render_template("account/providers.html")


@blueprint.get("/account/providers/found")
@signed_in
def confirm() -> Response | str:
    """Ask whether the account that came back from the provider is to be linked."""
    asked, found = _known(), _found(session.get(FOUND))
    if found is None:
        return redirect(url_for(".show"))
    return render_template("account/provider_confirm.html", name=asked.name, shown=found.shown)


@blueprint.post("/account/providers/found")
@signed_in
def link() -> Response:
    """Link it."""
    asked, found = _known(), _found(session.pop(FOUND, None))
    if found is None:
        flash(_("This has waited too long. Please begin again."), "error")
        return redirect(url_for(".show"))
    try:
        identities.link(db.session, user=person(), found=found, now=now())
    except InvalidError as error:
        db.session.rollback()
        flash(_unlinkable(error, asked.name), "error")
        return redirect(url_for(".show"))
    db.session.commit()
    notices.tell(Event.LINKED, person(), provider=asked.name)
    flash(_("You can sign in with %(provider)s now.", provider=asked.name), "success")
    return redirect(url_for(".show"))


@blueprint.post("/account/providers/<int:identity>/unlink")
@signed_in
def unlink(identity: int) -> Response:
    """Remove the link, unless it is the only way in."""
    asked = _known()
    try:
        identities.unlink(db.session, user=person(), key=identity, now=now())
    except InvalidError:
        db.session.rollback()
        flash(_("This is your only way in. Choose a password first: sign out and ask for a new one."), "error")
        return redirect(url_for(".show"))
    db.session.commit()
    notices.tell(Event.UNLINKED, person(), provider=asked.name)
    flash(_("You no longer sign in with %(provider)s.", provider=asked.name), "success")
    return redirect(url_for(".show"))


def _back() -> str:
    return external(url_for(".come_back"))


def _kept(name: str) -> dict[str, str] | None:
    """Return what the session kept, once, and only for a while."""
    found: dict[str, str] | None = session.pop(name, None)
    return found if found and now() - datetime.fromisoformat(found["at"]) < LASTING else None


def _found(kept: dict[str, str] | None) -> Found | None:
    """Return what came back from the provider a moment ago for this very person."""
    if not kept or kept["for"] != str(person().id) or now() - datetime.fromisoformat(kept["at"]) > LASTING:
        return None
    return Found(kept["issuer"], kept["subject"], kept["shown"])


def _unlinkable(error: InvalidError, name: str) -> str:
    if error.fields["identity"] == "another":
        return _("You have linked another account at %(provider)s. Remove that link first.", provider=name)
    return _("This account at %(provider)s belongs to another account here.", provider=name)


def _refused(error: ProviderError) -> tuple[str, int]:
    """Say in plain words why nobody was signed in; the reason in detail is for the log."""
    name = _known().name
    current_app.logger.warning("signing in by the provider failed: %s %s", error.code, error.data.get("why", ""))
    words = {
        "state": (400, _("This answer does not belong to what this browser began, or it came too late.")),
        "declined": (403, _("%(provider)s did not confirm who you are.", provider=name)),
        "down": (502, _("%(provider)s does not answer at present.", provider=name)),
    }
    strange = _("What %(provider)s answered cannot be trusted, so nobody was signed in.", provider=name)
    status, message = words.get(error.code, (502, strange))
    return _page("account/provider_refused.html", status, message=message)


def _page(template: str, status: int, **words: object) -> tuple[str, int]:
    return render_template(template, **words), status
