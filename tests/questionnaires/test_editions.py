"""Where editions are found: in the library and beside a file."""

import json

import pytest

from survey.questionnaires import editions as shelf
from survey.questionnaires.editions import editions, library, order
from tests.questionnaires.written import HEAD


def test_the_library_is_known_by_key_and_edition():
    assert "regional_index-2026" in library()
    assert all(path.is_file() for path in library().values())


def test_the_library_is_looked_at_without_a_folder():
    assert editions("regional_index", None)["2026"] == library()["regional_index-2026"]
    assert editions("nothing", None) == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", HEAD),
        ("a.yml", "# note\n---\nedition: '1'\nkey: tiny # mine\n"),
        ("a.json", json.dumps({"key": "tiny", "edition": "1", "title": "T"})),
        ("a.json", json.dumps({"title": "T", "edition": "1", "key": "tiny"}, indent=2)),
        ("a.yaml", '{"key":"tiny","edition":"1"}'),
        ("a.yaml", "{key: tiny, edition: 1}"),
        ("a.yaml", "\ufeffkey: tiny\nedition: 1\n"),
    ],
)
def test_a_file_beside_is_known_by_its_beginning(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert editions("tiny", tmp_path) == {"1": tmp_path / name}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", HEAD),
        ("a.yaml", HEAD.replace("tiny", "other")),
        ("a.yaml", "key: tiny\n"),
        ("a.yaml", "question:\n  keys: tiny\nedition: 1\n"),
    ],
)
def test_other_files_are_not(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()
    assert editions("tiny", tmp_path) == {}


def test_a_file_beside_stands_before_the_library(tmp_path, monkeypatch):
    shelved, beside = tmp_path / "library", tmp_path / "beside"
    for folder in (shelved, beside):
        folder.mkdir()
        (folder / "tiny-1.yaml").write_text(HEAD, encoding="utf-8")
    (shelved / "tiny-2.yaml").write_text(HEAD.replace('"1"', '"2"'), encoding="utf-8")
    monkeypatch.setattr(shelf, "LIBRARY", shelved)
    assert editions("tiny", beside) == {"1": beside / "tiny-1.yaml", "2": shelved / "tiny-2.yaml"}
    assert list(library()) == ["tiny-1", "tiny-2"]


def test_editions_are_ordered_as_people_count():
    names = ["2026", "pilot", "10", "9", "2026b", "2026a", "2025-12"]
    assert sorted(names, key=order) == ["9", "10", "2025-12", "2026", "2026a", "2026b", "pilot"]
