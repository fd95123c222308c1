"""A chart whose file has columns of its own: what it shows is not one score a row."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey.charts.specification import Chart, Value


@dataclass(frozen=True)
class Sheet:
    """Heads and rows of a file, unrounded; every row is as long as ``columns``."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]


@dataclass(frozen=True)
class SheetChart(Chart):
    """A chart with a sheet; ``readings`` are what its caption tells the coverage of."""

    sheet: Sheet = Sheet((), ())

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of the chart's file."""
        return self.sheet.columns

    @property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        """The rows of the chart's file, unrounded."""
        return tuple(self.sheet.rows)
