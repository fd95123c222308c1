"""What to know first: one sentence for each dimension."""

import pytest

from survey.charts.first import first
from tests.charts.samples import reader, reading

AREAS = [("Housing", 80.0, 0.5), ("Labour", 20.04, 0.48), ("Sport", 5.0, 0.02)]


@pytest.mark.parametrize(
    ("given", "areas", "change", "words"),
    [
        (
            {"low": 55.0, "high": 70.0},
            AREAS,
            3.24,
            "Equality: 61.3 (55.0 to 70.0). Strongest in it: Housing (80.0); weakest: Labour (20.0). "
            "Since Wave 2025: +3.2.",
        ),
        ({}, AREAS[:1], None, "Equality: 61.3."),
        ({}, [("Housing", 61.3, 0.5), ("Labour", 61.31, 0.5)], 0.0, "Equality: 61.3. Since Wave 2025: 0.0."),
    ],
)
def test_score_interval_strongest_weakest_and_change(given, areas, change, words):
    with reader():
        one = reading("here", "equality", 61.3, level="dimension", **given)
        assert first(one, areas, "Wave 2025", change) == words


def test_without_a_score_it_says_why():
    with reader():
        said = first(reading("here", "equality", None, level="dimension"), AREAS)
    assert said == "Equality has no score yet: withheld: only 40% of the weight is answered."
