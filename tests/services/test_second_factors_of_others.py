"""The second factor as others see it: reset for whoever lost it, demanded of some."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import InvalidError, NotFoundError
from survey.models import AuditEntry, Deed, SecondFactor
from survey.policy import OPERATOR
from survey.services import second_factors
from tests.databases import NOW, world
from tests.services.test_second_factors import switched_on

LATER = NOW + timedelta(days=1)


def test_an_administrator_resets_it_for_somebody_who_has_lost_both(tmp_path):
    made = world(tmp_path)
    switched_on(made)
    found = second_factors.reset(
        made.session, email=f" {made.coordinator.email.upper()} ", by=made.administrator, now=LATER
    )
    assert found.id == made.coordinator.id
    made.session.commit()
    entry = made.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.deed, entry.by_id, entry.person_id) == (
        Deed.SECOND_FACTOR_RESET,
        made.administrator.id,
        made.coordinator.id,
    )
    assert made.session.scalar(sa.select(sa.func.count()).select_from(SecondFactor)) == 0


def test_the_project_team_resets_nobody(tmp_path):
    made = world(tmp_path)
    switched_on(made)
    for by in (made.team, made.coordinator, made.neighbour):
        with pytest.raises(NotFoundError):
            second_factors.reset(made.session, email=made.coordinator.email, by=by, now=LATER)
        made.session.rollback()


def test_a_reset_says_where_there_is_nothing_to_reset(tmp_path):
    made = world(tmp_path)
    for email, code in {"who@example.org": "unknown", made.neighbour.email: "off"}.items():
        with pytest.raises(InvalidError) as refused:
            second_factors.reset(made.session, email=email, by=OPERATOR, now=LATER)
        assert refused.value.fields == {"email": code}


@pytest.mark.parametrize(
    ("parts", "who"),
    [
        ((), set()),
        (("administrator",), {"administrator"}),
        (("administrator", "team"), {"administrator", "team"}),
        (("coordinator", "reviewer"), {"coordinator", "neighbour", "reviewer"}),
        (("contributor",), {"contributor"}),
    ],
)
def test_it_is_demanded_by_role_and_by_mandate(tmp_path, parts: tuple[str, ...], who: set[str]):
    made = world(tmp_path)
    people = ("administrator", "team", "coordinator", "neighbour", "contributor", "reviewer")
    assert {name for name in people if second_factors.demanded(getattr(made, name), parts)} == who


def test_a_mandate_that_has_ended_demands_nothing(tmp_path):
    made = world(tmp_path)
    begin_write(made.session)
    made.coordinator.mandates[0].until = LATER
    made.session.commit()
    assert not second_factors.demanded(made.coordinator, ("coordinator",))
