"""Own answers: kept under the name of one person, never overwritten unseen, whatever windows are open."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from survey.database import begin_write, sessions
from survey.errors import BadValueError, ClosedError, NotFoundError
from survey.models import AnswerChange, Assessment, IndividualAnswer, StoredAnswer, User
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.services import separately
from survey.services.recording import Entry
from tests.databases import NOW, World, bind, world
from tests.services.separate import ask, say, value


@pytest.fixture
def here(tmp_path) -> World:
    made = world(tmp_path)
    ask(made)
    return made


def own(here: World, of: User) -> dict[str, tuple[Answer, int]]:
    known = separately.own(here.session, assessment=here.assessment, questionnaire=here.questionnaire, of=of)
    return {code: (each.answer, each.version) for code, each in known.items()}


def test_each_has_answers_of_their_own_and_the_region_has_none_by_that(here):
    say(here, here.coordinator, support=value("everywhere"), share=value(20.0))
    say(here, here.contributor, support=value("no"))
    assert own(here, here.coordinator) == {"support": (value("everywhere"), 1), "share": (value(20.0), 1)}
    assert own(here, here.contributor) == {"support": (value("no"), 1)}
    assert here.session.query(StoredAnswer).count() == here.session.query(AnswerChange).count() == 0


def test_a_change_goes_on_from_the_version_that_was_seen(here):
    say(here, here.contributor, support=value("no"))
    outcome = say(here, here.contributor, version=1, support=value("partly"))
    assert (outcome.saved, outcome.written) == ({"support": 2}, {"support"})
    again = say(here, here.contributor, version=2, support=value("partly"))
    assert (again.saved, again.written) == ({"support": 2}, set())
    assert say(here, here.contributor, version=2, support=NOT_ANSWERED).saved == {"support": 3}


def test_two_windows_of_one_person_make_a_conflict_that_loses_neither(here):
    say(here, here.contributor, support=value("no"))
    outcome = say(here, here.contributor, support=value("everywhere"), mixed=value(3))
    (conflict,) = outcome.conflicts
    assert (conflict.code, conflict.mine, conflict.theirs.answer) == ("support", value("everywhere"), value("no"))
    assert (conflict.theirs.version, conflict.theirs.changed_by) == (1, "Contributor")
    assert outcome.saved == {"mixed": 1}
    assert own(here, here.contributor)["support"] == (value("no"), 1)
    (foreign,) = say(here, here.contributor, version=7, support=value("everywhere")).conflicts
    assert foreign.theirs.version == 1


def test_nothing_is_written_where_one_value_does_not_fit(here):
    with pytest.raises(BadValueError):
        say(here, here.contributor, support=value("no"), mixed=value(9))
    here.session.rollback()
    with pytest.raises(NotFoundError):
        say(here, here.contributor, support=value("no"), nothing=value("no"))
    here.session.rollback()
    with pytest.raises(BadValueError):
        say(here, here.contributor, share=Answer(State.NOT_APPLICABLE))
    here.session.rollback()
    assert own(here, here.contributor) == {}


def test_in_a_wave_that_is_closed_nothing_is_written(here):
    begin_write(here.session)
    here.wave.closed = True
    here.session.commit()
    with pytest.raises(ClosedError, match="wave-closed"):
        say(here, here.contributor, support=value("no"))


def test_of_many_saves_at_once_each_is_kept_or_told_as_a_conflict(tmp_path, here):
    keys = here.assessment.id, here.contributor.id

    def save(step: int) -> int | None:
        with sessions(bind(tmp_path))() as session:
            at, by = session.get_one(Assessment, keys[0]), session.get_one(User, keys[1])
            outcome = separately.record(
                session,
                assessment=at,
                questionnaire=here.questionnaire,
                entries={"mixed": Entry(value(step), 0)},
                by=by,
                now=NOW,
            )
            session.commit()
            return outcome.saved.get("mixed")

    with ThreadPoolExecutor(5) as pool:
        saved = list(pool.map(save, range(1, 6)))
    assert sorted(saved, key=str) == [1, None, None, None, None]
    here.session.expire_all()
    kept = here.session.query(IndividualAnswer).one()
    assert (kept.version, kept.value) == (1, str(saved.index(1) + 1))
