"""The reviewer's desk: one assessment with the answers to review, and where a question stands among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import g

from survey.database import db
from survey.errors import NotFoundError
from survey.languages import region_name
from survey.models.assessment import Assessment
from survey.policy import Action, ever
from survey.questionnaires.model import Section
from survey.services import assessments, reviews
from survey.services.reviews import REGIONS_TURN, REVIEWERS_TURN, SETTLED, Item, Status
from survey.views.access import person
from survey.views.outline import Outline, outline

SHOWN = {
    "open": REVIEWERS_TURN,
    "region": REGIONS_TURN,
    "disputed": frozenset({Status.DISPUTED}),
    "settled": SETTLED,
    "unsettled": REVIEWERS_TURN | REGIONS_TURN,
}
"""What the queue can be narrowed to: the reviewer's turn, the region's, what is disputed, what is settled or not."""


@dataclass(frozen=True)
class Desk:
    """An assessment as its reviewers see it; ``items`` in the order of the questionnaire."""

    assessment: Assessment
    outline: Outline
    items: Sequence[Item]

    def count(self, shown: str) -> int:
        """Return how many answers stand like this."""
        return sum(item.status in SHOWN[shown] for item in self.items)

    @cached_property
    def sections(self) -> dict[str, list[Item]]:
        """The items by section."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(self.outline.source.section_of[item.code].code, []).append(item)
        return found

    def section(self, code: str) -> Section:
        """Return the section of a question, with its words as pages show them."""
        return self.outline.pages[self.outline.source.section_of[code].code]

    def item(self, code: str) -> Item:
        """Return the item of a question; NotFoundError where it is not to be reviewed."""
        for item in self.items:
            if item.code == code:
                return item
        raise NotFoundError("question", question=code)

    def around(self, code: str) -> tuple[str | None, str | None]:
        """Return the question before this one and the one after it, in the order of the questionnaire."""
        codes = [None, *(item.code for item in self.items), None]
        here = codes.index(code)
        return codes[here - 1], codes[here + 1]

    def waiting(self, after: str) -> str | None:
        """Return the next question that waits for the reviewer; behind the last one it begins again at the first."""
        codes = [item.code for item in self.items]
        here = codes.index(after)
        others = [*self.items[here + 1 :], *self.items[:here]]
        return next((item.code for item in others if item.status in REVIEWERS_TURN), None)


def desk(wave: str, region: str) -> Desk:
    """Return the desk of an assessment; NotFoundError for whoever neither reviews it nor runs the survey."""
    assessment = assessments.find(db.session, wave=wave, region=region, by=person())
    if not ever(person(), Action.CONCLUDE, assessment):
        raise NotFoundError("review")
    found = outline(assessment.wave.edition)
    g.place = region_name(assessment.region)
    return Desk(assessment, found, reviews.items(db.session, assessment=assessment, questionnaire=found.source))
