"""Files of rules: their form, and that they speak of questions and options that there are; all faults at once."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from survey.errors import Fault
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.checks.conditions import complaints
from survey.questionnaires.checks.names import names
from survey.questionnaires.checks.samples import outcomes
from survey.questionnaires.conditions import Condition, ConditionError, codes, evaluate, parse
from survey.questionnaires.files.draft import Draft
from survey.questionnaires.files.places import Place, find, keys
from survey.questionnaires.files.refusals import Refusal, refusal, suggestion
from survey.questionnaires.files.scalars import Scalar
from survey.questionnaires.files.tree import Node, grow, plain
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import GivenReplies, needed, resolve
from survey.questionnaires.rules import BUILT_IN, Rule, Rules
from survey.questionnaires.syntax import All


def judge(text: str, name: str, draft: Draft | None, *, sound: bool = True) -> tuple[Rules | None, list[Fault]]:
    """The rules in a text with all their faults; None where their form is wrong.

    ``name`` stands before the line in each fault's place; ``draft`` is the questionnaire they are for, None where it
    cannot be read, and ``sound`` tells that it has no errors of its own.
    """
    tree, faults = grow(text, name)
    if tree is None:
        return None, faults
    rules: Rules | None = None
    try:
        rules = Rules.model_validate(plain(tree))
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            place = find(tree, error["loc"])
            wrong = _refusal(error, place)
            faults.append(Fault(wrong.code, f"{name}:{place.line}", wrong.what, wrong.cure))
    if draft is not None:
        faults += _Judge(name, tree, draft, sound).faults()
    return rules, faults


def rules_in(text: str) -> list[Mapping[Scalar, Node]]:
    """The rules of a text as far as they are mappings, each value with its line; none of a text that is no YAML."""
    tree, _ = grow(text, "")
    return [] if tree is None else _listed(tree)


def _listed(tree: Node) -> list[Mapping[Scalar, Node]]:
    top = tree.value if isinstance(tree.value, dict) else {}
    listed = top["rules"].value if "rules" in top else None
    return [node.value for node in listed if isinstance(node.value, dict)] if isinstance(listed, list) else []


def _refusal(error: ErrorDetails, place: Place) -> Refusal:
    if error["type"] == "extra_forbidden":
        kind = Rule if "rules" in place.path[:-1] else Rules
        return Refusal("unknown-key", f"{place.path[-1]} is no key here.", suggestion(place.path[-1], keys(kind)))
    if error["type"] == "missing":
        key = str(place.rest[0])
        meant = (Rule if "rules" in place.path else Rules).model_fields[key].description
        return Refusal("missing-key", f"The key {key} is missing.", f"Add {key}: with a value. {meant}")
    return refusal(error, place)


class _Judge:
    """What is wrong with the sense of rules, read from the tree, so that what is wrong with the form hides nothing."""

    def __init__(self, name: str, tree: Node, draft: Draft, sound: bool) -> None:
        self.name, self.tree, self.draft, self.sound = name, tree, draft, sound
        self.asked: Questionnaire = draft.questionnaire
        self.taken = {one.code: f"the {one.owner} {one.code} of the questionnaire" for one in names(draft)}
        self.taken |= dict.fromkeys(BUILT_IN, "a check that is always made")

    def faults(self) -> Iterator[Fault]:
        """Yield all faults of sense."""
        top = self.tree.value if isinstance(self.tree.value, dict) else {}
        yield from self._head(top)
        if "time_bound" in top:
            yield from self._codes(top["time_bound"], "time_bound")
        for rule in _listed(self.tree):
            yield from self._rule(rule)

    def _fault(self, line: int, code: str, what: str, cure: str) -> Fault:
        return Fault(code, f"{self.name}:{line}", what, cure)

    def _head(self, top: Mapping[Scalar, Node]) -> Iterator[Fault]:
        if not self.draft.is_named:
            return
        for key, said in (("questionnaire", self.asked.key), ("edition", self.asked.edition)):
            node = top.get(key)
            if node is not None and isinstance(node.value, str) and node.value != said:
                what = f"The rules are for {key} {node.value}, and the file beside them is {said}."
                yield self._fault(node.line, "rules-other", what, f"Write {said}, or rename the file.")

    def _codes(self, node: Node, key: str) -> Iterator[Fault]:
        """Codes of a list that are no question, or stand in it twice."""
        seen: set[str] = set()
        for item in node.value if isinstance(node.value, list) else ():
            code = item.value
            if not isinstance(code, str):
                continue
            if code in seen:
                yield self._fault(item.line, "duplicate-code", f"{code} stands twice in {key}.", "Keep one of them.")
            elif code not in self.asked.questions and not self.draft.may_exist(code):
                cure = suggestion(code, self.asked.questions)
                yield self._fault(item.line, "rule-code", f"{code} is no question of {self.asked.key}.", cure)
            seen.add(code)

    def _rule(self, rule: Mapping[Scalar, Node]) -> Iterator[Fault]:
        code = rule["code"].value if "code" in rule else None
        if isinstance(code, str):
            if code in self.taken:
                what = f"The code {code} belongs to {self.taken[code]}."
                yield self._fault(rule["code"].line, "duplicate-code", what, "Choose another code for this rule.")
            self.taken.setdefault(code, f"the rule in line {rule['code'].line}")
        if "questions" in rule:
            yield from self._codes(rule["questions"], "questions")
        when = rule.get("when")
        if when is not None and isinstance(when.value, str) and when.value.strip():
            yield from self._when(when.line, when.value)

    def _when(self, line: int, text: str) -> Iterator[Fault]:
        try:
            condition = parse(text)
        except ConditionError as error:
            what = f"The condition cannot be read: {error.what}"
            yield self._fault(line, "condition-syntax", what, error.cure)
            return
        wrong = complaints(self.draft, condition)
        for each in wrong:
            yield self._fault(line, each.code, each.what, each.cure)
        if self.sound and self.draft.is_whole and not wrong:
            yield from self._idle(line, condition)

    def _idle(self, line: int, condition: Condition) -> Iterator[Fault]:
        """A warning for a rule that no answers meet, or all: hidden questions have no values."""
        which = needed(self.asked, codes(condition))
        gates = [parse(gate) for code in which if (gate := self.asked.questions[code].condition) is not None]
        results: set[bool] = set()
        for sample, _ in outcomes(All((condition, *gates)) if gates else condition, self.asked.questions):
            given = {code: Answer(State.ANSWERED, value) for code, value in sample.items() if value is not None}
            states = resolve(self.asked, given, which)
            values = {code: value for code, value in sample.items() if states[code] is State.ANSWERED}
            results.add(evaluate(condition, GivenReplies({c: v for c, v in values.items() if v is not None})))
        if len(results) == 1:
            often = "All" if results.pop() else "No"
            what = f"{often} answers meet the condition of the rule."
            yield Fault("rule-idle", f"{self.name}:{line}", what, "Correct the condition.", "warning")
