"""Recording answers: what is refused, and that nothing is written then."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import BadValueError, ClosedError, NotFoundError
from survey.models import StoredAnswer
from survey.questionnaires.answers import Answer, State
from survey.services import waves
from tests.databases import colleague, text, world

YES = Answer(State.ANSWERED, "everywhere")


@pytest.fixture
def here(tmp_path):
    return world(tmp_path)


@pytest.mark.parametrize(
    ("code", "answer", "error"),
    [
        ("unknown", YES, NotFoundError),
        ("support", Answer(State.ANSWERED, "perhaps"), BadValueError),
        ("services", Answer(State.ANSWERED, ("advice", "none")), BadValueError),
        ("mixed", Answer(State.ANSWERED, 6), BadValueError),
        ("staff", Answer(State.ANSWERED, 501.0), BadValueError),
        ("share", Answer(State.NOT_APPLICABLE, reason="x"), BadValueError),
        ("support", Answer(State.HIDDEN), BadValueError),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(here, code, answer, error):
    with pytest.raises(error):
        here.save(proud=(text("Fine"), 0), **{code: (answer, 0)})
    here.session.rollback()
    assert here.session.scalar(sa.select(sa.func.count(StoredAnswer.id))) == 0


@pytest.mark.parametrize("name", ["neighbour", "team", "administrator"])
def test_only_the_own_region_answers(here, name):
    with pytest.raises(NotFoundError):
        here.save(support=(YES, 0), by=getattr(here, name))


def test_a_mandate_that_ends_meanwhile_counts_at_once(here):
    """The person was read before; the write looks again."""
    by = here.coordinator
    assert by.mandates[0].in_force
    other = type(here.session)(here.session.get_bind())
    with other:
        begin_write(other)
        other.execute(sa.text("UPDATE mandate SET until = since WHERE user_id = :id"), {"id": by.id})
        other.commit()
    with pytest.raises(NotFoundError):
        here.save(support=(YES, 0), by=by)


def test_an_account_that_is_gone_answers_nothing(here):
    by = colleague(here)
    begin_write(here.session)
    for table, column in (("mandate", "user_id"), ("account", "id")):
        here.session.execute(sa.text(f"DELETE FROM {table} WHERE {column} = :id"), {"id": by.id})
    here.session.commit()
    with pytest.raises(NotFoundError):
        here.save(support=(YES, 0), by=by)


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (datetime(2026, 4, 30, 21, 59, 59, tzinfo=UTC), "wave-upcoming"),
        (datetime(2026, 5, 31, 22, 0, tzinfo=UTC), "wave-over"),
    ],
)
def test_a_wave_that_is_not_open_takes_no_answer(here, moment, code):
    with pytest.raises(ClosedError, match=code):
        here.save(support=(YES, 0), now=moment)


def test_a_closed_wave_takes_no_answer(here):
    waves.close(here.session, wave=here.wave, by=here.team)
    here.session.commit()
    with pytest.raises(ClosedError, match="wave-closed"):
        here.save(support=(YES, 0))


def test_the_last_second_of_the_last_day_counts(here):
    assert here.save(support=(YES, 0), now=datetime(2026, 5, 31, 21, 59, 59, tzinfo=UTC)).saved == {"support": 1}


def test_a_submitted_assessment_takes_no_answer(here):
    begin_write(here.session)
    here.session.execute(
        sa.text("UPDATE assessment SET stage = 'submitted', submitted_at = :now, submitted_by_id = 1"),
        {"now": "2026-05-04 10:30:00.000000"},
    )
    here.session.commit()
    with pytest.raises(ClosedError, match="submitted"):
        here.save(support=(YES, 0))
