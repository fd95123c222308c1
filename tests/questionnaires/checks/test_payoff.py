"""A "no" must not pay: what an answer opens weighs no more than the answer earns at its lowest."""

import pytest

from tests.questionnaires.written import FIRST, asked, found, found_in, said

GATE = """
- {{code: gate, text: Q, kind: single, weight: {weight}, {keys}
   options: [{{code: whole, label: A, points: 2}}, {{code: part, label: B, points: 1}}, {{code: no, label: C}}]}}
"""
BEHIND = "- {{code: behind, text: Q, kind: scale, from: 0, to: 4, weight: {}, hidden: {}, condition: '{}'}}\n"
YES = 'gate in ["whole", "part"]'


def pays(weight, behind, *, condition=YES, hidden="exclude", keys=""):
    """Whether a "no" to a gate of one weight pays, with a question of another behind it."""
    text = GATE.format(weight=weight, keys=keys) + BEHIND.format(behind, hidden, condition)
    faults = found_in(text)
    assert set(faults) <= {f"?no-pays:{FIRST}"}, faults
    return bool(faults)


@pytest.mark.parametrize(
    ("weight", "behind", "expected"),
    [(2, 1, False), (2, 1.001, True), (1, 0.5, False), (1, 1, True), (0, 1, True), (3, 0, False)],
)
def test_the_lowest_answer_that_opens_has_to_earn_what_it_opens(weight, behind, expected):
    assert pays(weight, behind) is expected


@pytest.mark.parametrize(
    ("condition", "behind", "expected"),
    [
        ('gate == "whole"', 2, False),
        ('gate == "whole"', 2.1, True),
        ('gate == "part"', 1, False),
        ('gate == "part"', 1.1, True),
        ('gate != "no"', 1, False),
        ('gate != "no"', 1.1, True),
        ('gate == "no"', 0.1, True),
        ('not gate == "whole"', 0.1, True),
        ("answered(gate)", 9, False),
        ("not answered(gate)", 9, False),
    ],
)
def test_each_answer_that_opens_counts(condition, behind, expected):
    assert pays(2, behind, condition=condition) is expected


def test_what_counts_zero_when_hidden_cannot_make_a_no_pay():
    assert pays(1, 5, hidden="zero") is False


def test_the_warning_names_the_answer_what_it_opens_and_where():
    text = asked(GATE.format(weight=1, keys="") + BEHIND.format(1, "exclude", YES))
    assert '"part" to gate opens behind' in said(text, "no-pays")
    assert "0.5 in area for 0.25 earned" in said(text, "no-pays")


def test_all_that_an_answer_opens_weighs_together():
    one = BEHIND.format(1, "exclude", YES)
    three = one + one.replace("behind", "second") + one.replace("behind", "third")
    assert found_in(GATE.format(weight=6, keys="") + three) == []
    text = asked(GATE.format(weight=5.9, keys="") + three)
    assert found(text) == [f"?no-pays:{FIRST}"]
    assert "behind, second, third" in said(text, "no-pays")


def test_answers_that_open_different_questions_are_judged_apart():
    behind = BEHIND.format(1, "exclude", 'gate == "whole"') + BEHIND.format(3, "exclude", 'gate == "part"').replace(
        "behind", "second"
    )
    text = asked(GATE.format(weight=2, keys="") + behind)
    assert found(text) == [f"?no-pays:{FIRST}"]
    assert '"part" to gate opens second' in said(text, "no-pays")


DIMENSIONS = "dimensions: [{code: d, title: D}, {code: e, title: E}]\n"


def test_every_dimension_has_to_be_paid_for():
    gate = GATE.format(weight=4, keys="dimensions: {d: 1},")
    behind = BEHIND.format(1, "exclude", YES).replace("weight", "dimensions: {e: 1}, weight")
    text = asked(gate + behind, rest=DIMENSIONS)
    assert found(text) == [f"?no-pays:{FIRST}"]
    assert "0.2 in e for 0 earned" in said(text, "no-pays")
    assert "area" not in said(text, "no-pays")


def test_dimensions_from_areas_weigh_by_the_section():
    gate = GATE.format(weight=4, keys="dimensions: {d: 1},")
    behind = BEHIND.format(1, "exclude", YES).replace("weight", "dimensions: {e: 1}, weight")
    rest = DIMENSIONS + "framework: {dimensions: {from: areas}}\n"
    assert found_in(gate + behind, section="dimensions: {d: 0.5, e: 0.5}", rest=rest) == []


def test_a_question_behind_a_gate_in_another_area_is_paid_for_by_nothing():
    other = "  - {code: b, title: B, questions: [" + BEHIND.format(1, "exclude", YES).strip("- \n") + "]}\n"
    text = asked(GATE.format(weight=9, keys="")) + other
    assert "1 in b for 0 earned" in said(text, "no-pays")


def test_groups_stand_between_a_question_and_its_area():
    text = GATE.format(weight=1, keys="") + BEHIND.format(1, "exclude", YES)
    assert found_in(text, section="groups: [{code: g, title: G, parts: {gate: 2, behind: 1}}]") == []
    assert found_in(text, section="groups: [{code: g, title: G, parts: {gate: 2, behind: 1.1}}]") == [
        f"?no-pays:{FIRST + 1}"
    ]


def test_a_gate_behind_a_gate_is_paid_for_by_the_nearer_one():
    second = BEHIND.format(2, "exclude", 'gate in ["whole", "part"]').replace("to: 4", "to: 1")
    third = BEHIND.format(2, "exclude", 'gate in ["whole", "part"] and behind == 1').replace(
        "code: behind", "code: third"
    )
    assert found_in(GATE.format(weight=4, keys="") + second + third) == []
    assert found_in(GATE.format(weight=4, keys="") + second + third.replace("weight: 2", "weight: 2.5")) == [
        f"?no-pays:{FIRST + 2}"
    ]


def test_two_gates_side_by_side_each_pay_for_what_they_open():
    gates = GATE.format(weight=4, keys="") + GATE.format(weight=1, keys="").replace("gate", "other")
    text = gates + BEHIND.format(1, "exclude", 'gate == "whole" and other == "whole"')
    assert found_in(text) == []
    assert found_in(text.replace("weight: 1,", "weight: 0.9,", 1)) == [f"?no-pays:{FIRST + 3}"]


MANY = """
- code: gate
  text: Q
  kind: multiple
  weight: 2
  options: [{code: a, label: A, points: 1}, {code: b, label: B, points: 3}]
"""


def test_choices_among_several_earn_at_least_their_own_points():
    assert found_in(MANY + BEHIND.format(0.5, "exclude", '"a" in gate')) == []
    assert found_in(MANY + BEHIND.format(0.6, "exclude", '"a" in gate')) == [f"?no-pays:{FIRST}"]
    assert found_in(MANY + BEHIND.format(1.5, "exclude", '"b" in gate')) == []


NUMBER = "- {code: gate, text: Q, kind: share, weight: 2, score: {linear: [0, 100]}}\n"


def test_numbers_earn_at_least_what_their_lower_end_does():
    assert found_in(NUMBER + BEHIND.format(1, "exclude", "gate >= 50")) == []
    assert found_in(NUMBER + BEHIND.format(1.01, "exclude", "gate >= 50")) == [f"?no-pays:{FIRST}"]
    assert found_in(NUMBER + BEHIND.format(1, "exclude", "gate > 0")) == [f"?no-pays:{FIRST}"]


@pytest.mark.parametrize(
    "condition",
    ["gate ==", "answered(later)", "answered(nobody)"],
)
def test_a_condition_that_is_wrong_opens_nothing(condition):
    text = GATE.format(weight=0, keys="") + BEHIND.format(1, "exclude", condition)
    assert not any("no-pays" in fault for fault in found_in(text + "- {code: later, text: Q, kind: text}"))


def test_a_gate_whose_points_are_wrong_is_not_weighed():
    broken = "- {code: gate, text: Q, kind: scale, from: 1, to: 1}\n"
    assert found_in(broken + BEHIND.format(1, "exclude", "gate == 1")) == [f"empty-scale:{FIRST}"]


def test_a_text_behind_a_gate_weighs_nothing():
    assert (
        found_in(GATE.format(weight=0, keys="") + "- {code: why, text: Q, kind: text, condition: 'gate == \"no\"'}")
        == []
    )
