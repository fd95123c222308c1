"""The parts of a condition: comparisons, joined by ``and``, ``or`` and ``not``."""

from dataclasses import dataclass
from typing import Literal

Operator = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True)
class Answered:
    """``answered(code)``: the question has a value."""

    code: str


@dataclass(frozen=True)
class Compares:
    """``code == "option"`` or ``code < 5``: the value stands in this relation to an option or a number."""

    code: str
    operator: Operator
    value: str | float


@dataclass(frozen=True)
class OneOf:
    """``code in ["a", "b"]``, or ``not in`` when negated: the value is one of these options or numbers."""

    code: str
    values: tuple[str | float, ...]
    negated: bool = False


@dataclass(frozen=True)
class Contains:
    """``"option" in code``, or ``not in`` when negated: the option is among those chosen."""

    code: str
    option: str
    negated: bool = False


@dataclass(frozen=True)
class ComparesQuestion:
    """``code < other``: the values of two questions stand in this relation."""

    code: str
    operator: Operator
    other: str


@dataclass(frozen=True)
class Not:
    """``not part``."""

    part: "Condition"


@dataclass(frozen=True)
class All:
    """``part and part ...``: every part is met; at least two parts."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True)
class Any:
    """``part or part ...``: one part or more is met; at least two parts."""

    parts: "tuple[Condition, ...]"


Comparison = Answered | Compares | OneOf | Contains | ComparesQuestion
Condition = Comparison | Not | All | Any
