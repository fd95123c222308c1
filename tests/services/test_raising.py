"""What would raise a score, worked by hand.

Of Here all is full but two answers: mixed (4 of 5, so 75) is a third of housing, share (30 % on a scale to 40 %, so 75)
half of encounter. The index is the mean of both areas: 89.583; mixed could add 4.167 to it, share 6.25.
"""

import pytest

from survey.errors import NotFoundError
from survey.questionnaires.answers import Answer, State
from survey.services import raising
from tests.databases import world
from tests.views.standings import GOOD


@pytest.fixture
def here(tmp_path):
    made = world(tmp_path)
    made.save(**{code: (answer, 0) for code, answer in GOOD.items()})
    return made


def known(here, by=None):
    """Return what is known of Here."""
    return raising.answered(here.session, assessment=here.assessment, by=by or here.coordinator)


def questions(way):
    """Return the questions of each plan."""
    return [[change.question for change in plan.changes] for plan in way.found.plans]


def test_what_each_answer_could_still_bring_the_most_first(here):
    found = raising.gains(known(here), "index", {"mixed": 3})
    assert [(one.question, one.effort, one.set) for one in found] == [("share", 1, False), ("mixed", 3, True)]
    assert [one.gained for one in found] == pytest.approx([6.25, 4.1666667])
    assert [one.question for one in raising.gains(known(here), "housing", {})] == ["mixed"]


def test_what_a_component_is_worth_today(here):
    assert raising.value(known(here), "index") == pytest.approx(89.5833333)


def test_the_cheapest_way_follows_the_efforts(here):
    assert questions(raising.way(known(here), "index", 93, {})) == [["share"], ["mixed"]], (
        "either does; share leads further"
    )
    assert questions(raising.way(known(here), "index", 93, {"share": 5})) == [["mixed"]]
    way = raising.way(known(here), "index", 95, {"share": 5})
    assert questions(way) == [["share"]], "mixed leads to 93.75 only"
    assert (way.found.plans[0].effort, way.found.exact) == (5, True)


def test_steps_add_up_to_what_a_way_gains(here):
    way = raising.way(known(here), "index", 100, {})
    assert sum(way.steps[0]) == pytest.approx(100 - 89.5833333)
    assert way.steps[0] == pytest.approx((4.1666667, 6.25))


def test_what_is_reached_and_what_is_out_of_reach(here):
    reached = raising.way(known(here), "index", 50, {})
    assert questions(reached) == [[]]
    here.save(staff=(Answer(State.NOT_APPLICABLE, reason="The state decides."), 1))
    assert raising.way(known(here), "index", 100, {}).found.plans[0].value == pytest.approx(100)


def test_an_unknown_answer_is_one_that_can_be_given(here):
    here.save(spaces=(Answer(State.DOES_NOT_KNOW), 1))
    found = {one.question: one.gained for one in raising.gains(known(here), "encounter", {})}
    assert found == pytest.approx({"share": 25, "spaces": 12.5})


def test_without_any_answer_there_is_no_gain_to_tell(tmp_path):
    here = world(tmp_path)
    assert raising.value(known(here), "encounter") is None
    assert raising.gains(known(here), "encounter", {}) == []
    found = raising.gains(known(here), "encounter", {}, unanswered=True)
    assert {one.gained for one in found} == {None}
    assert [one.question for one in found] == raising.unanswered(known(here), "encounter")
    way = raising.way(known(here), "encounter", 10, {}, unanswered=True)
    assert way.found.before is None
    assert way.steps[0][0] is None


def test_it_is_computed_once_for_each_state_of_the_answers(here, monkeypatch):
    before = known(here)
    assert known(here) is before
    assert raising.way(before, "index", 95, {}) is raising.way(before, "index", 95, {})
    monkeypatch.setattr(raising, "PLANS", 1)
    raising.way(before, "index", 96, {})
    assert len(before.ways) == 1
    monkeypatch.setattr(raising, "MOST_KEPT", 1)
    here.save(mixed=(Answer(State.ANSWERED, 5), 1))
    assert known(here) is not before
    assert len(raising._known[here.session.get_bind().engine]) == 1


def test_whoever_may_not_see_the_scores_sees_no_way(here):
    with pytest.raises(NotFoundError):
        known(here, here.neighbour)
