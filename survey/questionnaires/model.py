"""The questionnaire file as frozen, typed values: what is asked, and what it is worth.

The classes mirror the file format key by key (the ``alias`` is the key in the file where it is a Python
keyword). They check the form of each value; what needs more than one value at once is in
:mod:`survey.questionnaires.checks`.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

Code = Annotated[str, Strict(), StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Strict(), StringConstraints(min_length=1)]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Weight = Annotated[float, Strict(), Field(allow_inf_nan=False, ge=0)]
PartWeight = Annotated[float, Strict(), Field(allow_inf_nan=False, gt=0)]
Mean = Literal["arithmetic", "geometric", "harmonic"]
Missing = Literal["exclude", "zero"]
Coverage = Annotated[float, Strict(), Field(ge=0, le=1)]


class Element(BaseModel):
    """The base of everything in a questionnaire file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Dimension(Element):
    """What the questions measure across all areas, such as equality."""

    code: Code
    title: Text


class SingleOption(Element):
    """One answer of a single choice."""

    code: Code
    label: Text
    points: Weight = 0
    planned: Weight | None = None
    anchor: Text | None = None


class MultipleOption(Element):
    """One answer of a multiple choice; an exclusive one may not stand with another."""

    code: Code
    label: Text
    points: Weight = 0
    anchor: Text | None = None
    exclusive: bool = False


class BaseQuestion(Element):
    """What every kind of question has; ``weight`` is its weight in its area, 0 means asked and not scored."""

    code: Code
    text: Text
    help: Text | None = None
    evidence: Text | None = None
    weight: Weight = 1
    dimensions: Mapping[Code, Weight] | None = None
    condition: Text | None = None
    hidden: Literal["exclude", "zero"] = "exclude"
    not_applicable: Literal["with_reason", "never"] = "with_reason"


class SingleQuestion(BaseQuestion):
    """One option is chosen; possible points are the highest of its options."""

    kind: Literal["single"]
    options: Annotated[tuple[SingleOption, ...], Field(min_length=1)]


class MultipleQuestion(BaseQuestion):
    """Several options may be chosen; ``score`` says how they add up, ``points`` caps or sets their worth."""

    kind: Literal["multiple"]
    options: Annotated[tuple[MultipleOption, ...], Field(min_length=1)]
    score: Literal["sum", "share", "any", "all"] = "sum"
    points: Weight | None = None


class ScaleQuestion(BaseQuestion):
    """A whole number between two ends; ``labels`` names steps."""

    kind: Literal["scale"]
    lowest: Annotated[int, Strict()] = Field(alias="from")
    highest: Annotated[int, Strict()] = Field(alias="to")
    labels: Mapping[int, Text] = Field(default_factory=dict)
    reversed: bool = False
    points: Weight = 1


class Scoring(Element):
    """What a number is worth: ``linear`` from none to all points, or ``bands`` of [from, points]."""

    linear: tuple[Number, Number] | None = None
    bands: Annotated[tuple[tuple[Number, Weight], ...], Field(min_length=1)] | None = None


class NumberQuestion(BaseQuestion):
    """A number with its unit; scored only where ``score`` says how."""

    kind: Literal["number"]
    unit: Text | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    score: Scoring | None = None
    points: Weight | None = None


class ShareQuestion(BaseQuestion):
    """A percentage from 0 to 100; scored only where ``score`` says how."""

    kind: Literal["share"]
    unit: Text | None = None
    score: Scoring | None = None
    points: Weight | None = None


class TextQuestion(BaseQuestion):
    """Words; never scored."""

    kind: Literal["text"]


Question = SingleQuestion | MultipleQuestion | ScaleQuestion | NumberQuestion | ShareQuestion | TextQuestion
Kind = Literal["single", "multiple", "scale", "number", "share", "text"]


class Measured(Element):
    """How a component is averaged; None takes the framework's default."""

    mean: Mean | None = None
    missing: Missing | None = None
    minimum_coverage: Coverage | None = None


class Group(Measured):
    """A nested component inside an area; ``parts`` names questions or groups of the same section."""

    code: Code
    title: Text
    parts: Mapping[Code, PartWeight]
    weight: Weight = 1


class Section(Measured):
    """A page to fill in, and an area to score."""

    code: Code
    title: Text
    intro: Text | None = None
    weight: Weight = 1
    dimensions: Mapping[Code, Weight] | None = None
    questions: tuple[Annotated[Question, Field(discriminator="kind")], ...]
    groups: tuple[Group, ...] = ()


class Composite(Measured):
    """A component across areas, such as a lens."""

    code: Code
    title: Text
    parts: Mapping[Code, PartWeight]


class Index(Composite):
    """A total; the first of the file is *the* index."""


class Defaults(Element):
    """What holds for each component that says nothing else."""

    mean: Mean = "arithmetic"
    missing: Missing = "exclude"
    minimum_coverage: Coverage = 0.6


class DimensionRule(Element):
    """Whether dimensions are means of questions or of areas."""

    source: Literal["questions", "areas"] = Field(default="questions", alias="from")


class FrameworkSettings(Element):
    """How the questionnaire measures beyond sections, weights and loadings."""

    defaults: Defaults = Defaults()
    dimensions: DimensionRule = DimensionRule()
    composites: tuple[Composite, ...] = ()
    indices: tuple[Index, ...] = ()


class Ancestor(Element):
    """The question of an earlier edition that this one continues."""

    edition: Text
    code: Code | None = None
    relation: Literal["same", "reworded", "rescaled"] = Field(alias="as")


class Questionnaire(Element):
    """One edition of one questionnaire, read from a file and checked."""

    key: Code
    edition: Text
    title: Text
    about: Text | None = None
    unit: Literal["region", "person"] = "region"
    dimensions: tuple[Dimension, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    framework: FrameworkSettings = FrameworkSettings()
    lineage: Mapping[Code, Ancestor] = Field(default_factory=dict)

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
