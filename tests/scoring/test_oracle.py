"""The regional index scored a second time by pandas alone, from the long table of answers."""

import numpy as np
import pandas as pd
import pytest

from survey.questionnaires import kinds, reader
from survey.questionnaires.model import MultipleQuestion, ScaleQuestion, SingleQuestion
from survey.scoring.aggregation import score
from survey.scoring.frames import answers_frame
from survey.scoring.framework import build
from survey.scoring.points import matrix
from survey.scoring.tables import answer_rows

UNITS = [f"region {number}" for number in range(60)]


def cells(question):
    """Some of the cells that a question takes."""
    missing = ["", "DK"] if question.not_applicable == "never" else ["", "DK", "NA"]
    match question:
        case SingleQuestion():
            return missing + [option.code for option in question.options] * 2
        case MultipleQuestion():
            plain = [option.code for option in question.options if not option.exclusive]
            return [*missing, *plain, "|".join(plain), "|".join(plain[:2])]
        case ScaleQuestion():
            return [*missing, str(question.lowest), str(question.highest)]
        case _:
            low, high = kinds.limits(question) if question.kind != "text" else (0, 1)
            return [*missing, str(low or 0), str(high or 50)]


@pytest.fixture(scope="module")
def asked():
    return reader.read(reader.library()["regional_index-2026"])


@pytest.fixture(scope="module")
def replies(asked):
    """Random answers of all units."""
    numbers = np.random.default_rng(2026)
    return [
        {
            code: kinds.parse(question, str(numbers.choice(cells(question))))
            for code, question in asked.questions.items()
        }
        for _ in UNITS
    ]


@pytest.fixture(scope="module")
def shares(asked, replies):
    """The long table, with what pandas needs to weigh it: area, weight, share."""
    rows = (row for unit, answers in zip(UNITS, replies, strict=True) for row in answer_rows(asked, unit, answers))
    long = answers_frame(rows)
    facts = [(code, asked.section_of[code].code, one.weight) for code, one in asked.questions.items()]
    long = long.merge(pd.DataFrame(facts, columns=["question", "area", "weight"]), on="question")
    long = long[(long["weight"] > 0) & (long["possible"] > 0)]
    return long.assign(share=long["points"] / long["possible"])


@pytest.fixture(scope="module")
def scores(asked, replies):
    return score(build(asked), matrix(asked, replies))


def value(scores, codes):
    places = [scores.places[code] for code in codes]
    return pd.DataFrame(scores.value[:, places], index=UNITS, columns=list(codes))


def mean(long, by):
    """Weighted means of the known shares, 0-100, in the order of the units."""
    known = long.dropna(subset=["share"])
    sums = known.assign(weighed=known["weight"] * known["share"]).groupby(by)[["weighed", "weight"]].sum()
    return 100 * sums["weighed"] / sums["weight"]


def test_areas(asked, shares, scores):
    assert not any(section.groups for section in asked.sections)
    expected = mean(shares, ["unit", "area"]).unstack("area").reindex(UNITS)
    pd.testing.assert_frame_equal(value(scores, expected.columns), expected, check_names=False, rtol=0, atol=1e-9)


def test_dimensions(asked, shares, scores):
    assert asked.framework.dimensions.source == "questions"
    every = shares[["question", "area", "weight"]].drop_duplicates()
    nominal = every["weight"] / every.groupby("area")["weight"].transform("sum")
    area_weights = {section.code: section.weight for section in asked.sections}
    nominal *= every["area"].map(area_weights)
    for dimension in asked.dimensions:
        loading = every["question"].map(lambda code, d=dimension.code: asked.loadings(code).get(d, 0))
        weights = dict(zip(every["question"], nominal * loading, strict=True))
        weighed = shares.assign(weight=shares["question"].map(weights))
        expected = mean(weighed[weighed["weight"] > 0], "unit").reindex(UNITS)
        found = value(scores, [dimension.code])[dimension.code]
        pd.testing.assert_series_equal(found, expected, check_names=False, rtol=0, atol=1e-9)


def test_the_index_and_composites(asked, scores):
    framework = build(asked)
    for component in [*framework.at("composite"), *framework.at("index")]:
        assert component.mean == "arithmetic"
        parts = value(scores, [code for code, _ in component.parts])
        weights = pd.Series(dict(component.parts))
        expected = (parts * weights).sum(axis=1) / (parts.notna() * weights).sum(axis=1)
        found = value(scores, [component.code])[component.code]
        pd.testing.assert_series_equal(found, expected, check_names=False, rtol=0, atol=1e-9)


def test_coverage_and_counts_of_areas(shares, scores):
    applies = ~shares["state"].isin(["not_applicable"]) & ~((shares["state"] == "hidden") & shares["points"].isna())
    asked = shares.assign(known=shares["share"].notna(), applies=applies)
    counts = asked.groupby(["unit", "area"])[["known", "applies"]].sum()
    weighed = asked.assign(known=asked["known"] * asked["weight"], applies=asked["applies"] * asked["weight"])
    sums = weighed.groupby(["unit", "area"])[["known", "applies"]].sum()
    coverage = (sums["known"] / sums["applies"]).unstack("area").reindex(UNITS)
    for area in coverage.columns:
        place = scores.places[area]
        np.testing.assert_allclose(scores.coverage[:, place], coverage[area], rtol=0, atol=1e-9)
        assert scores.answered[:, place].tolist() == counts["known"].unstack("area").reindex(UNITS)[area].tolist()
        assert scores.applicable[:, place].tolist() == counts["applies"].unstack("area").reindex(UNITS)[area].tolist()
