"""Codes: one name space, reserved words, options of their own."""

import pytest

from tests.questionnaires.written import FIRST, HEAD, asked, found, found_in, said

Q = "- {{code: {}, text: Q, kind: scale, from: 0, to: 1}}\n"


@pytest.mark.parametrize("code", ["unit", "and", "or", "not", "in", "answered", "index"])
def test_a_reserved_code_is_refused_wherever_it_stands(code):
    assert found_in(Q.format(code)) == [f"reserved-code:{FIRST}"]
    assert found_in(Q.format("q"), section=f"groups: [{{code: {code}, title: G, parts: {{q: 1}}}}]") == [
        f"reserved-code:{FIRST - 1}"
    ]
    dimension = f"dimensions: [{{code: {code}, title: D}}]"
    assert f"reserved-code:{FIRST + 1}" in found_in(Q.format("q"), rest=dimension)
    assert "reserved-code:5" in found(asked(Q.format("q")).replace("code: area", f"code: {code}"))


def test_the_default_index_gives_its_code_free_where_indices_are_written():
    indices = "framework: {indices: [{code: total, title: T, parts: {index: 1}}]}"
    assert found_in(Q.format("index"), rest=indices) == []
    assert found_in(Q.format("q"), rest="framework: {indices: [{code: index, title: I, parts: {q: 1}}]}") == []
    assert found_in(Q.format("index"), rest="framework: {indices: []}") == [f"reserved-code:{FIRST}"]


def test_options_may_have_the_words_of_conditions():
    assert (
        found_in("- {code: q, text: Q, kind: single, options: [{code: not, label: A}, {code: unit, label: B}]}") == []
    )


def test_a_code_is_used_once_in_the_file_and_the_first_place_is_named():
    text = asked(Q.format("area") + Q.format("twin") + Q.format("twin"))
    assert found(text) == [f"duplicate-code:{FIRST}", f"duplicate-code:{FIRST + 2}"]
    assert "the first is the section in line 5" in said(asked(Q.format("area")), "duplicate-code")


@pytest.mark.parametrize(
    ("section", "rest"),
    [
        ("groups: [{code: q, title: G, parts: {other: 1}}]", ""),
        ("", "framework: {composites: [{code: q, title: C, parts: {other: 1}}]}"),
        ("", "framework: {indices: [{code: q, title: I, parts: {other: 1}}]}"),
        ("", "dimensions: [{code: q, title: D}]"),
    ],
)
def test_all_owners_share_one_name_space(section, rest):
    faults = found_in(Q.format("other") + Q.format("q"), section=section, rest=rest)
    assert [fault for fault in faults if fault.startswith("duplicate-code")] == [f"duplicate-code:{FIRST + 2}"]


def test_codes_of_options_and_the_key_are_no_part_of_the_name_space():
    options = "[{code: q, label: A}, {code: area, label: B}, {code: tiny, label: C}]"
    assert found_in(f"- {{code: q, text: Q, kind: single, options: {options}}}\n" + Q.format("tiny")) == []


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_an_option_code_stands_once_in_its_question(kind):
    text = asked(f"""
        - code: q
          text: Q
          kind: {kind}
          options:
            - {{code: a, label: A}}
            - {{code: b, label: B}}
            - {{code: a, label: C}}
        - {{code: r, text: R, kind: {kind}, options: [{{code: a, label: A}}]}}
        """)
    assert found(text) == [f"duplicate-option:{FIRST + 6}"]
    assert f"line {FIRST + 4}" in said(text, "duplicate-option")


def test_a_questionnaire_that_asks_nothing_is_warned_about():
    assert found(HEAD + "sections: []\n") == ["?no-questions:4"]
    assert found(HEAD + "sections: [{code: area, title: A, questions: []}]\n") == ["?no-questions:4"]


def test_empty_lists_are_fine():
    text = asked(
        Q.format("q"),
        section="groups: []\ndimensions: {}",
        rest="""
        dimensions: []
        framework: {defaults: {}, dimensions: {}, composites: [], indices: []}
        lineage: {}
        """,
    )
    assert found(text.replace("    groups: []", "    groups: []\n    intro: Text")) == []
