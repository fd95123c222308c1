"""The framework of a questionnaire: which component is the mean of what, with which weights.

An author writes sections, weights and loadings; the graph follows from them here, once. It is a directed
acyclic graph whose leaves are the scored questions. How it is read from the file: the rules of the
questionnaire file; how it is used: :mod:`survey.scoring.aggregation`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from survey.errors import Fault, FaultsError
from survey.questionnaires import shares
from survey.questionnaires.model import Composite, Index, Mean, Measured, Missing, Questionnaire, Section

ComponentLevel = Literal["index", "dimension", "composite", "area", "group"]
Level = Literal["index", "dimension", "composite", "area", "group", "question"]
LEVELS: tuple[Level, ...] = ("index", "dimension", "composite", "area", "group", "question")
"""All levels in the order in which results are published."""


@dataclass(frozen=True)
class Component:
    """A mean of questions or of other components.

    ``parts`` are (code, nominal weight > 0) in file order; weights need not sum to anything, only their
    ratios count. ``minimum_coverage`` in [0, 1] withholds the component's own score, never its value for its
    parents.
    """

    code: str
    title: str
    level: ComponentLevel
    parts: tuple[tuple[str, float], ...]
    mean: Mean
    missing: Missing
    minimum_coverage: float


@dataclass(frozen=True)
class Framework:
    """All components of one questionnaire.

    ``questions`` are the scored questions in file order; ``components`` stand parts before wholes;
    ``published`` are the same components in the public order: index, dimension, composite, area, group, each
    in file order.
    """

    questions: tuple[str, ...]
    components: tuple[Component, ...]
    published: tuple[str, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Component]:
        """The components by code, parts before wholes."""
        return {component.code: component for component in self.components}

    @cached_property
    def index(self) -> str | None:
        """The code of *the* index, the first in the file; None where nothing is totalled."""
        return next((code for code in self.published if self.by_code[code].level == "index"), None)

    def at(self, level: ComponentLevel) -> tuple[Component, ...]:
        """The components of one level, in file order."""
        every = (self.by_code[code] for code in self.published)
        return tuple(component for component in every if component.level == level)

    def effective_weights(self, code: str) -> Mapping[str, float]:
        """The share of each question in a component when every answer is known; the shares sum to 1.

        Weights are normalised within each component and multiplied along every path down to the question. A
        question is wholly its own: ``{code: 1.0}``. KeyError for a code that the framework does not know.
        """
        return self._effective[code]

    @cached_property
    def _effective(self) -> Mapping[str, Mapping[str, float]]:
        found: dict[str, Mapping[str, float]] = {code: {code: 1.0} for code in self.questions}
        for component in self.components:
            found[component.code] = _blend(component.parts, found)
        return found


def build(questionnaire: Questionnaire) -> Framework:
    """The framework that a questionnaire measures by.

    Raises FaultsError, with the component as place, for parts that are not scored or unknown, components
    without parts, circles, and codes used twice.
    """
    sections = [section for section in questionnaire.sections if any(shares.scored(section))]
    components = [
        *_groups(questionnaire),
        *_areas(questionnaire, sections),
        *_dimensions(questionnaire, sections),
        *_composites(questionnaire),
        *_indices(questionnaire, sections),
    ]
    return _ordered(tuple(one.code for section in sections for one in shares.scored(section)), components)


def _groups(questionnaire: Questionnaire) -> Iterator[Component]:
    for section in questionnaire.sections:
        for group in section.groups:
            yield _component(questionnaire, group, group.code, group.title, "group", group.parts)


def _areas(questionnaire: Questionnaire, sections: Iterable[Section]) -> Iterator[Component]:
    for section in sections:
        parts = shares.area_parts(section)
        yield _component(questionnaire, section, section.code, section.title, "area", parts)


def _dimensions(questionnaire: Questionnaire, sections: Iterable[Section]) -> Iterator[Component]:
    """Of questions: share in the area x weight of the area x loading; of areas: weight of the area x loading.

    A dimension on which nothing loads measures nothing and is left out, as an area without scored questions is.
    """
    of_questions = questionnaire.framework.dimensions.source == "questions"
    for dimension in questionnaire.dimensions:
        weights: dict[str, float] = {}
        for section in sections:
            if of_questions:
                weights |= _loaded(questionnaire, section, dimension.code)
            else:
                weights[section.code] = section.weight * (section.dimensions or {}).get(dimension.code, 0)
        parts = {code: weight for code, weight in weights.items() if weight > 0}
        if parts:
            yield _component(questionnaire, Measured(), dimension.code, dimension.title, "dimension", parts)


def _loaded(questionnaire: Questionnaire, section: Section, dimension: str) -> dict[str, float]:
    return {
        code: share * section.weight * questionnaire.loadings(code).get(dimension, 0)
        for code, share in shares.nominal_shares(section).items()
    }


def _composites(questionnaire: Questionnaire) -> Iterator[Component]:
    for one in questionnaire.framework.composites:
        yield _component(questionnaire, one, one.code, one.title, "composite", one.parts)


def _indices(questionnaire: Questionnaire, sections: Iterable[Section]) -> Iterator[Component]:
    """The parallel totals as written; without any, ``index`` over all areas with the sections' weights."""
    weights = {section.code: section.weight for section in sections if section.weight > 0}
    default = (Index(code="index", title="Index", parts=weights),) if weights else ()
    written: tuple[Composite, ...] = questionnaire.framework.indices or default
    for one in written:
        yield _component(questionnaire, one, one.code, one.title, "index", one.parts)


def _component(
    questionnaire: Questionnaire,
    rule: Measured,
    code: str,
    title: str,
    level: ComponentLevel,
    parts: Mapping[str, float],
) -> Component:
    defaults = questionnaire.framework.defaults
    least = rule.minimum_coverage
    return Component(
        code=code,
        title=title,
        level=level,
        parts=tuple(parts.items()),
        mean=rule.mean or defaults.mean,
        missing=rule.missing or defaults.missing,
        minimum_coverage=defaults.minimum_coverage if least is None else least,
    )


def _ordered(questions: tuple[str, ...], components: list[Component]) -> Framework:
    """Order the components: parts before wholes, and beside that as they are published."""
    faults = [*_doubles(questions, components), *_broken(questions, components)]
    if faults:
        raise FaultsError(faults)
    published = sorted(components, key=lambda component: LEVELS.index(component.level))
    by_code = {component.code: component for component in components}
    inner = {code: [part for part, _ in one.parts if part in by_code] for code, one in by_code.items()}
    try:
        order = tuple(TopologicalSorter(inner).static_order())
    except CycleError as error:
        raise FaultsError([_circle(error.args[1])]) from error
    return Framework(questions, tuple(by_code[code] for code in order), tuple(one.code for one in published))


def _doubles(questions: tuple[str, ...], components: list[Component]) -> Iterator[Fault]:
    seen = set(questions)
    for component in components:
        if component.code in seen:
            yield Fault(
                "duplicate-code",
                f"{component.level} {component.code}",
                f"The code {component.code} is used twice.",
                "Give each question, section, group, composite, dimension and index a code of its own.",
            )
        seen.add(component.code)


def _broken(questions: tuple[str, ...], components: list[Component]) -> Iterator[Fault]:
    """Groups hold questions and groups; everything above holds any component but an index."""
    inner = {*questions, *(component.code for component in components if component.level == "group")}
    outer = {*questions, *(component.code for component in components if component.level != "index")}
    for component in components:
        place = f"{component.level} {component.code}"
        if not component.parts:
            yield Fault("empty-component", place, "It has no scored parts.", "Give it scored parts or leave it out.")
        for part, _ in component.parts:
            if part not in (inner if component.level == "group" else outer):
                what = f"Its part {part} is nothing that is scored and can be a part of a {component.level}."
                yield Fault("unknown-part", place, what, "Correct the code, or leave the part out.")


def _circle(codes: list[str]) -> Fault:
    what = f"{' is part of '.join(codes)}: a circle."
    return Fault("circle", f"component {codes[0]}", what, "Take one of them out of the parts of another.")


def _blend(parts: Sequence[tuple[str, float]], below: Mapping[str, Mapping[str, float]]) -> Mapping[str, float]:
    largest = max(weight for _, weight in parts)  # so that no sum of weights overflows
    total = sum(weight / largest for _, weight in parts)
    blended: dict[str, float] = {}
    for part, weight in parts:
        for question, share in below[part].items():
            blended[question] = blended.get(question, 0.0) + weight / largest / total * share
    return blended
