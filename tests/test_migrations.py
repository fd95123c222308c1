"""Migrations: from nothing to the models and back, and never at the cost of a row."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask

from survey import database
from survey.database import Base, begin_write, db, heads
from survey.migrating import alembic, check_references, render_item
from survey.models import AnswerChange, Assessment, StoredAnswer, User
from survey.transactions import PURPOSE
from tests.databases import NOTHING, bind, dispose, world
from tests.migrating import application as on
from tests.migrating import described


@contextmanager
def application(folder: Path) -> Iterator[Flask]:
    """Yield an application with nothing but a database in a folder, inside its context."""
    with on(f"sqlite:///{folder / 'survey.db'}") as app:
        yield app


def test_the_migrations_lead_from_nothing_to_the_models(tmp_path):
    with application(tmp_path):
        alembic.upgrade()
        assert alembic.compare_metadata() == []
        assert not alembic.needs_revision()


def test_the_migrations_make_the_same_tables_as_the_models(tmp_path):
    """More than comparing does: constraints too, word for word."""
    (tmp_path / "fresh").mkdir()
    fresh = bind(tmp_path / "fresh")
    with fresh.execution_options(**{PURPOSE: "migrating"}).begin() as connection:
        Base.metadata.create_all(connection)
        expected = described(connection)
    with application(tmp_path):
        alembic.upgrade()
        assert described(db.session.connection()) == expected


def test_the_migrations_lead_back_to_nothing(tmp_path):
    with application(tmp_path):
        alembic.upgrade()
        alembic.downgrade("base")
        assert described(db.session.connection()) == {}
    with application(tmp_path):
        alembic.upgrade()
        assert alembic.compare_metadata() == []


def test_upgrading_twice_changes_nothing(tmp_path):
    with application(tmp_path):
        alembic.upgrade()
        first = described(db.session.connection())
        alembic.upgrade()
        assert described(db.session.connection()) == first


def test_there_is_one_way_up(tmp_path):
    with application(tmp_path):
        assert tuple(one.revision for one in alembic.heads()) == heads()


def contents(connection: sa.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables."""
    return {
        table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]
        for table in Base.metadata.sorted_tables
    }


def filled(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Fill a database made by the models, mark it as migrated, and return what is in it."""
    made = world(folder)
    made.complete()
    made.save(proud=(NOTHING, 1))
    before = contents(made.session.connection())
    dispose()
    with application(folder):
        alembic.stamp()
    return before


def test_a_filled_database_is_migrated_without_loss(tmp_path):
    before = filled(tmp_path)
    assert before["answer_change"]
    with application(tmp_path):
        alembic.upgrade()
        assert contents(db.session.connection()) == before


def rebuild_parents(connection: sa.Connection) -> None:
    """Rebuild tables that others refer to, as later migrations on SQLite will: new table, copy, drop, rename."""
    context = MigrationContext.configure(connection, opts={"target_metadata": Base.metadata, "transactional_ddl": True})
    operations = Operations(context)
    for table in ("account", "region", "wave", "assessment"):
        with operations.batch_alter_table(table, recreate="always") as batch:
            batch.add_column(sa.Column("later", sa.String(), nullable=True))
    check_references(context)


def test_rebuilding_parents_deletes_no_child(tmp_path):
    before = filled(tmp_path)
    made = bind(tmp_path)
    with made.execution_options(**{PURPOSE: "migrating"}).begin() as connection:
        rebuild_parents(connection)
        assert {name: len(rows) for name, rows in contents(connection).items()} == {
            name: len(rows) for name, rows in before.items()
        }
        assert contents(connection)["answer"] == before["answer"]
        assert contents(connection)["account_role"] == before["account_role"]


def test_a_step_that_would_lose_a_parent_is_rolled_back(tmp_path):
    before = filled(tmp_path)

    def lose(revision: object, context: MigrationContext) -> list[object]:
        assert context.connection is not None
        context.connection.execute(sa.delete(Base.metadata.tables["assessment"]))
        check_references(context)
        return []

    with application(tmp_path), pytest.raises(RuntimeError, match=r"refer to nothing, in: answer, answer_change\."):
        alembic.run_migrations(lose)
    with application(tmp_path):
        assert contents(db.session.connection()) == before


def test_references_are_checked_after_every_step(tmp_path):
    with application(tmp_path) as app:
        alembic.init_app(app)
        assert app.config["ALEMBIC_CONTEXT"]["on_version_apply"] is check_references


def test_a_migration_begins_by_locking(tmp_path):
    with application(tmp_path):
        connection = alembic.migration_context.connection
        assert connection is not None
        with connection.begin():
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0
            other = sqlite3.connect(tmp_path / "survey.db", timeout=0)
            with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")


def test_after_a_migration_the_session_has_foreign_keys_again(tmp_path):
    with application(tmp_path):
        alembic.upgrade()
    with application(tmp_path):
        begin_write(db.session)
        assert db.session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (User.created_at, "sa.DateTime(timezone=True)"),
        (Assessment.stage, "sa.String(length=32)"),
        (StoredAnswer.value, False),
        (AnswerChange.version, False),
    ],
)
def test_old_migrations_never_need_todays_types(column, expected):
    assert render_item("type", column.type, None) == expected


def test_a_revision_is_written_as_a_module(tmp_path):
    """The template and the name: what Alembic writes can be imported and read by mypy."""
    with application(tmp_path) as app:
        alembic.init_app(app)
        app.config["ALEMBIC"]["script_location"] = str(tmp_path / "made")
        template = database.MIGRATIONS / "script.py.mako"
        (tmp_path / "made").mkdir()
        (tmp_path / "made" / template.name).write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
        script = alembic.revision("Everything at once")[0]
        assert script is not None
        written = Path(script.path)
    assert written.stem.isidentifier()
    assert compile(written.read_text(encoding="utf-8"), written.name, "exec")
    assert "UtcDateTime" not in written.read_text(encoding="utf-8")
