"""What a database is for: said once, and never the other thing."""

import pytest

from survey.errors import RefusedError
from survey.models import Installation, InstallationKind
from survey.services import installation
from tests.databases import NOW, make

REAL, DEMONSTRATION = InstallationKind.REAL, InstallationKind.DEMONSTRATION


@pytest.fixture
def session(tmp_path):
    with make(tmp_path)() as opened:
        yield opened


@pytest.mark.parametrize(("kind", "other"), [(REAL, DEMONSTRATION), (DEMONSTRATION, REAL)])
def test_a_database_is_for_one_kind_of_answers(session, kind, other):
    installation.claim(session, kind=kind, now=NOW)
    session.commit()
    installation.claim(session, kind=kind, now=NOW)
    installation.check(session, kind=kind)
    for act in (
        lambda: installation.check(session, kind=other),
        lambda: installation.claim(session, kind=other, now=NOW),
    ):
        with pytest.raises(RefusedError) as refusal:
            act()
        assert (refusal.value.code, refusal.value.data) == ("other-kind", {"wanted": other, "found": kind})
    assert session.get_one(Installation, 1).kind is kind


def test_a_database_that_is_for_nothing_yet_is_refused(session):
    with pytest.raises(RefusedError, match="not-initialised"):
        installation.check(session, kind=REAL)
