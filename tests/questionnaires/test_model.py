"""The typed values of a file: frozen, complete, in order."""

import pytest
from pydantic import ValidationError

from survey.questionnaires import model
from survey.questionnaires.reader import parse
from tests.questionnaires.example import EXAMPLE
from tests.questionnaires.written import question, questionnaire

Q = parse(EXAMPLE.read_text(encoding="utf-8"))


def test_nothing_can_be_changed():
    with pytest.raises(ValidationError):
        Q.title = "Other"
    with pytest.raises(ValidationError):
        Q.questions["housing_support"].weight = 7


def test_questions_come_in_the_order_of_the_file_with_their_sections():
    assert list(Q.questions) == [
        "commitment_note",
        "commitment_people",
        "housing_support",
        "housing_services",
        "housing_mixed",
        "housing_share",
    ]
    assert Q.section_of["commitment_people"].code == "commitment"
    assert list(Q.section_of) == list(Q.questions)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("kind: single, options: [{code: a, label: A}]", model.SingleQuestion),
        ("kind: multiple, options: [{code: a, label: A}]", model.MultipleQuestion),
        ("kind: scale, from: 0, to: 1", model.ScaleQuestion),
        ("kind: number", model.NumberQuestion),
        ("kind: share", model.ShareQuestion),
        ("kind: text", model.TextQuestion),
    ],
)
def test_each_kind_has_its_type_and_the_same_defaults(text, kind):
    asked = question(f"- {{code: q, text: Q, {text}}}")
    assert type(asked) is kind
    assert (asked.weight, asked.hidden, asked.not_applicable) == (1, "exclude", "with_reason")
    assert (asked.help, asked.evidence, asked.condition, asked.dimensions) == (None, None, None, None)


def test_what_is_not_said_has_the_default_of_the_format():
    plain = questionnaire("- {code: q, text: Q, kind: multiple, options: [{code: a, label: A}]}")
    option = plain.questions["q"].options[0]
    assert (option.points, option.exclusive, plain.questions["q"].score) == (0, False, "sum")
    assert (plain.unit, plain.dimensions, plain.lineage, plain.about) == ("region", (), {}, None)
    assert plain.framework.defaults == model.Defaults(mean="arithmetic", missing="exclude", minimum_coverage=0.6)
    assert (plain.framework.dimensions.source, plain.framework.composites, plain.framework.indices) == (
        "questions",
        (),
        (),
    )
    section = plain.sections[0]
    assert (section.weight, section.groups, section.mean, section.missing, section.minimum_coverage) == (
        1,
        (),
        None,
        None,
        None,
    )


@pytest.mark.parametrize("keys", ["mean: geometric", "missing: zero", "minimum_coverage: 0", "minimum_coverage: 1"])
def test_sections_groups_composites_and_indices_say_how_they_average(keys):
    name, _, value = keys.partition(": ")
    component = f"{{code: %s, title: T, parts: {{q: 1}}, {keys}}}"
    found = questionnaire(
        "- {code: q, text: Q, kind: scale, from: 0, to: 1}",
        section=f"{keys}\ngroups: [{component % 'g'}]",
        rest=f"framework: {{defaults: {{{keys}}}, composites: [{component % 'c'}], indices: [{component % 'i'}]}}",
    )
    parts = [found.sections[0], found.sections[0].groups[0], *found.framework.composites, *found.framework.indices]
    for part in [*parts, found.framework.defaults]:
        assert str(getattr(part, name)) == (value if "coverage" not in name else str(float(value)))


def test_own_loadings_replace_those_of_the_section():
    found = questionnaire(
        """
        - {code: own, text: Q, kind: scale, from: 0, to: 1, dimensions: {d: 1}}
        - {code: none, text: Q, kind: scale, from: 0, to: 1, dimensions: {}}
        - {code: inherited, text: Q, kind: scale, from: 0, to: 1}
        """,
        section="dimensions: {e: 1}",
        rest="dimensions: [{code: d, title: D}, {code: e, title: E}]",
    )
    assert [found.loadings(code) for code in found.questions] == [{"d": 1}, {}, {"e": 1}]
