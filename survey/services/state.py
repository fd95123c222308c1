"""The state of an installation: checks, versions, catalogues, questionnaires in force, the last scheduled runs."""

import platform
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey import __version__, languages, localising
from survey.errors import NotFoundError
from survey.models import Edition, Wave
from survey.policy import Action, Actor, may
from survey.questionnaires.extraction import texts
from survey.services import contents, editions, health, schedule, waves
from survey.services.health import Check
from survey.services.schedule import Job
from survey.settings import Settings

LIBRARIES = ("Flask", "Flask-Security", "SQLAlchemy", "alembic", "WTForms", "Babel", "plotly", "pandas", "gunicorn")
"""The libraries whose versions are told."""


@dataclass(frozen=True)
class Catalogue:
    """A compiled catalogue of one language: its domain, how many texts it has, and how many are still in English.

    ``untranslated`` is None where that is not known: the interface is compared when the catalogues are made.
    """

    language: str
    domain: str
    compiled: bool
    texts: int
    untranslated: int | None


@dataclass(frozen=True)
class Asked:
    """A questionnaire in force: the wave that asks it, and the hashes by which its scores are pinned."""

    wave: Wave
    state: str
    edition: Edition


@dataclass(frozen=True)
class State:
    """How an installation is: ``heads`` is what the code needs of the tables, ``revision`` what they are."""

    checks: Sequence[Check]
    revision: str | None
    heads: Sequence[str]
    versions: Mapping[str, str]
    catalogues: Sequence[Catalogue]
    asked: Sequence[Asked]
    jobs: Sequence[Job]


def look(session: Session, *, settings: Settings, heads: Collection[str], now: datetime, by: Actor) -> State:
    """Return how the installation is; NotFoundError unless an administrator asks. Nothing is written."""
    if not may(by, Action.ADMINISTER):
        raise NotFoundError("state")
    engine = session.get_bind()
    assert isinstance(engine, sa.Engine)  # noqa: S101 - sessions are bound to engines here
    asked = [Asked(wave, waves.state(wave, now).value, wave.edition) for wave in waves.listing(session)]
    return State(
        checks=health.checks(engine, instance=settings.instance, heads=heads),
        revision=contents.revision(session.connection()),
        heads=sorted(heads),
        versions=versions(session.connection()),
        catalogues=[*_catalogues(session, asked)],
        asked=asked,
        jobs=schedule.look(session, now=now),
    )


def versions(connection: sa.Connection) -> dict[str, str]:
    """Return the versions of the platform, of Python, of the database, and of the main libraries, by name."""
    database = ".".join(map(str, connection.dialect.server_version_info or ()))
    return {
        "intercultural-survey": __version__,
        "Python": platform.python_version(),
        connection.dialect.name: database,
        **{name: version(name) for name in LIBRARIES},
    }


def _catalogues(session: Session, asked: Sequence[Asked]) -> list[Catalogue]:
    """Return the catalogues of the interface and of each questionnaire that a wave asks, by language."""
    found = {one.edition.hashes: one.edition for one in asked}
    made: list[Catalogue] = []
    for language in (one for one in languages.NAMES if one != languages.SOURCE):
        domains = dict.fromkeys(("messages", "regions", *(one.key for one in found.values())))
        for domain in domains:
            path = languages.folder() / language / "LC_MESSAGES" / f"{domain}.mo"
            of = [one for one in found.values() if one.key == domain]
            made.append(_catalogue(session, language, domain, path.is_file(), of))
    return made


def _catalogue(session: Session, language: str, domain: str, compiled: bool, of: Sequence[Edition]) -> Catalogue:
    if not of:
        kept = getattr(languages.catalogue(domain, language), "_catalog", {})
        return Catalogue(language, domain, compiled, sum(1 for one in kept if one), None)
    read = [editions.load(session, edition=one) for one in of]
    count = sum(len(list(texts(one))) for one in read)
    lacking = sum(len(localising.in_language(one, language).fallbacks) for one in read)
    return Catalogue(language, domain, compiled, count, lacking)
