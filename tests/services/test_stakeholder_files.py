"""Files of stakeholders' answers: two layouts, every fault at once, and nothing about a person comes out."""

import pytest

from survey.errors import FaultsError
from survey.questionnaires.reader import read as questionnaire
from survey.services import stakeholder_files, tables
from survey.services.stakeholder_files import LARGEST, read
from tests.databases import SMALL
from tests.services.bringing import PEOPLE, long, wide

ASKED = questionnaire(SMALL)
HEAD = "unit,question,state,value,lens"


def told(content: str | bytes) -> list[tuple[str, str, str]]:
    """Return place, value and code of each fault of a file that is refused."""
    with pytest.raises(FaultsError) as refused:
        read(content if isinstance(content, bytes) else content.encode(), ASKED)
    return [(fault.place, fault.what, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize("content", [wide(), long(), b"\xef\xbb\xbf" + wide(), long().replace(b",", b";")])
def test_both_layouts_with_commas_or_semicolons_say_the_same(content):
    found = read(content, ASKED)
    assert found.people == 12
    assert found.counts == {
        "support": {"everywhere": 4, "partly": 4, "planned": 2},
        "services": {("advice", "legal"): 9},
        "mixed": {1: 5, 5: 5},
        "share": {20.0: 10},
        "spaces": {"some": 6, "none": 6},
    }


def test_the_layout_of_answers_that_the_platform_writes_is_read():
    rows = [f"{n},support,planned,planned,Not yet,0,2,,2027-01-01,stakeholders" for n in range(10)]
    rows += [f"{n},mixed,does_not_know,,,,,,," for n in range(10)]
    rows += [f"{n},proud,answered,Our cafés and Zoë,,,,,,stakeholders" for n in range(10)]
    head = "unit,question,state,value,label,points,possible,reason,planned_date,lens"
    found = read("\n".join([head, *rows]).encode(), ASKED)
    assert (found.people, found.counts) == (10, {"support": {"planned": 10}})


def test_words_of_people_are_not_taken():
    assert "proud" not in read(wide({**PEOPLE, "proud": ["Ask Zoë"] * 12}), ASKED).counts


def test_decimals_stand_after_a_comma_between_semicolons():
    content = "unit;share;staff\n" + "\n".join(f"{n};12,5;1.5" for n in range(10))
    assert read(content.encode(), ASKED).counts == {"share": {12.5: 10}, "staff": {1.5: 10}}


def test_all_faults_are_told_at_once_with_line_column_value_and_what_is_allowed():
    content = "\n".join(
        [
            HEAD,
            "a,support,answered,everywere,",
            ",mixed,answered,3,reported",
            "a,nothing,answered,3,",
            "a,mixed,known,3,",
            "a,spaces,answered,,",
            "a,share,does_not_know,3,",
            "a,staff,planned,3,",
            "a,support,answered,no,",
            "a,services",
        ]
    )
    assert told(content) == [
        ("Line 2, value", "“everywere”", "value"),
        ("Line 3, unit", "It is empty.", "no-unit"),
        ("Line 3, lens", "“reported”", "lens"),
        ("Line 4, question", "“nothing”", "unknown-question"),
        ("Line 5, state", "“known”", "state"),
        ("Line 6, value", "It is empty.", "no-value"),
        ("Line 7, value", "“3”", "value-without"),
        ("Line 8, state", "“planned”", "not-planned"),
        ("Line 9, question", "“support”", "twice"),
        ("Line 10", "The line has not as many cells as the first line.", "cells"),
    ]


@pytest.mark.parametrize(
    ("cell", "code", "cure"),
    [
        ("often", "support", "One of these is allowed: everywhere, partly, planned, no."),
        (
            "none|legal",
            "services",
            "These are allowed, one or several with | between them: advice, legal, none. This one stands alone: none.",
        ),
        ("6", "mixed", "A whole number from 1 to 5 is allowed."),
        ("501", "staff", "A number from 0 to 500 is allowed."),
        ("NA", "share", "A number from 0 to 100 is allowed."),
    ],
)
def test_it_is_told_what_is_allowed(cell, code, cure):
    with pytest.raises(FaultsError) as refused:
        read(wide({code: [cell, *["DK"] * 10]}), ASKED)
    [fault] = refused.value.faults
    assert (fault.place, fault.what, fault.cure) == (f"Line 2, {code}", f"“{cell}”", cure)


def test_columns_and_people_of_the_wide_layout():
    assert told("unit,support,wrong\na,no,1\na,no,2\n")[0] == ("Line 2, question", "“wrong”", "unknown-question")
    assert told("unit,support\na,no\na,no\n") == [("Line 3, unit", "“a”", "twice")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "head"),
        (b"region,measure\n", "head"),
        (b"unit,question\na,support\n", "head"),
        (b"question,value\nsupport,no\n", "head"),
        (b"unit,support,support\na,no,no\n", "twice"),
        (b"unit,support\n\xff,no\n", "utf-8"),
        (b'unit,support\n"a,no\n', "table"),
        (b"x" * (LARGEST + 1), "large"),
    ],
)
def test_what_is_no_such_table_is_refused_at_once(content, code):
    assert [fault[2] for fault in told(content)] == [code]


@pytest.mark.parametrize("people", [0, 1, 9])
def test_fewer_than_ten_people_are_refused(people):
    content = "\n".join(["unit,support", *(f"{n},no" for n in range(people)), "x,DK", "y,"]).encode()
    [(place, what, code)] = told(content)
    said = f"{people} person" if people == 1 else f"{people} people"
    assert (place, what, code) == ("The file", f"{said} answered a question that counts.", "few")
    assert read(content + b"\n" + b"\n".join(b"z%d,no" % n for n in range(10 - people)), ASKED).people == 10


def test_the_template_holds_the_questions_that_count_and_can_be_sent_back():
    made = stakeholder_files.template(ASKED, ASKED)
    rows = [list(row) for row in made.rows]
    assert [row[1] for row in rows] == ["support", "services", "mixed", "staff", "share", "spaces"]
    assert rows[2] == [
        "1",
        "mixed",
        None,
        "How mixed are the neighbourhoods?",
        "A whole number from 1 to 5 is allowed.",
    ]
    for purpose, language in ((tables.Purpose.EXCEL, "de"), (tables.Purpose.ANALYSIS, "en")):
        filled = [["1", "spaces", "some", *row[3:]] if row[1] == "spaces" else row for row in rows]
        people = [[str(n), *row[1:]] for n in range(10) for row in filled]
        content = tables.encode(tables.Table(made.columns, people), tables.dialect(purpose, language))
        assert read(content, ASKED).counts == {"spaces": {"some": 10}}
