"""An edition of a questionnaire as one reader has it: what was asked, in their language, and what is scored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from survey import models
from survey.charts.readings import Title
from survey.languages import SOURCE
from survey.questionnaires.model import Questionnaire


@dataclass(frozen=True)
class Edition:
    """The questionnaire of a wave for one reader.

    ``source`` as it is written, ``shown`` in the reader's language; ``titles`` of its components; ``fallbacks`` name
    the texts that are still in English.
    """

    source: Questionnaire
    shown: Questionnaire
    titles: Mapping[str, Title]
    fallbacks: frozenset[str]

    def asked(self, code: str) -> Title:
        """Return the text of a question."""
        return Title(self.shown.questions[code].text, SOURCE if code in self.fallbacks else None)


Reads = Callable[[models.Edition], Edition]
"""Gives an edition as the reader has it: a report may be made of several."""
