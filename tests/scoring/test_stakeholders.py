"""What stakeholders perceive, worked by hand on the small questionnaire: means of shares, and k people for each."""

import pytest

from survey.questionnaires.answers import Answer, State
from survey.questionnaires.reader import parse, read
from survey.scoring.framework import build
from survey.scoring.lenses import Lens, by_lens, gaps
from survey.scoring.points import KNOWN, NOT_APPLICABLE, UNKNOWN
from survey.scoring.stakeholders import known, row, seen
from tests.databases import SMALL

ASKED = read(SMALL)
FRAMEWORK = build(ASKED)
REPORTED = {"support": Answer(State.ANSWERED, "everywhere"), "mixed": Answer(State.ANSWERED, 4)}
COUNTS = {
    "support": {"everywhere": 4, "partly": 4, "planned": 2},
    "services": {("advice", "legal"): 9},
    "mixed": {1: 5, 5: 5},
    "share": {20.0: 10},
    "spaces": {"some": 6, "none": 6},
}
"""support (4·1 + 4·½ + 2·0) / 10 = 0.6, once planned comes true (4 + 2 + 2) / 10 = 0.8; mixed, share and spaces 0.5.
Nine people know the services, nobody the staff."""


def made(counts=COUNTS, reported=REPORTED):
    """Return shares, planned shares and states by question."""
    found = row(ASKED, counts, reported)
    columns = zip(found.shares[0].tolist(), found.planned[0].tolist(), found.states[0].tolist(), strict=True)
    return dict(zip(FRAMEWORK.questions, columns, strict=True))


def test_each_question_has_the_mean_share_of_those_who_know():
    found = made()
    assert found["support"] == pytest.approx((0.6, 0.8, KNOWN))
    assert found["mixed"] == found["share"] == found["spaces"] == pytest.approx((0.5, 0.5, KNOWN))


def test_what_fewer_than_ten_people_know_is_unknown():
    found = made()
    assert found["services"] == found["staff"] == (0, 0, UNKNOWN)
    assert made(COUNTS | {"services": {("advice", "legal"): 9, ("none",): 1}})["services"] == (
        pytest.approx((0.9, 0.9, KNOWN))
    )


@pytest.mark.parametrize("support", [Answer(State.ANSWERED, "no"), Answer(State.DOES_NOT_KNOW)])
def test_follow_up_questions_apply_as_the_region_reported(support):
    everybody = COUNTS | {"services": {("advice", "legal"): 40}}
    assert made(everybody, {"support": support})["services"] == (0, 0, KNOWN)  # hidden, and then it counts as zero
    assert made(everybody)["services"] == (1, 1, KNOWN)


def test_a_hidden_question_leaves_the_mean_unless_it_counts_as_zero():
    asked = parse(SMALL.read_text(encoding="utf-8").replace("        hidden: zero\n", ""), "small.yaml")
    place = list(build(asked).questions).index("services")
    assert row(asked, COUNTS, {}).states[0, place] == NOT_APPLICABLE


def test_the_row_is_scored_by_the_engine_of_every_lens():
    """access is 60 of what is known of it; housing (60 + 50) / 2, half known, so its score is withheld."""
    scores = seen(ASKED, FRAMEWORK, COUNTS, REPORTED, 12).scores.card(0)
    numbers = {
        code: (one.score, one.low, one.high, one.coverage) for code, one in scores.items() if one.level != "question"
    }
    assert numbers["access"] == (None, pytest.approx(30), pytest.approx(80), 0.5)
    assert numbers["housing"] == (None, pytest.approx(80 / 3), pytest.approx(230 / 3), 0.5)
    assert numbers["encounter"] == (50, 50, 50, 1)
    assert numbers["index"] == (
        pytest.approx(52.5),
        pytest.approx((80 / 3 + 50) / 2),
        pytest.approx((230 / 3 + 50) / 2),
        0.75,
    )


def test_where_reported_and_perceived_are_furthest_apart():
    theirs = seen(ASKED, FRAMEWORK, COUNTS, REPORTED, 12)
    mine = by_lens(ASKED, FRAMEWORK, {Lens.REPORTED: [REPORTED]})[Lens.REPORTED]
    found = gaps(FRAMEWORK, mine, theirs)
    assert [(gap.question, gap.total) for gap in found] == [
        ("support", pytest.approx(40)),
        ("mixed", pytest.approx(25)),
    ]
    assert theirs.n == (12,)


def test_nobody_was_asked_about_anything():
    assert {state for *_, state in made({}).values()} == {UNKNOWN}
    assert known({}) == 0


def test_a_value_is_given_by_somebody():
    with pytest.raises(ValueError, match="one person"):
        row(ASKED, {"mixed": {1: 0}}, REPORTED)
