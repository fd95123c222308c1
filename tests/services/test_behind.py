"""What stands behind scores: read once for each state of the answers, and never more than may be seen."""

from dataclasses import replace

import pytest

from survey.questionnaires.answers import Answer, State
from survey.scoring.aggregation import score
from survey.scoring.points import NOT_APPLICABLE
from survey.services import results
from survey.services.behind import behind
from survey.services.rankings import ranked
from tests.databases import world
from tests.services.test_results import finish


@pytest.fixture
def made(tmp_path):
    return world(tmp_path)


def found(made):
    finish(made)
    return results.submitted(made.session, wave=made.wave, by=made.coordinator)


def read(made, seen):
    return behind(made.session, edition=made.wave.edition, found=seen)


def test_the_answers_score_as_the_results_say(made):
    seen = found(made)
    known = read(made, seen)
    assert score(known.framework, known.matrix).card(0) == seen[0].card
    assert known.units == (seen[0].assessment.region.key,)


def test_the_same_state_is_read_once(made):
    seen = found(made)
    assert read(made, seen).keys == read(made, seen).keys


def test_what_may_not_be_seen_does_not_apply(made):
    seen = found(made)
    only = {code: one for code, one in seen[0].card.items() if code == "encounter"}
    known = read(made, [replace(seen[0], card=only)])
    below = known.framework.effective_weights("encounter")
    for code, state in zip(known.framework.questions, known.matrix.states[0], strict=True):
        assert bool(state == NOT_APPLICABLE) is (code not in below)
    assert known.showing(["encounter"]).units == known.units
    assert known.showing(["index"]).units == ()


def test_rows_are_chosen_by_region(made):
    known = read(made, found(made))
    assert known.within(["atlantis"]).units == ()
    assert len(known.within(["atlantis"]).matrix) == 0


def test_nobody_seen_is_an_empty_table(made):
    known = read(made, [])
    assert len(known.matrix) == 0


def test_ranks_are_drawn_once_for_each_state(made):
    seen = found(made)
    first = ranked(made.session, behind=read(made, seen), component="index")
    assert ranked(made.session, behind=read(made, seen), component="index") is first
    assert first.units == (seen[0].assessment.region.key,)


def test_ranks_leave_out_whose_component_may_not_be_seen(made):
    seen = found(made)
    hidden = replace(seen[0], card={code: one for code, one in seen[0].card.items() if code == "encounter"})
    assert ranked(made.session, behind=read(made, [hidden]), component="index").units == ()


def test_another_answer_is_another_state(made):
    made.save(support=(Answer(State.ANSWERED, "everywhere"), 0))
    one = results.of_region(made.session, assessment=made.assessment, by=made.coordinator)
    before = read(made, [one]).keys
    made.save(support=(Answer(State.ANSWERED, "no"), 1))
    assert read(made, [one]).keys != before
