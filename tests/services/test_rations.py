"""Rations of costly files: counted in spans of ten minutes, for each person apart."""

from datetime import UTC, datetime, timedelta

import pytest

from survey.errors import TooManyError
from survey.services import rations
from tests.databases import world

NOW = datetime(2026, 3, 2, 9, 14, 30, tzinfo=UTC)
TOLD = {"secret": "s" * 32, "free": 2}


def test_the_ration_ends_with_its_span_and_others_have_their_own(tmp_path):
    session = world(tmp_path).session
    for _ in range(2):
        rations.take(session, who="person 1", now=NOW, **TOLD)
    with pytest.raises(TooManyError) as refused:
        rations.take(session, who="person 1", now=NOW + timedelta(minutes=5), **TOLD)
    assert refused.value.until == datetime(2026, 3, 2, 9, 20, tzinfo=UTC)
    rations.take(session, who="person 2", now=NOW, **TOLD)
    rations.take(session, who="person 1", now=refused.value.until, **TOLD)
