"""Handing a region over and replacing a coordinator: there is always one, and nobody else decides it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import AuditEntry, Deed, Duty, Mandate
from survey.services import handovers
from tests.databases import NOW, World, colleague, world

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


def in_force(user) -> list[tuple[str, str]]:
    return [(one.region.key, one.duty) for one in user.mandates if one.in_force]


def deeds(here: World) -> list[tuple[str, int | None]]:
    wanted = sa.select(AuditEntry).where(AuditEntry.by_id.is_not(None)).order_by(AuditEntry.id)
    return [(one.deed, one.person_id) for one in here.session.scalars(wanted)]


def test_a_coordinator_hands_the_region_over_to_a_colleague(here):
    region = here.assessment.region
    link = handovers.hand_over(here.session, region=region, to=here.contributor.id, by=here.coordinator, now=LATER)
    here.session.commit()
    assert link.user is here.contributor
    assert (in_force(here.contributor), in_force(here.coordinator)) == ([("here", Duty.COORDINATOR)], [])
    assert deeds(here) == [(Deed.MANDATE_ENDED, here.coordinator.id), (Deed.HANDED_OVER, here.contributor.id)]
    with pytest.raises(NotFoundError):
        handovers.hand_over(here.session, region=region, to=here.contributor.id, by=here.coordinator, now=LATER)


def test_a_coordinator_hands_the_region_over_to_a_new_address(here):
    known = {"region": here.assessment.region, "email": "new@example.org", "name": "New", "now": LATER}
    link = handovers.hand_over_to_address(here.session, by=here.coordinator, **known)
    here.session.commit()
    assert (in_force(link.user), in_force(here.coordinator)) == ([("here", Duty.COORDINATOR)], [])


@pytest.mark.parametrize("whom", ["coordinator", "neighbour", "reviewer", "team"])
def test_a_region_is_handed_over_to_nobody_else(here, whom):
    with pytest.raises(InvalidError) as refusal:
        handovers.hand_over(
            here.session, region=here.assessment.region, to=getattr(here, whom).id, by=here.coordinator, now=LATER
        )
    here.session.rollback()
    assert refusal.value.fields == {"to": "unknown"}
    assert in_force(here.coordinator) == [("here", Duty.COORDINATOR)]


def test_two_who_hand_over_to_each_other_leave_the_region_a_coordinator(here):
    second = colleague(here)
    region = here.assessment.region
    handovers.hand_over(here.session, region=region, to=second.id, by=here.coordinator, now=LATER)
    here.session.commit()
    with pytest.raises(InvalidError):
        handovers.hand_over(here.session, region=region, to=here.coordinator.id, by=second, now=LATER)
    here.session.rollback()
    assert in_force(second) == [("here", Duty.COORDINATOR)]


@pytest.mark.parametrize("name", ["neighbour", "contributor", "reviewer", "team"])
def test_only_who_coordinates_a_region_hands_it_over(here, name):
    with pytest.raises(NotFoundError):
        handovers.hand_over(
            here.session, region=here.assessment.region, to=here.contributor.id, by=getattr(here, name), now=LATER
        )


def replace(here: World, mandate: Mandate, by, email="new@example.org"):
    made = handovers.replace(here.session, mandate=mandate, email=email, name="New", by=by, now=LATER)
    here.session.commit()
    return made


def test_the_team_replaces_a_coordinator_who_has_left(here):
    user = replace(here, here.coordinator.mandates[0], here.team).user
    assert (in_force(user), in_force(here.coordinator)) == ([("here", Duty.COORDINATOR)], [])
    with pytest.raises(ClosedError):
        replace(here, here.coordinator.mandates[0], here.team, "other@example.org")


@pytest.mark.parametrize(
    ("name", "whom"), [("coordinator", "coordinator"), ("neighbour", "coordinator"), ("team", "reviewer")]
)
def test_nobody_else_is_replaced_by_nobody_else(here, name, whom):
    with pytest.raises(NotFoundError):
        replace(here, getattr(here, whom).mandates[0], getattr(here, name))
    here.session.rollback()
    assert in_force(getattr(here, whom))


def test_nobody_is_replaced_by_themselves(here):
    with pytest.raises(InvalidError) as refusal:
        replace(here, here.coordinator.mandates[0], here.team, here.coordinator.email)
    assert refusal.value.fields == {"email": "same"}
