"""The words that a region says about what the checks found, as the page before submitting sends them."""

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

PREFIX = "page-word-"
"""What stands before the key of a finding in the names of the fields."""


@dataclass
class WordsForm:
    """What was typed about each finding, by its key; ``faults`` are whole sentences about what is wrong with it."""

    words: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def read_words(sent: MultiDict[str, str]) -> WordsForm:
    """Return the words as they were typed; fields of other names are left out."""
    return WordsForm({name.removeprefix(PREFIX): words for name, words in sent.items() if name.startswith(PREFIX)})
