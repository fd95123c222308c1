"""Rules: contradictions between answers, and questions whose answer belongs to its year.

They stand in a file beside the questionnaire (``<key>-<edition>.rules.yaml``), so that the form of questionnaire files
stays as it is. A rule has a condition over any questions, the questions to look at, and a whole sentence. It is silent
while one of the questions to look at is hidden.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.asked import Code, Element, Text
from survey.questionnaires.conditions import evaluate, parse
from survey.questionnaires.progress import GivenReplies

BUILT_IN = (
    "unanswered",
    "reason_missing",
    "date_missing",
    "no_evidence",
    "past_date",
    "jump",
    "broken_link",
    "straight_line",
    "same_number",
)
"""The codes of the checks that every questionnaire has; no rule may take one."""

Severity = Literal["error", "warning", "note"]


class Rule(Element):
    """One contradiction: when it is there, which questions to look at, and what is said about it."""

    code: Code
    """Stable across editions, unique in the file, no code of the questionnaire."""
    severity: Severity
    """error: nothing is submitted while it is there; warning: it asks for a word; note: it is only told."""
    when: Text
    """A comparison of any questions, such as: support == "no" and staff > 0."""
    questions: Annotated[tuple[Code, ...], Field(min_length=1)]
    """The codes of the questions to look at."""
    text: Text
    """One or two whole sentences in English: what does not fit, and what to do."""


class Rules(Element):
    """The rules of one edition of a questionnaire."""

    questionnaire: Code
    """The key of the questionnaire."""
    edition: Text
    """The edition, in quotation marks, such as "2026"."""
    time_bound: tuple[Code, ...] = ()
    """The codes of questions whose answer belongs to its year: a later wave must ask them anew."""
    rules: tuple[Rule, ...] = ()
    """What is looked at before an assessment is submitted."""


def from_json(text: str) -> Rules:
    """The rules that :func:`to_json` wrote; raises ``pydantic.ValidationError`` for anything else."""
    return Rules.model_validate_json(text)


def to_json(rules: Rules) -> str:
    """The rules as JSON with the keys of the file; lossless."""
    return rules.model_dump_json(exclude_unset=True)


def met(rules: Rules, states: Mapping[str, State], answers: Mapping[str, Answer]) -> list[Rule]:
    """The rules that these answers meet, in the order of the file; ``states`` as ``progress.resolve`` gives them."""
    asked = {code for code, state in states.items() if state is not State.HIDDEN}
    given = {code: answers.get(code, NOT_ANSWERED) for code in asked}
    replies = GivenReplies(
        {code: each.value for code, each in given.items() if each.has_value and each.value is not None}
    )
    return [rule for rule in rules.rules if asked.issuperset(rule.questions) and evaluate(parse(rule.when), replies)]
