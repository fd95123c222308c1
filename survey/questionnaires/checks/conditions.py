"""Conditions: that they can be read, look at earlier questions, and compare what can be compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.errors import Fault
from survey.questionnaires.checks.comparisons import Complaint, complaint
from survey.questionnaires.checks.names import Name, names, questions
from survey.questionnaires.checks.samples import outcomes
from survey.questionnaires.conditions import Condition, ConditionError, codes, comparisons, parse
from survey.questionnaires.files.draft import Draft, Path
from survey.questionnaires.files.refusals import nearest
from survey.questionnaires.kinds import is_scored, options
from survey.questionnaires.model import Question
from survey.questionnaires.syntax import ComparesQuestion


@dataclass(frozen=True)
class _Scope:
    """What a condition of the question at ``place`` may look at: the questions before it."""

    draft: Draft
    place: int
    places: Mapping[str, int]
    owners: Mapping[str, Name]


def faults(draft: Draft) -> Iterator[Fault]:
    """All that is wrong with conditions, and warnings about those that decide nothing or hide without saying how."""
    asked = list(questions(draft))
    places = {question.code: place for place, (_, _, question) in reversed(list(enumerate(asked)))}
    owners = {name.code: name for name in reversed(names(draft))}
    for place, (path, _, question) in enumerate(asked):
        if question.condition is not None:
            scope = _Scope(draft, place, places, owners)
            yield from _of_one(scope, (*path, "condition"), question, question.condition)


def complaints(draft: Draft, condition: Condition) -> list[Complaint]:
    """All that is wrong with a condition that may look at every question, each complaint once."""
    asked = [question.code for _, _, question in questions(draft)]
    owners = {name.code: name for name in reversed(names(draft))}
    scope = _Scope(draft, len(asked), {code: place for place, code in enumerate(asked)}, owners)
    return list(dict.fromkeys(_complaints(scope, condition)))


def _of_one(scope: _Scope, path: Path, question: Question, text: str) -> Iterator[Fault]:
    try:
        condition = parse(text)
    except ConditionError as error:
        yield scope.draft.fault(path, "condition-syntax", f"The condition cannot be read: {error.what}", error.cure)
        return
    complaints = dict.fromkeys(_complaints(scope, condition))
    for code, what, cure in complaints:
        yield scope.draft.fault(path, code, what, cure)
    yield from _unsaid(scope.draft, path, question, condition)
    if not complaints and not any(code in scope.draft.unclear or code not in scope.places for code in codes(condition)):
        yield from _idle(scope.draft, path, condition)


def _complaints(scope: _Scope, condition: Condition) -> Iterator[Complaint]:
    asked = scope.draft.questionnaire.questions
    for part in comparisons(condition):
        named = [part.code, part.other] if isinstance(part, ComparesQuestion) else [part.code]
        found = [_reference(scope, code, named) for code in named]
        if all(code in scope.places and code not in scope.draft.unclear for code in named):
            found.append(complaint(part, asked))
        yield from (trouble for trouble in found if trouble is not None)


def _reference(scope: _Scope, code: str, named: list[str]) -> Complaint | None:
    """What is wrong with looking at this code; None where nothing is, or where nobody can tell."""
    if code not in scope.places:
        return _unknown(scope, code, named)
    if scope.places[code] == scope.place:
        return Complaint("condition-self", f"The condition looks at its own question {code}.", "Look at earlier ones.")
    if scope.places[code] > scope.place:
        cure = "Ask it earlier, or look at a question that stands before this one."
        return Complaint("condition-later", f"The condition looks at {code}, which is asked later.", cure)
    return None


def _unknown(scope: _Scope, code: str, named: list[str]) -> Complaint | None:
    if code in scope.owners:
        what = f"{code} is a {scope.owners[code].owner}, not a question."
        return Complaint("condition-code", what, "Look at the code of a question.")
    if scope.draft.may_exist(code):
        return None
    asked = scope.draft.questionnaire.questions
    for other in named:
        if other in asked and code in [option.code for option in options(asked[other])]:
            what = f"{code} is an option of {other}, not a question."
            return Complaint("condition-code", what, f'Put it in quotation marks: "{code}".')
    earlier = [known for known, place in scope.places.items() if place < scope.place]
    near = nearest(code, earlier)
    cure = "Look at the code of an earlier question." if near is None else f"Did you mean {near}?"
    return Complaint("condition-code", f"The condition looks at {code}, which is no question.", cure)


def _unsaid(draft: Draft, path: Path, question: Question, condition: Condition) -> Iterator[Fault]:
    """A choice of ``hidden`` that the author has not made where it matters."""
    asked = draft.questionnaire.questions
    read = [code for code in codes(condition) if code in asked and is_scored(asked[code])]
    if read and "hidden" not in question.model_fields_set:
        what = f"The condition reads what is scored ({', '.join(read)}), and what hiding does to the score is not said."
        cure = "Write hidden: exclude (leave it out of the score) or hidden: zero (count 0)."
        yield draft.warning(path, "hidden-unsaid", what, cure)


def _idle(draft: Draft, path: Path, condition: Condition) -> Iterator[Fault]:
    asked = draft.questionnaire.questions
    results = {met for _, met in outcomes(condition, asked)}
    if results == {False}:
        what = "No answers meet the condition, so the question is never asked."
        yield draft.warning(path, "condition-never", what, "Correct the condition.")
    if results == {True}:
        what = "All answers meet the condition, so the question is always asked."
        yield draft.warning(path, "condition-always", what, "Remove or correct the condition.")
