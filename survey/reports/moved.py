"""One region's wave beside an earlier one, in words: what its page and its report say of the change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from survey.charts import change
from survey.charts.changed import Line, Told
from survey.charts.readings import Readings, Title
from survey.charts.rounding import change_note, note, sums
from survey.charts.sheets import Sheet, SheetChart
from survey.charts.specification import Facts
from survey.languages import gettext, region_name, wave_name
from survey.models import Assessment, Stage
from survey.questionnaires.answers import State
from survey.reports.edition import Edition
from survey.scoring.analyses import DifferenceRow, difference_rows
from survey.scoring.difference import Difference, Row
from survey.services.since import Change
from survey.services.versions import Version


@dataclass(frozen=True)
class Moved:
    """A change since the ``version`` of an earlier wave, with what was asked ``now`` and ``then``.

    ``unanswered`` are the areas of a draft in which nothing is answered yet, as of :func:`unanswered`.
    """

    found: Change
    assessment: Assessment
    version: Version
    now: Edition
    then: Edition
    unanswered: Mapping[str, str]

    @property
    def earlier(self) -> str:
        """What the earlier wave is called."""
        return wave_name(self.version.assessment.wave.title)

    def told(self, code: str) -> Told:
        """Return the change of a component as sentences tell it; KeyError for one that only one wave measures."""
        later = wave_name(self.assessment.wave.title)
        names = region_name(self.assessment.region), self.now.titles[code].text, self.earlier, later
        return Told(*names, self.found.difference(code))

    def by_area(self, code: str) -> bool:
        """Whether the change of a component is told area by area; where it has one alone, by its questions."""
        return len(self.found.difference(code).by_area()) > 1

    def chart(self, code: str, readings: Readings, facts: Facts) -> SheetChart:
        """Return the chart of a component's change; ``readings`` hold that of the component, as far as it is seen."""
        told, by_area = self.told(code), self.by_area(code)
        head = gettext("Area") if by_area else gettext("Question")
        title = gettext("%(later)s against %(earlier)s", later=told.later, earlier=told.earlier)
        lines = self._areas(told.found) if by_area else self._questions(told.found)
        shown = told if by_area else replace(told, named=1)
        return change.change(shown, lines, readings, replace(facts, title=title), head, self._sheet(code))

    def _areas(self, split: Difference) -> list[Line]:
        titles = {**self.then.titles, **self.now.titles}
        areas = split.by_area()
        return [Line(titles.get(one.code) or self.asked(one.code), one, one.code in self.unanswered) for one in areas]

    def _questions(self, split: Difference) -> list[Line]:
        return [Line(self.asked(row.question), row, self._open(row)) for row in split.largest()]

    def _open(self, row: Row) -> bool:
        given = self.found.now.answers.get(row.question)
        return self.assessment.stage is Stage.DRAFT and given is not None and given.state is State.NOT_ANSWERED

    def _sheet(self, code: str) -> Sheet:
        """Return the rows of the file: the difference question by question."""
        region, earlier = self.assessment.region.key, self.version.assessment.wave.key
        level = self.found.now.scored.framework.by_code[code].level
        sides = f"{region} {self.assessment.wave.key}", f"{region} {earlier}"
        return Sheet(DifferenceRow._fields, list(difference_rows(*sides, level, self.found.difference(code))))

    def asked(self, code: str) -> Title:
        """Return the text of a question as it is asked now, or was."""
        return (self.now if code in self.now.shown.questions else self.then).asked(code)


def hidden(split: Difference, of: str | None = None) -> tuple[str, ...]:
    """Say where rounding hides a tenth of what a change adds up to; ``of`` names the component where there are more."""
    if split.total is None:
        return ()
    added = sums([split.value_b or 0.0, *change.parts_of(split).values()])
    return (*note(added, of), *change_note([(split.value_a, split.value_b, split.total)]))


def unanswered(assessment: Assessment, readings: Readings) -> dict[str, str]:
    """Return the titles of the areas of a draft in which nothing is answered yet, by code; none once submitted."""
    areas = readings.level("area") if assessment.stage is Stage.DRAFT else ()
    return {one.component: one.title for one in areas if one.applicable and not one.answered}
