"""The text of conditions: what it says, and where and why a text is no condition."""

import pytest

from survey.questionnaires.conditions import ConditionError, parse
from survey.questionnaires.syntax import All, Answered, Any, Compares, ComparesQuestion, Contains, Not, OneOf

YES = Compares("a", "==", "yes")
BIG = Compares("n", ">", 3.0)
HAS = Answered("x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a == "yes"', YES),
        ("a == 'yes'", YES),
        ('"yes" == a', YES),
        ('a != "yes"', Compares("a", "!=", "yes")),
        ("n > 3", BIG),
        ("3 < n", BIG),
        ("3 <= n", Compares("n", ">=", 3.0)),
        ("3 > n", Compares("n", "<", 3.0)),
        ("3 >= n", Compares("n", "<=", 3.0)),
        ("3 != n", Compares("n", "!=", 3.0)),
        ("n==-0.5", Compares("n", "==", -0.5)),
        ("n <.5e1", Compares("n", "<", 5.0)),
        ("n >= +2.", Compares("n", ">=", 2.0)),
        ("n < m", ComparesQuestion("n", "<", "m")),
        ('a in ["yes", "no"]', OneOf("a", ("yes", "no"))),
        ("n in [1, 2.5]", OneOf("n", (1.0, 2.5))),
        ("a in []", OneOf("a", ())),
        ('a not in ["no"]', OneOf("a", ("no",), negated=True)),
        ('"legal" in a', Contains("a", "legal")),
        ("'legal' not in a", Contains("a", "legal", negated=True)),
        ("answered(x)", HAS),
        (" answered ( x ) ", HAS),
        ("answered(x)\n  and n > 3\n", All((HAS, BIG))),
        ("not answered(x)", Not(HAS)),
        ("not not answered(x)", Not(Not(HAS))),
        ('not a == "yes"', Not(YES)),
        ("((n > 3))", BIG),
        ("answered(x) or n > 3 or answered(x)", Any((HAS, BIG, HAS))),
        ('n > 3 and a == "yes" and answered(x)', All((BIG, YES, HAS))),
        ('n > 3 or a == "yes" and answered(x)', Any((BIG, All((YES, HAS))))),
        ('(n > 3 or a == "yes") and answered(x)', All((Any((BIG, YES)), HAS))),
        ("not n > 3 and answered(x)", All((Not(BIG), HAS))),
        ("not (n > 3 and answered(x))", Not(All((BIG, HAS)))),
        ("in_x == 1", Compares("in_x", "==", 1.0)),
        ("n > 3and answered(x)", None),
    ],
)
def test_a_text_says_a_condition(text, expected):
    if expected is None:
        with pytest.raises(ConditionError):
            parse(text)
    else:
        assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "column", "cure"),
    [
        ("", 1, "code of a question"),
        ("   ", 1, "code of a question"),
        ("a", 2, "Compare by =="),
        ("answered", 9, "Write answered(code)"),
        ("answered()", 10, "code of a question"),
        ('answered("a")', 10, "without quotation marks"),
        ("answered(a, b)", 11, "with one code"),
        ("answered(a", 11, "with one code"),
        ("answered(not)", 10, "code of a question"),
        ('a = "x"', 3, "Write == to compare"),
        ("a ! b", 3, "!= or not"),
        ("a == 1 && b == 1", 8, "Write and"),
        ("a == 1 | b == 1", 8, "Write or"),
        ('a == "x', 6, "Close the quotation mark"),
        ("a == 'x", 6, "Close the quotation mark"),
        ("a == 12abc", 6, "Use codes, numbers"),
        ("a == 1.2.3", 6, "Use codes, numbers"),
        ("a; b", 2, "Use codes, numbers"),
        ("1 < n < 3", 7, "compare two things at a time"),
        ("n == 1 n == 2", 8, "Join comparisons by and, or"),
        ("(n == 1", 8, "Close the parenthesis"),
        ("n == 1)", 7, "Join comparisons"),
        ("n not 3", 7, "Write not in"),
        ("n == and", 6, "a number, or an option"),
        ("n == 1 and", 11, "a number, or an option"),
        ("n == 1 or or", 11, "a number, or an option"),
        ("a in [x]", 7, "option in quotation marks"),
        ('a in ["x" "y"]', 11, "by commas"),
        ('a in ["x",]', 11, "option in quotation marks"),
        ('a in ["x"', 10, "by commas"),
        ("n == 1 and (1 == 2)", 13, "code of a question"),
        ('"x" == "y"', 1, "code of a question"),
        ("n == [1]", 1, "in or not in"),
        ("[1] < n", 1, "in or not in"),
        ('a in "x"', 1, 'code in ["a", "b"]'),
        ("a in b", 1, 'code in ["a", "b"]'),
        ("3 in n", 1, 'code in ["a", "b"]'),
        ("[1] in [2]", 1, 'code in ["a", "b"]'),
        ("and == 1", 1, "code of a question"),
        ('a == ""x', 8, "Join comparisons"),
    ],
)
def test_a_text_that_is_no_condition_says_where_and_what_to_do(text, column, cure):
    with pytest.raises(ConditionError) as refused:
        parse(text)
    assert (refused.value.column, cure in refused.value.cure) == (column, True), str(refused.value)
    assert f"character {column}" in refused.value.what or "character" not in refused.value.what


def test_parentheses_have_a_bottom():
    with pytest.raises(ConditionError, match="Nest fewer"):
        parse("(" * 500 + "n == 1" + ")" * 500)
    with pytest.raises(ConditionError, match="Nest fewer"):
        parse("not " * 500 + "answered(x)")


def test_a_long_condition_is_flat():
    condition = parse(" or ".join(["n == 1"] * 5000))
    assert isinstance(condition, Any)
    assert len(condition.parts) == 5000


def test_a_text_is_read_once():
    assert parse("n > 3 or n < 1") is parse("n > 3 or n < 1")
