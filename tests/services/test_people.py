"""Inviting people and the links they come by: what is made, what is kept, and why a link does not work."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import InvalidError, LinkError, NotFoundError
from survey.models import Duty, Mandate, Purpose, RoleName, Token, User
from survey.policy import OPERATOR
from survey.services import links, people
from tests.databases import NOW, World, make, world

DAY = timedelta(days=1)


@pytest.fixture
def here(tmp_path):
    return world(tmp_path)


def invite(here: World, **change: object) -> links.Link:
    """Invite a coordinator as the project team, or otherwise, and commit."""
    region = here.assessment.region
    values = {"email": "new@example.org", "name": "New Person", "region": region, "by": here.team, "now": NOW}
    made = people.invite_coordinator(here.session, **(values | change))
    here.session.commit()
    return made


def enlist(here: World, **change: object) -> links.Link:
    """Invite somebody into the team as the administrator, or otherwise, and commit."""
    values = {"email": "new@example.org", "name": "New Person", "by": here.administrator, "now": NOW}
    made = people.invite_to_team(here.session, **(values | change))
    here.session.commit()
    return made


def test_an_invited_coordinator_has_account_mandate_and_link(here):
    link = invite(here, email=" New@Example.ORG ", name=" New Person ", language="de")
    user = link.user
    assert (user.email, user.name, user.language, user.password) == ("new@example.org", "New Person", "de", None)
    assert [(each.region.key, each.duty, each.in_force) for each in user.mandates] == [("here", Duty.COORDINATOR, True)]
    assert (user.roles, user.active) == ([], True)
    assert link.expires_at == NOW + 14 * DAY


def test_an_invited_colleague_has_a_role(here):
    assert [each.name for each in enlist(here).user.roles] == ["team"]
    assert [each.name for each in enlist(here, email="b@example.org", role=RoleName.ADMINISTRATOR).user.roles] == [
        "administrator"
    ]


def test_only_a_digest_of_the_link_is_kept(here):
    link = invite(here)
    row = here.session.execute(sa.text("SELECT * FROM token")).mappings().one()
    assert len(link.token) >= 43
    assert link.token not in {str(value) for value in row.values()}
    assert row["digest"] == links.digest(link.token)


def test_no_two_links_are_the_same(here):
    assert len({invite(here).token for _ in range(5)}) == 5


def test_inviting_again_replaces_the_link_and_doubles_nothing(here):
    first, second = invite(here), invite(here, name="Other Name", now=NOW + DAY)
    assert first.user is second.user
    assert second.user.name == "New Person"
    assert here.session.scalar(sa.select(sa.func.count(Mandate.id)).where(Mandate.user_id == first.user.id)) == 1
    with pytest.raises(LinkError, match="replaced"):
        links.peek(here.session, token=first.token, now=NOW)
    assert links.peek(here.session, token=second.token, now=NOW).user is first.user


def test_inviting_again_in_other_letters_is_the_same_person(here):
    assert invite(here).user is invite(here, email="NEW@example.org").user


def test_a_person_can_answer_for_two_regions(here):
    invite(here)
    user = invite(here, region=here.elsewhere.region).user
    assert [each.region.key for each in user.mandates] == ["here", "there"]


def test_a_mandate_that_was_revoked_is_given_anew(here):
    user = invite(here).user
    begin_write(here.session)
    user.mandates[0].until = NOW + DAY
    here.session.commit()
    user = invite(here, now=NOW + 2 * DAY).user
    assert [each.in_force for each in user.mandates] == [False, True]


def test_somebody_with_an_account_can_join_the_team(here):
    begin_write(here.session)
    here.coordinator.password = "hash"
    here.session.commit()
    user = enlist(here, email=here.coordinator.email).user
    assert (user is here.coordinator, user.password, [each.name for each in user.roles]) == (True, "hash", ["team"])


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"email": "nobody"}, {"email": "address"}),
        ({"email": "a@b@c"}, {"email": "address"}),
        ({"email": "a@example.org\nBcc: b@example.org"}, {"email": "address"}),
        ({"email": ""}, {"email": "address"}),
        ({"name": " "}, {"name": "missing"}),
        ({"email": "x", "name": ""}, {"email": "address", "name": "missing"}),
    ],
)
def test_what_cannot_be_is_refused_with_all_that_is_wrong(here, change, fields):
    for act in (invite, enlist):
        with pytest.raises(InvalidError) as refusal:
            act(here, **change)
        assert refusal.value.fields == fields


def test_a_closed_account_is_not_opened_by_an_invitation(here):
    begin_write(here.session)
    here.neighbour.active = False
    here.session.commit()
    with pytest.raises(InvalidError) as refusal:
        invite(here, email=here.neighbour.email)
    assert refusal.value.fields == {"email": "account-closed"}


@pytest.mark.parametrize("name", ["coordinator", "neighbour"])
def test_a_coordinator_invites_nobody(here, name):
    for act in (invite, enlist):
        with pytest.raises(NotFoundError):
            act(here, by=getattr(here, name))
        here.session.rollback()
    assert here.session.scalar(sa.select(User.id).where(User.email == "new@example.org")) is None


def test_only_an_administrator_lets_people_into_the_team(here):
    with pytest.raises(NotFoundError):
        enlist(here, by=here.team)
    here.session.rollback()
    assert enlist(here, by=OPERATOR).user.roles


def test_looking_at_a_link_uses_nothing_up(here):
    token = invite(here).token
    for _ in range(3):
        assert links.peek(here.session, token=token, now=NOW).purpose is Purpose.INVITATION
    assert not here.session.dirty
    assert links.accept(here.session, token=token, now=NOW).email == "new@example.org"


def test_a_link_works_once(here):
    token = invite(here).token
    links.accept(here.session, token=token, now=NOW + DAY)
    here.session.commit()
    for act in (links.accept, links.peek):
        with pytest.raises(LinkError, match="used"):
            act(here.session, token=token, now=NOW + DAY)
        here.session.rollback()
    assert here.session.scalar(sa.select(Token.used_at)) == NOW + DAY


def test_a_link_that_was_used_up_and_rolled_back_still_works(here):
    token = invite(here).token
    links.accept(here.session, token=token, now=NOW)
    here.session.rollback()
    assert links.accept(here.session, token=token, now=NOW)


@pytest.mark.parametrize(("age", "works"), [(timedelta(days=14, seconds=-1), True), (timedelta(days=14), False)])
def test_an_invitation_works_for_fourteen_days(here, age, works):
    token = invite(here).token
    if works:
        assert links.accept(here.session, token=token, now=NOW + age)
    else:
        with pytest.raises(LinkError, match="expired"):
            links.accept(here.session, token=token, now=NOW + age)


@pytest.mark.parametrize(("age", "works"), [(timedelta(seconds=3599), True), (timedelta(hours=1), False)])
def test_a_sign_in_link_works_for_an_hour(here, age, works):
    token = people.sign_in_link(here.session, user=here.administrator, now=NOW).token
    if works:
        assert links.accept(here.session, token=token, now=NOW + age) is here.administrator
    else:
        with pytest.raises(LinkError, match="expired"):
            links.peek(here.session, token=token, now=NOW + age)


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "ü", "\x00", "\ud800", "x" * 100_000])
def test_a_link_nobody_made_is_unknown(here, token):
    invite(here)
    for act in (links.peek, links.accept):
        with pytest.raises(LinkError, match="unknown"):
            act(here.session, token=token, now=NOW)


def test_a_link_of_a_closed_account_is_unknown(here):
    link = invite(here)
    begin_write(here.session)
    link.user.active = False
    here.session.commit()
    with pytest.raises(LinkError, match="unknown"):
        links.accept(here.session, token=link.token, now=NOW)


def test_an_invitation_and_a_sign_in_link_do_not_replace_each_other(here):
    invitation = invite(here)
    people.sign_in_link(here.session, user=invitation.user, now=NOW)
    assert links.peek(here.session, token=invitation.token, now=NOW)


def test_the_first_administrator_is_made_once(tmp_path):
    with make(tmp_path)() as session:
        people.add_roles(session)
        people.add_roles(session)
        first = people.administrator(session, email="Chief@example.org", name="Chief", now=NOW)
        again = people.administrator(session, email="other@example.org", name="Other", now=NOW)
        session.commit()
        assert first is again
        assert (first.email, [each.name for each in first.roles]) == ("chief@example.org", ["administrator"])
        assert session.scalar(sa.select(sa.func.count(User.id))) == 1


def test_people_are_listed_with_regions_by_name_for_those_who_manage(here):
    invite(here, name="Anna")
    here.session.expunge_all()
    team = here.session.scalar(sa.select(User).where(User.fs_uniquifier == "team"))
    found = people.listing(here.session, by=team)
    assert [each.name for each in found] == [
        "Administrator",
        "Anna",
        "Contributor",
        "Here",
        "Reviewer",
        "Team",
        "There",
    ]
    regions = [mandate.region.name for each in found for mandate in each.mandates]
    assert regions == ["Here", "Here", "Here", "Here", "There"]


def test_people_are_not_listed_for_others(here):
    with pytest.raises(NotFoundError):
        people.listing(here.session, by=here.coordinator)
