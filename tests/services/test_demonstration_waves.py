"""The earlier waves of a demonstration: concluded everywhere, mostly weaker, and free of contradictions."""

from random import Random

import pytest

from survey.questionnaires.answers import State
from survey.questionnaires.progress import resolve
from survey.questionnaires.reader import library, read, read_rules
from survey.questionnaires.rules import met
from survey.scoring.aggregation import score
from survey.scoring.framework import build
from survey.scoring.points import matrix
from survey.services.demonstration import invented
from survey.services.demonstration_waves import before

PATH = library()["regional_index-2026"]
SEEDS = [f"region {number}" for number in range(12)]


@pytest.fixture(scope="module")
def asked():
    return read(PATH)


@pytest.mark.parametrize("seed", SEEDS)
def test_earlier_answers_could_be_submitted(asked, seed):
    rules = read_rules(PATH)
    given = before(asked, rules, invented(asked, Random(seed)), seed, weaker=0.3)
    states = resolve(asked, given)
    assert not [one for one in met(rules, states, given) if one.severity == "error"]
    assert State.NOT_ANSWERED not in states.values()
    certain = {code for rule in rules.rules if rule.severity == "error" for code in rule.questions}
    assert {code for code, answer in given.items() if answer.state is State.PLANNED} <= certain


def test_the_same_seed_gives_the_same_answers_and_most_regions_grow(asked):
    rules, framework = read_rules(PATH), build(asked)
    later = [invented(asked, Random(seed)) for seed in SEEDS]
    earlier = [before(asked, rules, one, seed, weaker=0.3) for one, seed in zip(later, SEEDS, strict=True)]
    assert earlier[0] == before(asked, rules, later[0], SEEDS[0], weaker=0.3)
    found = [score(framework, matrix(asked, rows)) for rows in (later, earlier)]
    now, then = (one.value[:, one.codes.index(framework.index)] for one in found)
    assert sum(now > then) >= 10
    assert ((now - then) < 30).all()
