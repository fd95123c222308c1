"""The installation that is measured: one wave, one coordinator, and a section of 8 questions in German."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask_security import hash_password
from sqlalchemy import select

from survey.app import create_app
from survey.database import alembic, begin_write, db
from survey.models import Duty, InstallationKind, Mandate, Region, User
from survey.policy import OPERATOR
from survey.questionnaires.reader import parse
from survey.services import editions, installation, regions, waves
from survey.settings import read as read_settings

REGION, EMAIL, PASSWORD = "salzburg", "bench@example.org", "correct horse battery"
PAGE = f"/assessments/bench/{REGION}/measured"
QUESTION = """
      - code: question_{number}
        text: Unterstützt die Region neu Zugewanderte bei Aufgabe Nummer {number} im gesamten Gebiet?
        help: Gemeint ist ein Angebot, das die Region selbst betreibt, bezahlt oder vertraglich vereinbart hat.
        evidence: Ein Beschluss, ein Vertrag, ein Haushaltsansatz oder ein Bericht aus den letzten drei Jahren.
        kind: single
        options:
          - {{code: all, label: Ja im gesamten Gebiet, points: 3, anchor: In jeder Gemeinde erreichbar}}
          - {{code: part, label: Ja in einem Teil des Gebiets, points: 2, anchor: In der Hälfte der Gemeinden}}
          - {{code: planned, label: Noch nicht aber beschlossen, planned: 3}}
          - {{code: no, label: Nein, points: 0}}
"""
QUESTIONNAIRE = """
key: bench
edition: "1"
title: Messung
dimensions: [{code: equality, title: Gleichberechtigung}]
sections:
  - code: measured
    title: Wohnen
    intro: Worum es in diesem Abschnitt geht, in zwei Sätzen, wie in einem richtigen Fragebogen auch.
    dimensions: {equality: 1}
    questions:""" + "".join(QUESTION.format(number=number) for number in range(1, 9))


def prepare() -> Flask:
    """Return an application with the sample in its empty database."""
    app = create_app(read_settings())
    now = datetime.now(UTC)
    with app.app_context():
        alembic.upgrade()
        installation.claim(db.session, kind=InstallationKind.REAL, now=now)
        regions.load(db.session)
        edition = editions.store(db.session, questionnaire=parse(QUESTIONNAIRE), now=now)
        waves.create(
            db.session,
            key="bench",
            title="Messung",
            edition=edition,
            opens=now.date() - timedelta(days=1),
            due=now.date() + timedelta(days=9),
            time_zone="Europe/Vienna",
            by=OPERATOR,
            now=now,
        )
        begin_write(db.session)
        db.session.add(coordinator(now))
        db.session.commit()
    return app


def coordinator(now: datetime) -> User:
    """Return the account of the one who fills in."""
    region = db.session.scalars(select(Region).where(Region.key == REGION)).one()
    return User(
        email=EMAIL,
        name="Bench",
        fs_uniquifier="bench",
        created_at=now,
        password=hash_password(PASSWORD),
        roles=[],
        mandates=[Mandate(region=region, duty=Duty.COORDINATOR, since=now)],
    )
