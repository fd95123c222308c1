"""Where people are signed in: behind which secret, until when, and who ends it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import AuditEntry, Deed, EndedSignIn, Ending, How, SignIn, User
from survey.policy import OPERATOR
from survey.services import mandates, own_account, roles, sessions
from survey.services.sessions import COARSE, Limits
from tests.databases import EACH, NOW, World, world, world_on
from tests.statements import asked, kinds

LIMITS = Limits(idle=timedelta(hours=4), whole=timedelta(hours=14), kept=timedelta(days=14))
HOUR = timedelta(hours=1)


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


def begin(here: World, user: User, *, now=NOW, kept=False) -> str:
    begin_write(here.session)
    secret = sessions.begin(here.session, user=user, how=How.PASSWORD, kept=kept, browser="Firefox, Linux", now=now)
    here.session.commit()
    return secret


def whose(here: World, secret: str, now=NOW) -> str | None:
    found = sessions.behind(here.session, secret=secret, limits=LIMITS, now=now)
    return found[0].name if found else None


def noted(here: World) -> list[tuple[Deed, int | None, dict]]:
    return [(one.deed, one.by_id, one.detail) for one in here.session.scalars(sa.select(AuditEntry)) if one.person_id]


@pytest.mark.parametrize("kind", EACH)
def test_a_secret_leads_to_its_account_and_stands_nowhere_in_the_database(tmp_path, kind):
    here = world_on(kind, tmp_path)
    secret = begin(here, here.coordinator)
    assert whose(here, secret) == "Here"
    assert whose(here, secret + "x") is None
    assert len(secret) == 43
    row = here.session.scalars(sa.select(SignIn)).one()
    assert secret not in str(vars(row))
    assert (row.how, row.browser, row.made_at, row.seen_at) == (How.PASSWORD, "Firefox, Linux", NOW, NOW)


def test_account_roles_mandates_and_session_come_by_one_statement(here):
    secret = begin(here, here.coordinator)
    sessions.behind(here.session, secret=secret, limits=LIMITS, now=NOW)  # from now on the objects are kept
    here.session.rollback()
    here.session.expunge_all()
    with asked() as reads:
        user, _at = sessions.behind(here.session, secret=secret, limits=LIMITS, now=NOW)
        assert [one.duty.value for one in user.mandates] == ["coordinator"]
        assert user.roles == []
    assert kinds(reads) == ["SELECT"]


@pytest.mark.parametrize(
    ("seen_after", "kept", "last"),
    [
        (timedelta(0), False, 4 * HOUR + COARSE),  # idle; noting it late is not held against anybody
        (3 * HOUR, False, 7 * HOUR + COARSE),
        (13 * HOUR, False, 14 * HOUR),  # the whole day is over
        (timedelta(0), True, timedelta(days=14)),
    ],
)
def test_a_session_is_over_after_a_while(here, seen_after, kept, last):
    secret = begin(here, here.coordinator, kept=kept)
    key = here.session.scalars(sa.select(SignIn.id)).one()
    sessions.seen(here.session, key=key, now=NOW + seen_after)
    here.session.commit()
    assert whose(here, secret, NOW + last - timedelta(seconds=1)) == "Here"
    assert whose(here, secret, NOW + last) is None
    begin_write(here.session)
    assert sessions.tidy(here.session, limits=LIMITS, now=NOW + last - timedelta(seconds=1)) == 0
    assert sessions.tidy(here.session, limits=LIMITS, now=NOW + last + timedelta(seconds=1)) == 1


def test_nobody_is_noted_as_seen_more_often_than_every_few_minutes_nor_earlier_than_before(here):
    secret = begin(here, here.coordinator)
    _user, at = sessions.behind(here.session, secret=secret, limits=LIMITS, now=NOW)
    assert not sessions.is_worth_noting(at, now=NOW + timedelta(seconds=299))
    assert sessions.is_worth_noting(at, now=NOW + timedelta(seconds=300))
    sessions.seen(here.session, key=at.key, now=NOW - HOUR)
    assert here.session.scalars(sa.select(SignIn.seen_at)).one() == NOW


def test_a_closed_account_has_no_session(here):
    secret = begin(here, here.coordinator)
    begin_write(here.session)
    here.coordinator.active = False
    here.session.commit()
    assert whose(here, secret) is None


def test_sessions_are_listed_with_the_latest_first_and_without_those_that_are_over(here):
    begin(here, here.coordinator, now=NOW - 5 * HOUR)
    begin(here, here.coordinator, now=NOW - HOUR)
    begin(here, here.coordinator)
    begin(here, here.neighbour)
    known = {"user": here.coordinator, "limits": LIMITS, "now": NOW}
    found = sessions.listed(here.session, by=here.coordinator, **known)
    assert [one.seen_at for one in found] == [NOW, NOW - HOUR]
    assert len(sessions.listed(here.session, by=here.administrator, **known)) == 2
    for other in (here.neighbour, here.team, here.contributor):
        with pytest.raises(NotFoundError):
            sessions.listed(here.session, by=other, **known)


def test_ending_a_session_holds_at_once_and_is_noted(here):
    first, second = begin(here, here.coordinator), begin(here, here.coordinator)
    key = here.session.scalars(sa.select(SignIn.id).order_by(SignIn.id)).first()
    sessions.end(here.session, user=here.coordinator, key=key, by=here.coordinator, now=NOW)
    here.session.commit()
    assert (whose(here, first), whose(here, second)) == (None, "Here")
    assert noted(here)[-1] == (Deed.SIGN_IN_ENDED, here.coordinator.id, {"count": 1})
    with pytest.raises(NotFoundError):
        sessions.end(here.session, user=here.coordinator, key=key, by=here.coordinator, now=NOW)


def test_nobody_ends_what_is_not_theirs(here):
    secret = begin(here, here.coordinator)
    key = here.session.scalars(sa.select(SignIn.id)).one()
    with pytest.raises(NotFoundError):
        sessions.end(here.session, user=here.neighbour, key=key, by=here.neighbour, now=NOW)
    for other in (here.neighbour, here.team):
        with pytest.raises(NotFoundError):
            sessions.end(here.session, user=here.coordinator, key=key, by=other, now=NOW)
        with pytest.raises(NotFoundError):
            sessions.end_all(here.session, user=here.coordinator, by=other, now=NOW)
    here.session.rollback()
    assert whose(here, secret) == "Here"


@pytest.mark.parametrize("by", ["coordinator", "administrator", "operator"])
def test_all_of_a_person_are_ended_by_the_person_an_administrator_or_at_the_machine(here, by):
    secrets = [begin(here, here.coordinator) for _ in range(3)]
    other = begin(here, here.neighbour)
    actor = OPERATOR if by == "operator" else getattr(here, by)
    assert sessions.end_all(here.session, user=here.coordinator, by=actor, now=NOW) == 3
    here.session.commit()
    assert [whose(here, one) for one in secrets] == [None] * 3
    assert whose(here, other) == "There"
    assert sessions.end_all(here.session, user=here.coordinator, by=actor, now=NOW) == 0
    assert [one for one in noted(here) if one[0] is Deed.SIGN_IN_ENDED] == [
        (Deed.SIGN_IN_ENDED, None if by == "operator" else actor.id, {"count": 3})
    ]


def test_a_new_secret_makes_the_one_before_worthless(here):
    before = begin(here, here.coordinator)
    key = here.session.scalars(sa.select(SignIn.id)).one()
    after = sessions.renew(here.session, key=key)
    here.session.commit()
    assert (whose(here, before), whose(here, after)) == (None, "Here")


def test_a_session_does_not_come_back_with_an_account_that_was_closed(here):
    secret = begin(here, here.coordinator)
    roles.close(here.session, user=here.coordinator, by=here.administrator, now=NOW)
    roles.reopen(here.session, user=here.coordinator, by=here.administrator, now=NOW)
    here.session.commit()
    assert whose(here, secret) is None


def test_whoever_has_nothing_left_to_do_here_is_signed_out(here):
    secret = begin(here, here.contributor)
    mandate = here.contributor.mandates[0]
    mandates.end(here.session, mandate=mandate, by=here.coordinator, now=NOW)
    here.session.commit()
    assert whose(here, secret) is None


@pytest.mark.parametrize("kind", EACH)
def test_whoever_holds_the_cookie_learns_why_their_session_ended(tmp_path, kind):
    here = world_on(kind, tmp_path)
    known = {"user": here.coordinator, "now": NOW}
    end_all = lambda by: sessions.end_all(here.session, by=by, **known)  # noqa: E731
    ways = {
        Ending.SELF: lambda: end_all(here.coordinator),
        Ending.ADMINISTRATOR: lambda: end_all(here.administrator),
        Ending.PASSWORD: lambda: own_account.change_password(here.session, hashed="h", by=here.coordinator, now=NOW),
    }
    for why, way in ways.items():
        secret = begin(here, here.coordinator)
        assert sessions.why_over(here.session, secret=secret, limits=LIMITS, now=NOW) is None
        way()
        here.session.commit()
        assert sessions.why_over(here.session, secret=secret, limits=LIMITS, now=NOW) is why
        assert sessions.why_over(here.session, secret=f"{secret}x", limits=LIMITS, now=NOW) is None
    left = begin(here, here.coordinator)
    key = here.session.scalars(sa.select(SignIn.id)).one()
    sessions.sign_out(here.session, user=here.coordinator, key=key, now=NOW)
    here.session.commit()
    assert sessions.why_over(here.session, secret=left, limits=LIMITS, now=NOW) is None
    assert here.session.scalar(sa.select(sa.func.count()).select_from(EndedSignIn)) == 3


@pytest.mark.parametrize(
    ("kept", "later", "why"),
    [
        (False, 4 * HOUR + COARSE, Ending.IDLE),
        (False, 14 * HOUR, Ending.WHOLE),
        (True, timedelta(days=14), Ending.WHOLE),
    ],
)
def test_the_reason_of_a_session_that_is_over_by_itself_stays_when_its_row_is_tidied_away(here, kept, later, why):
    secret = begin(here, here.coordinator, kept=kept)
    if later == 14 * HOUR:
        sessions.seen(here.session, key=1, now=NOW + 13 * HOUR)
        here.session.commit()
    told = {"secret": secret, "limits": LIMITS}
    assert sessions.why_over(here.session, now=NOW + later - timedelta(seconds=1), **told) is None
    assert sessions.why_over(here.session, now=NOW + later, **told) is why
    over = NOW + later + timedelta(seconds=1)
    begin_write(here.session)
    assert sessions.tidy(here.session, limits=LIMITS, now=over) == 1
    here.session.commit()
    assert sessions.why_over(here.session, now=over, **told) is why
    begin_write(here.session)
    sessions.tidy(here.session, limits=LIMITS, now=over + timedelta(days=31))
    here.session.commit()
    assert sessions.why_over(here.session, now=over, **told) is None
