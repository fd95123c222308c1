"""The state rules that the database holds by itself: each bad row is refused by the constraint that names the rule."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from survey.database import PURPOSE, Base, UtcDateTime, engine
from tests.databases import NOW, dispose, world

LATER = NOW + timedelta(days=1)
HASH = "a" * 64
ANSWER: dict[str, Any] = {
    "assessment_id": 1,
    "question": "support",
    "version": 1,
    "state": "answered",
    "value": "no",
    "reason": None,
    "planned_date": None,
    "changed_at": NOW,
    "changed_by_id": 1,
}
GOOD: dict[str, dict[str, Any]] = {
    "account": {"email": "ann@example.org", "name": "Ann", "active": True, "fs_uniquifier": "x", "created_at": NOW},
    "answer": ANSWER,
    "answer_change": {**ANSWER, "source": "page"},
    "assessment": {"region_id": 3, "wave_id": 1, "stage": "draft", "submitted_at": None, "submitted_by_id": None},
    "context_figure": {
        "region_id": 1,
        "measure": "population",
        "value": 1.0,
        "unit": "persons",
        "as_of": "2024",
        "source": "",
        "confidence": "high",
    },
    "edition": {
        "key": "small",
        "edition": "2",
        "title": "Small",
        "structure_hash": HASH,
        "text_hash": HASH,
        "definition": "{}",
        "stored_at": NOW,
    },
    "installation": {"id": 1, "kind": "real", "created_at": NOW},
    "mandate": {"user_id": 2, "region_id": 1, "duty": "coordinator", "since": NOW, "until": None},
    "membership": {"region_id": 3, "partnership": "eu-belong", "since": date(2022, 1, 3), "has_left": False},
    "region": {
        "key": "new",
        "name": "New",
        "local_name": "New",
        "country": "XX",
        "nuts": "XX9",
        "nuts_level": 2,
        "languages": "xx",
        "partner_body": "New Region",
    },
    "role": {"name": "team"},
    "submission": {
        "assessment_id": 1,
        "number": 1,
        "submitted_at": NOW,
        "submitted_by_id": 1,
        "structure_hash": HASH,
        "answers": [],
    },
    "token": {"purpose": "invitation", "digest": HASH, "user_id": 1, "created_at": NOW, "expires_at": LATER},
    "wave": {
        "key": "2029",
        "title": "Wave",
        "edition_id": 1,
        "opens": date(2029, 1, 1),
        "due": date(2029, 1, 1),
        "time_zone": "Europe/Vienna",
        "closed": False,
        "created_at": NOW,
    },
}
BAD: list[tuple[str, str, dict[str, Any]]] = [
    ("account", "email_lower", {"email": "Ann@example.org"}),
    ("answer", "state_kept", {"state": "hidden", "value": None}),
    ("answer", "state_kept", {"state": "unsure", "value": None}),
    ("answer", "value_with_state", {"value": None}),
    ("answer", "value_with_state", {"state": "planned", "value": None}),
    ("answer", "value_with_state", {"state": "does_not_know"}),
    ("answer", "value_with_state", {"state": "not_answered"}),
    ("answer", "reason_not_applicable", {"reason": "Because."}),
    ("answer", "date_planned", {"planned_date": date(2027, 1, 1)}),
    ("answer", "version_from_one", {"version": 0}),
    ("answer_change", "state_kept", {"state": "hidden", "value": None}),
    ("answer_change", "value_with_state", {"value": None}),
    ("answer_change", "reason_not_applicable", {"reason": "Because."}),
    ("answer_change", "date_planned", {"planned_date": date(2027, 1, 1)}),
    ("answer_change", "version_from_one", {"version": 0}),
    ("answer_change", "source_known", {"source": "rumour"}),
    ("assessment", "stage_known", {"stage": "lost", "submitted_at": NOW, "submitted_by_id": 1}),
    ("assessment", "draft_unless_submitted", {"stage": "submitted"}),
    ("assessment", "draft_unless_submitted", {"submitted_at": NOW, "submitted_by_id": 1}),
    ("assessment", "submitted_by_somebody", {"stage": "submitted", "submitted_at": NOW}),
    ("context_figure", "as_of_given", {"as_of": ""}),
    ("context_figure", "value_not_negative", {"value": -1.0}),
    ("edition", "hash_lengths", {"text_hash": "short"}),
    ("installation", "one_row", {"id": 2}),
    ("installation", "kind_known", {"kind": "toy"}),
    ("mandate", "duty_known", {"duty": "king"}),
    ("mandate", "until_after_since", {"until": NOW - timedelta(days=1)}),
    ("membership", "until_only_if_left", {"until": date(2024, 1, 1)}),
    ("membership", "until_after_since", {"until": date(2021, 1, 1), "has_left": True}),
    ("region", "nuts_level_range", {"nuts_level": 4}),
    ("role", "name_known", {"name": "king"}),
    ("submission", "number_from_one", {"number": 0}),
    ("submission", "hash_length", {"structure_hash": "short"}),
    ("token", "purpose_known", {"purpose": "fun"}),
    ("token", "digest_length", {"digest": "short"}),
    ("token", "expires_later", {"expires_at": NOW}),
    ("token", "used_or_replaced", {"used_at": NOW, "replaced_at": NOW}),
    ("wave", "due_after_opens", {"due": date(2028, 12, 31)}),
]
TWICE = [
    ("account", {"fs_uniquifier": "y"}),
    ("account", {"email": "bob@example.org"}),
    ("answer", {"version": 2}),
    ("answer_change", {"state": "does_not_know", "value": None}),
    ("assessment", {}),
    ("context_figure", {"value": 2.0}),
    ("edition", {}),
    ("mandate", {"since": LATER}),
    ("membership", {}),
    ("region", {}),
    ("submission", {}),
    ("token", {}),
    ("wave", {}),
]


@pytest.fixture(scope="module")
def writing(tmp_path_factory):
    folder = tmp_path_factory.mktemp("constraints")
    world(folder)
    dispose()
    made = engine(f"sqlite:///{folder / 'survey.db'}")
    with made.execution_options(**{PURPOSE: "writing"}).connect() as connection, connection.begin():
        connection.execute(sa.insert(Base.metadata.tables["region"]).values(GOOD["region"] | {"key": "third"}))
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


@pytest.mark.parametrize(("table", "rule", "change"), BAD)
def test_a_bad_row_is_refused_by_name(connection, table, rule, change):
    with pytest.raises(IntegrityError, match=f"ck_{table}_{rule}"):
        insert(connection, table, change)


@pytest.mark.parametrize(("table", "change"), TWICE)
def test_the_same_thing_stands_there_once(connection, table, change):
    insert(connection, table, {})
    with pytest.raises(IntegrityError, match="UNIQUE"):
        insert(connection, table, change)


def test_a_revoked_mandate_can_be_given_again(connection):
    insert(connection, "mandate", {"until": LATER})
    insert(connection, "mandate", {"since": LATER})


def test_every_rule_is_tried():
    named = {
        str(each.name)
        for table in Base.metadata.tables.values()
        for each in table.constraints
        if isinstance(each, sa.CheckConstraint)
    }
    assert named == {f"ck_{table}_{rule}" for table, rule, _ in BAD}


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
