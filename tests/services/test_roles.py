"""Roles and accounts: given, taken, closed and opened again, with somebody left who administers."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import LinkError, NotFoundError, RefusedError
from survey.models import AuditEntry, Deed, RoleName, User
from survey.policy import OPERATOR, Action, may
from survey.services import links, roles
from tests.databases import EACH, NOW, dispose, person, text, world, world_on

DAY = timedelta(days=1)
ADMINISTRATOR, TEAM = RoleName.ADMINISTRATOR, RoleName.TEAM


@pytest.fixture
def here(tmp_path):
    """A world in which the administrator has come, and somebody else has an account with nothing."""
    made = world(tmp_path)
    begin_write(made.session)
    made.administrator.password = "hash"
    person(made.session, "olga")
    made.session.commit()
    return made


def of(here, name: str) -> User:
    return here.session.scalars(sa.select(User).where(User.name == name)).unique().one()


def deeds(here) -> list[tuple[str, str, str | None]]:
    found = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.person_id.is_not(None)))
    return [(each.deed.value, each.person.name, each.detail.get("role")) for each in found]


def test_a_role_is_given_once_and_noted(here):
    olga = of(here, "Olga")
    given = {"user": olga, "role": TEAM, "by": here.administrator, "now": NOW}
    assert roles.give(here.session, **given)
    assert not roles.give(here.session, **given)
    here.session.commit()
    assert may(olga, Action.MANAGE)
    assert deeds(here) == [("role_given", "Olga", "team")]


def test_a_role_is_taken_at_once_and_noted(here):
    taken = {"user": here.team, "role": TEAM, "by": here.administrator, "now": NOW}
    assert roles.take(here.session, **taken)
    assert not roles.take(here.session, **taken)
    here.session.commit()
    assert not may(here.team, Action.MANAGE)
    assert deeds(here) == [("role_taken", "Team", "team")]


def test_nobody_who_answers_for_a_region_runs_the_survey(here):
    for user in (here.coordinator, here.contributor):
        with pytest.raises(RefusedError, match="answers"):
            roles.give(here.session, user=user, role=TEAM, by=here.administrator, now=NOW)
    assert roles.give(here.session, user=here.reviewer, role=TEAM, by=here.administrator, now=NOW)


@pytest.mark.parametrize("kind", EACH)
def test_the_last_administrator_stays(kind, tmp_path):
    made = world_on(kind, tmp_path)
    begin_write(made.session)
    made.administrator.password = "hash"
    other = person(made.session, "olga", role=ADMINISTRATOR)
    made.session.commit()
    for by in (OPERATOR, other):
        with pytest.raises(RefusedError, match="last"):
            roles.take(made.session, user=made.administrator, role=ADMINISTRATOR, by=by, now=NOW)
        made.session.rollback()
        with pytest.raises(RefusedError, match="last"):
            roles.close(made.session, user=made.administrator, by=by, now=NOW)
        made.session.rollback()
    begin_write(made.session)
    other.password = "hash"  # now somebody else can sign in
    made.session.commit()
    assert roles.take(made.session, user=made.administrator, role=ADMINISTRATOR, by=made.administrator, now=NOW)
    made.session.commit()
    with pytest.raises(RefusedError, match="last"):
        roles.close(made.session, user=other, by=OPERATOR, now=NOW)
    dispose()


def test_closing_signs_out_and_ends_links_and_opening_brings_the_mandate_back(here):
    begin_write(here.session)
    link = links.make(here.session, user=here.coordinator, purpose=links.Purpose.INVITATION, now=NOW)
    here.session.commit()
    before = here.coordinator.fs_uniquifier
    assert roles.close(here.session, user=here.coordinator, by=here.administrator, now=NOW)
    here.session.commit()
    assert not may(here.coordinator, Action.VIEW, here.assessment)
    assert here.coordinator.fs_uniquifier != before
    assert not roles.close(here.session, user=here.coordinator, by=here.administrator, now=NOW)
    assert roles.reopen(here.session, user=here.coordinator, by=here.administrator, now=NOW + DAY)
    assert not roles.reopen(here.session, user=here.coordinator, by=here.administrator, now=NOW + DAY)
    here.session.commit()
    assert may(here.coordinator, Action.EDIT, here.assessment)
    with pytest.raises(LinkError, match="withdrawn"):
        links.peek(here.session, token=link.token, now=NOW)
    assert deeds(here) == [("account_closed", "Here", None), ("account_opened", "Here", None)]


def test_nobody_closes_their_own_account(here):
    with pytest.raises(RefusedError, match="own"):
        roles.close(here.session, user=here.administrator, by=here.administrator, now=NOW)


def test_a_closed_account_gets_no_role_and_no_invitation(here):
    roles.close(here.session, user=of(here, "Olga"), by=here.administrator, now=NOW)
    here.session.commit()
    with pytest.raises(RefusedError, match="closed"):
        roles.give(here.session, user=of(here, "Olga"), role=TEAM, by=here.administrator, now=NOW)
    with pytest.raises(RefusedError, match="closed"):
        roles.invite_again(here.session, user=of(here, "Olga"), by=here.administrator, now=NOW)


def test_inviting_again_replaces_the_link_of_who_has_never_come(here):
    first = roles.invite_again(here.session, user=here.coordinator, by=here.administrator, now=NOW)
    again = roles.invite_again(here.session, user=here.coordinator, by=here.administrator, now=NOW + DAY)
    here.session.commit()
    assert (first.again, again.again) == (False, True)
    assert links.peek(here.session, token=again.token, now=NOW).user is here.coordinator
    assert roles.invitation(here.session, user=here.coordinator).expires_at == NOW + 15 * DAY
    assert roles.invitation(here.session, user=here.team) is None
    for user, why in ((here.administrator, "has-come"), (of(here, "Olga"), "no-part")):
        with pytest.raises(RefusedError, match=why):
            roles.invite_again(here.session, user=user, by=here.administrator, now=NOW)


@pytest.mark.parametrize("name", ["team", "coordinator", "reviewer", "contributor"])
def test_only_an_administrator_does_it(here, name):
    by, user = getattr(here, name), here.neighbour
    known = {"user": user, "by": by, "now": NOW}
    for act in (
        lambda: roles.give(here.session, role=TEAM, **known),
        lambda: roles.take(here.session, role=TEAM, **known),
        lambda: roles.close(here.session, **known),
        lambda: roles.reopen(here.session, **known),
        lambda: roles.invite_again(here.session, **known),
    ):
        with pytest.raises(NotFoundError):
            act()
        here.session.rollback()


def test_when_somebody_last_did_something_is_read_from_answers_and_log(here):
    here.save(proud=(text("Us"), 0), now=NOW + DAY)
    roles.give(here.session, user=of(here, "Olga"), role=TEAM, by=here.administrator, now=NOW + 2 * DAY)
    here.session.commit()
    found = roles.last_deeds(here.session)
    assert found[here.coordinator.id] == NOW + DAY
    assert found[here.administrator.id] == NOW + 2 * DAY
    assert here.neighbour.id not in found
    assert {each.deed for each in here.session.scalars(sa.select(AuditEntry))} >= {Deed.ROLE_GIVEN}


def test_an_account_that_there_is_not(here):
    with pytest.raises(NotFoundError):
        roles.find(here.session, key=999)
