"""The settings of one installation, read once from the environment; everything has a sensible default."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from survey.errors import Fault, FaultsError

TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


@dataclass(frozen=True)
class Settings:
    """What differs between one installation and the next.

    ``instance`` is the folder (mode 0700) with database, mail and keys; ``base_url`` is where people come:
    links in mails are built from it, never from the Host header. ``demonstration`` marks every page, chart and export.
    ``smtp_url`` (``smtp://user:password@host:587``) sends mail; without it mails are files under ``instance/mail``.
    ``scanner`` is a command that looks at each uploaded file for viruses: it gets the path, and ends with 0 if clean.
    ``gallery`` shows invented charts in every state to whoever works on them (``views/gallery.py``).
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

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that requests may carry: those of the base URL, and loopback for checks of health."""
        name = urlsplit(self.base_url).hostname or "127.0.0.1"
        return tuple(dict.fromkeys((name, "127.0.0.1", "localhost")))

    @property
    def secure(self) -> bool:
        """Whether people come by https, so that cookies may insist on it."""
        return self.base_url.startswith("https://")


def read(environment: Mapping[str, str] | None = None, *, port: int = 8000) -> Settings:
    """Return the settings that ``SURVEY_...`` variables give; FaultsError names each that cannot be.

    ``port`` is where people reach the platform on this machine if no base URL says otherwise.
    """
    given = os.environ if environment is None else environment
    faults: list[Fault] = []
    instance = Path(given.get("SURVEY_INSTANCE") or "instance").resolve()
    base_url = (given.get("SURVEY_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    if urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).hostname:
        faults.append(_fault("SURVEY_BASE_URL", base_url, "Give an address such as https://survey.example.org."))
    demonstration = (given.get("SURVEY_DEMONSTRATION") or "").lower()
    if demonstration not in TRUE | FALSE:
        faults.append(_fault("SURVEY_DEMONSTRATION", demonstration, "Set it to 1 or leave it out."))
    gallery = (given.get("SURVEY_GALLERY") or "").lower()
    if gallery not in TRUE | FALSE:
        faults.append(_fault("SURVEY_GALLERY", gallery, "Set it to 1 or leave it out."))
    if faults:
        raise FaultsError(faults)
    _make_private(instance)
    return Settings(
        instance=instance,
        secret_key=given.get("SURVEY_SECRET_KEY") or _kept_secret(instance),
        database_url=given.get("SURVEY_DATABASE_URL") or f"sqlite:///{instance / 'survey.db'}",
        base_url=base_url,
        demonstration=demonstration in TRUE,
        smtp_url=given.get("SURVEY_SMTP_URL") or None,
        mail_from=given.get("SURVEY_MAIL_FROM") or Settings.mail_from,
        contact=given.get("SURVEY_CONTACT") or given.get("SURVEY_MAIL_FROM") or Settings.contact,
        time_zone=given.get("SURVEY_TIME_ZONE") or Settings.time_zone,
        scanner=given.get("SURVEY_SCANNER") or None,
        gallery=gallery in TRUE,
    )


def _fault(name: str, value: str, cure: str) -> Fault:
    return Fault("setting", name, f"The value {value!r} cannot be used.", cure)


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def _kept_secret(instance: Path) -> str:
    """Return the key that signs cookies; made once and kept, so that a restart signs nobody out."""
    path = instance / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return key
