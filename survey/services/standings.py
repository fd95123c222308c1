"""Where many assessments of one questionnaire stand: the states of their questions, and their latest answer."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, bindparam, func, select, type_coerce
from sqlalchemy.orm import Session

from survey.models import StoredAnswer
from survey.questionnaires import conditions
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.kinds import parse_value
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import resolve

_OF = StoredAnswer.assessment_id.in_(bindparam("keys", expanding=True))
_OF = StoredAnswer.assessment_id.in_(bindparam("keys", expanding=True))
_STATES_OF = (
    select(
        StoredAnswer.assessment_id,
        func.aggregate_strings(StoredAnswer.question + "=" + type_coerce(StoredAnswer.state, String), ";"),
        func.max(StoredAnswer.changed_at),
    )
    .where(_OF)
    .group_by(StoredAnswer.assessment_id)
)
"""One row for each assessment, for a row for each answer takes most of the time; no code holds ``=`` or ``;``."""

_VALUES = select(StoredAnswer.assessment_id, StoredAnswer.question, StoredAnswer.value).where(
    _OF, StoredAnswer.question.in_(bindparam("codes", expanding=True)), StoredAnswer.value.is_not(None)
)
_ANSWERS = {state.value: Answer(state) for state in State}


@dataclass(frozen=True)
class Standing:
    """The state of each question of one assessment, and when its latest answer was written; None without any."""

    states: Mapping[str, State]
    changed_at: datetime | None


def of_assessments(session: Session, *, questionnaire: Questionnaire, keys: Collection[int]) -> dict[int, Standing]:
    """Return where each of these assessments stands, by its key, in two statements.

    Values are read only where a condition needs them.
    """
    read, found = _read_by_conditions(questionnaire), session.connection().execute
    given: dict[int, dict[str, Answer]] = defaultdict(dict)
    changed: dict[int, datetime] = {}
    for key, states, latest in found(_STATES_OF, {"keys": list(keys)}):
        given[key] = {code: _ANSWERS[state] for code, _, state in (one.partition("=") for one in states.split(";"))}
        changed[key] = latest
    for key, code, value in found(_VALUES, {"keys": list(keys), "codes": list(read)}):
        given[key][code] = Answer(given[key][code].state, parse_value(questionnaire.questions[code], str(value)))
    return {key: Standing(resolve(questionnaire, given[key]), changed.get(key)) for key in keys}


def _read_by_conditions(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the codes of the questions whose values decide whether others are asked."""
    found = (one.condition for one in questionnaire.questions.values() if one.condition is not None)
    return frozenset(code for condition in found for code in conditions.codes(conditions.parse(condition)))
