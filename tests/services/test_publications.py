"""Publishing a wave: once it is over, by who runs the survey, noted, and taken back."""

from datetime import timedelta

import pytest

from survey.errors import ClosedError, NotFoundError
from survey.models import AuditEntry, Deed
from survey.policy import OPERATOR
from survey.services import publications, waves
from tests.databases import NOW, world

AFTER = NOW + timedelta(days=40)


@pytest.fixture
def made(tmp_path):
    return world(tmp_path)


def publish(made, by=None, now=AFTER):
    """Publish the wave as the project team, and commit."""
    done = publications.publish(made.session, wave=made.wave, by=by or made.team, now=now)
    made.session.commit()
    return done


def deeds(made):
    """Return what the log holds of publishing, with the wave that each names."""
    wanted = made.session.query(AuditEntry).filter(AuditEntry.deed.in_([Deed.WAVE_PUBLISHED, Deed.WAVE_UNPUBLISHED]))
    return [(one.deed, one.detail["wave"]) for one in wanted.order_by(AuditEntry.id)]


def test_nothing_is_public_by_itself(made):
    assert list(publications.published(made.session)) == []
    assert publications.find(made.session, wave=made.wave) is None
    with pytest.raises(NotFoundError):
        publications.wave(made.session, key="2026")


def test_a_wave_that_is_over_is_published_once(made):
    assert publish(made)
    assert publications.wave(made.session, key="2026") is made.wave
    assert publications.find(made.session, wave=made.wave).published_at == AFTER
    assert not publish(made)
    assert deeds(made) == [(Deed.WAVE_PUBLISHED, "2026")]


def test_a_wave_that_can_be_answered_is_not_published(made):
    with pytest.raises(ClosedError):
        publish(made, now=NOW)
    made.session.rollback()
    waves.close(made.session, wave=made.wave, by=made.team)
    assert publish(made, now=NOW)


@pytest.mark.parametrize("who", ["coordinator", "contributor", "reviewer", "neighbour"])
def test_only_who_runs_the_survey_publishes_and_takes_back(made, who):
    with pytest.raises(NotFoundError):
        publish(made, by=getattr(made, who))
    made.session.rollback()
    publish(made)
    with pytest.raises(NotFoundError):
        publications.take_back(made.session, wave=made.wave, by=getattr(made, who), now=AFTER)
    made.session.rollback()
    assert publications.find(made.session, wave=made.wave) is not None


def test_it_is_taken_back_and_published_again(made):
    assert not publications.take_back(made.session, wave=made.wave, by=made.team, now=AFTER)
    publish(made, by=OPERATOR)
    assert publications.take_back(made.session, wave=made.wave, by=made.administrator, now=AFTER)
    made.session.commit()
    assert list(publications.published(made.session)) == []
    assert publish(made)
    assert deeds(made) == [
        (Deed.WAVE_PUBLISHED, "2026"),
        (Deed.WAVE_UNPUBLISHED, "2026"),
        (Deed.WAVE_PUBLISHED, "2026"),
    ]
