"""What to know first of one region: where index and dimensions stand, in the words of its report, and since when."""

from dataclasses import dataclass

from survey.charts import first, rounding
from survey.charts.change import parts_of
from survey.charts.readings import Reading
from survey.database import db
from survey.languages import wave_name
from survey.models import Stage
from survey.reports import groups, sentences
from survey.reports.moved import unanswered
from survey.services import editions, since
from survey.services.since import Change
from survey.views.access import person
from survey.views.one_region import OneRegion


@dataclass(frozen=True)
class First:
    """A sentence for the index and one for each dimension, and the notes below them."""

    said: list[str]
    notes: list[str]


def known_first(at: OneRegion) -> First:
    """Return what to know first of all that the region's own people and the project team see."""
    listed = since.earlier(db.session, assessment=at.assessment, by=person())
    change = since.change(db.session, assessment=at.assessment, version=listed[0]) if listed else None
    wave = wave_name(listed[0].assessment.wave.title) if listed else ""
    said, shown = [], []
    for reading in at.readings.level("index", "dimension"):
        told = [_stands(at, reading)]
        moved = _moved(change, reading.component)
        if moved and change:
            total, then = moved
            part = parts_of(change.difference(reading.component))["answered"]
            told.append(first.since(wave, then, total, part if _draft(at) else None))
            shown.append((reading.score, then, total))
        said.append(" ".join(told))
    open_ones = unanswered(at.assessment, at.readings)
    notes = [first.unanswered(list(open_ones.values()))] if shown and open_ones else []
    return First(said, [*notes, *rounding.change_note(shown)])


def _draft(at: OneRegion) -> bool:
    return at.assessment.stage is Stage.DRAFT


def _stands(at: OneRegion, reading: Reading) -> str:
    if reading.level == "index":
        return sentences.overall(reading, at.readings.level("area").all)
    asked = editions.load(db.session, edition=at.assessment.wave.edition)
    shares = groups.shares(at.measured, asked, reading.component)
    carrying = [one for code in groups.heaviest(shares) if (one := at.at(code))]
    return sentences.stands(reading, carrying)


def _moved(change: Change | None, code: str) -> tuple[float, float | None] | None:
    """Return how much a component changed and from what; None where that cannot be told."""
    if change is None or code not in change.components:
        return None
    found = change.difference(code)
    if found.total is None or found.withheld_a or found.withheld_b:
        return None
    return found.total, found.value_b
