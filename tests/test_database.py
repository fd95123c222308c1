"""Transactions on SQLite: reads cannot write, writes begin at once, and what was read before expires."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from survey.database import Base, begin_write, changed, is_writing, sessions
from survey.models import Role, RoleName, User
from survey.moments import UtcDateTime
from survey.transactions import PURPOSE
from tests.databases import EACH, NOW, bind, make, person, world_on


@pytest.fixture
def session(tmp_path):
    with make(tmp_path)() as opened:
        yield opened


def added(session, name="ann"):
    begin_write(session)
    user = person(session, name)
    session.commit()
    return user


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10000)],
)
def test_a_connection_is_set_up(session, pragma, expected):
    assert session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar() == expected


@pytest.mark.parametrize("kind", EACH)
def test_a_reading_transaction_cannot_write(kind, tmp_path):
    here = world_on(kind, tmp_path).session
    here.rollback()
    for statement in (sa.update(User).values(name="Bob"), sa.delete(Role), sa.insert(Role).values(name="team")):
        with pytest.raises(RuntimeError, match="begin_write first"):
            here.execute(statement)
    for words in ("UPDATE account SET name = 'Bob'", "  delete from role", "CREATE TABLE some (id INTEGER)"):
        with pytest.raises(RuntimeError, match="begin_write first"):
            here.connection().exec_driver_sql(words)


def test_a_reading_transaction_sees_one_state(tmp_path):
    maker = make(tmp_path)
    with maker() as reader, maker() as writer:
        added(writer)
        assert reader.scalar(sa.select(User.name)) == "Ann"
        begin_write(writer)
        writer.execute(sa.update(User).values(name="Bob"))
        writer.commit()
        assert reader.scalar(sa.select(User.name)) == "Ann"
        reader.rollback()
        assert reader.scalar(sa.select(User.name)) == "Bob"


def test_a_write_begins_at_once(tmp_path):
    maker = make(tmp_path)
    with maker() as first, maker() as second:
        begin_write(first)
        second.connection().info["patience"] = 0
        second.rollback()
        with pytest.raises(OperationalError, match="locked"):
            begin_write(second)
        second.rollback()
        first.rollback()


def test_begin_write_refreshes_what_was_read_before(tmp_path):
    maker = make(tmp_path)
    with maker() as session, maker() as other:
        user = added(session)
        assert session.get(User, user.id).name == "Ann"
        begin_write(other)
        other.execute(sa.update(User).values(name="Bob"))
        other.commit()
        assert user.name == "Ann"
        begin_write(session)
        assert user.name == "Bob"


def test_begin_write_begins_once(session):
    begin_write(session)
    transaction = session.get_transaction()
    begin_write(session)
    assert is_writing(session)
    assert session.get_transaction() is transaction
    session.commit()
    assert not is_writing(session)


def test_begin_write_refuses_to_lose_changes(session):
    user = added(session)
    user.name = "Bob"
    with pytest.raises(RuntimeError, match="before begin_write"):
        begin_write(session)


def test_reading_after_writing_is_reading_again(session):
    added(session)
    with pytest.raises(RuntimeError, match="begin_write first"):
        session.execute(sa.update(User).values(name="Bob"))


@pytest.mark.parametrize("kind", EACH)
def test_changes_made_outside_the_services_get_a_writing_transaction(kind, tmp_path):
    """As Flask-Security makes them: it reads an account, changes it, and commits."""
    session, other = _two_on(kind, tmp_path)
    user = session.scalars(sa.select(User).order_by(User.id)).unique().first()
    user.password = "hash"
    session.flush()
    assert is_writing(session)
    assert other.scalar(sa.select(User.password).where(User.id == user.id)) is None  # not before the commit
    other.rollback()
    with session.begin_nested():
        session.execute(sa.update(User).where(User.id == user.id).values(language="de"))
    session.commit()
    assert other.execute(sa.select(User.password, User.language).where(User.id == user.id)).one() == ("hash", "de")
    assert not is_writing(session)


@pytest.mark.parametrize("kind", EACH)
def test_changes_made_outside_the_services_can_be_taken_back(kind, tmp_path):
    session, other = _two_on(kind, tmp_path)
    user = session.scalars(sa.select(User).order_by(User.id)).unique().first()
    user.password = "hash"
    session.flush()
    session.rollback()
    for each in (session, other):
        assert each.scalar(sa.select(User.password).where(User.password == "hash")) is None


@pytest.mark.parametrize("kind", EACH)
def test_changes_made_outside_the_services_keep_what_others_wrote_meanwhile(kind, tmp_path):
    session, other = _two_on(kind, tmp_path)
    user = session.scalars(sa.select(User).order_by(User.id)).unique().first()
    begin_write(other)
    other.execute(sa.update(User).where(User.id == user.id).values(name="Bob"))
    other.commit()
    user.password = "hash"
    session.commit()
    assert session.execute(sa.select(User.name, User.password).where(User.id == user.id)).one() == ("Bob", "hash")


def _two_on(kind, folder):
    """Return two sessions on one database with people, both of them reading."""
    first = world_on(kind, folder).session
    first.rollback()
    return first, sessions(first.get_bind())()


@pytest.mark.parametrize("words", ["select 1", "(SELECT 1)", " SELECT 1", "WITH one AS (SELECT 1) SELECT * FROM one"])
def test_a_reading_transaction_reads_however_a_statement_begins(session, words):
    if words.startswith("("):
        words = "SELECT * FROM " + words
    assert session.connection().exec_driver_sql(words).scalar() == 1


def test_a_rolled_back_write_leaves_nothing(session):
    begin_write(session)
    person(session, "ann")
    session.rollback()
    assert session.scalar(sa.select(sa.func.count(User.id))) == 0


def test_a_rolled_back_savepoint_leaves_the_rest(session):
    begin_write(session)
    person(session, "ann")
    with pytest.raises(IntegrityError), session.begin_nested():
        person(session, "ann")
    session.commit()
    assert session.scalar(sa.select(sa.func.count(User.id))) == 1


def test_foreign_keys_hold(session):
    begin_write(session)
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        session.connection().exec_driver_sql("INSERT INTO account_role VALUES (1, 1)")


def test_changed_counts_rows(session):
    added(session)
    begin_write(session)
    assert changed(session, sa.update(User).where(User.name == "Ann").values(name="Bob")) == 1
    assert changed(session, sa.update(User).where(User.name == "Ann").values(name="Bob")) == 0


def test_a_moment_comes_back_in_utc(session):
    vienna = timezone(timedelta(hours=2))
    begin_write(session)
    person(session, "ann").created_at = datetime(2026, 5, 4, 12, 30, 15, 7, tzinfo=vienna)
    session.commit()
    session.expire_all()
    found = session.scalars(sa.select(User)).unique().one().created_at
    assert found == datetime(2026, 5, 4, 10, 30, 15, 7, tzinfo=UTC)
    assert found.tzinfo is UTC


def test_a_moment_without_time_zone_is_refused(session):
    begin_write(session)
    person(session, "ann").created_at = datetime(2026, 5, 4)  # noqa: DTZ001
    with pytest.raises(StatementError, match="names no time zone"):
        session.flush()


def test_a_missing_moment_stays_missing():
    kind, dialect = UtcDateTime(), sa.create_engine("sqlite://").dialect
    assert kind.process_bind_param(None, dialect) is None
    assert kind.process_result_value(None, dialect) is None


def test_a_moment_from_a_database_with_time_zones_is_brought_to_utc():
    vienna = datetime(2026, 5, 4, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    found = UtcDateTime().process_result_value(vienna, sa.create_engine("sqlite://").dialect)
    assert (found, found.tzinfo) == (NOW, UTC)


def test_a_migrating_connection_can_rebuild_a_parent_without_losing_children(tmp_path):
    made = bind(tmp_path)
    with made.execution_options(**{PURPOSE: "migrating"}).begin() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0
        Base.metadata.create_all(connection)
    with sessions(made)() as session:
        begin_write(session)
        assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        session.add(Role(name=RoleName.TEAM.value))
        session.commit()


def test_words_are_kept_as_words_and_others_refused(session):
    begin_write(session)
    session.connection().exec_driver_sql("INSERT INTO role (name) VALUES ('team')")
    with pytest.raises(IntegrityError, match="ck_role_name_known"):
        session.connection().exec_driver_sql("INSERT INTO role (name) VALUES ('king')")


def test_the_driver_is_the_one_of_the_standard_library(session):
    assert isinstance(session.connection().connection.dbapi_connection, sqlite3.Connection)
