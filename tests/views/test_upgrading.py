"""Two versions at once: while tables change under a server, answers are kept whole or refused whole, and told so."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from survey.database import Base, db
from survey.migrating import alembic
from survey.models import AnswerChange, Mail, StoredAnswer, User
from survey.transactions import PURPOSE
from tests.installations import open_wave, sign_in

PAGE = "/assessments/2026/salzburg/sections/closing"
JSON = {"Accept": "application/json"}
ANN = {"name": "Ann Ames", "email": "ann@example.org", "part": "region:timis", "language": "en"}


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def ready(app) -> tuple[int, object]:
    answer = app.test_client().get("/ready")
    return answer.status_code, answer.json.get("faults")


def saver(app, over: Event, told: list[tuple[int, str]]) -> Callable[[], None]:
    """Return what saves one answer after the other until it is over, and notes what it was told."""
    client = sign_in(app, "coordinator")
    token = client.token(PAGE)

    def save() -> None:
        version, number = 0, 0
        while not over.is_set() or number == 0:
            number += 1
            sent = {"proud": f"Version {number}.", "proud.version": str(version), "page-csrf_token": token}
            answer = client.post(f"{PAGE}/proud", data=sent, headers=JSON)
            told.append((answer.status_code, sent["proud"]))
            version = answer.json.get("version", version)

    return save


def test_a_newer_version_migrates_while_the_older_one_serves(app):
    """The older version's server goes on saving while the tables of its answers are made anew and a mark is set."""
    told: list[tuple[int, str]] = []
    over = Event()
    older = Thread(target=saver(app, over, told))
    assert ready(app) == (200, None)
    older.start()
    with app.app_context():
        engine = db.engine
    while not told:
        over.wait(0.01)
    with engine.execution_options(**{PURPOSE: "migrating"}).begin() as connection:
        before = len(told)
        operations = Operations(MigrationContext.configure(connection, opts={"target_metadata": Base.metadata}))
        for table in ("answer", "answer_change", "assessment"):
            with operations.batch_alter_table(table, recreate="always") as batch:
                batch.add_column(sa.Column("later", sa.String(), nullable=True))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        while len(told) < before + 2:
            over.wait(0.01)
    count = len(told)
    while len(told) < count + 3:
        over.wait(0.01)
    over.set()
    older.join(60)
    assert ready(app) == (503, ["tables"]), "the database is ahead of this version"
    assert {status for status, _text in told} == {200, 503}
    assert told[-1][0] == 200, "an older version goes on where it knows all that it needs"
    acknowledged = [text for status, text in told if status == 200]
    with app.app_context():
        rows = db.session.scalars(sa.select(AnswerChange.value).order_by(AnswerChange.version)).all()
        assert list(rows) == acknowledged, "neither lost nor half"
        assert db.session.scalars(sa.select(StoredAnswer.value)).one() == acknowledged[-1]


def test_a_newer_version_serves_before_its_migration_has_run(app):
    alembic.init_app(app)  # before its first request, which is as it is in no server
    team = sign_in(app, "team")
    token = team.token("/people/")
    with app.app_context():
        while db.engine.dialect.has_table(db.session.connection(), Mail.__tablename__):
            db.session.rollback()
            alembic.downgrade("-1")
            db.session.close()
    assert ready(app) == (503, ["tables"]), "the database is behind this version"
    assert team.post("/people/", data={**ANN, "page-csrf_token": token}).status_code == 503
    with app.app_context():
        assert db.session.query(User.id).filter_by(email=ANN["email"]).count() == 0
        alembic.upgrade()
    assert ready(app) == (200, None)
    assert team.send("/people/", ANN).status_code == 302
