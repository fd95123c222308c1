"""What would raise a region's scores, in words: what its pages and its report say of first steps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from survey.charts import gains, plan
from survey.charts.improvements import Improvement
from survey.charts.in_full import in_full
from survey.charts.readings import Readings, Title
from survey.charts.sheets import Sheet, SheetChart
from survey.charts.specification import Facts
from survey.questionnaires.answers import State
from survey.reports.boxes import in_words
from survey.reports.edition import Edition
from survey.services import raising
from survey.services.raising import Answered, Gain, Way


class ToAnswer(NamedTuple):
    """A question that nobody has answered."""

    code: str
    title: Title


@dataclass(frozen=True)
class Towards:
    """The way of a component to a target: as it was found, as a chart, and the steps of each plan of equal effort."""

    way: Way
    chart: SheetChart
    plans: list[list[Improvement]]


@dataclass(frozen=True)
class Raised:
    """One region's answers with the efforts that it has set (``own``, by question), and the words of its edition."""

    unit: str
    edition: Edition
    known: Answered
    own: Mapping[str, int]

    def improvement(self, gain: Gain) -> Improvement:
        """Return what could be gained in a question, in words."""
        code, shown = gain.question, self.edition.shown
        question = shown.questions[code]
        return Improvement(
            code=code,
            title=self.edition.asked(code),
            area=shown.section_of[code].title,
            today=in_words(question, self.known.answers[code]),
            full=in_full(question),
            gain=gain.gained,
            effort=gain.effort,
            set=gain.set,
        )

    def improvements(self, component: str, most: int | None = None, *, unanswered: bool = False) -> list[Improvement]:
        """Return what could be gained in a component, the most first; all, or so many.

        What nobody has answered is among it only if ``unanswered`` asks for it.
        """
        found = raising.gains(self.known, component, self.own, unanswered=unanswered)
        return [self.improvement(one) for one in found[:most]]

    def planned(self, component: str) -> list[Improvement]:
        """Return what is decided and not yet done in a component, in the order of the questionnaire."""
        every = {one.code: one for one in self.improvements(component)}
        return [every[code] for code in self.known.answers if code in every and self._is_planned(code)]

    def _is_planned(self, code: str) -> bool:
        return self.known.answers[code].state is State.PLANNED

    def to_answer(self, component: str) -> list[ToAnswer]:
        """Return what is to be answered first in a component, in the order of the questionnaire."""
        return [ToAnswer(code, self.edition.asked(code)) for code in raising.unanswered(self.known, component)]

    def gains(self, component: str, readings: Readings, facts: Facts, *, unanswered: bool = False) -> SheetChart:
        """Return the chart of what single questions would bring a component."""
        every = self.improvements(component, unanswered=unanswered)
        return gains.gains(self.edition.titles[component], every, readings, facts, self.unit)

    def towards(
        self, component: str, target: float, readings: Readings, facts: Facts, *, unanswered: bool = False
    ) -> Towards:
        """Return the cheapest way of a component to a target from 0 to 100, and others of equal effort."""
        way = raising.way(self.known, component, target, self.own, unanswered=unanswered)
        by_code = {one.code: one for one in self.improvements(component, unanswered=unanswered)}
        plans = [
            [replace(by_code[change.question], gain=gain) for change, gain in zip(one.changes, steps, strict=True)]
            for one, steps in zip(way.found.plans, way.steps, strict=True)
        ]
        sheet = Sheet(plan.COLUMNS, plan.rows(self.unit, facts, component, target, plans))
        left_out = 0 if unanswered else len(raising.unanswered(self.known, component))
        told = replace(
            self._way(component, way, plans, left_out),
            weighed=any(one.set for one in by_code.values()),
            provisional=any(one.score is None for one in readings),
        )
        return Towards(way, plan.plan(told, readings, facts, sheet), plans)

    def _way(self, component: str, way: Way, plans: list[list[Improvement]], left_out: int) -> plan.Way:
        found = way.found
        first = found.plans[0] if found.plans else None
        return plan.Way(
            component=self.edition.titles[component].text,
            target=found.target,
            before=found.before,
            reached=first.value if first else None,
            highest=found.highest,
            effort=first.effort if first else 0,
            least=found.least,
            steps=plans[0] if plans else [],
            left_out=left_out,
        )
