"""A "no" must not pay: what an answer opens may not weigh more than the answer earns.

With R points of weight W elsewhere, a "no" to a question of weight w scores R / (W + w). A "yes" that earns the part e
of w and opens questions of weight f, all of them answered at their lowest, scores (R + e w) / (W + w + f). Since R is
at most W + w, the second is never the lower one as long as f is at most e w.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.errors import Fault
from survey.questionnaires.answers import Value
from survey.questionnaires.checks.names import questions
from survey.questionnaires.checks.samples import outcomes
from survey.questionnaires.checks.worth import is_sound
from survey.questionnaires.conditions import ConditionError, codes, parse
from survey.questionnaires.files.draft import Draft, Path
from survey.questionnaires.kinds import earned, is_scored, possible, value_text
from survey.questionnaires.model import Question, Questionnaire
from survey.questionnaires.shares import nominal_shares

TOLERANCE = 1e-9

Weights = Mapping[str, Mapping[str, float]]
"""What each scored question weighs in each area and dimension."""

Openers = dict[str, set[Value]]
"""The answers to each question that open another one."""


@dataclass(frozen=True)
class _Price:
    """What an answer opens and earns in one component."""

    component: str
    opened: float
    earned: float


def faults(draft: Draft) -> Iterator[Fault]:
    """A warning for each question whose answer opens more than it earns, at the question."""
    asked = draft.questionnaire.questions
    unsound = {question.code for path, _, question in questions(draft) if not is_sound(draft, path, question)}
    weights = _weights(draft.questionnaire)
    opened = _opened(asked)
    for path, _, question in questions(draft):
        if question.code in opened and question.code not in unsound:
            for followers, values in _by_followers(opened[question.code]).items():
                lowest = min(values, key=lambda value: (earned(question, value).today, value_text(value)))
                prices = list(_prices(weights, question, lowest, followers))
                if prices:
                    yield _warning(draft, path, question, lowest, followers, prices)


def _weights(questionnaire: Questionnaire) -> Weights:
    """By question: its share in its area, and that times the area's weight times its loading in each dimension."""
    by_areas = questionnaire.framework.dimensions.source == "areas"
    weights: dict[str, dict[str, float]] = {}
    for section in questionnaire.sections:
        for code, share in nominal_shares(section).items():
            loadings = (section.dimensions or {}) if by_areas else questionnaire.loadings(code)
            loaded = {dimension: share * section.weight * loading for dimension, loading in loadings.items()}
            weights[code] = {section.code: share, **loaded}
    return weights


def _opened(asked: Mapping[str, Question]) -> dict[str, dict[str, set[Value]]]:
    """By gate, then by follower: the answers to the gate that open the follower."""
    gates = {code: _gates(code, question, asked) for code, question in asked.items() if question.condition}
    opened: dict[str, dict[str, set[Value]]] = defaultdict(dict)
    for code, openers in gates.items():
        if is_scored(asked[code]) and asked[code].hidden == "exclude":
            for gate, values in openers.items():
                # A gate behind another gate is paid for by that one.
                if values and not any(gate in _above(other, gates) for other in openers):
                    opened[gate][code] = values
    return opened


def _gates(code: str, question: Question, asked: Mapping[str, Question]) -> Openers:
    """The answers to each question that meet the condition where another answer to it would not."""
    try:
        condition = parse(question.condition or "")
    except ConditionError:
        return {}
    order = list(asked)
    looked_at = codes(condition)
    if any(gate not in asked or order.index(gate) >= order.index(code) for gate in looked_at):
        return {}
    met: dict[tuple[object, ...], dict[Value, bool]] = defaultdict(dict)
    for sample, truth in outcomes(condition, asked):
        for gate, value in sample.items():
            if value is not None:
                rest = tuple((other, sample[other]) for other in looked_at if other != gate)
                met[gate, rest][value] = truth
    openers: Openers = {gate: set() for gate in looked_at}
    for key, truths in met.items():
        if len(set(truths.values())) == 2:
            openers[str(key[0])].update(value for value, truth in truths.items() if truth)
    return openers


def _above(code: str, gates: Mapping[str, Openers]) -> set[str]:
    """All questions that decide, directly or not, whether this one is asked; conditions only look back."""
    direct = set(gates.get(code, ()))
    return direct.union(*(_above(gate, gates) for gate in direct))


def _by_followers(opened: Mapping[str, set[Value]]) -> dict[tuple[str, ...], list[Value]]:
    groups: dict[tuple[str, ...], list[Value]] = defaultdict(list)
    for value in set[Value]().union(*opened.values()):
        groups[tuple(code for code, values in opened.items() if value in values)].append(value)
    return groups


def _prices(weights: Weights, question: Question, answer: Value, followers: tuple[str, ...]) -> Iterator[_Price]:
    most = possible(question)
    part = earned(question, answer).today / most if most else 0.0
    own = weights.get(question.code, {})
    for component in dict.fromkeys(name for code in followers for name in weights[code]):
        opened = sum(weights[code].get(component, 0.0) for code in followers)
        worth = part * own.get(component, 0.0)
        if opened > worth + TOLERANCE:
            yield _Price(component, opened, worth)


def _warning(
    draft: Draft, path: Path, question: Question, answer: Value, followers: tuple[str, ...], prices: list[_Price]
) -> Fault:
    said = ", ".join(f"{price.opened:.3g} in {price.component} for {price.earned:.3g} earned" for price in prices)
    opened = f'"{value_text(answer)}" to {question.code} opens {", ".join(followers)}'
    what = f"{opened}, which weigh more than it earns: {said}."
    cure = "Give them less weight or the answer more points, or write hidden: zero, so that a no does not pay."
    return draft.warning((*path, "code"), "no-pays", what, cure)
