"""Statements that are compiled once read what SQLAlchemy reads, on both databases, and fail as it fails."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, ProgrammingError

from survey.database import begin_write
from survey.models import Mandate, Region, SignIn, StoredAnswer, User, Wave
from survey.reading import READS, Prepared, Read, rows
from tests.databases import EACH, world_on


@pytest.fixture(params=EACH)
def here(request, tmp_path):
    made = world_on(request.param, tmp_path)
    made.session.rollback()
    return made


@pytest.fixture
def reads():
    token = READS.set([])
    yield READS.get()
    READS.reset(token)


@pytest.mark.parametrize("model", [User, Mandate, Region, Wave, StoredAnswer])
def test_values_are_those_of_the_columns(here, model):
    columns = list(model.__table__.columns)
    statement = sa.select(*columns).where(model.id > sa.bindparam("least")).order_by(model.id)
    expected = [tuple(row) for row in here.session.execute(statement, {"least": 0})]
    assert Prepared(statement).values(here.session, least=0) == expected
    assert expected or model is StoredAnswer


def test_one_statement_serves_several_values_and_both_databases(tmp_path):
    statement = Prepared(
        sa.select(User.name).where(User.email == sa.bindparam("email"), User.id > sa.bindparam("above"))
    )
    for number, kind in enumerate(EACH):
        (tmp_path / str(number)).mkdir()
        session = world_on(kind, tmp_path / str(number)).session
        session.rollback()
        known = {row.email: row.name for row in session.execute(sa.select(User.email, User.name))}
        for email, name in known.items():
            assert statement.rows(session, email=email, above=0) == [(name,)]
            assert statement.rows(session, email=email, above=2**31 - 1) == []


def test_what_is_changed_is_written_before_it_is_read(here):
    begin_write(here.session)
    here.coordinator.name = "Renamed"
    statement = Prepared(sa.select(User.name).where(User.id == sa.bindparam("key")))
    assert statement.rows(here.session, key=here.coordinator.id) == [("Renamed",)]
    here.session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        sa.select(User.id).where(User.id.in_(sa.bindparam("keys", expanding=True))),
        sa.select(User.id).where(User.created_at > sa.bindparam("since")),
        sa.select(User.id).where(User.created_at > datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_what_the_driver_would_have_to_be_told_otherwise_is_refused(here, statement):
    with pytest.raises(ValueError, match="cannot stand in a prepared statement"):
        Prepared(statement).rows(here.session)


def test_a_fault_is_told_as_sqlalchemy_tells_it(here):
    with pytest.raises((OperationalError, ProgrammingError)) as raised:
        rows(here.session.connection(), Read("SELECT nothing FROM nowhere", ()))
    assert raised.value.statement == "SELECT nothing FROM nowhere"
    assert not raised.value.connection_invalidated
    here.session.rollback()
    assert Prepared(sa.select(User.id)).rows(here.session)


def test_a_connection_that_is_gone_is_given_up_and_the_next_one_works(tmp_path):
    here = world_on("postgresql", tmp_path)
    here.session.rollback()
    own = here.session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with here.session.get_bind().connect() as other:
        other.exec_driver_sql(f"SELECT pg_terminate_backend({own})")
    with pytest.raises(OperationalError) as raised:
        Prepared(sa.select(User.id)).rows(here.session)
    assert raised.value.connection_invalidated
    here.session.rollback()
    assert Prepared(sa.select(User.id)).rows(here.session)


def test_who_asks_learns_by_which_statements_was_read(here, reads):
    Prepared(sa.select(User.id)).rows(here.session)
    here.session.scalars(sa.select(Wave.id)).all()
    begin_write(here.session)
    here.session.execute(sa.update(User).values(language="de"))
    here.session.rollback()
    words = [each.statement.split(None, 1)[0] for each in reads]
    assert words == ["SELECT", "SELECT", "UPDATE"]


def test_nobody_asks_unless_they_say_so(here):
    assert READS.get() is None
    Prepared(sa.select(SignIn.id)).rows(here.session)
    assert READS.get() is None


def test_reading_on_postgresql_keeps_no_transaction_open_and_forgets_no_statement(tmp_path):
    here = world_on("postgresql", tmp_path)
    session, statement = here.session, Prepared(sa.select(User.id, User.email, User.language))
    session.rollback()
    for _ in range(8):
        statement.rows(session)
        session.rollback()
    known = "position('account.id, account.email, account.language' IN statement) > 0"
    state = f"SELECT count(*) FROM pg_prepared_statements WHERE {known}"
    assert session.connection().exec_driver_sql(state).scalar() == 1
    driver = session.connection().connection.driver_connection
    assert driver.info.transaction_status.name == "IDLE"
    begin_write(session)
    session.execute(sa.update(User).values(language="de"))
    driver = session.connection().connection.driver_connection
    assert driver.info.transaction_status.name == "INTRANS"
    session.rollback()
    assert session.scalars(sa.select(User.language).where(User.language == "de")).all() == []
