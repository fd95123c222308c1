"""Builders of a database with people, two regions and an open wave, without the web application."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from sqlalchemy.orm import Session, close_all_sessions, sessionmaker

from survey.database import Base, begin_write, engine, sessions
from survey.models import Assessment, Duty, Edition, Mandate, Membership, Region, Role, RoleName, User, Wave
from survey.policy import OPERATOR
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.reader import read
from survey.services import checks, editions, submissions, waves
from survey.services.recording import Entry, Outcome, record
from survey.transactions import PURPOSE
from tests import postgresql

SMALL = Path(__file__).parent / "small.yaml"
NOW = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
OPENS, DUE = date(2026, 5, 1), date(2026, 5, 31)
EXPLAINED = {"no_evidence-housing": "The decision is on our web page."}
"""What a region says when it submits about the answers of the small questionnaire that name no evidence."""


def submit_with_words(
    session: Session, *, assessment: Assessment, questionnaire: Questionnaire, by: User, now: datetime
) -> None:
    """Submit a draft, with a word about each warning."""
    found = checks.look(session, assessment=assessment, questionnaire=questionnaire, now=now)
    words = {one.finding.key: "It is on our web page." for one in found if one.asks}
    known = {"assessment": assessment, "questionnaire": questionnaire, "by": by, "now": now}
    submissions.submit(session, words=words, **known)


EACH = ("sqlite", "postgresql")
"""The databases on which the platform runs."""


def world_on(kind: str, folder: Path) -> "World":
    """Return a fresh world on one of :data:`EACH`."""
    return world(folder, postgresql.database() if kind == "postgresql" else None)


_made: list[sa.Engine] = []


def bind(folder: Path, url: str | None = None) -> sa.Engine:
    """Return an engine on the database in a folder, or at another address; :func:`dispose` closes its connections."""
    _made.append(engine(url or f"sqlite:///{folder / 'survey.db'}"))
    return _made[-1]


def dispose() -> None:
    """Close all sessions and all connections of the engines made here; done after each test."""
    close_all_sessions()
    while _made:
        _made.pop().dispose()


def make(folder: Path, url: str | None = None) -> sessionmaker[Session]:
    """Return a maker of sessions on an empty database with all tables."""
    made = bind(folder, url)
    if url is None:
        (folder / "survey.db").write_bytes(_empty())
    else:
        _fill_with_tables(made)
    return sessions(made)


def _fill_with_tables(made: sa.Engine) -> None:
    with made.execution_options(**{PURPOSE: "migrating"}).begin() as connection:
        Base.metadata.create_all(connection)


@cache
def _empty() -> bytes:
    """Return the file of an SQLite database with all tables: to copy it takes a tenth of the time of making it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "survey.db"
        made = engine(f"sqlite:///{path}")
        _fill_with_tables(made)
        made.dispose()
        return path.read_bytes()


def person(
    session: Session,
    name: str,
    *,
    role: RoleName | None = None,
    region: Region | None = None,
    duty: Duty = Duty.COORDINATOR,
    active: bool = True,
) -> User:
    """Return somebody with an account, a role or a mandate; the writing transaction must have begun."""
    user = User(
        email=f"{name}@example.org",
        name=name.title(),
        active=active,
        fs_uniquifier=name,
        created_at=NOW,
        roles=[],
        mandates=[],
    )
    if role is not None:
        known = session.scalar(sa.select(Role).where(Role.name == role))
        user.roles.append(known or Role(name=role.value))
    if region is not None:
        user.mandates.append(Mandate(region=region, duty=duty, since=NOW))
    session.add(user)
    session.flush()
    return user


def region(session: Session, key: str, **membership: object) -> Region:
    """Return a region that has belonged to the partnership since 2022."""
    values = {"partnership": "eu-belong", "since": date(2022, 1, 3), "left": False, **membership}
    made = Region(
        key=key,
        name=key.title(),
        local_name=key.title(),
        country="XX",
        nuts="XX1",
        nuts_level=2,
        languages="xx",
        partner_body=f"{key.title()} Region",
        memberships=[Membership(**values)],
    )
    session.add(made)
    session.flush()
    return made


@cache
def small() -> Questionnaire:
    """Return the questionnaire with one of everything; nothing can change it, so that it is read once."""
    return read(SMALL)


@dataclass
class World:
    """One open wave with two regions, and the people around it."""

    session: Session
    questionnaire: Questionnaire
    edition: Edition
    wave: Wave
    assessment: Assessment
    elsewhere: Assessment
    coordinator: User
    neighbour: User
    team: User
    administrator: User
    contributor: User
    reviewer: User

    def save(self, *, by: User | None = None, now: datetime = NOW, **given: tuple[Answer, int]) -> Outcome:
        """Record answers, each given with the version it was loaded with, and commit."""
        entries = {code: Entry(answer, version) for code, (answer, version) in given.items()}
        outcome = record(
            self.session,
            assessment=self.assessment,
            questionnaire=self.questionnaire,
            entries=entries,
            by=by or self.coordinator,
            now=now,
        )
        self.session.commit()
        return outcome

    def complete(self) -> None:
        """Answer every question of the assessment, most with "does not know"."""
        unknown = (Answer(State.DOES_NOT_KNOW), 0)
        self.save(**dict.fromkeys(self.questionnaire.questions, unknown))


def world(folder: Path, url: str | None = None) -> World:
    """Return a fresh world in a database of its own; *here* coordinates Here, *there* the neighbour There."""
    session = make(folder, url)()
    begin_write(session)
    here, there = region(session, "here"), region(session, "there")
    questionnaire = small()
    edition = editions.store(session, questionnaire=questionnaire, now=NOW)
    wave = open_wave(session, edition)
    found = {each.region_id: each for each in session.scalars(sa.select(Assessment))}
    made = World(
        session,
        questionnaire,
        edition,
        wave,
        found[here.id],
        found[there.id],
        person(session, "here", region=here),
        person(session, "there", region=there),
        person(session, "team", role=RoleName.TEAM),
        person(session, "administrator", role=RoleName.ADMINISTRATOR),
        person(session, "contributor", region=here, duty=Duty.CONTRIBUTOR),
        person(session, "reviewer", region=here, duty=Duty.REVIEWER),
    )
    session.commit()
    return made


def open_wave(session: Session, edition: Edition, *, key: str = "2026", opens: date = OPENS, due: date = DUE) -> Wave:
    """Return a wave for all members, open on the day of :data:`NOW`."""
    return waves.create(
        session,
        key=key,
        title=f"Wave {key}",
        edition=edition,
        opens=opens,
        due=due,
        time_zone="Europe/Vienna",
        by=OPERATOR,
        now=NOW,
    )


def colleague(here: World) -> User:
    """Return a second coordinator of the same region."""
    begin_write(here.session)
    made = person(here.session, "colleague", region=here.assessment.region)
    here.session.commit()
    return made


def text(words: str) -> Answer:
    """Return the answer to a question for words."""
    return Answer(State.ANSWERED, words)


NOTHING = NOT_ANSWERED
