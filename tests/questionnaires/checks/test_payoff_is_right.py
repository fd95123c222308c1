"""The rule that a "no" must not pay, against scores worked out by trying."""

from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaires.reader import check_text
from tests.questionnaires.written import asked

WEIGHTS = st.sampled_from([0.1, 0.25, 0.5, 1, 2, 5])
EARNED = st.sampled_from([0, 0.25, 0.5, 1])


def warned(gate, earned, behind):
    """Whether the checker says that a "no" to the gate pays; the best answer earns 1 and opens nothing."""
    text = f"""
- code: gate
  text: Q
  kind: single
  weight: {gate}
  options: [{{code: best, label: A, points: 1}}, {{code: yes, label: B, points: {earned}}}, {{code: no, label: C}}]
- {{code: rest, text: Q, kind: scale, from: 0, to: 1, weight: 3}}
"""
    for place, weight in enumerate(behind):
        text += f"""- {{code: q{place}, text: Q, kind: scale, from: 0, to: 1, weight: {weight}, hidden: exclude,
   condition: 'gate == "yes"'}}
"""
    faults = check_text(asked(text))
    assert {fault.code for fault in faults} <= {"no-pays"}
    return bool(faults)


def score(answers):
    """The mean of (weight, share) pairs."""
    return sum(weight * share for weight, share in answers) / sum(weight for weight, _ in answers)


@given(WEIGHTS, EARNED, st.lists(WEIGHTS, min_size=1, max_size=3), st.floats(0, 1))
def test_without_a_warning_opening_questions_never_costs_more_than_a_no(gate, earned, behind, rest):
    no = score([(gate, 0), (3, rest)])
    yes = score([(gate, earned), (3, rest), *((weight, 0) for weight in behind)])
    assert yes >= no - 1e-12 or warned(gate, earned, behind)


@given(WEIGHTS, EARNED, st.lists(WEIGHTS, min_size=1, max_size=3))
def test_the_warning_comes_exactly_where_a_no_can_pay(gate, earned, behind):
    """The more full points a region has elsewhere, the closer its loss comes to the limit that the rule draws."""
    many = 1e6
    no = score([(gate, 0), (many, 1)])
    yes = score([(gate, earned), (many, 1), *((weight, 0) for weight in behind)])
    assert (yes < no) is warned(gate, earned, behind)
