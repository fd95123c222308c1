"""Colours that stand for numbers, from a scale of named colours."""

from typing import Any

from survey.charts.drawing.pen import Figure


def shade(value: float, scale: list[list[Any]], low: float, high: float) -> str:
    """Return the colour of a value on a scale of flat steps ``[[share, colour], …]``.

    Between two colours the nearer one is taken: our scales name colours of the stylesheet, which cannot be mixed here.
    """
    share = 0.0 if high == low else min(max((value - low) / (high - low), 0.0), 1.0)
    below = [(edge, colour) for edge, colour in scale if edge <= share]
    above = [(edge, colour) for edge, colour in scale if edge > share]
    if not above:
        return str(below[-1][1])
    if not below:
        return str(above[0][1])
    return str(below[-1][1] if share - below[-1][0] <= above[0][0] - share else above[0][1])


def ends(spec: Figure, values: list[float], low: str, high: str) -> tuple[float, float]:
    """Return where a scale begins and ends: as the trace says, or at its least and greatest value."""
    least, most = spec.get(low), spec.get(high)
    return (
        min(values, default=0.0) if least is None else least,
        max(values, default=1.0) if most is None else most,
    )
