"""The frozen versions of a region's assessments: which there are, and what was answered in each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, contains_eager

from survey.models import Assessment, Cause, Edition, Submission, User, Wave
from survey.policy import Action, may
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.kinds import parse_value
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import resolve

_OF_REGION = (
    select(Submission.id, Submission.number, Submission.cause, Submission.submitted_at, User.name, Assessment)
    .join(Assessment, Assessment.id == Submission.assessment_id)
    .join(Assessment.wave)
    .join(Wave.edition)
    .outerjoin(User, User.id == Submission.submitted_by_id)
    .options(contains_eager(Assessment.wave).contains_eager(Wave.edition))
    .where(Assessment.region_id == bindparam("region"), Edition.key == bindparam("key"))
    .order_by(Wave.opens, Wave.id, Submission.id)
)


@dataclass(frozen=True)
class Version:
    """One frozen version: of which assessment, under which number, why, when and by whom (a name).

    ``code`` stands in addresses: the wave, a dot, the number of the draft; a ``c`` where a review was concluded.
    """

    id: int
    assessment: Assessment
    number: int
    cause: Cause
    at: datetime
    by: str | None

    @property
    def code(self) -> str:
        """What the version is called in addresses."""
        return f"{self.assessment.wave.key}.{self.number}{'c' if self.cause is Cause.CONCLUDED else ''}"


def of_region(session: Session, *, assessment: Assessment, by: User) -> list[Version]:
    """Return the frozen versions of a region by one questionnaire that a person may see, the oldest wave first.

    ``assessment`` says which region and which questionnaire. One statement; the answers are not read.
    """
    which = {"region": assessment.region_id, "key": assessment.wave.edition.key}
    found = session.execute(_OF_REGION, which)
    every = (Version(row[0], row[5], row[1], row[2], row[3], row[4]) for row in found)
    return [one for one in every if may(by, Action.VIEW, one.assessment)]


def answers(session: Session, *, questionnaire: Questionnaire, version: Version) -> dict[str, Answer]:
    """Return what was answered in a frozen version, by question code."""
    rows = session.scalars(select(Submission.answers).where(Submission.id == version.id)).one()
    return thawed(questionnaire, rows)


def thawed(questionnaire: Questionnaire, rows: Iterable[Mapping[str, Any]]) -> dict[str, Answer]:
    """Return frozen answers as values again, by question code."""
    return {row["question"]: _answer(questionnaire, row) for row in rows}


def _answer(questionnaire: Questionnaire, row: Mapping[str, Any]) -> Answer:
    value, day = row["value"], row["planned_date"]
    return Answer(
        State(row["state"]),
        None if value is None else parse_value(questionnaire.questions[row["question"]], value),
        row["reason"],
        date.fromisoformat(day) if day else None,
    )


def counted(questionnaire: Questionnaire, found: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers as they counted, for every question: what is kept for a hidden one did not."""
    states = resolve(questionnaire, found)
    return {
        code: Answer(state) if state is State.HIDDEN else found.get(code, NOT_ANSWERED)
        for code, state in states.items()
    }


def latest(session: Session, *, wave: Wave) -> Sequence[tuple[Submission, int]]:
    """Return the last frozen version of each assessment of a wave, and its region; drafts that never left are none."""
    of_wave = select(Submission.id, Submission.assessment_id).join(Assessment).where(Assessment.wave_id == wave.id)
    last = {row.assessment_id: row.id for row in session.execute(of_wave.order_by(Submission.id))}
    wanted = (
        select(Submission, Assessment.region_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(Submission.id.in_(last.values()))
        .order_by(Submission.id)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]
