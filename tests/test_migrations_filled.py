"""Migrations down and up on full databases of both kinds: nothing is lost that both sides know; all steps or none."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from survey.database import Base, begin_write, db, engine
from survey.migrating import alembic
from survey.migrations.pieces import deeds
from survey.models import AuditEntry, Deed
from survey.services import contents
from survey.transactions import PURPOSE
from tests import postgresql
from tests.databases import EACH, NOW, bind, dispose
from tests.migrating import application, demonstration, described, gone, moved_to_postgresql, revisions, rows
from tests.services.everywhere import everywhere

FIRST = "0002"
"""So far down a demonstration goes: the tables before hold only one version of each submission."""


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A demonstration on each kind of database; whoever changes one leaves it as it was."""
    url = demonstration(tmp_path_factory.mktemp("demonstration"))
    return {"sqlite": url, "postgresql": moved_to_postgresql(url)}


def revision(url: str) -> str | None:
    made = engine(url)
    with made.connect() as connection:
        found = contents.revision(connection)
    made.dispose()
    return found


def full(kind: str, folder: Path) -> str:
    """Fill every table that knows people, and the log with every deed; return the address."""
    made, _zoe = everywhere(kind, folder)
    begin_write(made.session)
    made.session.add_all(AuditEntry(done_at=NOW, deed=each, detail={}) for each in Deed)
    made.session.commit()
    url = made.session.get_bind().url.render_as_string(hide_password=False)
    dispose()
    with application(url):
        alembic.stamp()
    return url


@pytest.mark.parametrize("kind", EACH)
def test_each_step_down_and_the_way_up_keep_every_row_that_both_sides_know(kind, tmp_path):
    url = full(kind, tmp_path)
    with application(url):
        steps = revisions()[1:]
        before = first = rows(url)
        for later, earlier in zip(steps[:0:-1], steps[-2::-1], strict=True):
            alembic.downgrade(earlier)
            after = rows(url)
            lost = [(table, row["deed"]) for table, row in gone(before, after)]
            assert sorted(lost) == sorted(("audit_entry", each) for each in deeds.ADDED.get(later, "").split()), later
            before = after
        alembic.upgrade()
    after = rows(url)
    assert gone(before, after) == []
    assert after.keys() == first.keys()


@pytest.mark.parametrize("kind", EACH)
def test_a_demonstration_goes_down_and_comes_up_with_every_row(kind, invented):
    url = invented[kind]
    before = rows(url)
    with application(url):
        alembic.downgrade(FIRST)
    below = rows(url)
    assert len(before["answer"]) > 1000
    assert {row["deed"] for _table, row in gone(before, below)} <= set(" ".join(deeds.ADDED.values()).split())
    with application(url):
        alembic.upgrade()
        assert alembic.compare_metadata() == []
    after = rows(url)
    assert after.keys() == before.keys()
    known = {table: found for table, found in before.items() if table in below and table != "audit_entry"}
    assert {table: after[table] for table in known} == known


@pytest.mark.parametrize("kind", EACH)
def test_a_way_down_that_cannot_be_gone_whole_is_not_begun(kind, tmp_path):
    """The first tables hold one submission of each number: two causes for one refuse the last of ten steps."""
    url = full(kind, tmp_path)
    before = rows(url)
    submission = Base.metadata.tables["submission"]
    made = bind(tmp_path, url)
    with made.execution_options(**{PURPOSE: "writing"}).begin() as connection:
        first = dict(connection.execute(sa.select(submission)).first()._mapping)
        connection.execute(submission.insert().values({**first, "id": 99, "cause": "concluded"}))
    full_rows = rows(url)
    assert full_rows != before
    with application(url), pytest.raises(IntegrityError):
        alembic.downgrade("0001")
    assert rows(url) == full_rows
    assert revision(url) == revision_of_today(url)


def revision_of_today(url: str) -> str:
    with application(url):
        return revisions()[-1]


@pytest.mark.parametrize("kind", EACH)
def test_a_way_up_that_meets_an_obstacle_leaves_everything_as_it_was(kind, tmp_path):
    url = full(kind, tmp_path)
    with application(url):
        alembic.downgrade("0003")
    made = bind(tmp_path, url)
    with made.execution_options(**{PURPOSE: "migrating"}).begin() as connection:
        connection.execute(sa.text("CREATE TABLE scheduled_run (id INTEGER PRIMARY KEY)"))  # made by somebody's hand
        before = described(connection)
    held = rows(url)
    with application(url), pytest.raises(SQLAlchemyError, match="scheduled_run"):
        alembic.upgrade()
    assert (rows(url), revision(url)) == (held, "0003")
    with made.connect() as connection:
        assert described(connection) == before


def test_the_migrations_make_the_same_tables_as_the_models_on_postgresql(tmp_path):
    fresh = bind(tmp_path, postgresql.database())
    with fresh.execution_options(**{PURPOSE: "migrating"}).begin() as connection:
        Base.metadata.create_all(connection)
        expected = described(connection)
    with application(postgresql.database()):
        alembic.upgrade()
        assert described(db.session.connection()) == expected
        alembic.downgrade("base")
        assert described(db.session.connection()) == {}
