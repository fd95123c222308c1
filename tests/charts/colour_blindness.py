"""How people who lack one kind of cones see a colour, and how far apart two colours are.

The matrices are those of G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009, for
severity 1.0; they act on linear RGB. Distances are ΔE*ab of CIE 1976 in L*a*b* under D65.
"""

Colour = tuple[float, float, float]
SEEN = {
    "everybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)


def linear(text: str) -> Colour:
    """Return the linear RGB of a colour written as ``#rrggbb``, each part from 0 to 1."""
    parts = [int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def seen(text: str, by: str) -> Colour:
    """Return a colour in linear RGB as one of :data:`SEEN` sees it."""
    red, green, blue = (min(max(part, 0.0), 1.0) for part in _times(SEEN[by], linear(text)))
    return red, green, blue


def distance(one: Colour, other: Colour) -> float:
    """Return ΔE*ab of two colours in linear RGB: about 2.3 can just be told apart side by side."""
    return float(sum((a - b) ** 2 for a, b in zip(_lab(one), _lab(other), strict=True)) ** 0.5)


def _times(matrix, colour: Colour) -> Colour:
    red, green, blue = (sum(weight * part for weight, part in zip(row, colour, strict=True)) for row in matrix)
    return red, green, blue


def _lab(colour: Colour) -> Colour:
    x, y, z = (_root(part / white) for part, white in zip(_times(XYZ, colour), WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(part: float) -> float:
    return part ** (1 / 3) if part > (6 / 29) ** 3 else part / (3 * (6 / 29) ** 2) + 4 / 29
