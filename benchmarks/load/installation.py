"""Installations to load: people who are signed in already, in waves that are open, on SQLite or PostgreSQL.

``python benchmarks/load/installation.py fill|results PEOPLE.json`` makes one of them in the folder and database that
the settings name, and writes who can come: cookie and address of each.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask
from sample import has_read, questionnaire, token_of
from sqlalchemy import select

from survey.app import create_app
from survey.cli.demo import prepare
from survey.database import begin_write, db
from survey.migrating import alembic
from survey.models import Assessment, Duty, InstallationKind, Mandate, Membership, Region, Role, RoleName, User
from survey.policy import OPERATOR
from survey.services import consensus, editions, installation, people, regions, waves
from survey.settings import read as read_settings

COORDINATORS, SEPARATE, EACH = 64, 10, 50
"""So many regions with a coordinator who fills in; so many more with so many people each who answer on their own."""
SECTION, WAVE = "measured", "bench"
VIEWERS = 64


def fill() -> list[dict[str, str]]:
    """Make regions, people and a wave of 8 questions; return who fills in and who answers on their own."""
    app, now = create_app(read_settings()), datetime.now(UTC)
    with app.app_context():
        alembic.upgrade()
        installation.claim(db.session, kind=InstallationKind.REAL, now=now)
        people.add_roles(db.session)
        here = _regions()
        _wave(now)
        begin_write(db.session)
        filling = [_person(region, Duty.COORDINATOR, now) for region in here[:COORDINATORS]]
        apart = [_together(region, now) for region in here[COORDINATORS:]]
        db.session.commit()
        pages = [(one, f"/assessments/{WAVE}/{one.mandates[0].region.key}/sections/{SECTION}") for one in filling]
        for region, those in zip(here[COORDINATORS:], apart, strict=True):
            _ask(region, those, now)
            base = f"/assessments/{WAVE}/{region.key}/separately/sections/{SECTION}"
            pages += [(one, base) for one in those[1:]]
        links = _links(pages, now)
    return list(_signed_in(app, links))


def _regions() -> list[Region]:
    begin_write(db.session)
    made = []
    for number in range(COORDINATORS + SEPARATE):
        names = {"key": f"load-{number}", "name": f"Load {number}", "local_name": f"Last {number}"}
        facts = {"country": "AT", "nuts": f"AT{number}", "nuts_level": 2, "languages": "de", "partner_body": "Amt"}
        member = Membership(partnership=regions.EU_BELONG, since=date(2022, 1, 1), left=False)
        made.append(Region(**names, **facts, memberships=[member]))
    db.session.add_all(made)
    db.session.commit()
    return made


def _wave(now: datetime) -> None:
    edition = editions.store(db.session, questionnaire=questionnaire(), now=now)
    days = {"opens": now.date() - timedelta(days=1), "due": now.date() + timedelta(days=9)}
    known = {"time_zone": "Europe/Vienna", "by": OPERATOR, "now": now, **days}
    waves.create(db.session, key=WAVE, title="Messung", edition=edition, **known)
    db.session.commit()


def _person(region: Region, duty: Duty, now: datetime, number: int = 0) -> User:
    name = f"{duty.value}-{region.key}-{number}"
    made = User(email=f"{name}@bench.example", name=name, fs_uniquifier=name, created_at=now, password="-", roles=[])
    made.mandates = [Mandate(region=region, duty=duty, since=now)]
    db.session.add(has_read(made, now))
    return made


def _together(region: Region, now: datetime) -> list[User]:
    return [_person(region, Duty.COORDINATOR, now), *(_person(region, Duty.CONTRIBUTOR, now, n) for n in range(EACH))]


def _ask(region: Region, those: list[User], now: datetime) -> None:
    """Let the first of them ask all to answer on their own."""
    assessment = db.session.scalars(select(Assessment).where(Assessment.region_id == region.id)).one()
    due = now.date() + timedelta(days=8)
    keys = [one.id for one in those]
    consensus.arrange(db.session, assessment=assessment, due=due, people=keys, by=those[0], now=now)
    db.session.commit()


def results() -> list[dict[str, str]]:
    """Make the demonstration with its three waves; return people who look at the comparison."""
    app, now = create_app(read_settings()), datetime.now(UTC)
    with app.app_context():
        alembic.upgrade()
        prepare(db.session, read_settings(), now)
        db.session.commit()
        wave = waves.current(db.session, now=now)
        begin_write(db.session)
        team = db.session.scalars(select(Role).where(Role.name == RoleName.TEAM)).one()
        looking = [_viewer(number, team, now) for number in range(VIEWERS)]
        db.session.commit()
        pages = [(one, f"/compare/{wave.key}") for one in looking]
        links = _links(pages, now)
    return list(_signed_in(app, links))


def _viewer(number: int, team: Role, now: datetime) -> User:
    name = f"viewer-{number}"
    made = User(email=f"{name}@bench.example", name=name, fs_uniquifier=name, created_at=now, password="-", mandates=[])
    made.roles = [team]
    db.session.add(has_read(made, now))
    return made


def _links(pages: list[tuple[User, str]], now: datetime) -> list[tuple[str, str]]:
    """Return a link that signs in once for each person, with the page they come for."""
    links = [(people.sign_in_link(db.session, user=user, now=now).token, path) for user, path in pages]
    db.session.commit()
    return links


def _signed_in(app: Flask, links: list[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Yield the cookie of each person and the page they come for."""
    for token, path in links:
        client = app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "de"
        form = client.get(f"/welcome/{token}").get_data(as_text=True)
        answer = client.post(f"/welcome/{token}", data={"page-csrf_token": token_of(form)})
        assert answer.status_code == 302, answer.status
        assert client.get(path).status_code == 200  # from now on the cookie holds the secret of forms
        cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        yield {"cookie": f"{cookie.key}={cookie.value}", "page": path}


if __name__ == "__main__":
    made = {"fill": fill, "results": results}[sys.argv[1]]()
    Path(sys.argv[2]).write_text(json.dumps(made), encoding="utf-8")
