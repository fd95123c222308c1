"""A questionnaire as lines of text: what it asks, and what that is worth."""

from collections.abc import Iterator, Mapping

from survey.questionnaires.kinds import is_scored, possible, value_text
from survey.questionnaires.model import Composite, Group, Question, Questionnaire, Section
from survey.questionnaires.shares import nominal_shares


def listing(questionnaire: Questionnaire) -> Iterator[str]:
    """The lines, without line ends, in the order of the file."""
    yield f"{questionnaire.title} ({questionnaire.key}, edition {questionnaire.edition})"
    yield f"one reply per {questionnaire.unit}, {len(questionnaire.questions)} questions"
    if questionnaire.dimensions:
        source = questionnaire.framework.dimensions.source
        yield f"dimensions, from {source}: {', '.join(one.code for one in questionnaire.dimensions)}"
    for section in questionnaire.sections:
        yield ""
        yield from _section(questionnaire, section)
    for heading, parts in (
        ("Composites", questionnaire.framework.composites),
        ("Indices", questionnaire.framework.indices),
    ):
        if parts:
            yield ""
            yield heading
            yield from map(_component, parts)


def _section(questionnaire: Questionnaire, section: Section) -> Iterator[str]:
    yield f"{section.code}: {section.title}, weight {value_text(section.weight)}{_loadings(section.dimensions)}"
    shares = nominal_shares(section)
    for question in section.questions:
        yield f"  {question.code}: {question.text}"
        loadings = questionnaire.loadings(question.code) if is_scored(question) else None
        yield f"    {_worth(section, question, shares)}{_loadings(loadings)}"
        if question.condition:
            yield f"    asked if {' '.join(question.condition.split())} (hidden: {question.hidden})"
    yield from map(_component, section.groups)


def _worth(section: Section, question: Question, shares: Mapping[str, float]) -> str:
    most = possible(question)
    if not is_scored(question) or most is None:
        return f"{question.kind}, not scored"
    holder = next((group for group in section.groups if question.code in group.parts), None)
    weight = f"weight {value_text(float(question.weight))}"
    if holder is not None:
        weight = f"weight {value_text(holder.parts[question.code])} in {holder.code}"
    points = f"{value_text(float(most))} point{'' if most == 1 else 's'}"
    return f"{question.kind}, {points}, {weight}, {100 * shares[question.code]:.1f} % of its area"


def _loadings(loadings: Mapping[str, float] | None) -> str:
    return "".join(f", {code} {value_text(weight)}" for code, weight in (loadings or {}).items())


def _component(part: Group | Composite) -> str:
    parts = ", ".join(f"{code} {value_text(weight)}" for code, weight in part.parts.items())
    weight = f", weight {value_text(part.weight)}" if isinstance(part, Group) else ""
    return f"  {part.code}: {part.title}{weight} = {parts}"
