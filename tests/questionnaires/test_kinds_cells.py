"""Cells of the answers table: which replies each kind takes, what it refuses and says, and the way back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import BadValueError
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.kinds import cell, options, parse, parse_value, value_text
from tests.questionnaires.written import question

SINGLE = question("""
- code: q
  text: Q
  kind: single
  options: [{code: yes, label: "Yes", points: 1}, {code: decided, label: Decided, planned: 1}, {code: no, label: "No"}]
""")
MULTIPLE = question("""
- code: q
  text: Q
  kind: multiple
  options: [{code: a, label: A, points: 1}, {code: b, label: B}, {code: none, label: None, exclusive: true}]
""")
SCALE = question("- {code: q, text: Q, kind: scale, from: -1, to: 5}")
NUMBER = question("- {code: q, text: Q, kind: number, minimum: 0.5, maximum: 1000}")
ANY_NUMBER = question("- {code: q, text: Q, kind: number}")
SHARE = question("- {code: q, text: Q, kind: share}")
WHOLE = question("- {code: q, text: Q, kind: share, whole: true}")
TEXT = question("- {code: q, text: Q, kind: text, not_applicable: never}")
ALL = [SINGLE, MULTIPLE, SCALE, NUMBER, ANY_NUMBER, SHARE, WHOLE, TEXT]


def answered(value, state=State.ANSWERED):
    """An answer with a value."""
    return Answer(state, value)


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        (SINGLE, "yes", answered("yes")),
        (SINGLE, " no ", answered("no")),
        (SINGLE, "decided", answered("decided", State.PLANNED)),
        (MULTIPLE, "a", answered(("a",))),
        (MULTIPLE, "b|a", answered(("a", "b"))),
        (MULTIPLE, " b | a ", answered(("a", "b"))),
        (MULTIPLE, "none", answered(("none",))),
        (SCALE, "3", answered(3)),
        (SCALE, "-1", answered(-1)),
        (SCALE, "5.0", answered(5)),
        (NUMBER, "0.5", answered(0.5)),
        (NUMBER, "1e3", answered(1000.0)),
        (NUMBER, "+7.", answered(7.0)),
        (ANY_NUMBER, "-.25", answered(-0.25)),
        (SHARE, "100", answered(100.0)),
        (SHARE, "0", answered(0.0)),
        (TEXT, " two\nlines ", answered("two\nlines")),
        (TEXT, "NA ", answered("NA")),
    ],
)
def test_a_cell_holds_a_value(asked, text, expected):
    assert parse(asked, text) == expected


@pytest.mark.parametrize("asked", ALL)
def test_an_empty_cell_is_not_answered_and_some_do_not_know(asked):
    assert parse(asked, "") == parse(asked, "  ") == NOT_ANSWERED
    assert parse(asked, "DK") == Answer(State.DOES_NOT_KNOW)


def test_a_question_may_not_apply_unless_it_always_does():
    assert parse(SINGLE, "NA") == Answer(State.NOT_APPLICABLE)
    with pytest.raises(BadValueError, match="always applies"):
        parse(TEXT, "NA")


@pytest.mark.parametrize(
    ("asked", "text", "says"),
    [
        (SINGLE, "maybe", '"maybe". One of "yes", "decided", "no" is allowed'),
        (SINGLE, "Yes", 'One of "yes"'),
        (SINGLE, "yes|no", "One of"),
        (MULTIPLE, "a|x", '"x". One or several of "a", "b", "none"'),
        (MULTIPLE, "a|", '""'),
        (MULTIPLE, "a|a", "twice"),
        (MULTIPLE, "a|none", '"none" may not stand with another'),
        (SCALE, "6", "whole number from -1 to 5"),
        (SCALE, "-2", "whole number from -1 to 5"),
        (SCALE, "2.5", "whole number from -1 to 5"),
        (SCALE, "two", '"two" is no step'),
        (NUMBER, "0.4", "A number from 0.5 to 1000 is allowed"),
        (NUMBER, "1000.1", "decimal point"),
        (NUMBER, "1,5", "decimal point"),
        (NUMBER, "1_0", "decimal point"),
        (NUMBER, "٣", "decimal point"),
        (ANY_NUMBER, "nan", "A number is allowed"),
        (ANY_NUMBER, "inf", "A number is allowed"),
        (ANY_NUMBER, "1e999", "A number is allowed"),
        (SHARE, "100.5", "from 0 to 100"),
        (SHARE, "-1", "from 0 to 100"),
        (SHARE, "40 %", "from 0 to 100"),
        (WHOLE, "12.5", "A whole number from 0 to 100 is allowed."),
        (WHOLE, "100.0001", "A whole number from 0 to 100 is allowed."),
    ],
)
def test_a_bad_cell_is_refused_and_the_allowed_values_named(asked, text, says):
    with pytest.raises(BadValueError) as refused:
        parse(asked, text)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (NOT_ANSWERED, ""),
        (Answer(State.HIDDEN), ""),
        (Answer(State.DOES_NOT_KNOW), "DK"),
        (Answer(State.NOT_APPLICABLE, reason="not ours"), "NA"),
        (answered("yes"), "yes"),
        (answered("decided", State.PLANNED), "decided"),
        (answered(("a", "b")), "a|b"),
        (answered(3), "3"),
        (answered(3.0), "3"),
        (answered(0.1), "0.1"),
        (answered(-0.0), "0"),
        (answered(1e22), "1e+22"),
        (answered("DK"), "DK "),
    ],
)
def test_an_answer_is_written_canonically(answer, expected):
    assert cell(answer) == expected


def test_no_value_has_no_text():
    assert value_text(None) == ""


def test_only_choices_have_options():
    assert [option.code for option in options(MULTIPLE)] == ["a", "b", "none"]
    assert options(TEXT) == options(SCALE) == ()


def test_a_reply_that_reads_like_a_missing_code_can_be_a_text():
    assert parse_value(TEXT, "NA") == "NA"


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@given(NUMBERS)
def test_every_number_comes_back(number):
    answer = answered(number + 0.0)
    assert parse(ANY_NUMBER, cell(answer)) == answer


@given(st.floats(0, 100))
def test_every_share_comes_back(number):
    assert parse(SHARE, cell(answered(number))).value == number


@given(st.integers(-1, 5))
def test_every_step_comes_back(step):
    assert parse(SCALE, cell(answered(step))) == answered(step)


@given(st.text().map(str.strip).filter(bool))
def test_every_text_comes_back(text):
    assert parse(TEXT, cell(answered(text))) == answered(text)


@given(st.sets(st.sampled_from(["a", "b"]), min_size=1), st.randoms())
def test_choices_come_back_in_the_order_of_the_file(chosen, chance):
    shuffled = sorted(chosen, key=lambda _: chance.random())
    assert parse(MULTIPLE, "|".join(shuffled)).value == tuple(sorted(chosen))


@given(st.sampled_from(ALL), st.text(max_size=12))
def test_any_cell_is_an_answer_or_refused_and_an_answer_comes_back(asked, text):
    try:
        answer = parse(asked, text)
    except BadValueError as refused:
        assert "allowed" in str(refused)  # noqa: PT017 - the message is what a person sees
        return
    assert parse(asked, cell(answer)) == answer
    assert not isinstance(answer.value, float) or math.isfinite(answer.value)
