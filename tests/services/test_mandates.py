"""People of a region: who invites whom, ending mandates, and what an invitation is worth."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.errors import ClosedError, InvalidError, LinkError, NotFoundError
from survey.models import AuditEntry, Deed, Duty, Mandate
from survey.policy import OPERATOR
from survey.services import invitations, links, mandates
from tests.databases import NOW, World, world

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


def invite(here: World, duty: Duty = Duty.CONTRIBUTOR, *, by=None, email="new@example.org", region=None):
    """Invite somebody for the region as its coordinator, or otherwise, and commit."""
    made = invitations.invite(
        here.session,
        duty=duty,
        email=email,
        name="New Person",
        region=region or here.assessment.region,
        by=by or here.coordinator,
        now=NOW,
    )
    here.session.commit()
    return made


def end(here: World, mandate: Mandate, by=None, now=LATER) -> None:
    mandates.end(here.session, mandate=mandate, by=by or here.team, now=now)
    here.session.commit()


def in_force(user) -> list[tuple[str, str]]:
    return [(one.region.key, one.duty) for one in user.mandates if one.in_force]


def deeds(here: World) -> list[tuple[str, int | None]]:
    wanted = sa.select(AuditEntry).where(AuditEntry.by_id.is_not(None)).order_by(AuditEntry.id)
    return [(one.deed, one.person_id) for one in here.session.scalars(wanted)]


def test_a_coordinator_invites_contributors_of_the_own_region(here):
    user = invite(here).user
    assert in_force(user) == [("here", Duty.CONTRIBUTOR)]
    assert deeds(here) == [(Deed.INVITED, user.id)]
    entry = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == Deed.INVITED)).one()
    assert (entry.region_id, entry.detail) == (here.assessment.region_id, {"duty": "contributor"})


@pytest.mark.parametrize(
    ("name", "duty"),
    [
        ("coordinator", Duty.COORDINATOR),
        ("coordinator", Duty.REVIEWER),
        ("neighbour", Duty.CONTRIBUTOR),
        ("contributor", Duty.CONTRIBUTOR),
        ("reviewer", Duty.CONTRIBUTOR),
        ("team", Duty.CONTRIBUTOR),
    ],
)
def test_nobody_invites_beyond_the_own_part(here, name, duty):
    with pytest.raises(NotFoundError):
        invite(here, duty, by=getattr(here, name))


@pytest.mark.parametrize("name", ["team", "administrator"])
@pytest.mark.parametrize("duty", [Duty.REVIEWER, Duty.COORDINATOR])
def test_who_runs_the_survey_invites_reviewers_and_coordinators(here, name, duty):
    assert in_force(invite(here, duty, by=getattr(here, name)).user) == [("here", duty)]


@pytest.mark.parametrize(
    ("duty", "whom", "code"),
    [
        (Duty.REVIEWER, "coordinator", "answers"),
        (Duty.REVIEWER, "contributor", "answers"),
        (Duty.COORDINATOR, "reviewer", "reviews"),
        (Duty.CONTRIBUTOR, "reviewer", "reviews"),
        (Duty.CONTRIBUTOR, "coordinator", "coordinates"),
        (Duty.CONTRIBUTOR, "team", "runs-the-survey"),
        (Duty.COORDINATOR, "administrator", "runs-the-survey"),
    ],
)
def test_nobody_reviews_what_they_answer_and_no_runner_answers(here, duty, whom, code):
    by = here.coordinator if duty is Duty.CONTRIBUTOR else here.team
    before = here.session.scalar(sa.select(sa.func.count(Mandate.id)))
    with pytest.raises(InvalidError) as refusal:
        invite(here, duty, by=by, email=getattr(here, whom).email)
    here.session.rollback()
    assert refusal.value.fields == {"email": code}
    assert here.session.scalar(sa.select(sa.func.count(Mandate.id))) == before


def test_who_answers_for_one_region_may_review_another(here):
    user = invite(here, Duty.REVIEWER, by=here.team, email=here.neighbour.email).user
    assert in_force(user) == [("there", Duty.COORDINATOR), ("here", Duty.REVIEWER)]


def test_a_contributor_who_comes_to_coordinate_is_no_contributor_any_more(here):
    user = invite(here, Duty.COORDINATOR, by=here.team, email=here.contributor.email).user
    assert in_force(user) == [("here", Duty.COORDINATOR)]


def test_the_account_behind_an_address_is_named_before_it_is_invited_for_something_else(here):
    region = here.assessment.region
    asked = {"session": here.session, "region": region, "duty": Duty.CONTRIBUTOR}
    assert invitations.known(**asked, email=" THERE@example.org ") is here.neighbour
    assert invitations.known(**asked, email=here.team.email) is here.team
    for email in ("new@example.org", "no address", here.contributor.email):
        assert invitations.known(**asked, email=email) is None
    to_team = {"session": here.session, "region": None, "duty": None}
    assert invitations.known(**to_team, email=here.neighbour.email) is here.neighbour
    assert invitations.known(**to_team, email=here.administrator.email) is None


def test_the_team_ends_every_mandate_a_coordinator_those_of_contributors(here):
    reviewer, contributor = here.reviewer.mandates[0], here.contributor.mandates[0]
    for by, mandate in (
        (here.coordinator, reviewer),
        (here.coordinator, here.coordinator.mandates[0]),
        (here.neighbour, contributor),
        (here.contributor, contributor),
    ):
        assert not mandates.may_end(by, mandate)
        with pytest.raises(NotFoundError):
            end(here, mandate, by)
        here.session.rollback()
    end(here, contributor, here.coordinator)
    end(here, reviewer, here.team)
    end(here, here.coordinator.mandates[0], here.administrator)
    assert [one.until for one in (reviewer, contributor)] == [LATER, LATER]
    assert [deed for deed, _ in deeds(here)] == [Deed.MANDATE_ENDED] * 3


def test_a_mandate_ends_once(here):
    mandate = here.contributor.mandates[0]
    end(here, mandate)
    with pytest.raises(ClosedError):
        end(here, mandate, now=LATER + timedelta(days=1))
    here.session.rollback()
    assert mandate.until == LATER


def test_the_link_of_a_withdrawn_invitation_stops_working(here):
    link = invite(here)
    end(here, link.user.mandates[0], here.coordinator)
    for act in (links.peek, links.accept):
        with pytest.raises(LinkError, match="withdrawn"):
            act(here.session, token=link.token, now=LATER)
        here.session.rollback()


def test_the_link_goes_on_working_for_what_somebody_is_invited_to_as_well(here):
    invite(here)
    link = invite(here, by=here.neighbour, region=here.elsewhere.region)
    end(here, link.user.mandates[0], here.coordinator)
    assert links.peek(here.session, token=link.token, now=LATER).user is link.user


def test_the_team_is_joined_with_a_line_in_the_log(here):
    user = invitations.invite_to_team(
        here.session, email="a@example.org", name="A", by=here.administrator, now=NOW
    ).user
    assert deeds(here) == [(Deed.INVITED, user.id)]


def test_the_operator_invites_without_a_person(here):
    assert in_force(invite(here, Duty.COORDINATOR, by=OPERATOR).user)
