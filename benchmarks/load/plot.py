"""How requests per second grow with the number of users: a table as CSV, and a plot."""

import csv
from collections.abc import Iterator, Sequence
from math import ceil, log2
from pathlib import Path
from typing import Protocol

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 400, 70, 190, 44, 350
LINES = {
    ("Coordinator", "SQLite"): ("platform, SQLite", "#0b5cad", ""),
    ("Coordinator", "PostgreSQL"): ("platform, PostgreSQL", "#0b5cad", ' stroke-dasharray="6 4"'),
    ("Reference", "SQLite"): ("reference, SQLite", "#b8442a", ""),
    ("Reference", "PostgreSQL"): ("reference, PostgreSQL", "#b8442a", ' stroke-dasharray="6 4"'),
}
STEP = 50


class Point(Protocol):
    """One measurement."""

    who: str
    database: str
    users: int
    per_second: float
    p95: float
    failures: int


def keep(points: Sequence[Point], table: Path, picture: Path) -> None:
    """Write the points as CSV and as an SVG picture."""
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["app", "database", "users", "requests_per_second", "p95_ms", "failures"])
        for one in points:
            name = LINES[one.who, one.database][0].partition(",")[0]
            writer.writerow([name, one.database, one.users, f"{one.per_second:.1f}", f"{one.p95:.0f}", one.failures])
    picture.write_text("\n".join(_picture(points)) + "\n", encoding="utf-8")


def _picture(points: Sequence[Point]) -> Iterator[str]:
    top = ceil(max(one.per_second for one in points) / STEP) * STEP
    most = max(one.users for one in points)

    def x(users: int) -> float:
        return round(LEFT + log2(users) / max(1.0, log2(most)) * (WIDTH - RIGHT - LEFT), 1)

    def y(rate: float) -> float:
        return round(BOTTOM - rate / top * (BOTTOM - TOP), 1)

    box = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="sans-serif" font-size="13">'
    yield "<title>Requests per second by the number of users, the platform beside the reference app</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    yield f'<text x="{LEFT}" y="22" fill="#222">Requests per second, by users (70 % pages, 30 % saves)</text>'
    for users in sorted({one.users for one in points}):
        yield f'<path d="M{x(users)} {BOTTOM}V{TOP}" stroke="#ddd"/>'
        yield f'<text x="{x(users)}" y="{BOTTOM + 20}" fill="#555" text-anchor="middle">{users}</text>'
    for rate in range(0, top + 1, STEP):
        yield f'<path d="M{LEFT} {y(rate)}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 10}" y="{y(rate) + 4}" fill="#555" text-anchor="end">{rate}</text>'
    below = 0.0
    for key, (name, colour, dashes) in sorted(LINES.items(), key=lambda line: _last(points, line[0])):
        line = [(x(one.users), y(one.per_second)) for one in points if (one.who, one.database) == key]
        if not line:
            continue
        path = "L".join(f"{across} {up}" for across, up in line)
        yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>'
        yield from (f'<circle cx="{across}" cy="{up}" r="3.5" fill="{colour}"/>' for across, up in line)
        place = min(line[-1][1] + 4, below - 16) if below else line[-1][1] + 4
        below = place
        yield f'<text x="{line[-1][0] + 10}" y="{place}" fill="{colour}">{name}</text>'
    yield "</svg>"


def _last(points: Sequence[Point], key: tuple[str, str]) -> float:
    return next((one.per_second for one in reversed(points) if (one.who, one.database) == key), 0.0)
