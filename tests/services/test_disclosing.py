"""The decision of a region: kept by section, noted once, by its coordinators alone; and what follows from it."""

import pytest

from survey.errors import InvalidError, NotFoundError
from survey.models import Audience, AuditEntry, Deed
from survey.services import disclosures
from tests.databases import NOW, world

PRIVATE, PARTNERSHIP, PUBLIC = Audience


@pytest.fixture
def made(tmp_path):
    return world(tmp_path)


def decide(made, by=None, **sections):
    """Decide as the coordinator, and commit."""
    known = {"assessment": made.assessment, "by": by or made.coordinator, "now": NOW}
    changed = disclosures.decide(made.session, sections=sections, **known)
    made.session.commit()
    return changed


def decided(made):
    """Return the audience of each section."""
    return disclosures.audiences(made.session, seen=[made.assessment])[made.assessment.id]


def deeds(made):
    """Return what the log holds of decisions."""
    found = made.session.query(AuditEntry).filter_by(deed=Deed.DISCLOSED).order_by(AuditEntry.id)
    return [one.detail for one in found]


def test_each_section_has_its_own_audience(made):
    assert decide(made, housing=PARTNERSHIP, encounter=PUBLIC)
    assert decided(made) == {"housing": PARTNERSHIP, "encounter": PUBLIC}
    assert deeds(made) == [{"private": 0, "partnership": 1, "public": 1}]
    latest = disclosures.latest(made.session, assessment=made.assessment)
    assert (latest.decided_at, latest.decided_by.name) == (NOW, "Here")


def test_what_is_not_named_stays(made):
    decide(made, housing=PARTNERSHIP, encounter=PUBLIC)
    assert decide(made, housing=PRIVATE)
    assert decided(made) == {"housing": PRIVATE, "encounter": PUBLIC}
    assert deeds(made)[1] == {"private": 1, "partnership": 0, "public": 1}


def test_deciding_the_same_again_is_nothing(made):
    decide(made, housing=PARTNERSHIP)
    assert not decide(made, housing=PARTNERSHIP)
    assert len(deeds(made)) == 1


@pytest.mark.parametrize("who", ["contributor", "reviewer", "neighbour", "team", "administrator"])
def test_only_coordinators_of_the_region_decide(made, who):
    with pytest.raises(NotFoundError):
        decide(made, by=getattr(made, who), housing=PUBLIC)
    made.session.rollback()
    assert decided(made) == {}
    assert deeds(made) == []


def test_a_section_that_is_not_there_is_named(made):
    with pytest.raises(InvalidError) as error:
        decide(made, attic=PUBLIC, housing=PUBLIC)
    assert error.value.fields == {"attic": "unknown"}


def test_nothing_was_decided_at_first(made):
    assert disclosures.latest(made.session, assessment=made.assessment) is None


def follows(made, **sections):
    """Return for each component who sees it, and how many of how many sections hold it there."""
    found = disclosures.following(made.session, edition=made.edition, sections=sections)
    return {code: (one.audience.value, one.holding, one.sections) for code, one in found.items()}


def test_the_whole_follows_its_narrowest_section(made):
    assert follows(made, housing=PUBLIC, encounter=PARTNERSHIP) == {
        "index": ("partnership", 1, 2),
        "equality": ("public", 1, 1),
        "interaction": ("partnership", 1, 1),
        "housing": ("public", 1, 1),
        "encounter": ("partnership", 1, 1),
        "access": ("public", 1, 1),
    }
    assert follows(made, housing=PUBLIC)["index"] == ("private", 1, 2)
    assert follows(made)["index"] == ("private", 2, 2)


def test_what_follows_is_what_is_shown(made):
    sections = {"housing": PUBLIC, "encounter": PARTNERSHIP}
    for to in (PARTNERSHIP, PUBLIC):
        open_to = disclosures.shown(made.session, edition=made.edition, sections=sections, to=to)
        found = disclosures.following(made.session, edition=made.edition, sections=sections)
        wide = {PARTNERSHIP: {PARTNERSHIP, PUBLIC}, PUBLIC: {PUBLIC}}[to]
        assert open_to & found.keys() == {code for code, one in found.items() if one.audience in wide}
