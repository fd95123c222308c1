"""Who may do what: every role, action, region and stage, against a table written down by hand."""

from dataclasses import dataclass
from itertools import product

import pytest

from survey.models import Assessment, Audience, Duty, Mandate, Membership, Region, Role, RoleName, Stage, User
from survey.policy import OPERATOR, Action, circle, ever, may, reaches, standings
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
STANDINGS = ("team", "coordinator", "contributor", "reviewer")
BY_HAND = """
                    team  coordinator  contributor  reviewer
view                dsrc  dsrc         dsrc         src
edit                -     dr           d            -
comment             sr    dsr          dsr          r
cite                -     dr           d            -
see_confidential    -     dsrc         dsrc         src
assign              -     d            -            -
remind              d     d            -            -
lead_consensus      -     d            -            -
answer_separately   -     d            d            -
submit              -     d            -            -
withdraw            -     s            -            -
reopen              src   -            -            -
extend              d     -            -            -
open_review         -     -            -            s
review              -     -            -            r
reply               -     r            -            -
conclude            r     -            -            r
see_scores          src   dsrc         dsrc         src
set_efforts         -    dsrc         -            -
bring_stakeholders  -    dsrc         -            -
export              src   dsrc         -            src
disclose            -     dsrc         -            -
audit               dsrc  dsrc         -            -
invite_colleague    -     dsrc         -            -
hand_over           dsrc  dsrc         -            -
manage              dsrc  -            -            -
invite              dsrc  -            -            -
administer          -     -            -            -
"""
"""Who may do what in which stage: draft, submitted, in review, concluded. An administrator may what the team may,
and administer: nobody else does."""

LETTERS = dict(zip("dsrc", Stage, strict=True))
ALLOWED = {
    Action(action): dict(zip(STANDINGS, cells, strict=True))
    for action, *cells in (line.split() for line in BY_HAND.strip().splitlines()[1:])
}
OF_REGIONS = {"view", "see_confidential", "see_scores", "export", "audit", "invite_colleague", "hand_over"} | {
    "manage",
    "invite",
    "administer",
}


def stages(name: str, action: Action) -> set[Stage]:
    """Return the stages in which somebody may do this by the table above; the operator may always what the team may."""
    if action is Action.ADMINISTER:
        return set(Stage) if name in {"administrator", "operator"} else set()
    if action is Action.BRING_STAKEHOLDERS and name == "operator":
        return set(Stage)  # a file that the region handed over
    column = "team" if name in RUNS else name
    letters = ALLOWED[action].get(column, "-").replace("-", "")
    return set(Stage) if name == "operator" and letters else {LETTERS[letter] for letter in letters}


@dataclass(frozen=True)
class Case:
    """One question to the policy, and the answer written down here."""

    name: str
    action: Action
    region: Region
    stage: Stage

    @property
    def expected(self) -> bool:
        """The table; a mandate holds in one region only."""
        here = self.name in RUNS or self.region is HERE
        return here and self.stage in stages(self.name, self.action)


CASES = [Case(*each) for each in product(PEOPLE, Action, (HERE, THERE), Stage)]


def test_the_table_by_hand_names_every_action():
    assert set(ALLOWED) == set(Action)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}-{case.action}-{case.region.key}-{case.stage}")
def test_an_assessment(case):
    subject = Assessment(region_id=case.region.id, wave_id=1, stage=case.stage)
    assert may(PEOPLE[case.name], case.action, subject) is case.expected


@pytest.mark.parametrize(("name", "action", "region"), list(product(PEOPLE, Action, (HERE, THERE))))
def test_a_region(name, action, region):
    if name == "operator":
        expected = bool(stages(name, action))
    else:
        expected = (name in RUNS or region is HERE) and action in OF_REGIONS and bool(stages(name, action))
    assert may(PEOPLE[name], action, region) is expected


@pytest.mark.parametrize(("name", "action"), list(product(PEOPLE, Action)))
def test_the_whole_installation(name, action):
    expected = name in RUNS and bool(stages(name, action)) and (name == "operator" or action in OF_REGIONS)
    if action is Action.INVITE:
        expected = name in {"administrator", "operator"}
    assert may(PEOPLE[name], action) is expected


@pytest.mark.parametrize(("name", "action"), list(product(sorted({*PEOPLE} - {"operator", "not signed in"}), Action)))
def test_what_another_stage_allows(name, action):
    active = not name.startswith("closed")
    subject = Assessment(region_id=HERE.id, wave_id=1, stage=Stage.DRAFT)
    assert ever(PEOPLE[name], action, subject) is (active and bool(stages(name, action)))


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


NEIGHBOURS = {
    **PEOPLE,
    **{
        f"{duty.value} of a neighbour": somebody(
            mandates=(Mandate(region=Region(id=3, key="near", memberships=[Membership()]), region_id=3, duty=duty),)
        )
        for duty in Duty
    },
    "closed neighbour": somebody(
        active=False,
        mandates=(Mandate(region=Region(id=4, key="near", memberships=[Membership()]), region_id=4),),
    ),
    "former neighbour": somebody(
        mandates=(Mandate(region=Region(id=5, key="near", memberships=[Membership()]), region_id=5, until=NOW),)
    ),
    "of a region that left": somebody(
        mandates=(Mandate(region=Region(id=6, key="gone", memberships=[Membership(left=True)]), region_id=6),)
    ),
}
"""The people above and those of another region of the partnership, by duty."""

SEES = """
                              d   s   r   c
administrator                 -   all all all
team                          -   all all all
operator                      all all all all
coordinator                   all all all all
contributor                   all all all all
reviewer                      -   all all all
former coordinator            -   -   -   public
nobody                        -   -   -   public
not signed in                 -   -   -   public
closed administrator          -   -   -   public
closed coordinator            -   -   -   public
coordinator of a neighbour    -   partnership partnership partnership
contributor of a neighbour    -   partnership partnership partnership
reviewer of a neighbour       -   partnership partnership partnership
closed neighbour              -   -   -   public
former neighbour              -   -   -   public
of a region that left         -   -   -   public
"""
"""As which audience somebody sees the scores of *here* by its stage, once the wave is published."""

NAMED = {"all": Audience.PRIVATE, "partnership": Audience.PARTNERSHIP, "public": Audience.PUBLIC, "-": None}
SEEN = {" ".join(line.split()[:-4]): line.split()[-4:] for line in SEES.strip().splitlines()[1:]}


def _with_regions(person):
    """The people above have mandates for *here*, which belongs to no partnership in these cases."""
    for mandate in getattr(person, "mandates", []):
        mandate.region = mandate.region or Region(key="here", memberships=[])
    return person


def test_the_table_of_audiences_names_everybody():
    assert set(SEEN) == set(NEIGHBOURS)


@pytest.mark.parametrize(("name", "place"), list(product(NEIGHBOURS, range(4))))
def test_as_which_audience_somebody_sees_scores(name, place):
    person = _with_regions(NEIGHBOURS[name])
    subject = Assessment(region_id=HERE.id, wave_id=1, stage=list(Stage)[place])
    expected = NAMED[SEEN[name][place]]
    assert circle(person, subject, published=True) is expected
    assert circle(person, subject) is (None if expected is Audience.PUBLIC else expected)


def test_a_contributor_takes_away_no_more_than_the_partnership():
    region = Region(id=HERE.id, key="here", memberships=[Membership()])
    person = somebody(mandates=(Mandate(region=region, region_id=HERE.id, duty=Duty.CONTRIBUTOR),))
    subject = Assessment(region_id=HERE.id, wave_id=1, stage=Stage.SUBMITTED)
    assert circle(person, subject, Action.EXPORT) is Audience.PARTNERSHIP
    assert circle(person, subject) is Audience.PRIVATE


def test_what_is_open_to_many_is_open_to_fewer():
    order = [Audience.PRIVATE, Audience.PARTNERSHIP, Audience.PUBLIC]
    assert [[reaches(one, to) for to in order] for one in order] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
