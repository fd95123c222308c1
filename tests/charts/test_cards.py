"""Cards: a number, how far it can still move, and what is planned."""

import pytest

from survey.charts.cards import card
from tests.charts import samples


def made(score, **more):
    return card(samples.reading("arad", "equality", score, level="dimension", **more))


def test_a_card_says_where_the_score_can_still_end_up():
    found = made(61.4, low=52.0, high=71.0, answered=102, applicable=120)
    assert (found.score, found.openness) == ("61.4", "between 52.0 and 71.0, as 18 answers are still unknown")


def test_one_answer_is_one():
    found = made(61.4, low=52.0, high=71.0, answered=4, applicable=5)
    assert found.openness == "between 52.0 and 71.0, as 1 answer is still unknown"


def test_when_all_is_known_the_score_stands():
    assert made(61.4).openness == "all answers are known"


@pytest.mark.parametrize(
    ("more", "openness"),
    [
        ({"low": None, "high": None, "coverage": None, "applicable": 0}, "not in the remit of the region"),
        (
            {"low": 0.0, "high": 100.0, "coverage": 0.0, "answered": 0},
            "between 0.0 and 100.0, as 5 answers are still unknown",
        ),
    ],
)
def test_without_a_score_the_card_says_why(more, openness):
    found = made(None, **more)
    assert (found.score, found.openness) == ("–", openness)


def test_a_withheld_score_says_why_and_keeps_its_interval():
    found = made(None, answered=2)
    assert found.reason == "withheld: only 40% of the weight is known"
    assert found.openness == "between 20.0 and 80.0, as 3 answers are still unknown"
    assert made(61.4).reason is None


@pytest.mark.parametrize(("planned", "words"), [(64.0, "64.0 with everything planned"), (61.4, None), (None, None)])
def test_a_plan_is_said_where_it_helps(planned, words):
    assert made(61.4, planned=planned).planned == words


def test_german_numbers():
    with samples.reader("de"):
        assert made(61.4).score == "61,4"
