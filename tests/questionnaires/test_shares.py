"""What a question weighs in its area: weights, groups, groups in groups."""

import pytest

from survey.questionnaires.files.draft import draft
from survey.questionnaires.shares import area_parts, nominal_shares
from tests.questionnaires.written import asked, questionnaire

FOUR = """
- {code: a, text: Q, kind: scale, from: 0, to: 1, weight: 2}
- {code: b, text: Q, kind: scale, from: 0, to: 1}
- {code: c, text: Q, kind: scale, from: 0, to: 1, weight: 0}
- {code: d, text: Q, kind: text}
"""


def area(groups=""):
    """The section of four questions, of which a and b are scored, with these groups."""
    return questionnaire(FOUR, section=groups).sections[0]


def test_questions_share_their_area_by_their_weights():
    assert area_parts(area()) == {"a": 2, "b": 1}
    assert nominal_shares(area()) == pytest.approx({"a": 2 / 3, "b": 1 / 3})


def test_a_group_replaces_the_weights_of_its_parts():
    grouped = area("groups: [{code: g, title: G, parts: {a: 1, b: 3}, weight: 5}]")
    assert area_parts(grouped) == {"g": 5}
    assert nominal_shares(grouped) == pytest.approx({"a": 0.25, "b": 0.75})


def test_what_is_not_grouped_keeps_its_weight_beside_the_groups():
    grouped = area("groups: [{code: g, title: G, parts: {b: 7}, weight: 2}]")
    assert area_parts(grouped) == {"a": 2, "g": 2}
    assert nominal_shares(grouped) == pytest.approx({"a": 0.5, "b": 0.5})


def test_groups_may_stand_in_groups():
    groups = "groups: [{code: in, title: G, parts: {b: 1}}, {code: out, title: G, parts: {inner: 3, a: 1}}]"
    nested = area(groups.replace("code: in,", "code: inner,"))
    assert area_parts(nested) == {"out": 1}
    assert nominal_shares(nested) == pytest.approx({"a": 0.25, "b": 0.75})


def test_a_group_without_weight_gives_its_parts_no_share():
    assert nominal_shares(area("groups: [{code: g, title: G, parts: {b: 1}, weight: 0}]")) == {"a": 1, "b": 0}


def test_a_section_without_scored_questions_has_no_shares():
    assert nominal_shares(questionnaire("- {code: d, text: Q, kind: text}").sections[0]) == {}


def test_a_circle_of_groups_ends():
    groups = "groups: [{code: g, title: G, parts: {h: 1, a: 1}}, {code: h, title: H, parts: {g: 1, b: 1}}]"
    found, _ = draft(asked(FOUR, section=groups + "\nweight: 1"), "f")
    assert found is not None
    assert nominal_shares(found.questionnaire.sections[0]) == {"a": 0, "b": 0}
    self_held = draft(asked(FOUR, section="groups: [{code: g, title: G, parts: {g: 1, b: 1}}]"), "f")[0]
    assert self_held is not None
    assert nominal_shares(self_held.questionnaire.sections[0]) == {"a": 1, "b": 0}
