"""The index as somebody else would weigh it: the same answers and rules, other nominal weights."""

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite

from survey.scoring.framework import Framework


def weighed(framework: Framework, weights: Mapping[str, float]) -> Framework:
    """The framework whose index is the mean of these components with these weights, and all else as it was.

    Mean, missing policy and minimum coverage of the index stay; a weight of 0 leaves a component out. Only ratios
    count. ValueError without an index, for a code that is no component or is an index, for weights below 0 or not
    finite, and where none is above 0.
    """
    if framework.index is None:
        raise ValueError("This framework has no index. Choose a questionnaire that totals its areas.")
    known = [code for code, one in framework.by_code.items() if one.level != "index"]
    for code, weight in weights.items():
        if code not in known:
            raise ValueError(f"{code!r} is nothing that can be weighed; choose among {', '.join(known)}.")
        if not (isfinite(weight) and weight >= 0):
            raise ValueError(f"{code}: {weight} is no weight; take a number from 0 upwards.")
    parts = tuple((code, weight) for code, weight in weights.items() if weight > 0)
    if not parts:
        raise ValueError("All weights are 0. Give at least one component a weight above 0.")
    own = replace(framework.by_code[framework.index], parts=parts)
    others = (one for one in framework.components if one.code != framework.index)
    return replace(framework, components=(*others, own))  # no index is a part, so it may stand behind all parts
