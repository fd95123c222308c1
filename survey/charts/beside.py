"""What stands beside the scores that a region reported: the readings of its reviewers, and of its stakeholders."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.charts import readings as rows
from survey.charts.readings import Readings, Title
from survey.languages import gettext
from survey.models import Assessment
from survey.services.stakeholders import ByStakeholders
from survey.services.verified import BothLenses


@dataclass(frozen=True)
class Beside:
    """What stands beside the reported readings of one region; None for a lens that there is not.

    ``standing`` of ``to_review`` answers count for the ``verified`` one; ``people`` answered for the one of
    ``stakeholders``.
    """

    verified: Readings | None = None
    standing: int = 0
    to_review: int = 0
    stakeholders: Readings | None = None
    people: int = 0

    @property
    def lenses(self) -> list[tuple[str, Readings]]:
        """The lenses that there are, each with its name, the verified one first."""
        both = ((gettext("Verified"), self.verified), (gettext("Stakeholders"), self.stakeholders))
        return [(name, readings) for name, readings in both if readings is not None]


def beside(
    assessment: Assessment, titles: Mapping[str, Title], both: BothLenses | None, seen: ByStakeholders | None
) -> Beside | None:
    """Return what stands beside the reported scores of an assessment; None where there is no other lens."""
    if both is None and seen is None:
        return None
    verified, stakeholders = (
        None if card is None else rows.of_cards([(assessment, card)], titles, assessment.wave.time_zone)
        for card in (both.verified if both else None, seen.card if seen else None)
    )
    return Beside(
        verified=verified,
        standing=both.standing if both else 0,
        to_review=both.to_review if both else 0,
        stakeholders=stakeholders,
        people=seen.people if seen else 0,
    )
