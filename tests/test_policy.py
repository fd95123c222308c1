"""Who may do what: every role, action, region and stage, against a table written down by hand."""

from dataclasses import dataclass
from itertools import product

import pytest

from survey.models import Assessment, Duty, Mandate, Region, Role, RoleName, Stage, User
from survey.policy import OPERATOR, Action, may, standings
from tests.databases import NOW

HERE, THERE = Region(id=1, key="here"), Region(id=2, key="there")


def somebody(*roles: RoleName, active: bool = True, mandates: tuple[Mandate, ...] = ()) -> User:
    """Return a person who stands in no database."""
    return User(active=active, roles=[Role(name=role.value) for role in roles], mandates=list(mandates))


def mandate(duty: Duty = Duty.COORDINATOR, *, revoked: bool = False) -> Mandate:
    """Return a mandate for the region *here*."""
    return Mandate(region_id=HERE.id, duty=duty, since=NOW, until=NOW if revoked else None)


PEOPLE = {
    "administrator": somebody(RoleName.ADMINISTRATOR),
    "team": somebody(RoleName.TEAM),
    "coordinator": somebody(mandates=(mandate(),)),
    "former coordinator": somebody(mandates=(mandate(revoked=True),)),
    "contributor": somebody(mandates=(mandate(Duty.CONTRIBUTOR),)),
    "reviewer": somebody(mandates=(mandate(Duty.REVIEWER),)),
    "nobody": somebody(),
    "closed administrator": somebody(RoleName.ADMINISTRATOR, active=False),
    "closed coordinator": somebody(active=False, mandates=(mandate(),)),
    "not signed in": None,
    "operator": OPERATOR,
}
RUNS = {"administrator", "team", "operator"}
STAGES = list(Stage)


@dataclass(frozen=True)
class Case:
    """One question to the policy, and the answer written down here."""

    name: str
    action: Action
    region: Region
    stage: Stage

    @property
    def expected(self) -> bool:
        """The rules in words: only the own region answers, in a draft; drafts are scores to nobody else."""
        own = self.name == "coordinator" and self.region is HERE
        runs = self.name in RUNS
        draft = self.stage is Stage.DRAFT
        match self.action:
            case Action.VIEW:
                return own or runs
            case Action.EDIT | Action.SUBMIT:
                return own and draft
            case Action.SEE_SCORES | Action.EXPORT:
                return own or (runs and not draft) or self.name == "operator"
            case _:
                return runs


CASES = [Case(*each) for each in product(PEOPLE, Action, (HERE, THERE), STAGES)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}-{case.action}-{case.region.key}-{case.stage}")
def test_an_assessment(case):
    subject = Assessment(region_id=case.region.id, wave_id=1, stage=case.stage)
    assert may(PEOPLE[case.name], case.action, subject) is case.expected


@pytest.mark.parametrize(("name", "action", "region"), list(product(PEOPLE, Action, (HERE, THERE))))
def test_a_region(name, action, region):
    own = name == "coordinator" and region is HERE
    expected = {
        Action.VIEW: own or name in RUNS,
        Action.SEE_SCORES: own or name in RUNS,
        Action.EXPORT: own or name in RUNS,
        Action.MANAGE: name in RUNS,
        Action.INVITE: name in RUNS,
        Action.EDIT: False,
        Action.SUBMIT: False,
    }
    assert may(PEOPLE[name], action, region) is expected[action]


@pytest.mark.parametrize(("name", "action"), list(product(PEOPLE, Action)))
def test_the_whole_installation(name, action):
    expected = name in RUNS and action not in {Action.EDIT, Action.SUBMIT}
    if action is Action.INVITE:
        expected = name in {"administrator", "operator"}
    assert may(PEOPLE[name], action) is expected


@pytest.mark.parametrize("stranger", ["administrator", object(), 1, Region(id=1)])
def test_only_an_account_is_somebody(stranger):
    assert not any(may(stranger, action) for action in Action)


def test_roles_and_mandates_add_up():
    both = somebody(RoleName.TEAM, mandates=(mandate(),))
    draft = Assessment(region_id=HERE.id, wave_id=1, stage=Stage.DRAFT)
    assert standings(both, draft) == {"team", "coordinator"}
    assert may(both, Action.EDIT, draft)
    assert may(both, Action.MANAGE)
    assert standings(both, THERE) == {"team"}


def test_a_role_of_a_later_version_gives_nothing():
    later = User(active=True, roles=[Role(name="auditor")], mandates=[])
    assert standings(later, None) == frozenset()
