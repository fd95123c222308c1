"""The engine beside pandas: all columns of all components against a group-by that makes the plain scores alone.

Both read what they like best, prepared outside the clock: the engine a matrix of shares and states, pandas a long
table of the known answers with their weights. Both use one thread, take turns, and must agree before they are timed.

    python benchmarks/score.py [--units 100000] [--rounds 7]
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when NumPy is loaded: one thread on both sides

import argparse
from collections.abc import Callable
from time import perf_counter

import numpy as np
import pandas as pd

from survey.questionnaires.model import Questionnaire
from survey.scoring.aggregation import score
from survey.scoring.framework import Framework, build
from survey.scoring.points import Matrix

AREAS, QUESTIONS = 16, 6
DIMENSIONS = {"equality": 0.5, "diversity": 0.25, "interaction": 0.25}
KEYS = ["unit", "area"]


def questionnaire() -> Questionnaire:
    """Sixteen areas of six questions; each loads on three dimensions, in turn more on one of them."""
    sections = [
        {
            "code": f"area{area}",
            "title": "Area",
            "weight": 1 + area % 3,
            "dimensions": dict(zip(np.roll(list(DIMENSIONS), area).tolist(), DIMENSIONS.values(), strict=True)),
            "questions": [
                {"code": f"q{area}_{place}", "text": "?", "kind": "scale", "from": 0, "to": 1, "weight": 1 + place % 2}
                for place in range(QUESTIONS)
            ],
        }
        for area in range(AREAS)
    ]
    dimensions = [{"code": code, "title": code} for code in DIMENSIONS]
    rules = {"key": "bench", "edition": "1", "title": "Bench", "dimensions": dimensions, "sections": sections}
    return Questionnaire.model_validate({**rules, "framework": {"defaults": {"minimum_coverage": 0}}})


def answers(units: int) -> Matrix:
    """Random answers: eight in ten known, one unknown, one not applicable."""
    numbers = np.random.default_rng(1)
    states = numbers.choice(np.array([1, 0, -1], np.int8), p=[0.8, 0.1, 0.1], size=(units, AREAS * QUESTIONS))
    return Matrix(numbers.random(states.shape), states)


def long_table(framework: Framework, matrix: Matrix) -> pd.DataFrame:
    """One row per known answer: unit, area, share, its weight in the area and in each dimension."""
    units, questions = np.nonzero(matrix.states == 1)
    areas = [dict(area.parts) for area in framework.at("area")]
    weights = {"weight": [areas[place // QUESTIONS][code] for place, code in enumerate(framework.questions)]}
    for dimension in framework.at("dimension"):
        weights[dimension.code] = [dict(dimension.parts)[code] for code in framework.questions]
    columns = {name: np.array(weight, dtype=float)[questions] for name, weight in weights.items()}
    shares = matrix.shares[units, questions]
    return pd.DataFrame({"unit": units, "area": questions // QUESTIONS, "share": shares, **columns})


def by_pandas(long: pd.DataFrame, area_weights: np.ndarray) -> pd.DataFrame:
    """Plain scores of index, dimensions and areas, one row per unit."""
    weighed = long.assign(top=long["weight"] * long["share"])
    for code in DIMENSIONS:
        weighed[f"{code}_top"] = long[code] * long["share"]
    sums = weighed.groupby(KEYS)[["top", "weight"]].sum()
    areas = (100 * sums["top"] / sums["weight"]).unstack()
    whole = weighed.groupby("unit")[[*DIMENSIONS, *(f"{code}_top" for code in DIMENSIONS)]].sum()
    dimensions = [100 * whole[f"{code}_top"] / whole[code] for code in DIMENSIONS]
    index = (areas * area_weights).sum(axis=1) / (areas.notna() * area_weights).sum(axis=1)
    return pd.concat([index, *dimensions, areas], axis=1)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    """Compare, and print a Markdown table."""
    parser = argparse.ArgumentParser(description="The scoring engine beside a pandas group-by.")
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    framework, matrix = build(questionnaire()), answers(options.units)
    long = long_table(framework, matrix)
    weights = np.array([weight for _, weight in framework.by_code["index"].parts])
    ours, theirs = score(framework, matrix).score, by_pandas(long, weights)
    np.testing.assert_allclose(ours[theirs.index], theirs.to_numpy(), rtol=0, atol=1e-9)
    rounds = [
        (seconds(lambda: score(framework, matrix)), seconds(lambda: by_pandas(long, weights)))
        for _ in range(options.rounds)
    ]
    engine, pandas = (min(times) for times in zip(*rounds, strict=True))
    print(f"Best of {options.rounds}, one thread:\n")
    print("| units x questions | engine, all columns | pandas, scores alone | engine / pandas |")
    print("|---|---|---|---|")
    print(f"| {options.units} x {AREAS * QUESTIONS} | {engine:.3f} s | {pandas:.3f} s | {engine / pandas:.2f} |")


if __name__ == "__main__":
    main()
