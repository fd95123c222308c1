"""Conditions at check time: what they may look at, what can be compared, what decides nothing."""

import pytest

from tests.questionnaires.written import FIRST, asked, found, found_in, said

BEFORE = """
- {code: pick, text: Q, kind: single, options: [{code: yes, label: A}, {code: no, label: B}]}
- {code: many, text: Q, kind: multiple, options: [{code: a, label: A}, {code: b, label: B}]}
- {code: step, text: Q, kind: scale, from: 1, to: 5, weight: 0}
- {code: count, text: Q, kind: number, minimum: 0, maximum: 9}
- {code: free, text: Q, kind: number}
- {code: part, text: Q, kind: share}
- {code: words, text: Q, kind: text}
- {code: asked, text: Q, kind: text, condition: 'CONDITION'}
- {code: later, text: Q, kind: text}
"""
LINE = FIRST + 7


def judged(condition):
    """The codes of the faults of a condition after one question of each kind, none of them scored."""
    faults = found_in(BEFORE.replace("CONDITION", condition.replace("'", "''")))
    assert all(fault.endswith(f":{LINE}") for fault in faults)
    return [fault.rpartition(":")[0] for fault in faults]


@pytest.mark.parametrize(
    "condition",
    [
        'pick == "yes"',
        '"no" != pick',
        'pick in ["yes"]',
        'pick not in ["yes"]',
        '"a" in many',
        '"a" not in many',
        "step > 4",
        "step == 3",
        "step in [1, 5]",
        "step <= 1",
        "count >= 9",
        "count != 2.5",
        "free < -100",
        "free == 12345",
        "part > 99.5",
        "step < count",
        "part == free",
        "answered(words)",
        "answered(many) and not answered(pick)",
    ],
)
def test_what_can_be_compared_is_fine(condition):
    assert judged(condition) == []


@pytest.mark.parametrize(
    ("condition", "expected", "cure"),
    [
        ("pick ==", "condition-syntax", "option in quotation marks"),
        ('pick = "yes"', "condition-syntax", "Write =="),
        ('pikc == "yes"', "condition-code", "Did you mean pick?"),
        ("xylophone > 2", "condition-code", "code of an earlier question"),
        ("area == 1", "condition-code", "area is a section, not a question"),
        ("pick == yes", "condition-code", 'quotation marks: "yes"'),
        ("a == many", "condition-code", 'quotation marks: "a"'),
        ("answered(asked)", "condition-self", "earlier"),
        ("answered(later)", "condition-later", "Ask it earlier"),
        ('pick == "maybe"', "unknown-option", "yes, no"),
        ('pick in ["yes", "noo"]', "unknown-option", "Did you mean no?"),
        ('pick not in ["maybe"]', "unknown-option", "yes, no"),
        ('"c" in many', "unknown-option", "a, b"),
        ('pick < "yes"', "comparison", "by ==, !="),
        ("pick == 1", "comparison", "in quotation marks"),
        ("pick in [1]", "comparison", "in quotation marks"),
        ('"yes" in pick', "comparison", 'pick == "yes"'),
        ('many == "a"', "comparison", '"option" in many'),
        ('many in ["a"]', "comparison", '"option" in many'),
        ("many > 1", "comparison", '"option" in many'),
        ('words == "x"', "comparison", "answered(words)"),
        ('words in ["x"]', "comparison", "answered(words)"),
        ('"x" in words', "comparison", "answered()"),
        ("words > step", "comparison", "answered()"),
        ("step == pick", "comparison", "only numbers"),
        ("many == many", "comparison", "with itself"),
        ("step != step", "comparison", "with itself"),
        ('step == "3"', "comparison", "without quotation marks"),
        ('count in ["3"]', "comparison", "without quotation marks"),
        ('"3" in count', "comparison", "== or <"),
        ("step == 6", "comparison", "what can be answered"),
        ("step == 2.5", "comparison", "what can be answered"),
        ("step != 0", "comparison", "what can be answered"),
        ("step in [1, 9]", "comparison", "what can be answered"),
        ("step > 5", "comparison", "what can be answered"),
        ("step < 1", "comparison", "what can be answered"),
        ("part > 100", "comparison", "what can be answered"),
        ("part < 0", "comparison", "what can be answered"),
        ("count >= 9.5", "comparison", "what can be answered"),
        ("count <= -1", "comparison", "what can be answered"),
    ],
)
def test_what_cannot_be_is_an_error(condition, expected, cure):
    assert judged(condition) == [expected]
    assert cure in said(asked(BEFORE.replace("CONDITION", condition)), expected)


def test_all_faults_of_a_condition_are_told():
    assert judged('pick == "x" or words == "y" and nobody > 1 or answered(later) or later == "x"') == [
        "unknown-option",
        "comparison",
        "condition-code",
        "condition-later",
        "comparison",
    ]


def test_a_condition_stands_at_its_own_line():
    text = asked("""
        - code: q
          text: Q
          kind: text
          condition: >-
            answered(q)
        """)
    assert found(text) == [f"condition-self:{FIRST + 3}"]


def test_a_condition_may_look_at_an_earlier_section():
    other = "  - {code: b, title: B, questions: [{code: r, text: R, kind: text, condition: answered(words)}]}\n"
    assert found(asked("- {code: words, text: Q, kind: text}") + other) == []


def test_a_question_that_stands_twice_is_looked_at_by_nobody():
    twice = "- {code: q, text: Q, kind: text}\n- {code: q, text: Q, kind: number}\n"
    assert found_in(twice + '- {code: r, text: R, kind: text, condition: q == "x" or q > 1}') == [
        f"duplicate-code:{FIRST + 1}"
    ]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('pick == "yes" and pick == "no"', "?condition-never"),
        ("pick in []", "?condition-never"),
        ("step > 3 and step < 3", "?condition-never"),
        ("answered(words) and not answered(words)", "?condition-never"),
        ("count < free and count > free", "?condition-never"),
        ("answered(pick) or not answered(pick)", "?condition-always"),
        ('pick == "yes" or pick == "no" or not answered(pick)', "?condition-always"),
        ("not (step > 3 and step < 3)", "?condition-always"),
        ("part >= 0 or not answered(part)", "?condition-always"),
    ],
)
def test_a_condition_that_decides_nothing_is_warned_about(condition, expected):
    assert judged(condition) == [expected]


@pytest.mark.parametrize(
    "condition",
    [
        'pick == "yes" or pick == "no"',
        "step >= 1",
        "part >= 0",
        "step > 3 and step < 5",
        "count < free",
        "free > 3 and free < 3.0000001",
        '"a" in many and "b" in many',
        '"a" not in many and "b" not in many or "a" in many',
    ],
)
def test_a_condition_that_decides_something_is_not(condition):
    assert judged(condition) == []


GATE = "- {code: gate, text: Q, kind: scale, from: 0, to: 4, points: 9}\n"
BEHIND = "- {{code: behind, text: Q, kind: text, condition: gate > 2{}}}"


def test_hiding_has_to_be_chosen_where_the_condition_reads_a_scored_question():
    assert found_in(GATE + BEHIND.format("")) == [f"?hidden-unsaid:{FIRST + 1}"]
    assert found_in(GATE + BEHIND.format(", hidden: exclude")) == []
    assert found_in(GATE + BEHIND.format(", hidden: zero")) == []
    assert found_in(GATE.replace("points: 9", "weight: 0") + BEHIND.format("")) == []
