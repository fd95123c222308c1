"""The codebook of the small questionnaire, row by row."""

import pytest

from survey.languages import NAMES
from survey.questionnaires.reader import read
from survey.services.codebook import COLUMNS, codebook
from tests.databases import SMALL


def rows(language="en"):
    """Return the codebook as dicts by question code."""
    entries = codebook(read(SMALL), language=language)
    return {entry.question.code: dict(zip(COLUMNS, entry.row, strict=True)) for entry in entries}


def test_every_question_has_its_row_in_the_order_of_the_file():
    assert list(rows()) == list(read(SMALL).questions)


def test_a_single_choice_shows_codes_labels_points_and_plans():
    found = rows()["support"]
    assert found["options"] == (
        "everywhere = In the whole region (points 2) | partly = In parts of the region (points 1) | "
        "planned = Not yet, but decided (points 0, planned 2) | no = No (points 0)"
    )
    assert (found["section"], found["kind"], found["weight"], found["loadings"]) == (
        "housing",
        "single",
        2,
        "equality 1",
    )
    assert found["missing"] == (
        'NA = Not in our remit | DK = We cannot tell | "" = Not answered, not asked because of an earlier answer, or '
        "not opened to whoever has the file"
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "services",
            {"condition": 'support in ["everywhere", "partly"]', "hidden": "zero", "possible": 3, "scoring": "sum"},
        ),
        ("mixed", {"lowest": 1, "highest": 5, "possible": 1, "scoring": "linear", "condition": None, "hidden": None}),
        ("staff", {"unit": "FTE", "lowest": 0, "highest": 500, "scoring": "from 0.5: 1; from 2: 2", "possible": 2}),
        ("share", {"lowest": 0, "highest": 100, "scoring": "linear from 0 to 40", "possible": 1}),
        ("proud", {"options": "", "possible": None, "index_weight": None, "scoring": ""}),
        ("visitors", {"lowest": None, "highest": None, "possible": None, "index_weight": None, "loadings": ""}),
    ],
)
def test_what_a_kind_shows(code, expected):
    found = rows()[code]
    assert {name: found[name] for name in expected} == expected


def test_a_question_that_always_applies_has_no_code_for_not_applicable():
    assert "NA" not in rows()["share"]["missing"]


def test_weights_in_the_index_are_those_of_the_framework():
    """Housing and encounter weigh one half each. Housing has three parts of weight 1: the group, and two questions."""
    found = {code: row["index_weight"] for code, row in rows().items() if row["index_weight"] is not None}
    sixth, twelfth, quarter = 1 / 6, 1 / 12, 1 / 4
    expected = {
        "support": twelfth,
        "services": twelfth,
        "mixed": sixth,
        "staff": sixth,
        "share": quarter,
        "spaces": quarter,
    }
    assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("language", NAMES)
def test_codes_are_the_same_in_every_language(language):
    kept = ("code", "section", "kind", "weight", "loadings", "condition", "scoring", "possible", "index_weight")
    assert [[row[name] for name in kept] for row in rows(language).values()] == [
        [row[name] for name in kept] for row in rows().values()
    ]
