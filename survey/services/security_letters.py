"""Mails to somebody about the safety of their account: what was done, and what to do if it was not them."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

from survey import languages
from survey.languages import gettext as _
from survey.languages import ngettext
from survey.models import Mail, Topic, User
from survey.policy import Actor
from survey.services import mail, outbox
from survey.services.outbox import Words


class Event(StrEnum):
    """What a person is told about."""

    ON = "on"
    OFF = "off"
    RESET = "reset"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    LINKED = "linked"
    UNLINKED = "unlinked"


class Settings(mail.MailSettings, Protocol):
    """What such a mail needs to know of an installation."""

    @property
    def base_url(self) -> str:
        """Where people come."""

    @property
    def contact(self) -> str:
        """Whom people ask."""


def put(
    session: Session,
    *,
    event: Event,
    to: User,
    settings: Settings,
    now: datetime,
    by: Actor | None = None,
    left: int = 0,
    provider: str = "",
) -> Mail | None:
    """Put the mail about one event into the queue, in the language of the account; ``left`` counts recovery codes."""
    with languages.speaking(to.language):
        subject, said = {**_of_two_steps(), **_of_provider(provider)}[event]
        paragraphs = [_("Hello %(name)s,", name=to.name), said]
        if event is Event.CODE_USED:
            paragraphs.append(ngettext("%(num)s recovery code is left.", "%(num)s recovery codes are left.", left))
        paragraphs += [
            _("If it was not you, write to %(contact)s at once, and choose a new password:", contact=settings.contact),
            f"{settings.base_url}/reset",
        ]
    words = Words(subject, "\n\n".join(paragraphs) + "\n")
    return outbox.put(session, topic=Topic.ACCOUNT, to=to, words=words, by=by, now=now)


def _of_two_steps() -> dict[Event, tuple[str, str]]:
    """Return subject and first sentence about each event of two-step sign-in."""
    return {
        Event.ON: (
            _("Two-step sign-in is on for your account"),
            _("from now on, signing in to your account asks for a code from your app, too."),
        ),
        Event.OFF: (
            _("You now sign in with your password alone"),
            _("two-step sign-in was switched off for your account just now."),
        ),
        Event.RESET: (
            _("Two-step sign-in was reset for your account"),
            _(
                "an administrator has switched two-step sign-in off for your account. You can set up an app anew after"
                " you have signed in."
            ),
        ),
        Event.CODES_MADE: (
            _("You have new recovery codes"),
            _("new recovery codes were made for your account just now. The earlier ones work no more."),
        ),
        Event.CODE_USED: (
            _("A recovery code was used"),
            _("somebody signed in to your account with a recovery code just now. That code works no more."),
        ),
    }


def _of_provider(provider: str) -> dict[Event, tuple[str, str]]:
    """Return the same about the link with an account elsewhere."""
    return {
        Event.LINKED: (
            _("You can sign in with %(provider)s now", provider=provider),
            _(
                "your account was linked with an account at %(provider)s just now. Whoever holds it can sign in as"
                " you.",
                provider=provider,
            ),
        ),
        Event.UNLINKED: (
            _("You no longer sign in with %(provider)s", provider=provider),
            _(
                "the link between your account and an account at %(provider)s was removed just now.",
                provider=provider,
            ),
        ),
    }
