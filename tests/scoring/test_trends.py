"""Trends between editions: comparable questions only, by the later edition's weights, and none on thin ground."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaires.model import Questionnaire
from survey.scoring.aggregation import score
from survey.scoring.framework import build
from survey.scoring.points import Matrix, from_cells
from survey.scoring.trends import LEAST_COMPARABLE, Wave, linked
from tests.scoring.tiny import questionnaire, scale, section


def edition(number, *sections, lineage=None, **framework):
    """A questionnaire of scales from 0 to 10 with this edition number."""
    plain = questionnaire(*sections, **framework).model_dump(by_alias=True)
    return Questionnaire.model_validate({**plain, "edition": number, "lineage": lineage or {}})


def wave(asked, units, **cells):
    """A wave of units with a column of cells for each question."""
    return Wave(
        asked, units, from_cells(asked, {code: [str(cell) for cell in column] for code, column in cells.items()})
    )


def of(found, name, unit, code):
    """One number of a trend."""
    return getattr(found, name)[found.units.index(unit), found.codes.index(code)]


EARLIER = edition("2023", section("a", scale("p", weight=3), scale("q"), scale("old")))
LATER = edition(
    "2026",
    section("a", scale("p"), scale("q2", weight=2), scale("new")),
    lineage={"q2": {"edition": "2023", "code": "q", "as": "reworded"}},
)


def test_comparable_questions_are_scored_by_the_later_weights_worked_by_hand():
    # Comparable are p (weight 1) and q2 (weight 2, asked as q before): 3 of 4 parts of the weight.
    # 2023: (1 x 20 + 2 x 50) / 3 = 40; 2026: (1 x 80 + 2 x 50) / 3 = 60. "old" and "new" count in neither.
    found = linked(
        wave(EARLIER, ["North"], p=[2], q=[5], old=[10]),
        wave(LATER, ["North"], p=[8], q2=[5], new=[0]),
    )
    assert found.comparable.tolist() == pytest.approx([0.75, 0.75])
    assert of(found, "earlier", "North", "a") == pytest.approx(40)
    assert of(found, "later", "North", "a") == pytest.approx(60)
    assert of(found, "change", "North", "index") == pytest.approx(20)


def test_a_rescaled_question_is_not_compared():
    later = edition(
        "2026",
        section("a", scale("p"), scale("q", weight=2), scale("new")),
        lineage={"q": {"edition": "2023", "code": "q", "as": "rescaled"}},
    )
    found = linked(wave(EARLIER, ["North"], p=[2], q=[5]), wave(later, ["North"], p=[8], q=[5]))
    assert found.comparable.tolist() == pytest.approx([0.25, 0.25])
    assert np.isnan(found.earlier).all()
    assert np.isnan(found.change).all()


@pytest.mark.parametrize(("weight", "there"), [(2, True), (1.9, True), (2.1, False)])
def test_below_a_share_of_three_fifths_there_is_no_trend(weight, there):
    # 3 of 3 + weight: 0.6 at weight 2.
    later = edition("2026", section("a", scale("p", weight=3), scale("new", weight=weight)))
    found = linked(wave(EARLIER, ["North"], p=[2]), wave(later, ["North"], p=[8]))
    assert found.comparable[0] == pytest.approx(3 / (3 + weight))
    assert bool(found.comparable[0] >= LEAST_COMPARABLE - 1e-9) is there
    assert bool(np.isnan(of(found, "change", "North", "a"))) is not there


def test_units_are_matched_by_name_in_the_order_of_the_later_wave():
    found = linked(
        wave(EARLIER, ["South", "North", "Gone"], p=[1, 2, 3], q=[1, 2, 3]),
        wave(LATER, ["North", "New", "South"], p=[4, 5, 6], q2=[4, 5, 6]),
    )
    assert found.units == ("North", "South")
    assert found.earlier[:, 0].tolist() == pytest.approx([20, 10])
    assert found.later[:, 0].tolist() == pytest.approx([40, 60])


def test_without_common_units_there_are_no_rows():
    found = linked(wave(EARLIER, ["Gone"], p=[1]), wave(LATER, ["New"], p=[4]))
    assert found.units == ()
    assert found.change.shape == (0, 2)


def test_unknown_and_not_applicable_answers_stay_what_they_are():
    # North did not know q in 2023: only 1 of 3 comparable weights is known, which is below the least coverage.
    found = linked(
        wave(EARLIER, ["North", "South"], p=[2, 2], q=["DK", "NA"]),
        wave(LATER, ["North", "South"], p=[8, 8], q2=[5, 5]),
    )
    assert np.isnan(of(found, "earlier", "North", "a"))
    assert np.isnan(of(found, "change", "North", "a"))
    assert of(found, "earlier", "South", "a") == pytest.approx(20)


def test_a_question_that_continues_one_of_an_edition_in_between_needs_that_edition():
    first = edition("2020", section("a", scale("p")))
    second = edition(
        "2023", section("a", scale("q")), lineage={"q": {"edition": "2020", "code": "p", "as": "reworded"}}
    )
    third = edition("2026", section("a", scale("r")), lineage={"r": {"edition": "2023", "code": "q", "as": "same"}})
    sides = wave(first, ["North"], p=[2]), wave(third, ["North"], r=[9])
    assert linked(*sides).comparable.tolist() == [0, 0]
    assert linked(*sides, between=[second]).change.tolist() == [[pytest.approx(70), pytest.approx(70)]]


def test_a_wave_that_does_not_fit_its_questionnaire_is_refused():
    good = wave(LATER, ["North"], p=[1])
    with pytest.raises(ValueError, match="Edition 2023: The matrix is 1 x 2, for 1 units and 3 questions"):
        linked(Wave(EARLIER, ["North"], Matrix(np.zeros((1, 2)), np.zeros((1, 2), np.int8))), good)
    with pytest.raises(ValueError, match="Edition 2026: The matrix is 1 x 3, for 2 units"):
        linked(wave(EARLIER, ["North"], p=[1]), Wave(LATER, ["North", "South"], good.matrix))


def test_a_unit_named_twice_is_refused():
    twice = wave(LATER, ["North", "South", "North"], p=[1, 2, 3])
    with pytest.raises(ValueError, match='Edition 2026: "North" stands twice'):
        linked(wave(EARLIER, ["North"], p=[1]), twice)


def test_waves_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="later edition, 2026 after 2023"):
        linked(wave(LATER, ["North"], p=[1]), wave(EARLIER, ["North"], p=[1]))


def test_two_questionnaires_have_no_trend():
    other = Questionnaire.model_validate({**EARLIER.model_dump(by_alias=True), "key": "other"})
    with pytest.raises(ValueError, match="Only editions of one questionnaire"):
        linked(wave(other, ["North"], p=[1]), wave(LATER, ["North"], p=[1]))


CELLS = st.lists(st.sampled_from(["0", "3", "10", "", "NA"]), min_size=3, max_size=3)


@given(CELLS, CELLS)
def test_of_one_edition_a_trend_is_the_difference_of_the_published_scores(before, now):
    columns = ("p", "q", "old")
    sides = [
        wave(EARLIER, ["North"], **{code: [cell] for code, cell in zip(columns, cells, strict=True)})
        for cells in (before, now)
    ]
    found = linked(*sides)
    scores = [score(build(EARLIER), side.matrix).score for side in sides]
    np.testing.assert_allclose(found.change, scores[1] - scores[0], atol=1e-9)
    assert found.comparable.tolist() == pytest.approx([1, 1])


QUESTIONS = ("p", "q", "r", "s")


def by_hand(weights, cells, comparable):
    """The published score on the comparable questions: None below a known share of 0.6."""
    counted = [code for code in QUESTIONS if code in comparable and cells[code] != "NA"]
    known = [code for code in counted if cells[code]]
    if not known or sum(weights[code] for code in known) / sum(weights[code] for code in counted) < 0.6 - 1e-9:
        return None
    total = sum(weights[code] * 10 * float(cells[code]) for code in known)
    return total / sum(weights[code] for code in known)


@given(
    st.fixed_dictionaries(
        dict.fromkeys(QUESTIONS, st.sampled_from(["unlisted", "same", "reworded", "rescaled", "new"]))
    ),
    st.fixed_dictionaries(dict.fromkeys(QUESTIONS, st.integers(1, 5))),
    *[st.fixed_dictionaries(dict.fromkeys(QUESTIONS, st.sampled_from(["0", "3", "10", "", "NA"])))] * 2,
)
def test_a_trend_is_what_one_gets_by_hand(relations, weights, before, now):
    # Listed questions have another code in the earlier edition, where all weigh the same; "new" ones are not there.
    old = {code: code if relations[code] == "unlisted" else f"{code}_{relations[code]}" for code in QUESTIONS}
    lineage = {
        code: {"edition": "2023", "code": old[code], "as": relations[code]}
        for code in QUESTIONS
        if relations[code] not in ("unlisted", "new")
    }
    earlier = edition("2023", section("a", *(scale(code) for code in old.values())))
    later = edition("2026", section("a", *(scale(code, weight=weights[code]) for code in QUESTIONS)), lineage=lineage)
    found = linked(
        wave(earlier, ["North"], **{old[code]: [before[code]] for code in QUESTIONS}),
        wave(later, ["North"], **{code: [now[code]] for code in QUESTIONS}),
    )
    comparable = [code for code in QUESTIONS if relations[code] in ("unlisted", "same", "reworded")]
    share = sum(weights[code] for code in comparable) / sum(weights.values())
    assert found.comparable.tolist() == pytest.approx([share, share])
    for name, cells in (("earlier", before), ("later", now)):
        score = by_hand(weights, cells, comparable) if share >= LEAST_COMPARABLE - 1e-9 else None
        got = of(found, name, "North", "a")
        assert np.isnan(got) if score is None else got == pytest.approx(score)


def test_planned_answers_count_what_they_earn_today():
    options = [{"code": "yes", "points": 1}, {"code": "soon", "planned": 1}, {"code": "no"}]
    asked = [
        edition(number, section("a", {"code": "p", "text": "?", "kind": "single", "options": _labelled(options)}))
        for number in ("2023", "2026")
    ]
    found = linked(wave(asked[0], ["North"], p=["soon"]), wave(asked[1], ["North"], p=["yes"]))
    assert found.change.tolist() == [[100, 100]]


def _labelled(options):
    return [{"label": option["code"], **option} for option in options]
