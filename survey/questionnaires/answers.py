"""One answer: its state, its value, and why it is missing or when it will come."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Value = str | tuple[str, ...] | int | float
"""An option code or a text; option codes in file order; a step of a scale; a number."""


class State(StrEnum):
    """The six states of an answer, never mixed up; the words are the export codes."""

    ANSWERED = "answered"
    PLANNED = "planned"
    DOES_NOT_KNOW = "does_not_know"
    NOT_ANSWERED = "not_answered"
    NOT_APPLICABLE = "not_applicable"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Answer:
    """What a region replied to one question.

    ``value`` is there exactly when the state is *answered* or *planned*. *Hidden* is never stored: it follows
    from the other answers (:func:`survey.questionnaires.progress.resolve`).
    """

    state: State = State.NOT_ANSWERED
    value: Value | None = None
    reason: str | None = None
    planned_date: date | None = None

    @property
    def has_value(self) -> bool:
        """Whether a value was given, today's or a planned one."""
        return self.state in (State.ANSWERED, State.PLANNED)


NOT_ANSWERED = Answer()
