"""How a framework follows from sections, weights, loadings and parts."""

import pytest

from survey.errors import FaultsError
from survey.scoring.framework import build
from tests.scoring.tiny import choice, group, questionnaire, scale, section


def parts(built, code):
    return dict(built.by_code[code].parts)


def fault_codes(asked):
    with pytest.raises(FaultsError) as refused:
        build(asked)
    return [(fault.code, fault.place) for fault in refused.value.faults]


def test_a_section_is_an_area_of_its_questions_with_their_weights():
    built = build(questionnaire(section("a", scale("a1"), scale("a2", weight=2))))
    assert built.questions == ("a1", "a2")
    assert parts(built, "a") == {"a1": 1, "a2": 2}
    assert built.by_code["a"].title == "A"
    assert built.by_code["a"].level == "area"


def test_what_earns_nothing_is_no_part():
    text = {"code": "note", "text": "What else?", "kind": "text"}
    number = {"code": "count", "text": "How many?", "kind": "number"}
    worthless = choice("colour", [{"code": "red"}, {"code": "blue"}])
    built = build(questionnaire(section("a", scale("a1"), scale("a2", weight=0), text, number, worthless)))
    assert built.questions == ("a1",)
    assert parts(built, "a") == {"a1": 1}


def test_a_section_without_scored_questions_makes_no_area():
    built = build(questionnaire(section("a", scale("a1")), section("b", scale("b1", weight=0)), section("c")))
    assert built.published == ("index", "a")


def test_a_questionnaire_without_scored_questions_has_an_empty_framework():
    built = build(questionnaire(section("a", {"code": "note", "text": "What else?", "kind": "text"})))
    assert (built.questions, built.components, built.index) == ((), (), None)


def test_without_indices_one_index_holds_all_areas_with_the_weights_of_their_sections():
    built = build(questionnaire(section("a", scale("a1"), weight=3), section("b", scale("b1"))))
    assert parts(built, "index") == {"a": 3, "b": 1}
    assert built.index == "index"
    assert built.by_code["index"].level == "index"


@pytest.mark.parametrize(("source", "counted"), [("questions", "a1"), ("areas", "a")])
def test_a_section_of_weight_zero_is_an_area_outside_index_and_dimensions(source, counted):
    sections = [
        section(code, scale(f"{code}1"), weight=weight, dimensions={"d": 1}) for code, weight in (("a", 1), ("b", 0))
    ]
    built = build(questionnaire(*sections, dimensions=["d"], source=source))
    assert built.published == ("index", "d", "a", "b")
    assert parts(built, "index") == {"a": 1}
    assert parts(built, "d") == {counted: 1}


def test_indices_written_replace_the_default_and_the_first_is_the_index():
    indices = [group("total", {"a": 1, "b": 2}), group("parallel", {"b1": 0.67, "a": 0.33})]
    built = build(questionnaire(section("a", scale("a1")), section("b", scale("b1")), indices=indices))
    assert built.published[:2] == ("total", "parallel")
    assert built.index == "total"
    assert parts(built, "parallel") == {"b1": 0.67, "a": 0.33}


def test_explicit_parts_replace_the_weights_of_what_they_name():
    index = group("index", {"a": 1, "b": 1})
    built = build(questionnaire(section("a", scale("a1"), weight=5), section("b", scale("b1")), indices=[index]))
    assert parts(built, "index") == {"a": 1, "b": 1}


def test_a_grouped_question_counts_only_through_its_group_and_the_others_beside_it():
    groups = [group("g", {"a1": 0.67, "a2": 0.33}, weight=2)]
    built = build(questionnaire(section("a", scale("a1", weight=9), scale("a2"), scale("a3", weight=3), groups=groups)))
    assert parts(built, "a") == {"a3": 3, "g": 2}
    assert parts(built, "g") == {"a1": 0.67, "a2": 0.33}


def test_a_group_may_hold_groups():
    groups = [group("outer", {"inner": 3, "a2": 1}, weight=2), group("inner", {"a1": 1})]
    built = build(questionnaire(section("a", scale("a1"), scale("a2"), groups=groups)))
    assert parts(built, "a") == {"outer": 2}
    order = [component.code for component in built.components]
    assert order.index("inner") < order.index("outer") < order.index("a") < order.index("index")


def test_a_group_of_weight_zero_is_measured_beside_its_area():
    groups = [group("g", {"a1": 1}, weight=0)]
    built = build(questionnaire(section("a", scale("a1"), scale("a2"), groups=groups)))
    assert parts(built, "a") == {"a2": 1}
    assert "g" in built.published


def test_mean_policy_and_minimum_coverage_are_their_own_or_the_default():
    own = {"mean": "geometric", "missing": "zero", "minimum_coverage": 0}
    defaults = {"mean": "harmonic", "missing": "exclude", "minimum_coverage": 0.7}
    built = build(questionnaire(section("a", scale("a1"), **own), section("b", scale("b1")), defaults=defaults))
    rules = {code: (one.mean, one.missing, one.minimum_coverage) for code, one in built.by_code.items()}
    assert rules["a"] == ("geometric", "zero", 0)
    assert rules["b"] == rules["index"] == ("harmonic", "exclude", 0.7)


def test_without_a_word_means_are_arithmetic_unknowns_left_out_and_six_tenths_needed():
    built = build(questionnaire(section("a", scale("a1"))))
    assert {(one.mean, one.missing, one.minimum_coverage) for one in built.components} == {
        ("arithmetic", "exclude", 0.6)
    }


def test_a_dimension_of_questions_weighs_share_in_the_area_times_area_times_loading():
    groups = [group("g", {"a1": 3, "a2": 1}, weight=2)]
    built = build(
        questionnaire(
            section(
                "a",
                scale("a1"),
                scale("a2", dimensions={"d": 0.5, "e": 0.5}),
                scale("a3", weight=3),
                groups=groups,
                weight=10,
                dimensions={"d": 1},
            ),
            section("b", scale("b1", dimensions={"e": 1}), scale("b2", weight=3)),
            dimensions=["d", "e"],
        )
    )
    # In area a: group 2/5, a3 3/5; in the group: a1 3/4, a2 1/4. So a1 0.3, a2 0.1, a3 0.6, times 10, times loading.
    assert parts(built, "d") == pytest.approx({"a1": 3, "a2": 0.5, "a3": 6})
    # b1 is a quarter of area b, which weighs 1; b2 loads on nothing, and an own loading replaces the section's.
    assert parts(built, "e") == pytest.approx({"a2": 0.5, "b1": 0.25})
    assert built.by_code["d"].level == "dimension"


def test_a_dimension_of_areas_weighs_area_times_the_loading_of_the_section():
    built = build(
        questionnaire(
            section("a", scale("a1", dimensions={"e": 1}), weight=3, dimensions={"d": 0.25, "e": 0.75}),
            section("b", scale("b1"), dimensions={"e": 1}),
            section("c", scale("c1")),
            dimensions=["d", "e"],
            source="areas",
        )
    )
    assert parts(built, "d") == {"a": 0.75}
    assert parts(built, "e") == {"a": 2.25, "b": 1}


def test_parts_may_be_questions_groups_areas_dimensions_and_composites():
    composites = [group("lens", {"a": 1, "b1": 1, "g": 1, "d": 1, "inner": 2}), group("inner", {"b": 1})]
    indices = [group("index", {"lens": 1, "d": 2})]
    built = build(
        questionnaire(
            section("a", scale("a1"), dimensions={"d": 1}, groups=[group("g", {"a1": 1})]),
            section("b", scale("b1")),
            dimensions=["d"],
            composites=composites,
            indices=indices,
        )
    )
    assert built.published == ("index", "d", "lens", "inner", "a", "b", "g")
    seen = set(built.questions)
    for component in built.components:
        assert {part for part, _ in component.parts} <= seen
        seen.add(component.code)


def test_components_are_published_by_level_and_then_as_the_file_has_them():
    built = build(
        questionnaire(
            section("b", scale("b1"), groups=[group("y", {"b1": 1})], dimensions={"e": 1}),
            section("a", scale("a1"), groups=[group("x", {"a1": 1})], dimensions={"d": 1}),
            dimensions=["e", "d"],
            composites=[group("lens", {"a": 1})],
            indices=[group("second", {"b": 1}), group("first", {"a": 1})],
        )
    )
    assert built.published == ("second", "first", "e", "d", "lens", "b", "a", "y", "x")
    assert [one.code for one in built.at("group")] == ["y", "x"]


def test_effective_weights_multiply_along_every_path_and_sum_to_one():
    built = build(
        questionnaire(
            section("a", scale("a1"), scale("a2", weight=3)),
            section("b", scale("b1")),
            indices=[group("index", {"a": 2, "b": 1, "a1": 1})],
        )
    )
    # a1: half through a (a quarter of it) and a quarter by itself.
    assert built.effective_weights("index") == pytest.approx({"a1": 0.375, "a2": 0.375, "b1": 0.25})
    assert built.effective_weights("b1") == {"b1": 1.0}
    with pytest.raises(KeyError):
        built.effective_weights("c")


@pytest.mark.parametrize(
    ("broken", "faults"),
    [
        (
            questionnaire(section("a", scale("a1")), indices=[group("index", {"a": 1, "z": 1})]),
            [("unknown-part", "index index")],
        ),
        (
            questionnaire(section("a", scale("a1"), scale("a2", weight=0)), composites=[group("lens", {"a2": 1})]),
            [("unknown-part", "composite lens")],
        ),
        (
            questionnaire(section("a", scale("a1")), composites=[group("lens", {"index": 1})]),
            [("unknown-part", "composite lens")],
        ),
        (
            questionnaire(section("a", scale("a1"), groups=[group("g", {"b": 1})]), section("b", scale("b1"))),
            [("unknown-part", "group g")],
        ),
        (
            questionnaire(section("a", scale("a1")), composites=[group("lens", {})]),
            [("empty-component", "composite lens")],
        ),
        (
            questionnaire(section("a", scale("a1"), groups=[group("g", {"a1": 1}, weight=0)])),
            [("empty-component", "area a")],
        ),
        (
            questionnaire(section("a", scale("a1")), composites=[group("a", {"a1": 1})]),
            [("duplicate-code", "composite a")],
        ),
    ],
)
def test_what_cannot_be_measured_is_refused_with_its_place(broken, faults):
    assert fault_codes(broken) == faults


def test_circles_are_refused():
    circle = [group("x", {"y": 1}), group("y", {"x": 1})]
    assert [code for code, _ in fault_codes(questionnaire(section("a", scale("a1")), composites=circle))] == ["circle"]
    itself = [group("g", {"g": 1, "a1": 1})]
    loop = questionnaire(section("a", scale("a1"), scale("a2"), groups=itself))
    with pytest.raises(FaultsError, match="g is part of g: a circle"):
        build(loop)


def test_a_dimension_on_which_nothing_loads_is_left_out():
    assert build(questionnaire(section("a", scale("a1")), dimensions=["d"])).published == ("index", "a")
