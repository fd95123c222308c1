"""One score as a card: the number, how far it can still move, and where it stands once all that is planned is done."""

from dataclasses import dataclass

from survey.charts import intervals, words
from survey.charts.readings import Reading
from survey.charts.theme import score_text
from survey.languages import gettext


@dataclass(frozen=True)
class Card:
    """A reading with the words of its card.

    ``planned`` stands only where something planned would raise the score, ``reason`` only where a score that has an
    interval is withheld.
    """

    reading: Reading
    score: str
    openness: str
    planned: str | None
    reason: str | None


def card(reading: Reading) -> Card:
    """Return the card of one reading in the reader's language."""
    planned = None
    if intervals.has_plan(reading):
        planned = gettext("%(score)s with everything planned", score=score_text(reading.planned))
    withheld = reading.score is None and reading.low is not None
    reason = words.absence(reading) if withheld else None
    return Card(reading, score_text(reading.score), words.openness(reading), planned, reason)
