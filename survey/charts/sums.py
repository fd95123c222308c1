"""Sums that people can follow: what numbers add up to with all digits, and as they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal


@dataclass(frozen=True)
class Sums:
    """What contributions add up to: exactly, and as they are shown, rounded one by one."""

    exact: float
    shown: Decimal

    @property
    def differs(self) -> bool:
        """Whether rounding hides a tenth."""
        return rounded(self.exact) != self.shown


def rounded(value: float) -> Decimal:
    """Return a number as it is shown, with one decimal."""
    return Decimal(repr(value)).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)


def sums(added: Sequence[float]) -> Sums:
    """Return what contributions add up to, exactly and as shown."""
    return Sums(sum(added), sum(map(rounded, added), Decimal("0.0")))
