"""What an account is, to Flask-Security and to the policy."""

import sqlalchemy as sa
from sqlalchemy import event

from survey.database import begin_write
from survey.models import Duty, Mandate, RoleName, User
from tests.databases import NOW, make, person, region, world


def test_an_account_is_read_with_roles_and_mandates_in_one_statement(tmp_path):
    session = world(tmp_path).session
    session.expunge_all()
    statements = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: statements.append(given[2]))
    found = session.scalar(sa.select(User).where(User.fs_uniquifier == "here"))
    assert ([role.name for role in found.roles], [each.duty for each in found.mandates]) == ([], [Duty.COORDINATOR])
    assert len([each for each in statements if each.startswith("SELECT")]) == 1


def test_an_account_is_what_flask_security_needs(tmp_path):
    made = world(tmp_path)
    assert made.team.has_role(RoleName.TEAM)
    assert made.team.has_role(made.team.roles[0])
    assert not made.team.has_role(RoleName.ADMINISTRATOR)
    assert (made.team.is_active, made.team.is_authenticated, made.team.get_id()) == (True, True, "team")


def test_nothing_is_kept_about_signing_in():
    kept = set(User.__table__.columns.keys())
    assert not [name for name in kept if "login" in name or "ip" in name.split("_")]


def test_a_name_or_address_does_not_get_into_logs(tmp_path):
    assert "here" not in repr(world(tmp_path).coordinator)


def test_a_mandate_is_in_force_until_it_is_revoked(tmp_path):
    with make(tmp_path)() as session:
        begin_write(session)
        person(session, "ann", region=region(session, "here"))
        mandate = session.scalars(sa.select(Mandate)).one()
        assert mandate.in_force
        mandate.until = NOW
        session.commit()
        assert not mandate.in_force


def test_an_account_that_goes_takes_its_roles_with_it(tmp_path):
    made = world(tmp_path)
    begin_write(made.session)
    made.session.execute(sa.text("DELETE FROM account WHERE id = :id"), {"id": made.team.id})
    made.session.commit()
    left = made.session.execute(sa.text("SELECT count(*) FROM account_role")).scalar()
    assert left == 1
