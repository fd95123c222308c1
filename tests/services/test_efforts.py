"""Efforts of a region: who sets them, what is kept, and that two people at once do not undo each other."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.errors import InvalidError, NotFoundError
from survey.models import AuditEntry, Deed, Effort
from survey.services import efforts
from tests.databases import EACH, NOW, world, world_on
from tests.services.following import follow, submitted


def save(here, by=None, now=NOW, **wishes):
    """Save efforts and commit."""
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire}
    count = efforts.save(here.session, efforts=wishes, by=by or here.coordinator, now=now, **known)
    here.session.commit()
    return count


@pytest.mark.parametrize("kind", EACH)
def test_what_is_set_changed_and_taken_away(tmp_path, kind):
    here = world_on(kind, tmp_path)
    assert save(here, support=3, mixed=100) == 2
    assert efforts.of_region(here.session, assessment=here.assessment) == {"support": 3, "mixed": 100}
    assert save(here, support=3, mixed=None, share=1, now=NOW + timedelta(hours=1)) == 2
    assert efforts.of_region(here.session, assessment=here.assessment) == {"support": 3, "share": 1}
    assert efforts.of_region(here.session, assessment=here.elsewhere) == {}
    [row] = here.session.scalars(sa.select(Effort).where(Effort.question == "support"))
    assert (row.questionnaire, row.set_at, row.set_by_id) == ("small", NOW, here.coordinator.id)


def test_they_stay_for_the_next_wave_and_edition(tmp_path):
    here = submitted(tmp_path)
    save(here, share=7)
    follow(here)
    assert efforts.of_region(here.session, assessment=here.assessment) == {"share": 7}


@pytest.mark.parametrize("name", ["contributor", "reviewer", "team", "neighbour"])
def test_only_a_coordinator_sets_them(tmp_path, name):
    here = world(tmp_path)
    with pytest.raises(NotFoundError):
        save(here, by=getattr(here, name), support=3)
    here.session.rollback()
    assert efforts.of_region(here.session, assessment=here.assessment) == {}


def test_what_is_no_effort_and_no_question_is_refused_and_nothing_is_kept(tmp_path):
    here = world(tmp_path)
    with pytest.raises(InvalidError) as caught:
        save(here, support=0, mixed=101, share=5, atlantis=2)
    assert caught.value.fields == {"support": "range", "mixed": "range", "atlantis": "question"}
    here.session.rollback()
    assert efforts.of_region(here.session, assessment=here.assessment) == {}


def test_the_log_says_that_efforts_were_changed_and_how_many_but_not_which(tmp_path):
    here = world(tmp_path)
    save(here, support=3, mixed=100)
    save(here, support=3, mixed=100, now=NOW + timedelta(hours=1))
    [entry] = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == Deed.EFFORTS_SET))
    assert (entry.by_id, entry.region_id, entry.done_at) == (here.coordinator.id, here.assessment.region_id, NOW)
    assert entry.detail == {"count": 2}
