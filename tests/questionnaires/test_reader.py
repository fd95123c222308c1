"""Reading files: whole or not at all, from YAML and JSON, and back from what the database keeps."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import FaultsError
from survey.questionnaires.files.tree import grow, plain
from survey.questionnaires.reader import check, check_text, from_json, library, parse, read, to_json
from tests.questionnaires.example import EXAMPLE
from tests.questionnaires.written import HEAD, asked, line_of

TEXT = EXAMPLE.read_text(encoding="utf-8")
Q = read(EXAMPLE)


def test_a_file_is_read_with_its_values():
    support = Q.questions["housing_support"]
    assert (Q.key, Q.edition, Q.unit) == ("regional_index", "2026", "region")
    assert support.weight == 2
    assert [option.points for option in support.options] == [2, 1, 0, 0]
    assert [option.planned for option in support.options] == [None, None, 2, None]
    assert Q.questions["housing_mixed"].labels == {1: "Not at all", 5: "Very much"}
    assert Q.questions["commitment_people"].score.bands == ((0.5, 1), (2, 2))
    assert Q.framework.defaults.minimum_coverage == 0.6
    assert Q.lineage["housing_mixed"].relation == "reworded"


def test_loadings_are_the_sections_unless_a_question_has_its_own():
    assert Q.loadings("housing_support") == {"equality": 1}
    assert Q.loadings("housing_mixed") == {"equality": 0.5, "interaction": 0.5}
    assert parse(asked("- {code: q, text: Q, kind: text}")).loadings("q") == {}


def test_a_file_in_json_is_the_same(tmp_path):
    tree, _ = grow(TEXT, "f")
    path = tmp_path / "q.json"
    for indent in (None, 1, "\t"):
        path.write_text(json.dumps(plain(tree), indent=indent), encoding="utf-8")
        assert read(path) == Q


def test_faults_of_json_have_lines(tmp_path):
    tree, _ = grow(TEXT.replace('edition: "2026"', "edition: 2026"), "f")
    path = tmp_path / "q.json"
    path.write_text(json.dumps(plain(tree), indent=2), encoding="utf-8")
    (fault,) = [fault for fault in check(path) if fault.severity == "error"]
    assert (fault.code, fault.place) == ("wrong-type", f"{path}:3")


def test_a_file_with_errors_is_not_read_and_all_are_named():
    with pytest.raises(FaultsError) as refused:
        parse("key: Tiny\nedition: 1\ntitle: T\nsections: []\n", "tiny.yaml")
    assert [fault.place for fault in refused.value.faults] == ["tiny.yaml:1", "tiny.yaml:2"]
    assert "tiny.yaml:2: error: wrong-type: edition is the number 1, not a text." in str(refused.value)


def test_a_file_that_is_no_tree_is_not_read(tmp_path):
    with pytest.raises(FaultsError, match="yaml-syntax"):
        parse("a: [")
    with pytest.raises(FaultsError, match="no-file"):
        read(tmp_path / "gone.yaml")
    assert [fault.code for fault in check(tmp_path / "gone.yaml")] == ["no-file"]


def test_warnings_do_not_keep_a_file_from_being_read():
    assert [fault.severity for fault in check(EXAMPLE)] == ["warning", "warning"]
    assert parse(HEAD + "sections: []\n").questions == {}


def test_faults_come_in_the_order_of_their_lines_and_name_the_file():
    faults = check_text(
        asked("- {code: unit, text: 1, kind: text, condition: x}\n- {code: unit, text: 2, kind: texd}"), "a:b.yaml"
    )
    assert [line_of(fault) for fault in faults] == sorted(line_of(fault) for fault in faults)
    assert {fault.place.rpartition(":")[0] for fault in faults} == {"a:b.yaml"}
    assert len(faults) == len(set(faults)) > 4


def test_every_questionnaire_of_the_library_is_clean():
    for path in library().values():
        assert [str(fault) for fault in check(path)] == []
        assert f"{read(path).key}-{read(path).edition}" == path.stem


@pytest.mark.parametrize("path", [EXAMPLE, *library().values()], ids=lambda path: path.stem)
def test_what_is_kept_comes_back_as_it_was_written(path):
    original = read(path)
    back = from_json(to_json(original))
    assert back == original
    assert to_json(back) == to_json(original)
    assert back.model_fields_set == original.model_fields_set
    for code, question in original.questions.items():
        assert back.questions[code].model_fields_set == question.model_fields_set


def test_what_is_kept_has_the_keys_of_the_file_and_no_more():
    kept = json.loads(to_json(Q))
    assert set(kept) == {"key", "edition", "title", "about", "unit", "dimensions", "sections", "framework", "lineage"}
    scale = kept["sections"][1]["questions"][2]
    assert (scale["from"], scale["to"]) == (1, 5)
    assert "weight" not in scale
    assert kept["lineage"]["housing_mixed"] == {"edition": "2023", "code": "neighbourhood_mixed", "as": "reworded"}


def test_files_name_keys_as_the_format_does_and_not_as_python_does():
    for key, name in (("from: 1", "lowest: 1"), ("to: 5", "highest: 5")):
        text = asked("- {code: q, text: Q, kind: scale, from: 1, to: 5}").replace(key, name)
        assert {fault.code for fault in check_text(text)} == {"unknown-key", "missing-key"}


@given(st.text(max_size=80))
def test_no_text_breaks_the_checker(text):
    assert check_text(text) != []


@given(st.text(st.sampled_from("abk1 :-?,[]{}&*!|>%@'\"#\\\n\tUxu0~<=."), max_size=40))
def test_no_odd_yaml_breaks_the_checker(text):
    assert all(line_of(fault) >= 1 for fault in check_text("key: a\n" + text))


LINES = TEXT.splitlines(keepends=True)


@settings(max_examples=40)
@given(
    st.integers(0, len(LINES) - 1),
    st.integers(0, 3),
    st.sampled_from(["", " x: 1\n", "- a\n", ": \n", "[\n", "a: &a [*a]\n"]),
)
def test_no_damaged_file_breaks_the_checker(place, gone, instead):
    text = "".join([*LINES[:place], instead, *LINES[place + gone :]])
    for fault in check_text(text, "f"):
        assert 1 <= line_of(fault) <= len(LINES) + 2
        assert fault.what.endswith(".")
        assert fault.cure
