"""Both lenses across regions: verified beside reported where a review has begun."""

import pytest

from tests.installations import open_wave
from tests.views.standing_in_review import in_review
from tests.views.standings import GOOD, MODEST, stand
from tests.views.test_compare import charts, page, rows, table
from tests.views.test_results_verified import judge_some

PATH = "/compare/2026/lenses"


@pytest.fixture
def compared(app):
    open_wave(app)
    stand(app, "salzburg", GOOD)
    stand(app, "leipzig", MODEST)
    return app


def test_before_a_review_there_is_one_lens(compared):
    text = page(compared, path=PATH)
    assert charts(text) == ["lenses"]
    assert "No review has begun yet" in text
    assert [row[2] for row in table(text, "lenses")[1:]] == ["–", "–"]


def test_a_file_holds_both_lenses(compared):
    found = rows(compared, f"{PATH}/lenses.csv?component=housing")
    assert [(row["unit"], row["component"], row["by"]) for row in found] == [
        ("salzburg", "housing", "reported"),
        ("leipzig", "housing", "reported"),
    ]


@pytest.mark.parametrize("query", ["component=weather", "regions=atlantis"])
def test_what_cannot_be_is_said_with_the_nearest_view(compared, query):
    assert charts(page(compared, path=f"{PATH}?{query}", status=422)) == ["lenses"]


def test_a_region_sees_only_itself(compared):
    assert [row[0] for row in table(page(compared, "coordinator", PATH), "lenses")[1:]] == ["Salzburg"]


def test_what_reviewers_let_stand_stands_beside(app):
    in_review(app)
    assert table(page(app, path=PATH), "lenses")[1][:4] == ["Salzburg", "87.5", "–", "–"]
    judge_some(app)
    text = page(app, path=PATH)
    assert table(text, "lenses")[1] == ["Salzburg", "87.5", "68.8", "−18.8", "50.0 to 75.0", "75%"]
    assert "They differ most in Salzburg: verified is 18.8 lower." in text
    found = rows(app, f"{PATH}/lenses.csv")
    assert [(row["by"], row["score"]) for row in found] == [("reported", "87.5"), ("verified", "68.75")]


def test_the_comparison_can_be_seen_through_the_verified_lens(app):
    in_review(app)
    stand(app, "leipzig", GOOD)
    judge_some(app)
    text = page(app, path="/compare/2026?lens=verified")
    assert table(text, "heat-map")[:2] == [["Component", "Salzburg"], ["Index", "68.8"]]
    assert "/explained/" not in text
    found = rows(app, "/compare/2026/heat-map.csv?lens=verified")
    assert {(row["unit"], row["lens"]) for row in found} == {("salzburg", "verified")}
    assert {row["lens"] for row in rows(app, "/compare/2026/heat-map.csv")} == {"reported"}


def test_without_a_review_there_is_no_verified_lens(compared):
    text = page(compared, path="/compare/2026?lens=verified", status=422)
    assert "No review has begun yet" in text
    assert table(text, "heat-map")[0] == ["Component", "Leipzig", "Salzburg"]
    assert "is no lens" in page(compared, path="/compare/2026?lens=rosy", status=422)
