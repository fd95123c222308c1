"""What needs attention, in words: what it is, what to do about it, and the command that does it."""

from dataclasses import dataclass
from typing import Any

from survey.languages import format_datetime, ngettext, region_name
from survey.languages import gettext as _
from survey.services.attention import Matter, Need
from survey.services.runs import command as command_of
from survey.services.sizes import size


@dataclass(frozen=True)
class Words:
    """A sentence, the cure, and what to type on the machine (empty where a page does it)."""

    what: str
    cure: str
    command: str = ""


def words(need: Need, *, zone: str) -> Words:
    """Return the words of one need in the reader's language; moments are those of a time zone."""
    said: dict[str, Any] = dict(need.said)
    match need.matter:
        case Matter.TABLES | Matter.DISK | Matter.BACKUP:
            return _of_upkeep(need.matter, said)
        case Matter.RUN_FAILED | Matter.OVERDUE | Matter.CERTIFICATE:
            return _of_work(need.matter, said, zone)
        case Matter.NO_HTTPS | Matter.MAIL_FILES | Matter.DEMONSTRATION:
            return _of_settings(need.matter, said)
        case Matter.COORDINATORS:
            names = ", ".join(map(region_name, said["regions"]))
            return Words(
                _("Nobody coordinates these regions: %(names)s.", names=names),
                _("Invite somebody, or open a closed account again."),
                "survey account invite NAME ADDRESS --as coordinator --region REGION",
            )
        case Matter.INVITATIONS:
            return _of_invitations(said["waiting"], said["over"])
        case Matter.MAILS:
            return _of_mails(said["given_up"], said["waiting"])
        case Matter.LINKS:
            count = said["count"]
            return Words(
                ngettext("%(num)s link in evidence leads nowhere.", "%(num)s links in evidence lead nowhere.", count),
                _("Each region sees its own at the question. Visit them again, or tell the regions."),
                "survey check-links --days 0",
            )


def _of_upkeep(matter: Matter, said: dict[str, Any]) -> Words:
    """Return what is amiss with tables, disk and backups."""
    if matter is Matter.TABLES:
        what = _("The tables are at %(at)s, and this version needs %(needed)s.", **said)
        return Words(what, _("Bring them up to date. Nothing in them is lost."), "survey migrate")
    if matter is Matter.DISK:
        what = _("The disk is nearly full: %(free)s of %(total)s are free.", **{k: size(v) for k, v in said.items()})
        return Words(what, _("Make room: old backups, logs, or a larger disk."), "survey backup --keep 3")
    if said["days"] is None:
        what = _("No backup was ever made.")
    else:
        what = ngettext("The last backup is %(num)s day old.", "The last backup is %(num)s days old.", said["days"])
    return Words(what, _("Make one now, and look whether the daily timer runs."), "survey backup")


def _of_work(matter: Matter, said: dict[str, Any], zone: str) -> Words:
    """Return what is amiss with scheduled work, and with the certificate that it looks at."""
    if matter is Matter.RUN_FAILED:
        command, at = command_of(said["name"]), format_datetime(said["at"], zone)
        what = _("“%(command)s” went wrong on %(at)s: %(fault)s", command=command, at=at, fault=said["fault"])
        return Words(what, _("Mend what it says, and run it once more."), command)
    if matter is Matter.OVERDUE:
        what = _("This is overdue: %(commands)s.", commands=", ".join(said["commands"]))
        return Words(what, _("Look whether the timer runs: it does what is due every minute."), "survey work --dry-run")
    days = said["days"]
    what = _("The certificate has ended: browsers warn everybody who comes.")
    if days >= 0:
        what = ngettext(
            "The certificate is good for %(num)s more day.", "The certificate is good for %(num)s more days.", days
        )
    return Words(what, _("Renew it, and let the proxy read the new one."), "survey check-certificate")


def _of_settings(matter: Matter, said: dict[str, Any]) -> Words:
    """Return what the settings leave open."""
    if matter is Matter.NO_HTTPS:
        return Words(
            _("People come by http, at %(address)s: what they send can be read on the way.", **said),
            _("Put a proxy with a certificate before the platform, and set its https address."),
            "SURVEY_BASE_URL=https://…",
        )
    if matter is Matter.MAIL_FILES:
        what = ngettext(
            "No mail server is set: %(num)s mail is a file that nobody gets.",
            "No mail server is set: %(num)s mails are files that nobody gets.",
            said["count"],
        )
        return Words(what, _("Name the server that sends mails."), "SURVEY_SMTP_URL=smtps://…")
    return Words(
        _("This is a demonstration: all answers are invented, and every page says so."),
        _("For real answers, make an installation of its own, with an empty folder and without this setting."),
        "SURVEY_DEMONSTRATION=",
    )


def _of_mails(given_up: int, waiting: int) -> Words:
    """Return which mails have not left."""
    parts = []
    if given_up:
        parts.append(ngettext("%(num)s mail was given up.", "%(num)s mails were given up.", given_up))
    if waiting:
        parts.append(
            ngettext(
                "%(num)s mail has waited for more than an hour.",
                "%(num)s mails have waited for more than an hour.",
                waiting,
            )
        )
    cure = _("Look why, mend it, and try them again.")
    return Words(" ".join(parts), cure, "survey mail list --state given_up --state waiting")


def _of_invitations(waiting: int, over: int) -> Words:
    """Return who was invited and has not come."""
    parts = []
    if waiting:
        parts.append(
            ngettext(
                "%(num)s person was invited and has not come yet.",
                "%(num)s people were invited and have not come yet.",
                waiting,
            )
        )
    if over:
        parts.append(
            ngettext(
                "The link of %(num)s invited person works no more.",
                "The links of %(num)s invited people work no more.",
                over,
            )
        )
    cure = _("Send new invitations on the page of each person.")
    return Words(" ".join(parts), cure, "survey account list --state invited")
