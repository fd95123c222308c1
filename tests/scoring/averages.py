"""The two smallest things to average: an index of three questions, and two areas of two."""

from survey.scoring.aggregation import score
from tests.scoring.tiny import framework, matrix, part_of, questionnaire, scale, section

SHARES = ("x", "y", "z")


def one(*row, mean="arithmetic", missing="exclude", minimum_coverage=0.0, weights=(1, 1, 1)):
    """The index of three questions."""
    parts = dict(zip(SHARES, weights, strict=True))
    index = part_of("index", "index", parts, mean=mean, missing=missing, minimum_coverage=minimum_coverage)
    return score(framework(SHARES, index), matrix(row)).card(0)["index"]


def two_areas(**keys):
    """Two areas of two questions, and what is said of index, means and policies."""
    return questionnaire(
        section("a", scale("a1"), scale("a2", weight=3), **keys), section("b", scale("b1"), scale("b2"), weight=3)
    )
