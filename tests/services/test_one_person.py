"""People are made into objects once for each state of their rows, and always seen as the database has them."""

from datetime import timedelta
from time import monotonic

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from survey.database import begin_write
from survey.models import Assessment, Duty, Mandate, Role, RoleName, SecondFactor, Stage, User
from survey.services import kept_objects, one_assessment, one_person
from survey.services.kept_objects import KeptObjects
from tests.databases import EACH, NOW, make, person, world_on


@pytest.fixture(params=EACH)
def here(request, tmp_path):
    made = world_on(request.param, tmp_path)
    made.session.rollback()
    return made


def somebody(session):
    return session.scalars(sa.select(User.id).where(User.mandates.any())).first()


def seen(session, key):
    """Return what the next request would see, as plain values."""
    session.rollback()
    session.expunge_all()
    found = one_person.find(session, key=key)
    assert sa.inspect(found).persistent
    assert not session.is_modified(found)
    factor = found.second_factor and (found.second_factor.secret, found.second_factor.last_step)
    held = sorted((each.region.key, each.duty, each.in_force) for each in found.mandates)
    return found.name, found.language, found.active, sorted(role.name for role in found.roles), held, factor


def loaded(session, key):
    """Return the same as the ORM reads it, without what is kept."""
    session.rollback()
    session.expunge_all()
    wanted = sa.select(User).where(User.id == key).options(joinedload(User.mandates).joinedload(Mandate.region))
    found = session.scalars(wanted).unique().one()
    factor = found.second_factor and (found.second_factor.secret, found.second_factor.last_step)
    held = sorted((each.region.key, each.duty, each.in_force) for each in found.mandates)
    return found.name, found.language, found.active, sorted(role.name for role in found.roles), held, factor


def test_every_change_is_seen_at_once(here):
    session, key = here.session, somebody(here.session)
    region = session.scalar(sa.select(Mandate.region_id).where(Mandate.user_id == key))
    team = session.scalar(sa.select(Role.id).where(Role.name == RoleName.TEAM))
    account_role = User.metadata.tables["account_role"]
    changes = [
        sa.update(User).where(User.id == key).values(name="Another", language="de"),
        sa.insert(account_role).values(account_id=key, role_id=team),
        sa.insert(Mandate).values(user_id=key, region_id=region, duty=Duty.REVIEWER, since=NOW),
        sa.update(Mandate).where(Mandate.user_id == key).values(until=NOW + timedelta(days=1)),
        sa.insert(SecondFactor).values(user_id=key, secret="s" * 40, since=NOW, last_step=1),
        sa.update(SecondFactor).values(last_step=2),
        sa.delete(account_role).where(account_role.c.account_id == key),
        sa.delete(SecondFactor),
        sa.update(User).where(User.id == key).values(active=False),
    ]
    before = seen(session, key)
    for change in changes:
        session.rollback()
        begin_write(session)
        session.execute(change)
        session.commit()
        now = seen(session, key)
        assert now != before
        assert now == loaded(session, key)
        before = now


def test_what_is_the_same_is_not_made_again(here, monkeypatch):
    session, key = here.session, somebody(here.session)
    before = seen(session, key)
    monkeypatch.setattr(KeptObjects, "_apart", None)
    assert seen(session, key) == before


def test_each_session_has_its_own_objects(tmp_path):
    maker = make(tmp_path)
    with maker() as one, maker() as other:
        begin_write(one)
        key = person(one, "ann").id
        one.commit()
        mine, theirs = one_person.find(one, key=key), one_person.find(other, key=key)
        assert mine is not theirs
        mine.name = "Changed, not kept"
        other.expunge_all()
        assert one_person.find(other, key=key).name == "Ann"
        one.rollback()


def test_a_person_changed_in_a_transaction_is_seen_in_it_alone(here):
    session, key = here.session, somebody(here.session)
    before = seen(session, key)
    session.rollback()
    begin_write(session)
    session.execute(sa.update(User).where(User.id == key).values(name="Taken back"))
    session.expire_all()
    assert one_person.find(session, key=key).name == "Taken back"
    assert seen(session, key) == before


def test_objects_read_after_the_rows_have_changed_are_not_kept(tmp_path, monkeypatch):
    """As it can be on PostgreSQL, where each statement sees what others have written meanwhile."""
    maker = make(tmp_path)
    monkeypatch.setattr(one_person.PERSONS, "made", {})
    with maker() as session:
        begin_write(session)
        key = person(session, "ann").id
        found = one_person._BY_KEY.rows(session, key=key)
        session.execute(sa.update(User).values(name="Bob"))
        session.expire_all()
        assert one_person.PERSONS.of(session, found).name == "Bob"
        assert one_person.PERSONS.made == {}


def test_nobody_is_nobody(here):
    assert one_person.find(here.session, key=2**31 - 1) is None


def test_who_goes_between_two_statements_is_nobody(here, monkeypatch):
    key = somebody(here.session)
    monkeypatch.setattr(one_person.PERSONS, "made", {})
    monkeypatch.setattr(
        one_person.PERSONS, "_objects", sa.select(User).where(User.id == sa.bindparam("key"), sa.false())
    )
    assert one_person.find(here.session, key=key) is None


def test_nobody_is_kept_for_longer_than_an_hour(here, monkeypatch):
    monkeypatch.setattr(one_person.PERSONS, "made", {})
    one, other = here.session.scalars(sa.select(User.id).order_by(User.id)).all()[:2]
    seen(here.session, one)
    monkeypatch.setattr(kept_objects, "monotonic", lambda: monotonic() + 3601)
    seen(here.session, other)
    assert set(one_person.PERSONS.made) == {other}


def test_an_object_read_again_is_whole(here):
    """What hangs on it by other ways is read again with it, so that no two states are mixed."""
    session, key = here.session, here.assessment.id
    here.session.rollback()
    begin_write(session)
    found = one_assessment.locked(session, key)
    assert found.submitted_by is None
    by = session.scalars(sa.select(User.id)).first()
    submitted = {"stage": Stage.SUBMITTED, "submitted_at": NOW, "submitted_by_id": by}
    session.execute(
        sa.update(Assessment).where(Assessment.id == key).values(**submitted),
        execution_options={"synchronize_session": False},
    )
    assert one_assessment.of_region(session, wave="2026", region="here").stage is Stage.DRAFT  # left as it is
    again = one_assessment.locked(session, key)
    assert again is found
    assert (again.stage, again.submitted_by.id) == (Stage.SUBMITTED, by)


def test_only_so_many_are_kept(here, monkeypatch):
    keys = here.session.scalars(sa.select(User.id)).all()
    assert len(keys) > 2
    monkeypatch.setattr(kept_objects, "MOST", 2)
    monkeypatch.setattr(one_person.PERSONS, "made", {})
    for key in keys:
        assert seen(here.session, key) == loaded(here.session, key)
        assert len(one_person.PERSONS.made) <= 2
