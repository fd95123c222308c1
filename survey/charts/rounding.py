"""Sums as people check them: what rounded numbers add up to, and a word where rounding hides a tenth."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import fsum

from survey.languages import format_number, format_signed, gettext


@dataclass(frozen=True)
class Sums:
    """What some numbers add up to: exactly, and as they are shown, rounded one by one."""

    exact: float
    shown: Decimal

    @property
    def differs(self) -> bool:
        """Whether rounding hides a tenth."""
        return rounded(self.exact) != self.shown


def rounded(value: float) -> Decimal:
    """Return a number as it is shown, with one decimal."""
    return Decimal(repr(float(value))).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)


def sums(added: Iterable[float]) -> Sums:
    """Return what numbers add up to, exactly and as shown."""
    every = list(added)
    return Sums(fsum(every), sum(map(rounded, every), Decimal("0.0")))


def signed(value: float) -> str:
    """Return a gain or loss with its sign and one decimal; what rounds to nothing has no sign."""
    return format_signed(value) if rounded(value) else format_number(0)


def change_note(changes: Iterable[tuple[float | None, float | None, float]]) -> tuple[str, ...]:
    """Return a sentence where a change is shown a tenth off what lies between the scores shown.

    Each is the score now, the one then, and the change, unrounded.
    """
    for now, then, change in changes:
        if now is not None and then is not None and rounded(now) - rounded(then) != rounded(change):
            return (
                gettext(
                    "Changes are computed before rounding, so one can differ by a tenth from what lies between the "
                    "numbers shown."
                ),
            )
    return ()


def note(found: Sums, of: str | None = None) -> tuple[str, ...]:
    """Return a sentence where the shown numbers do not add up to the shown sum; ``of`` names the column."""
    if not found.differs:
        return ()
    shown, exact = format_number(float(found.shown)), format_number(found.exact, 3)
    if of is None:
        return (
            gettext(
                "The parts as shown add up to %(shown)s because of rounding; unrounded the sum is %(exact)s.",
                shown=shown,
                exact=exact,
            ),
        )
    return (
        gettext(
            "%(column)s: the numbers as shown add up to %(shown)s because of rounding; unrounded it is %(exact)s.",
            column=of,
            shown=shown,
            exact=exact,
        ),
    )
