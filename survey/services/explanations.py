"""How one region's score in a component comes about, for those who may see its scores."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from survey.errors import NotFoundError
from survey.models import Assessment, Audience
from survey.policy import Actor
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import resolve
from survey.scoring.analyses import ExplanationRow, explanation_rows
from survey.scoring.explanation import Node, tree
from survey.scoring.framework import Component, Framework
from survey.scoring.points import matrix
from survey.scoring.tables import answer_rows
from survey.services import answers, disclosures, editions, results
from survey.services.disclosures import View
from survey.services.tables import Table


@dataclass(frozen=True)
class Explanation:
    """A component of one assessment as a tree down to its questions, and the answers it was computed from."""

    assessment: Assessment
    questionnaire: Questionnaire
    framework: Framework
    answers: Mapping[str, Answer]
    states: Mapping[str, State]
    top: Node
    view: View

    @property
    def component(self) -> Component:
        """The component that is explained."""
        return self.framework.by_code[self.top.code]

    @property
    def wholes(self) -> tuple[str, ...]:
        """The components that this one is a part of and the reader may see, in the public order."""
        inside = (self.framework.by_code[code] for code in self.framework.published)
        return tuple(one.code for one in inside if self.top.code in dict(one.parts) and self.view.shows(one.code))

    def shown(self, code: str) -> Answer:
        """An answer as it counts: what is kept for a hidden question does not."""
        state = self.states[code]
        return Answer(state) if state is State.HIDDEN else self.answers.get(code, NOT_ANSWERED)

    @cached_property
    def points(self) -> dict[str, tuple[float | None, float | None]]:
        """What the answer to each question earned, and what it could earn at most."""
        rows = answer_rows(self.questionnaire, self.assessment.region.key, self.answers)
        return {row.question: (row.points, row.possible) for row in rows}

    def table(self) -> Table:
        """The tree in the public layout, unrounded."""
        unit = self.assessment.region.key
        rows = explanation_rows(self.questionnaire, unit, self.answers, self.top)
        return Table(ExplanationRow._fields, list(rows))


def explain(
    session: Session, *, assessment: Assessment, component: str, by: Actor, to: Audience | None = None
) -> Explanation:
    """Explain one component; NotFoundError for one that the edition does not measure, or that is not for this person.

    Of a region of others the answers have no reasons. ``to`` shows it as a wider audience would see it.
    """
    view = disclosures.view(session, assessment=assessment, by=by, to=to)
    edition = assessment.wave.edition
    framework = results.framework(session, edition=edition)
    if component not in framework.by_code or not view.shows(component):
        raise NotFoundError("component", component=component)
    questionnaire = editions.load(session, edition=edition)
    given = answers.given(answers.kept(session, assessment=assessment, questionnaire=questionnaire))
    top, states = tree(framework, matrix(questionnaire, [given]), 0, component), resolve(questionnaire, given)
    told = given if view.whole else disclosures.told(given, view)
    return Explanation(assessment, questionnaire, framework, told, states, top, view)
