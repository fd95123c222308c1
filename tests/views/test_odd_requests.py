"""No request makes the platform fail: odd addresses, queries, headers and forms on every route, for every role."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests import fuzzing
from tests.installations import sign_in
from tests.views.leaking import FIRST, build
from tests.views.test_routes import NOBODY, PEOPLE

TIMES = 3
"""So often every role asks each route; ``make fuzz`` asks more often, over HTTP."""


@pytest.fixture(scope="module")
def world(template, tmp_path_factory):
    """An installation with concluded and open assessments, and a published wave."""
    return build(template, tmp_path_factory.mktemp("odd"), FIRST)


# Werkzeug leaves the file of a part open whose body was cut off; it is closed when it is collected.
@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("who", PEOPLE)
def test_no_odd_request_is_answered_by_a_failure(world, who):
    client = world.test_client() if who == NOBODY else sign_in(world, who)
    token = client.token("/sign-in" if who == NOBODY else "/accessibility")
    cookie = client.get_cookie("survey").value
    rules = [rule for rule in world.url_map.iter_rules() if rule.endpoint != "security.logout"]

    @settings(max_examples=TIMES, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(some.integers(0, 2**32))
    def judge(seed):
        chance = Random(seed)
        for rule in rules:
            sent = fuzzing.request(rule, chance, token)
            status, body = fuzzing.calling(world, cookie, sent)
            assert status < 500, (status, sent)
            assert fuzzing.MARK.encode() not in body, sent

    judge()
