"""Files that hold no text we read."""

from survey.questionnaires.files import texts
from survey.questionnaires.files.texts import text_of


def codes(path):
    """Text and faults of a file, in short."""
    text, faults = text_of(path)
    return text, [f"{fault.code}:{fault.place.rpartition(':')[2]}" for fault in faults]


def test_a_file_in_utf_8_is_read_with_or_without_a_mark(tmp_path):
    path = tmp_path / "q.yaml"
    path.write_bytes("a: é\n".encode())
    assert codes(path) == ("a: é\n", [])
    path.write_bytes("a: é\n".encode("utf-8-sig"))
    assert codes(path) == ("a: é\n", [])


def test_another_encoding_is_named_with_its_first_line(tmp_path):
    path = tmp_path / "q.yaml"
    path.write_bytes(b"a: 1\nb: 2\nc: \xe9\n")
    assert codes(path) == (None, ["bad-encoding:3"])


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "LARGEST_FILE", 10)
    path = tmp_path / "q.yaml"
    path.write_bytes(b"a" * 10)
    assert codes(path) == ("a" * 10, [])
    path.write_bytes(b"a" * 11)
    assert codes(path) == (None, ["too-large:1"])


def test_a_missing_file_and_a_folder_are_faults(tmp_path):
    assert codes(tmp_path / "gone.yaml") == (None, ["no-file:1"])
    assert codes(tmp_path) == (None, ["no-file:1"])
