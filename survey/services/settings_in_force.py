"""The settings in force: each with its value, where it comes from, what it does, and how to change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from survey.languages import gettext as _
from survey.periods import PERIODS
from survey.secret_files import ENDING
from survey.settings import FILE, NAMES, SECRET, Settings, merged

KEPT = {each.name: each for each in PERIODS}
"""The periods by the settings that change them."""


class Source(StrEnum):
    """Where a setting comes from."""

    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True)
class Row:
    """One setting: its value as text (None: not set, or a secret), and from where; ``where`` is the path of a file."""

    name: str
    value: str | None
    secret: bool
    source: Source
    where: str
    purpose: str
    change: str


def rows(environment: Mapping[str, str], found: Settings | None) -> list[Row]:
    """Return the settings that an environment gives, with the values of ``found`` where they are what is in force.

    Without ``found``, which there is not where a setting cannot be, values are those that were given. A secret has no
    value here, whatever it is.
    """
    in_file, _faults = merged({FILE: environment[FILE]}) if environment.get(FILE) else ({}, [])
    return [_row(name, environment, in_file, found) for name in NAMES]


def _row(name: str, environment: Mapping[str, str], in_file: Mapping[str, str], found: Settings | None) -> Row:
    given = environment.get(name, in_file.get(name))
    apart = environment.get(name + ENDING, in_file.get(name + ENDING)) if name in SECRET else None
    if apart:  # a secret that stands in a file of its own
        return Row(name, None, True, Source.FILE, apart, purposes()[name], _change(name, Source.FILE, apart))
    source = Source.DEFAULT if given is None else Source.ENVIRONMENT
    if given is not None and in_file.get(name) == given:  # `survey serve` repeats what the file says in its environment
        source = Source.FILE
    value = given if found is None else _text(_in_force(name, given, found))
    where = environment.get(FILE, "")
    secret = name in SECRET
    shown = None if secret else value or None
    return Row(name, shown, secret, source, where, purposes()[name], _change(name, source, where))


def _in_force(name: str, given: str | None, found: Settings) -> object:
    if name in KEPT:
        return found.kept[KEPT[name].code]
    return getattr(found, name.removeprefix("SURVEY_").lower(), given)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


def _change(name: str, source: Source, where: str) -> str:
    """Return how this setting is changed, in a sentence."""
    if source is Source.ENVIRONMENT:
        return _("It stands in the environment of the server. Change it there, then restart the server.")
    if source is Source.FILE:
        return _("Change its line in %(file)s, then restart the server.", file=where)
    file = where or "/etc/survey.env"
    return _("Add a line %(name)s=… to %(file)s, then restart the server.", name=name, file=file)


def purposes() -> dict[str, str]:
    """Return what each setting does, by name, in the reader's language."""
    return {
        "SURVEY_INSTANCE": _("The private folder of the installation: database, evidence, backups, keys."),
        "SURVEY_BASE_URL": _("The address under which people come. Links in mails are built from it."),
        "SURVEY_DATABASE_URL": _("Where answers are kept. Without it, in a file of SQLite in the private folder."),
        "SURVEY_SMTP_URL": _("The server that sends mails. Without it, mails are files in the private folder."),
        "SURVEY_MAIL_FROM": _("The address that mails come from."),
        "SURVEY_CONTACT": _("The address that pages and mails name for questions."),
        "SURVEY_SECRET_KEY": _(
            "The key that signs cookies. Without it, one is made once and kept in the private folder."
        ),
        "SURVEY_TIME_ZONE": _("The time zone of the installation: times in logs, and what new waves begin with."),
        "SURVEY_SCANNER": _("The program that looks at each uploaded file for viruses. Without it, none does."),
        "SURVEY_DEMONSTRATION": _("With 1, all answers are invented, and every page says so."),
        "SURVEY_LOG": _("The form of the log: text for people, json for programs. Without it, text in a terminal."),
        "SURVEY_METRICS_TOKEN": _("The word that opens the page of counts to a program on another machine."),
        "SURVEY_BACKUP_KEY": _("The public key for which backups are encrypted. Without it, they are not."),
        "SURVEY_IDLE_HOURS": _("So many hours after the last page or save, people have to sign in again."),
        "SURVEY_SIGNED_IN_HOURS": _("So many hours after signing in, people have to sign in again."),
        "SURVEY_KEPT_DAYS": _("So many days after signing in, whoever asked to stay signed in has to do so again."),
        "SURVEY_DOWNLOADS": _("So many reports, workbooks and data files one person gets in ten minutes; 0: no limit."),
        "SURVEY_CONTROLLER": _("Who answers for the personal data, as the privacy notice names them."),
        "SURVEY_SECOND_FACTOR": _("Who must sign in with a code as well: parts, separated by commas, or none."),
        "SURVEY_FORMER_KEYS": _("Secret keys of before, which still open what they have sealed."),
        "SURVEY_OIDC_ISSUER": _("The provider by which people may sign in, too. Without it, there is none."),
        "SURVEY_OIDC_CLIENT_ID": _("The name by which the provider knows this platform."),
        "SURVEY_OIDC_CLIENT_SECRET": _("The word by which the provider recognises this platform."),
        "SURVEY_OIDC_NAME": _("What the provider is called on the page where people sign in."),
        "SURVEY_TRUSTED_PROXIES": _(
            "Proxies on other machines that are believed when they say from where a request comes."
        ),
        **{name: _kept(one.unit) for name, one in KEPT.items()},
        "SURVEY_GALLERY": _("With 1, a page shows invented charts in every state, for whoever works on them."),
    }


def _kept(unit: str) -> str:
    said = {
        "days": _("After so many days it is deleted; 0 keeps it for good."),
        "months": _("After so many months it is deleted; 0 keeps it for good."),
        "years": _("After so many years it is deleted; 0 keeps it for good."),
    }
    return said[unit]
