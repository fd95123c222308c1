"""The settings of one installation, read once from environment and file; everything has a sensible default."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from survey import periods, secret_files, ways_in
from survey.errors import Fault, FaultsError

SECRET = frozenset(
    {"SURVEY_SECRET_KEY", "SURVEY_DATABASE_URL", "SURVEY_SMTP_URL", "SURVEY_METRICS_TOKEN", *ways_in.SECRET}
)
"""What may hold a password, and is never said again."""
TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


@dataclass(frozen=True)
class Settings:
    """What differs between one installation and the next.

    ``instance`` is the folder (mode 0700) with database, mail and keys; ``base_url`` is where people come:
    links in mails are built from it, never from the Host header. ``demonstration`` marks every page, chart and export.
    ``smtp_url`` (``smtp://user:password@host:587``) sends mail; without it mails are files under ``instance/mail``.
    ``scanner`` is a command that looks at each uploaded file for viruses: it gets the path, and ends with 0 if clean.
    ``controller`` is who answers for the personal data, as the privacy notice names them; ``kept`` how long what is
    kept, in the units of :mod:`survey.periods`. ``gallery`` shows invented charts in every state.
    ``metrics_token`` opens ``/metrics`` to whoever is not on this machine. Backups are for ``backup_key``, if given.
    Whoever signed in has to do so again ``signed_in_hours`` later, or ``idle_hours`` after the last page or save;
    if asked to be kept, after ``kept_days``. ``downloads`` is how many costly files one person gets in ten minutes.
    ``second_factor`` names the roles and mandates that must sign in with a second factor; None says what is usual
    (:attr:`must_have_second_factor`). ``former_keys`` are secret keys of before, which still open what they sealed.
    ``oidc_issuer`` with what follows it is the provider by which people may sign in, too.
    ``trusted_proxies`` are believed when they say from where a request comes, as one on this machine always is.
    """

    instance: Path
    secret_key: str
    database_url: str
    base_url: str = "http://127.0.0.1:8000"
    demonstration: bool = False
    smtp_url: str | None = None
    mail_from: str = "survey@localhost"
    contact: str = "survey@localhost"
    time_zone: str = "Europe/Brussels"
    scanner: str | None = None
    gallery: bool = False
    idle_hours: float = 4
    signed_in_hours: float = 14
    kept_days: float = 14
    downloads: int = 60
    metrics_token: str | None = None
    backup_key: str | None = None
    second_factor: tuple[str, ...] | None = None
    former_keys: tuple[str, ...] = ()
    oidc_issuer: str | None = None
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    trusted_proxies: tuple[ways_in.Network, ...] = ()
    controller: str | None = None
    kept: Mapping[str, int] = field(default_factory=lambda: dict(periods.STANDARD))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that requests may carry: those of the base URL, and loopback for checks of health."""
        name = urlsplit(self.base_url).hostname or "127.0.0.1"
        return tuple(dict.fromkeys((name, "127.0.0.1", "localhost")))

    @property
    def secure(self) -> bool:
        """Whether people come by https, so that cookies may insist on it."""
        return self.base_url.startswith("https://")

    @property
    def must_have_second_factor(self) -> tuple[str, ...]:
        """Whom the platform asks for a second factor: administrators, unless it is tried out on this machine."""
        if self.second_factor is not None:
            return self.second_factor
        return ("administrator",) if self.secure else ()


NAMES = (
    "SURVEY_INSTANCE",
    "SURVEY_BASE_URL",
    "SURVEY_DATABASE_URL",
    "SURVEY_SMTP_URL",
    "SURVEY_MAIL_FROM",
    "SURVEY_CONTACT",
    "SURVEY_SECRET_KEY",
    "SURVEY_TIME_ZONE",
    "SURVEY_SCANNER",
    "SURVEY_DEMONSTRATION",
    "SURVEY_GALLERY",
    "SURVEY_IDLE_HOURS",
    "SURVEY_SIGNED_IN_HOURS",
    "SURVEY_KEPT_DAYS",
    "SURVEY_DOWNLOADS",
    "SURVEY_LOG",
    "SURVEY_METRICS_TOKEN",
    "SURVEY_BACKUP_KEY",
    *ways_in.NAMES,
    "SURVEY_CONTROLLER",
    *periods.NAMES,
)
"""What can be set, by the environment or in the file that ``SURVEY_SETTINGS`` names.

What is secret can be the content of a file, too: ``SURVEY_SECRET_KEY_FILE=/run/secrets/key``.
"""
FILE = "SURVEY_SETTINGS"
"""Names a file of lines ``SURVEY_...=value``, as systemd and Docker read it, too; the environment goes before it."""

_LINE = re.compile(r"(?P<name>\w+)\s*=\s*(?P<quote>[\"']?)(?P<value>.*)(?P=quote)")
_ADDRESS = re.compile(r"[^@\s,;:<>]+@[^@\s,;:<>]+")


def read(environment: Mapping[str, str] | None = None, *, port: int = 8000) -> Settings:
    """Return the settings that ``SURVEY_...`` variables and the file of settings give; FaultsError names each fault.

    ``port`` is where people reach the platform on this machine if no base URL says otherwise.
    """
    given, faults = merged(os.environ if environment is None else environment)
    faults += _faults(given)
    if faults:
        raise FaultsError(faults)
    instance = Path(given.get("SURVEY_INSTANCE") or "instance").resolve()
    _make_private(instance)
    return Settings(
        instance=instance,
        secret_key=given.get("SURVEY_SECRET_KEY") or secret_files.made_once(instance / "secret_key"),
        database_url=given.get("SURVEY_DATABASE_URL") or f"sqlite:///{instance / 'survey.db'}",
        base_url=(given.get("SURVEY_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        demonstration=(given.get("SURVEY_DEMONSTRATION") or "").lower() in TRUE,
        smtp_url=given.get("SURVEY_SMTP_URL") or None,
        mail_from=given.get("SURVEY_MAIL_FROM") or Settings.mail_from,
        contact=given.get("SURVEY_CONTACT") or given.get("SURVEY_MAIL_FROM") or Settings.contact,
        time_zone=given.get("SURVEY_TIME_ZONE") or Settings.time_zone,
        scanner=given.get("SURVEY_SCANNER") or None,
        gallery=(given.get("SURVEY_GALLERY") or "").lower() in TRUE,
        idle_hours=float(given.get("SURVEY_IDLE_HOURS") or Settings.idle_hours),
        signed_in_hours=float(given.get("SURVEY_SIGNED_IN_HOURS") or Settings.signed_in_hours),
        kept_days=float(given.get("SURVEY_KEPT_DAYS") or Settings.kept_days),
        downloads=int(given.get("SURVEY_DOWNLOADS") or Settings.downloads),
        metrics_token=given.get("SURVEY_METRICS_TOKEN") or None,
        backup_key=given.get("SURVEY_BACKUP_KEY") or None,
        **ways_in.given(given),
        controller=given.get("SURVEY_CONTROLLER") or None,
        kept=periods.read(given),
    )


def merged(environment: Mapping[str, str]) -> tuple[dict[str, str], list[Fault]]:
    """Return what the file of settings, the environment and files of secrets say together, and what is wrong with them.

    The environment goes first. A name that is no setting is a fault in the file; in the environment it may be of
    another program.
    """
    given, faults = _with_file(environment)
    return secret_files.read(given, SECRET, faults)


def _with_file(environment: Mapping[str, str]) -> tuple[dict[str, str], list[Fault]]:
    path = environment.get(FILE)
    if not path:
        return dict(environment), []
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        cure = f"Let the account of the platform read it: chgrp survey {path} && chmod 0640 {path}."
        return dict(environment), [Fault("setting", FILE, f"{path} cannot be read: {error.strerror}.", cure)]
    except UnicodeDecodeError:
        return dict(environment), [Fault("setting", FILE, f"{path} is no text.", "Save it as UTF-8.")]
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line or line.startswith("#"):
            continue
        matched = _LINE.fullmatch(line)
        if matched is None or matched["name"].removesuffix(secret_files.ENDING) not in NAMES:
            cure = f"Write NAME=value with one of these names: {', '.join(NAMES)}."
            faults.append(Fault("setting", f"{path}:{number}", "This line is no setting.", cure))
        else:
            found[matched["name"]] = matched["value"]
    return {**found, **environment}, faults


def _faults(given: Mapping[str, str]) -> list[Fault]:
    """Return what cannot be, all at once; nothing is made or connected for it."""
    wanted: dict[str, tuple[Callable[[str], object], str]] = {
        "SURVEY_BASE_URL": (_is_address, "Give an address such as https://survey.example.org."),
        **dict.fromkeys(("SURVEY_DEMONSTRATION", "SURVEY_GALLERY"), (_is_switch, "Set it to 1 or leave it out.")),
        "SURVEY_DATABASE_URL": (
            lambda text: text.startswith(("sqlite:///", "postgresql+psycopg://")),
            "Give postgresql+psycopg://name@host/database, or sqlite:////path.",
        ),
        "SURVEY_SMTP_URL": (_is_mail_server, "Give smtp://host:587 or smtps://host:465, with name and password in it."),
        **dict.fromkeys(("SURVEY_MAIL_FROM", "SURVEY_CONTACT"), (_ADDRESS.fullmatch, "Give one e-mail address.")),
        **dict.fromkeys(periods.NAMES, (periods.is_length, periods.CURE)),
        **dict.fromkeys(
            ("SURVEY_IDLE_HOURS", "SURVEY_SIGNED_IN_HOURS"), (_is_span, "Give hours from 0.25 to 1000, such as 4.")
        ),
        "SURVEY_KEPT_DAYS": (_is_span, "Give days from 0.25 to 1000, such as 14."),
        "SURVEY_DOWNLOADS": (re.compile(r"[0-9]{1,5}").fullmatch, "Give a whole number, such as 60; 0 sets no limit."),
        "SURVEY_SECRET_KEY": (re.compile(r".{32,}").fullmatch, "Give 32 characters or more: openssl rand -hex 32."),
        "SURVEY_TIME_ZONE": (lambda text: text in available_timezones(), "Give one such as Europe/Brussels."),
        "SURVEY_LOG": (lambda text: text in {"text", "json"}, "Set it to text or json, or leave it out."),
        "SURVEY_METRICS_TOKEN": (re.compile(r"[!-~]{16,}").fullmatch, "Give at least 16 characters without a space."),
        "SURVEY_BACKUP_KEY": (re.compile(r"age1[a-z0-9]{58}").fullmatch, "Give what survey backup --new-key has said."),
    }
    return [
        _fault(name, given[name], cure)
        for name, (fits, cure) in wanted.items()
        if given.get(name) and not fits(given[name])
    ] + ways_in.faults(given)


def _is_switch(text: str) -> bool:
    return text.lower() in TRUE | FALSE


def _is_span(text: str) -> bool:
    return re.fullmatch(r"\d{1,4}(\.\d{1,3})?", text, re.ASCII) is not None and 0.25 <= float(text) <= 1000


def _is_address(text: str) -> bool:
    return urlsplit(text).scheme in {"http", "https"} and bool(urlsplit(text).hostname)


def _is_mail_server(text: str) -> bool:
    return urlsplit(text).scheme in {"smtp", "smtps"} and bool(urlsplit(text).hostname)


def _fault(name: str, value: str, cure: str) -> Fault:
    shown = "given" if name in SECRET else repr(value)
    return Fault("setting", name, f"The value {shown} cannot be used.", cure)


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
