"""Failed ways in, counted: how many are free, how long one waits, and that all who try at once share one count."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.errors import TooManyError
from survey.models import Attempt, AuditEntry, Deed
from survey.services import attempts
from survey.services.attempts import Counted
from tests import postgresql
from tests.databases import EACH, NOW, World, make, world, world_on

ANN = Counted(attempts.key("secret", "address", "here@example.org"), free=5)
NETWORK = Counted(attempts.key("secret", "network", "192.0.2.7"), free=8, clears=False)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


def try_once(here: World, *counted: Counted, now=NOW, email="here@example.org", right=False) -> int:
    tries = attempts.begin(here.session, counted=counted, now=now)
    here.session.commit()
    if right:
        attempts.passed(here.session, counted=counted)
    else:
        attempts.failed(here.session, counted=counted, tries=tries, email=email, now=now)
    here.session.commit()
    return tries


def blocked(here: World, *counted: Counted, now=NOW) -> timedelta | None:
    """Return how long somebody has to wait who tries now; None if they need not."""
    try:
        attempts.begin(here.session, counted=counted, now=now)
    except TooManyError as error:
        return error.until - now
    finally:
        here.session.rollback()
    return None


def test_a_digest_tells_nothing_without_its_secret():
    one = attempts.key("secret", "address", "here@example.org")
    assert len(one) == 64
    assert one != attempts.key("another", "address", "here@example.org")
    assert one != attempts.key("secret", "network", "here@example.org")
    assert attempts.key("secret", "a", "bc") != attempts.key("secret", "ab", "c")


@pytest.mark.parametrize(
    ("tries", "minutes"), [(4, None), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (4000, 15)]
)
def test_waiting_doubles_up_to_a_quarter_of_an_hour(tries, minutes):
    assert attempts.wait(tries, 5) == (None if minutes is None else minutes * MINUTE)


@pytest.mark.parametrize("kind", EACH)
def test_the_fifth_failure_is_the_last_free_one(tmp_path, kind):
    here = world_on(kind, tmp_path)
    assert [try_once(here, ANN) for _ in range(5)] == [1, 2, 3, 4, 5]
    assert blocked(here, ANN) == MINUTE
    assert blocked(here, ANN, now=NOW + MINUTE) is None
    try_once(here, ANN, now=NOW + MINUTE)
    assert blocked(here, ANN, now=NOW + MINUTE) == 2 * MINUTE


def test_while_one_waits_nothing_is_written(here):
    for _ in range(5):
        try_once(here, ANN)
    before = here.session.execute(sa.select(Attempt.tries, Attempt.last_at, Attempt.blocked_until)).all()
    for seconds in range(0, 60, 7):
        assert blocked(here, ANN, now=NOW + timedelta(seconds=seconds))
    assert here.session.execute(sa.select(Attempt.tries, Attempt.last_at, Attempt.blocked_until)).all() == before


def test_a_right_attempt_clears_the_count_of_the_address_and_gives_the_networks_back(here):
    for _ in range(4):
        try_once(here, ANN, NETWORK)
    try_once(here, ANN, NETWORK, right=True)
    kept = dict(here.session.execute(sa.select(Attempt.key, Attempt.tries)).all())
    assert kept == {NETWORK.key: 4}
    assert [try_once(here, ANN, NETWORK) for _ in range(4)] == [1, 2, 3, 4]
    assert blocked(here, ANN, NETWORK) == MINUTE, "the eighth failure of the network was its last free one"
    assert blocked(here, ANN) is None


def test_an_attempt_that_is_right_at_the_last_moment_ends_the_wait_that_it_began(here):
    for _ in range(7):
        try_once(here, NETWORK)
    try_once(here, NETWORK, right=True)
    assert blocked(here, NETWORK) is None


def test_after_a_day_a_count_begins_anew(here):
    for _ in range(5):
        try_once(here, ANN)
    later = NOW + timedelta(days=1, seconds=1)
    assert try_once(here, ANN, now=later) == 1
    assert here.session.scalars(sa.select(Attempt.key)).all() == [ANN.key]


def test_the_log_tells_of_the_first_and_of_the_one_that_ends_in_a_wait_and_of_no_other(here):
    for number in range(12):
        try_once(here, ANN, now=NOW + number * 16 * MINUTE)
    found = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.person_id == here.coordinator.id)).all()
    assert [(one.deed, one.by_id, one.detail) for one in found] == [
        (Deed.SIGN_IN_FAILED, None, {"what": "password"}),
        (Deed.SIGN_IN_BLOCKED, None, {"what": "password", "count": 5}),
    ]


def test_an_address_without_an_account_is_counted_alike_and_stands_in_no_log(here):
    nobody = Counted(attempts.key("secret", "address", "nobody@example.org"), free=5)
    before = here.session.scalar(sa.select(sa.func.count(AuditEntry.id)))
    assert [try_once(here, nobody, email="nobody@example.org") for _ in range(5)] == [1, 2, 3, 4, 5]
    assert blocked(here, nobody) == MINUTE
    assert here.session.scalar(sa.select(sa.func.count(AuditEntry.id))) == before


@pytest.mark.parametrize("kind", EACH)
def test_of_many_that_arrive_at_once_no_more_are_judged_than_are_free(tmp_path, kind):
    maker = make(tmp_path, postgresql.database() if kind == "postgresql" else None)

    def one(_number: int) -> int | None:
        with maker() as session:
            try:
                tries = attempts.begin(session, counted=[ANN, NETWORK], now=NOW)
                session.commit()
            except TooManyError:
                return None
            return tries

    with ThreadPoolExecutor(8) as crowd:
        judged = [tries for tries in crowd.map(one, range(24)) if tries is not None]
    assert sorted(judged) == [1, 2, 3, 4, 5]
