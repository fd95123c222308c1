"""Mails to somebody about the safety of their account: what was done, and what to do if it was not them."""

from collections.abc import Callable
from email.message import EmailMessage
from enum import StrEnum
from typing import Protocol

from survey import languages
from survey.models import User
from survey.services import mail


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


def letter(event: Event, *, to: User, settings: Settings, left: int = 0, provider: str = "") -> EmailMessage:
    """Return the mail about one event, in the language of the account; ``left`` counts recovery codes."""
    language = next((code for code in languages.NAMES if code == to.language), languages.SOURCE)
    texts = languages.catalogue("messages", language)
    gettext, ngettext = texts.ugettext, texts.ungettext
    subject, said = _words(event, gettext)
    paragraphs = [gettext("Hello %(name)s,") % {"name": to.name}, said % {"provider": provider}]
    if event is Event.CODE_USED:
        words = ngettext("%(num)d recovery code is left.", "%(num)d recovery codes are left.", left)
        paragraphs.append(words % {"num": left})
    paragraphs += [
        gettext("If it was not you, write to %(contact)s at once, and choose a new password:")
        % {"contact": settings.contact},
        f"{settings.base_url}/reset",
    ]
    body = "\n\n".join(paragraphs) + "\n"
    return mail.message(to=to.email, subject=subject % {"provider": provider}, body=body, settings=settings)


def _words(event: Event, gettext: Callable[[str], str]) -> tuple[str, str]:
    """Return subject and first sentence, with places for the provider's name."""
    match event:
        case Event.ON:
            return gettext("Two-step sign-in is on for your account"), gettext(
                "from now on, signing in to your account asks for a code from your app, too."
            )
        case Event.OFF:
            return gettext("You now sign in with your password alone"), gettext(
                "two-step sign-in was switched off for your account just now."
            )
        case Event.RESET:
            return gettext("Two-step sign-in was reset for your account"), gettext(
                "an administrator has switched two-step sign-in off for your account. You can set up an app anew after"
                " you have signed in."
            )
        case Event.CODES_MADE:
            return gettext("You have new recovery codes"), gettext(
                "new recovery codes were made for your account just now. The earlier ones work no more."
            )
        case Event.CODE_USED:
            return gettext("A recovery code was used"), gettext(
                "somebody signed in to your account with a recovery code just now. That code works no more."
            )
        case Event.LINKED:
            return gettext("You can sign in with %(provider)s now"), gettext(
                "your account was linked with an account at %(provider)s just now. Whoever holds it can sign in as you."
            )
        case Event.UNLINKED:
            return gettext("You no longer sign in with %(provider)s"), gettext(
                "the link between your account and an account at %(provider)s was removed just now."
            )
