"""Reading the text of a condition: words, then a tree of :mod:`survey.questionnaires.syntax`.

either     = both {"or" both}
both       = opposite {"and" opposite}
opposite   = "not" opposite | "(" either ")" | "answered" "(" code ")" | comparison
comparison = operand operator operand
operand    = code | number | "option" | "[" [literal {"," literal}] "]"
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn, TypeGuard, cast

from survey.questionnaires.syntax import (
    All,
    Answered,
    Any,
    Compares,
    ComparesQuestion,
    Condition,
    Contains,
    Not,
    OneOf,
    Operator,
)
from survey.questionnaires.tokens import WORDS, ConditionError, Token, tokens

__all__ = ["ConditionError", "parse"]

MIRRORED: dict[str, Operator] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""The operator that says the same with the sides exchanged."""

Literals = tuple[str | float, ...]


@dataclass(frozen=True)
class Code:
    """The code of a question as one side of a comparison."""

    text: str


Operand = Code | str | float | Literals


@lru_cache(maxsize=4096)
def parse(text: str) -> Condition:
    """The condition that a text says; raises :class:`ConditionError` with the column of the fault."""
    parser = _Parser(tokens(text))
    condition = parser.either()
    parser.expect_end()
    return condition


class _Parser:
    """Recursive descent over the tokens; one method for each rule of the grammar."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        """Return the token that comes next; the last one has the sort ``end``."""
        return self.tokens[self.position]

    def take(self, *texts: str) -> Token | None:
        """The next token if it is one of these words or marks; quoted words never are."""
        token = self.token
        if token.sort in ("code", "mark") and token.text in texts:
            self.position += 1
            return token
        return None

    def need(self, text: str, cure: str) -> None:
        """Take a word or mark that must come now; raise :class:`ConditionError` with the cure where it does not."""
        if self.take(text) is None:
            self.fail(cure)

    def fail(self, cure: str) -> NoReturn:
        """Raise :class:`ConditionError` that names the token found, its character from 1, and the cure."""
        token = self.token
        found = (
            "The condition ends too early"
            if token.sort == "end"
            else f"{token.text or 'An empty text'} is not expected"
        )
        raise ConditionError(f"{found} at character {token.column}.", cure, token.column)

    def expect_end(self) -> None:
        """Refuse whatever follows a whole condition."""
        if self.token.sort != "end":
            self.fail("Join comparisons by and, or; compare two things at a time.")

    def either(self) -> Condition:
        """Read conditions joined by *or*, which binds weakest."""
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return Any(tuple(parts)) if len(parts) > 1 else parts[0]

    def both(self) -> Condition:
        """Read conditions joined by *and*."""
        parts = [self.opposite()]
        while self.take("and"):
            parts.append(self.opposite())
        return All(tuple(parts)) if len(parts) > 1 else parts[0]

    def opposite(self) -> Condition:
        """Read a condition that *not* may stand before; 50 levels of them and of parentheses at most."""
        self.depth += 1
        if self.depth > 50:
            self.fail("Nest fewer parentheses and nots.")
        condition = self._opposite()
        self.depth -= 1
        return condition

    def _opposite(self) -> Condition:
        if self.take("not"):
            return Not(self.opposite())
        if self.take("("):
            condition = self.either()
            self.need(")", "Close the parenthesis.")
            return condition
        if self.take("answered"):
            return self.answered()
        return self.comparison()

    def answered(self) -> Condition:
        """Read what follows *answered*: the code of one question in parentheses."""
        self.need("(", "Write answered(code).")
        if not _is_code(self.token):
            self.fail("Write answered(code) with the code of a question, without quotation marks.")
        code = self.token.text
        self.position += 1
        self.need(")", "Write answered(code) with one code.")
        return Answered(code)

    def comparison(self) -> Condition:
        """Read two operands and what compares them."""
        start = self.token.column
        left = self.operand()
        operator = self.operator()
        return _comparison(left, operator, self.operand(), start)

    def operator(self) -> str:
        """Read one of ==, !=, <, <=, >, >=, in, not in."""
        if self.take("not"):
            self.need("in", "Write not in, or put not before the whole comparison.")
            return "not in"
        token = self.take(*MIRRORED, "in")
        if token is None:
            self.fail("Compare by ==, !=, <, <=, >, >=, in or not in; answered(code) asks whether there is a value.")
        return token.text

    def operand(self) -> Operand:
        """Read the code of a question, a literal, or a list of literals."""
        token = self.token
        if self.take("["):
            return self.literals()
        if _is_code(token):
            self.position += 1
            return Code(token.text)
        return self.literal()

    def literal(self) -> str | float:
        """Read a number, or an option in quotation marks."""
        token = self.token
        if token.sort not in ("number", "option"):
            self.fail("Put the code of a question, a number, or an option in quotation marks here.")
        self.position += 1
        return float(token.text) if token.sort == "number" else token.text

    def literals(self) -> Literals:
        """Read the items of a list up to its closing bracket, which may come at once."""
        values: list[str | float] = []
        while not self.take("]"):
            if values:
                self.need(",", "Separate the items of a list by commas and close it by ].")
            values.append(self.literal())
        return tuple(values)


def _is_code(token: Token) -> bool:
    return token.sort == "code" and token.text not in WORDS


def _comparison(left: Operand, operator: str, right: Operand, column: int) -> Condition:
    if operator in ("in", "not in"):
        return _membership(left, right, operator == "not in", column)
    if isinstance(left, Code) and isinstance(right, Code):
        return ComparesQuestion(left.text, cast(Operator, operator), right.text)
    if isinstance(left, Code) and _is_literal(right):
        return Compares(left.text, cast(Operator, operator), right)
    if isinstance(right, Code) and _is_literal(left):
        return Compares(right.text, MIRRORED[operator], left)
    if isinstance(left, tuple) or isinstance(right, tuple):
        raise ConditionError("A list is compared by ==, != or an order.", "Use in or not in with lists.", column)
    raise ConditionError("No question stands in a comparison.", "Write the code of a question on one side.", column)


def _membership(left: Operand, right: Operand, negated: bool, column: int) -> Condition:
    if isinstance(left, Code) and isinstance(right, tuple):
        return OneOf(left.text, right, negated)
    if isinstance(left, str) and isinstance(right, Code):
        return Contains(right.text, left, negated)
    raise ConditionError(
        "These two cannot be compared by in.",
        'Write code in ["a", "b"], or "option" in code for a multiple choice.',
        column,
    )


def _is_literal(operand: Operand) -> TypeGuard[str | float]:
    return isinstance(operand, str | float)
