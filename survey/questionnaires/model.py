"""The questionnaire file as frozen, typed values: what is asked, and what it is worth.

The classes mirror the file format key by key (the ``alias`` is the key in the file where it is a Python
keyword). They check the form of each value; what needs more than one value at once is in
:mod:`survey.questionnaires.checks`.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, Strict

from survey.questionnaires.asked import (
    BaseQuestion,
    Code,
    Element,
    Kind,
    MultipleOption,
    MultipleQuestion,
    NumberQuestion,
    PartWeight,
    Question,
    ScaleQuestion,
    Scoring,
    ShareQuestion,
    SingleOption,
    SingleQuestion,
    Text,
    TextQuestion,
    Weight,
)

__all__ = [
    "Ancestor",
    "BaseQuestion",
    "Composite",
    "Defaults",
    "Dimension",
    "DimensionRule",
    "Element",
    "FrameworkSettings",
    "Group",
    "Index",
    "Kind",
    "Mean",
    "Measured",
    "Missing",
    "MultipleOption",
    "MultipleQuestion",
    "NumberQuestion",
    "Question",
    "Questionnaire",
    "ScaleQuestion",
    "Scoring",
    "Section",
    "ShareQuestion",
    "SingleOption",
    "SingleQuestion",
    "TextQuestion",
]

Mean = Literal["arithmetic", "geometric", "harmonic"]
Missing = Literal["exclude", "zero"]
Coverage = Annotated[float, Strict(), Field(ge=0, le=1)]


class Dimension(Element):
    """What the questions measure across all areas, such as equality."""

    code: Code
    """Stable across editions, unique in the file."""
    title: Text
    """Its name."""


class Measured(Element):
    """How a component is averaged; None takes the framework's default."""

    mean: Mean | None = None
    """Which mean its parts are put together by."""
    missing: Missing | None = None
    """Whether parts without a value are left out or count as 0."""
    minimum_coverage: Coverage | None = None
    """From 0 to 1: below this coverage its own score is withheld."""


class Group(Measured):
    """A nested component inside an area."""

    code: Code
    """Stable across editions, unique in the file."""
    title: Text
    """Its name."""
    parts: Mapping[Code, PartWeight]
    """The questions or groups of the same section it is made of, with weights above 0 that replace theirs."""
    weight: Weight = 1
    """Its weight in the area."""


class Section(Measured):
    """A page to fill in, and an area to score."""

    code: Code
    """Stable across editions, unique in the file."""
    title: Text
    """Its name."""
    intro: Text | None = None
    """A text above the questions."""
    weight: Weight = 1
    """The weight of the area in the index."""
    dimensions: Mapping[Code, Weight] | None = None
    """Loadings on the dimensions, which sum to 1, for the area and for questions without their own."""
    questions: tuple[Annotated[Question, Field(discriminator="kind")], ...]
    """What is asked, in the order shown."""
    groups: tuple[Group, ...] = ()
    """Nested components; a grouped question counts only through its group."""


class Composite(Measured):
    """A component across areas, such as a lens."""

    code: Code
    """Stable across editions, unique in the file."""
    title: Text
    """Its name."""
    parts: Mapping[Code, PartWeight]
    """The questions, groups, areas, dimensions or composites it is made of, with weights above 0."""


class Index(Composite):
    """A total; the first of the file is *the* index."""


class Defaults(Element):
    """What holds for each component that says nothing else."""

    mean: Mean = "arithmetic"
    """Which mean parts are put together by."""
    missing: Missing = "exclude"
    """Whether parts without a value are left out or count as 0."""
    minimum_coverage: Coverage = 0.6
    """From 0 to 1: below this coverage a component's own score is withheld."""


class DimensionRule(Element):
    """Whether dimensions are means of questions or of areas."""

    source: Literal["questions", "areas"] = Field(default="questions", alias="from")
    """The parts of the dimensions: the questions or the areas that load on them."""


class FrameworkSettings(Element):
    """How the questionnaire measures beyond sections, weights and loadings."""

    defaults: Defaults = Defaults()
    """Mean, policy for what is missing, and minimum coverage of components that say nothing else."""
    dimensions: DimensionRule = DimensionRule()
    """What the dimensions are made of."""
    composites: tuple[Composite, ...] = ()
    """Components across areas."""
    indices: tuple[Index, ...] = ()
    """Totals, the first is the index; without any, the index of all areas with the sections' weights."""


class Ancestor(Element):
    """The question of an earlier edition that this one continues."""

    edition: Text
    """The earlier edition, in quotation marks."""
    code: Code | None = None
    """The code of the question there; the same code where it is not given."""
    relation: Literal["same", "reworded", "rescaled"] = Field(alias="as")
    """What became of it: unchanged, asked in other words, or answered on another scale."""


class Questionnaire(Element):
    """One edition of one questionnaire: what is asked, and how it is measured."""

    key: Code
    """The code of the questionnaire, the same in all editions."""
    edition: Text
    """The edition, in quotation marks, such as "2026"."""
    title: Text
    """Its name."""
    about: Text | None = None
    """One paragraph for the first page."""
    unit: Literal["region", "person"] = "region"
    """Who replies: region (one assessment per region and wave) or person (many responses, anonymous)."""
    dimensions: tuple[Dimension, ...] = ()
    """What is measured across all areas; the order is the order everywhere."""
    sections: tuple[Section, ...]
    """Pages to fill in, which are areas to score."""
    framework: FrameworkSettings = FrameworkSettings()
    """How it measures beyond sections, weights and loadings."""
    lineage: Mapping[Code, Ancestor] = Field(default_factory=dict)
    """By code, what questions continue; a code that also stands in the earlier edition is the same."""

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """All questions by code, in the order of the file."""
        return {question.code: question for section in self.sections for question in section.questions}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of each question, by question code."""
        return {question.code: section for section in self.sections for question in section.questions}

    def loadings(self, code: str) -> Mapping[str, float]:
        """How much a question counts for each dimension: its own loadings, or its section's."""
        own = self.questions[code].dimensions
        return (self.section_of[code].dimensions or {}) if own is None else own
