"""The questions of a questionnaire file, kind by kind, as frozen, typed values."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

Code = Annotated[str, Strict(), StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Strict(), StringConstraints(pattern=r"\S")]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Weight = Annotated[float, Strict(), Field(allow_inf_nan=False, ge=0)]
PartWeight = Annotated[float, Strict(), Field(allow_inf_nan=False, gt=0)]
Whole = Annotated[int, Strict()]
Truth = Annotated[bool, Strict()]


class Element(BaseModel):
    """The base of everything in a questionnaire file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, use_attribute_docstrings=True)


class SingleOption(Element):
    """One answer of a single choice."""

    code: Code
    """Stable across editions, unique in its question."""
    label: Text
    """What the respondent reads."""
    points: Weight = 0
    """What the answer earns today."""
    planned: Weight | None = None
    """For "not yet, but decided": what the answer earns once it has come true; a date is asked for."""
    anchor: Text | None = None
    """A second line under the label: the fact that decides whether this is the answer."""


class MultipleOption(Element):
    """One answer of a multiple choice; an exclusive one may not stand with another."""

    code: Code
    """Stable across editions, unique in its question."""
    label: Text
    """What the respondent reads."""
    points: Weight = 0
    """What the answer adds where the question's score is "sum", or earns alone where it is exclusive."""
    anchor: Text | None = None
    """A second line under the label."""
    exclusive: Truth = False
    """Whether it may not stand with another, such as "None of these"."""


class BaseQuestion(Element):
    """What every kind of question has."""

    code: Code
    """Stable across editions, unique in the file."""
    text: Text
    """The question itself."""
    help: Text | None = None
    """An explanation, with definitions of terms."""
    evidence: Text | None = None
    """What counts as evidence."""
    weight: Weight = 1
    """Its weight in its area; 0 means asked and not scored."""
    dimensions: Mapping[Code, Weight] | None = None
    """Its loadings on the dimensions, which sum to 1; the section's where it has none of its own."""
    condition: Text | None = None
    """When it is asked: a comparison of earlier questions, such as: support in ["yes", "partly"]."""
    hidden: Literal["exclude", "zero"] = "exclude"
    """What it does to the score while its condition is not met: leave it out, or count 0."""
    not_applicable: Literal["with_reason", "never"] = "with_reason"
    """Whether the respondent may say, with a reason, that it does not apply."""


class SingleQuestion(BaseQuestion):
    """One option is chosen; possible points are the highest of its options."""

    kind: Literal["single"]
    options: Annotated[tuple[SingleOption, ...], Field(min_length=1)]
    """What can be chosen, in the order shown."""


class MultipleQuestion(BaseQuestion):
    """Several options may be chosen."""

    kind: Literal["multiple"]
    options: Annotated[tuple[MultipleOption, ...], Field(min_length=1)]
    """What can be chosen, in the order shown."""
    score: Literal["sum", "share", "any", "all"] = "sum"
    """How choices earn: the sum of their points, their share, all points for any, or only for all."""
    points: Weight | None = None
    """The most that can be earned; else the sum of all options (1 where they have no points and are not summed)."""


class ScaleQuestion(BaseQuestion):
    """A whole number between two ends."""

    kind: Literal["scale"]
    lowest: Whole = Field(alias="from")
    """The lowest step."""
    highest: Whole = Field(alias="to")
    """The highest step."""
    labels: Mapping[int, Text] = Field(default_factory=dict)
    """Names of steps, usually of the two ends."""
    reversed: Truth = False
    """Whether the lowest step earns most."""
    points: Weight = 1
    """What the best step earns."""


class Scoring(Element):
    """What a number is worth: either linear or bands."""

    linear: tuple[Number, Number] | None = None
    """The number that earns nothing and the number that earns everything; in between in proportion."""
    bands: Annotated[tuple[tuple[Number, Weight], ...], Field(min_length=1)] | None = None
    """Steps of [from, points], ascending and inclusive; nothing is earned below the first."""


class NumberQuestion(BaseQuestion):
    """A number with its unit; scored only where ``score`` says how."""

    kind: Literal["number"]
    unit: Text | None = None
    """What is counted, shown beside the field."""
    minimum: Number | None = None
    """The lowest number that may be answered."""
    maximum: Number | None = None
    """The highest number that may be answered."""
    whole: Truth = False
    """Whether only whole numbers may be answered."""
    score: Scoring | None = None
    """What the number is worth; not scored without."""
    points: Weight | None = None
    """The most that can be earned: 1 for linear, the highest band for bands where it is not given."""


class ShareQuestion(BaseQuestion):
    """A percentage from 0 to 100; scored only where ``score`` says how."""

    kind: Literal["share"]
    unit: Text | None = None
    """What is counted, shown beside the field."""
    whole: Truth = False
    """Whether only whole numbers may be answered."""
    score: Scoring | None = None
    """What the percentage is worth; not scored without."""
    points: Weight | None = None
    """The most that can be earned: 1 for linear, the highest band for bands where it is not given."""


class TextQuestion(BaseQuestion):
    """Words; never scored."""

    kind: Literal["text"]


Question = SingleQuestion | MultipleQuestion | ScaleQuestion | NumberQuestion | ShareQuestion | TextQuestion
Kind = Literal["single", "multiple", "scale", "number", "share", "text"]
