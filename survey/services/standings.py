"""Where many assessments of one questionnaire stand: the states of their questions, read in one statement."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from survey.models import StoredAnswer
from survey.questionnaires import conditions
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.kinds import parse_value
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import resolve

_ROWS = select(
    StoredAnswer.assessment_id,
    StoredAnswer.question,
    StoredAnswer.state,
    StoredAnswer.value,
    StoredAnswer.changed_at,
).where(StoredAnswer.assessment_id.in_(bindparam("keys", expanding=True)))


@dataclass(frozen=True)
class Standing:
    """The state of each question of one assessment, and when its latest answer was written; None without any."""

    states: Mapping[str, State]
    changed_at: datetime | None


def of_assessments(session: Session, *, questionnaire: Questionnaire, keys: Collection[int]) -> dict[int, Standing]:
    """Return where each of these assessments stands, by its key, in one statement.

    Values are read only where a condition needs them: that is most of the time it takes.
    """
    read = _read_by_conditions(questionnaire)
    given: dict[int, dict[str, Answer]] = defaultdict(dict)
    changed: dict[int, datetime] = {}
    for key, code, state, value, changed_at in session.connection().execute(_ROWS, {"keys": list(keys)}):
        parsed = parse_value(questionnaire.questions[code], value) if value is not None and code in read else None
        given[key][code] = NOT_ANSWERED if state is State.NOT_ANSWERED else Answer(state, parsed)
        if key not in changed or changed_at > changed[key]:
            changed[key] = changed_at
    return {key: Standing(resolve(questionnaire, given[key]), changed.get(key)) for key in keys}


def _read_by_conditions(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the codes of the questions whose values decide whether others are asked."""
    found = (one.condition for one in questionnaire.questions.values() if one.condition is not None)
    return frozenset(code for condition in found for code in conditions.codes(conditions.parse(condition)))
