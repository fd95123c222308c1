"""Invented answers carry invented words; a region writes them in its own language."""

import pytest

from survey.models import Region
from survey.services.demonstration import OWN, REASON, TEXT, WORD, own_words


@pytest.mark.parametrize("words", [TEXT, REASON, WORD])
def test_a_german_speaking_region_writes_german(words):
    found = own_words(words, Region(key="salzburg", languages="de"))
    assert found != words
    assert found.startswith("Erfunden")


def test_where_there_are_no_words_in_its_language_they_are_english():
    assert own_words(TEXT, Region(key="catalonia", languages="ca;es;oc")) == TEXT


def test_every_language_has_all_of_them():
    assert all(set(words) == {TEXT, REASON, WORD} for words in OWN.values())
