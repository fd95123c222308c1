"""Where many assessments stand: the same states as one by one, in one statement."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.questionnaires.answers import Answer, State
from survey.questionnaires.progress import resolve
from survey.services import answers, standings
from survey.services.recording import Entry, record
from tests.databases import EACH, NOW, World, text, world_on

LATER = NOW + timedelta(hours=1)


@pytest.fixture(params=EACH)
def here(request, tmp_path) -> World:
    return world_on(request.param, tmp_path)


def stand(here: World) -> dict[int, standings.Standing]:
    keys = [here.assessment.id, here.elsewhere.id]
    return standings.of_assessments(here.session, questionnaire=here.questionnaire, keys=keys)


def test_an_assessment_without_answers_stands_at_its_beginning(here):
    for one in stand(here).values():
        assert (one.states, one.changed_at) == (resolve(here.questionnaire, {}), None)


def test_states_are_those_of_each_assessment_and_the_latest_moment_counts(here):
    here.save(support=(Answer(State.ANSWERED, "partly"), 0), proud=(text("Us."), 0))
    here.save(spaces=(Answer(State.ANSWERED, "some"), 0), now=LATER)
    here.save(proud=(Answer(State.NOT_ANSWERED), 1), mixed=(Answer(State.NOT_APPLICABLE), 0))
    known = {"questionnaire": here.questionnaire, "by": here.neighbour, "now": NOW}
    entries = {"support": Entry(Answer(State.ANSWERED, "no"), 0)}
    record(here.session, assessment=here.elsewhere, entries=entries, **known)
    here.session.commit()
    found = stand(here)
    for at in (here.assessment, here.elsewhere):
        kept = answers.kept(here.session, assessment=at, questionnaire=here.questionnaire)
        assert found[at.id].states == resolve(here.questionnaire, answers.given(kept))
    assert found[here.assessment.id].states["services"] is State.NOT_ANSWERED, "opened by a condition"
    assert found[here.elsewhere.id].states["services"] is State.HIDDEN
    assert (found[here.assessment.id].changed_at, found[here.elsewhere.id].changed_at) == (LATER, NOW)


def test_two_statements_read_them_all(here):
    seen: list[str] = []
    bound = here.session.get_bind()
    sa.event.listen(bound, "before_cursor_execute", lambda *args: seen.append(args[2]))
    stand(here)
    assert sum("FROM answer" in one for one in seen) == 2, "one row for each assessment, and what conditions read"
