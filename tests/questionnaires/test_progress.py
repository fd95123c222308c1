"""Which questions are asked, which are done, and that one rule says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.progress import Progress, needed, overall, progress, resolve
from survey.questionnaires.reader import parse
from tests.questionnaires.written import HEAD

TEXT = """
sections:
  - code: home
    title: Home
    questions:
      - code: support
        text: Support?
        kind: single
        options: [{code: yes, label: "Yes", points: 1}, {code: decided, label: D, planned: 1}, {code: no, label: "No"}]
      - {code: services, text: Which?, kind: multiple, options: [{code: legal, label: L}, {code: other, label: O}],
         condition: 'support in ["yes", "decided"]', hidden: exclude}
      - {code: number, text: How many?, kind: number, condition: '"legal" in services'}
      - {code: why_not, text: Why not?, kind: text, condition: not answered(support), hidden: exclude}
  - code: work
    title: Work
    questions:
      - {code: rate, text: Rate, kind: scale, from: 0, to: 10, condition: number > 2}
  - {code: empty, title: Empty, questions: []}
"""
Q = parse(HEAD + TEXT)


def states(**answers):
    """The states by question code, of answers that are values, states or whole answers."""
    return {
        code: state.value for code, state in resolve(Q, {code: whole(one) for code, one in answers.items()}).items()
    }


def whole(answer):
    """The answer that a value, a state or an answer stands for."""
    if isinstance(answer, State):
        return Answer(answer)
    return answer if isinstance(answer, Answer) else Answer(State.ANSWERED, answer)


def test_nothing_is_answered_at_first_and_conditions_hide():
    assert states() == {
        "support": "not_answered",
        "services": "hidden",
        "number": "hidden",
        "why_not": "not_answered",
        "rate": "hidden",
    }


def test_an_answer_opens_what_asks_for_it_and_hides_the_rest():
    assert states(support="yes") == {
        "support": "answered",
        "services": "not_answered",
        "number": "hidden",
        "why_not": "hidden",
        "rate": "hidden",
    }


def test_a_plan_has_a_value():
    assert states(support=Answer(State.PLANNED, "decided"))["services"] == "not_answered"


def test_a_value_that_is_hidden_is_kept_but_opens_nothing():
    stored = {"services": ("legal",), "number": 5.0, "rate": 3}
    assert states(support="no", **stored) == {
        "support": "answered",
        "services": "hidden",
        "number": "hidden",
        "why_not": "hidden",
        "rate": "hidden",
    }
    assert states(support="yes", **stored)["rate"] == "answered"


@pytest.mark.parametrize("state", [State.DOES_NOT_KNOW, State.NOT_APPLICABLE, State.NOT_ANSWERED])
def test_a_state_without_a_value_meets_no_comparison(state):
    resolved = states(support=state)
    assert resolved["services"] == "hidden"
    assert resolved["why_not"] == "not_answered"


def test_answers_to_unknown_questions_are_left_out():
    assert "gone" not in states(gone="yes")


def test_states_come_in_the_order_of_the_file():
    assert list(states(rate=1, support="yes")) == list(Q.questions)


def test_done_is_any_state_but_not_answered_over_what_is_not_hidden():
    resolved = resolve(
        Q,
        {
            "support": Answer(State.ANSWERED, "yes"),
            "services": Answer(State.ANSWERED, ("legal",)),
            "number": Answer(State.DOES_NOT_KNOW),
        },
    )
    parts = progress(Q, resolved)
    assert parts == {"home": Progress(3, 3), "work": Progress(0, 0), "empty": Progress(0, 0)}
    assert overall(parts) == Progress(3, 3)


def test_questions_that_are_not_scored_count_as_well():
    assert progress(Q, resolve(Q, {}))["home"] == Progress(0, 2)
    assert progress(Q, resolve(Q, {"why_not": Answer(State.ANSWERED, "no money")}))["home"] == Progress(1, 2)


def test_an_answer_without_state_is_not_answered():
    assert Answer(State.NOT_ANSWERED) == NOT_ANSWERED
    assert not NOT_ANSWERED.has_value


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "support": st.sampled_from(["yes", "decided", "no"]),
        "services": st.sampled_from([("legal",), ("other",), ("legal", "other")]),
        "number": st.floats(0, 10),
        "why_not": st.just("because"),
        "rate": st.integers(0, 10),
    },
)


@given(ANSWERS)
def test_progress_counts_states_and_never_more_than_there_are(values):
    resolved = resolve(Q, {code: Answer(State.ANSWERED, value) for code, value in values.items()})
    whole = overall(progress(Q, resolved))
    assert whole.total == sum(state is not State.HIDDEN for state in resolved.values())
    assert whole.done == sum(state is State.ANSWERED for state in resolved.values())
    assert 0 <= whole.done <= whole.total <= len(Q.questions)


@given(ANSWERS)
def test_a_hidden_question_is_as_if_it_had_no_answer(values):
    answers = {code: Answer(State.ANSWERED, value) for code, value in values.items()}
    resolved = resolve(Q, answers)
    shown = {code: answer for code, answer in answers.items() if resolved[code] is not State.HIDDEN}
    assert resolve(Q, shown) == resolved


def test_what_is_needed_for_some_states_is_what_their_conditions_read():
    assert needed(Q, ["support"]) == ("support",)
    assert needed(Q, ["why_not"]) == ("support", "why_not")
    assert needed(Q, ["rate", "why_not"]) == ("support", "services", "number", "why_not", "rate")
    assert needed(Q, []) == ()


@given(ANSWERS, st.sets(st.sampled_from(list(Q.questions))))
def test_a_part_of_the_questions_has_the_states_it_has_in_the_whole(values, wanted):
    answers = {code: Answer(State.ANSWERED, value) for code, value in values.items()}
    whole, part = resolve(Q, answers), resolve(Q, answers, needed(Q, wanted))
    assert wanted <= set(part)
    assert part == {code: whole[code] for code in part}
