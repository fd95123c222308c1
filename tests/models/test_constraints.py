"""The state rules that the database holds by itself: each bad row is refused by the constraint that names the rule."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from survey.database import Base, engine
from survey.moments import UtcDateTime
from survey.transactions import PURPOSE
from tests.databases import dispose, world
from tests.models.bad_rows import AGAIN, BAD, BAD_TEAMWORK, TWICE
from tests.models.rows import GOOD, STANDING


@pytest.fixture(scope="module")
def writing(tmp_path_factory):
    folder = tmp_path_factory.mktemp("constraints")
    world(folder)
    dispose()
    made = engine(f"sqlite:///{folder / 'survey.db'}")
    with made.execution_options(**{PURPOSE: "writing"}).connect() as connection, connection.begin():
        for table, change in STANDING:
            insert(connection, table, change)
        yield connection
    made.dispose()


@pytest.fixture
def connection(writing):
    """The one connection of these tests; what a test writes is rolled back."""
    with writing.begin_nested() as savepoint:
        yield writing
        savepoint.rollback()


def insert(connection: sa.Connection, table: str, change: dict[str, Any]) -> None:
    """Insert a good row with a change, past the types that would refuse an unknown word first."""
    described = Base.metadata.tables[table]
    plain = sa.table(
        table,
        *(sa.column(each.name, sa.String() if isinstance(each.type, sa.Enum) else each.type) for each in described.c),
    )
    connection.execute(plain.insert().values(GOOD[table] | change))


@pytest.mark.parametrize("table", [name for name in GOOD if name != "role"])
def test_a_good_row_is_kept(connection, table):
    insert(connection, table, {})


@pytest.mark.parametrize(("table", "rule", "change"), [*BAD, *BAD_TEAMWORK])
def test_a_bad_row_is_refused_by_name(connection, table, rule, change):
    with pytest.raises(IntegrityError, match=f"ck_{table}_{rule}"):
        insert(connection, table, change)


@pytest.mark.parametrize(("table", "change"), TWICE)
def test_the_same_thing_stands_there_once(connection, table, change):
    insert(connection, table, {})
    with pytest.raises(IntegrityError, match="UNIQUE"):
        insert(connection, table, change)


@pytest.mark.parametrize(("table", "first", "second"), AGAIN)
def test_another_thing_or_one_that_has_ended_does_not_stand_in_the_way(connection, table, first, second):
    insert(connection, table, first)
    insert(connection, table, second)


def test_every_rule_is_tried():
    named = {
        str(each.name)
        for table in Base.metadata.tables.values()
        for each in table.constraints
        if isinstance(each, sa.CheckConstraint)
    }
    assert named == {f"ck_{table}_{rule}" for table, rule, _ in [*BAD, *BAD_TEAMWORK]}


def test_every_table_with_rules_has_a_good_row():
    assert set(Base.metadata.tables) - set(GOOD) == {"account_role"}


def test_what_stands_there_once_is_tried_for_every_table():
    once = {
        table.name
        for table in Base.metadata.tables.values()
        if any(isinstance(each, sa.UniqueConstraint) for each in table.constraints)
        or any(index.unique for index in table.indexes)
    }
    assert once == {table for table, _ in TWICE} | {"role"}


def test_every_constraint_has_a_name():
    assert [
        each
        for table in Base.metadata.tables.values()
        for each in [*table.constraints, *table.indexes]
        if not each.name
    ] == []


def test_no_table_has_a_name_that_postgresql_reserves():
    reserved = sa.dialects.postgresql.dialect().identifier_preparer.reserved_words
    tables = Base.metadata.tables.values()
    names = {name for table in tables for name in (table.name, *table.columns.keys())}
    assert names & set(reserved) == set()


def test_every_moment_knows_its_time_zone():
    columns = [each for table in Base.metadata.tables.values() for each in table.columns]
    assert [each for each in columns if isinstance(each.type, sa.DateTime)] == []
    assert [each for each in columns if isinstance(each.type, UtcDateTime)] != []
