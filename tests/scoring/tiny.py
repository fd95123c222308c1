"""Builders of the smallest questionnaires that show a rule, and of frameworks that no file could be so odd to hold."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from survey.questionnaires.model import Questionnaire
from survey.scoring import aggregation
from survey.scoring.framework import LEVELS, Component, ComponentLevel, Framework, build
from survey.scoring.points import Matrix, from_cells
from survey.scoring.scorecard import Scorecard


def scale(code: str, **keys: Any) -> dict[str, Any]:
    """A question from 0 to 10: answering 7 earns a share of 0.7."""
    return {"code": code, "text": f"How is {code}?", "kind": "scale", "from": 0, "to": 10, **keys}


def choice(code: str, options: Sequence[Mapping[str, Any]], **keys: Any) -> dict[str, Any]:
    """A single choice."""
    return {
        "code": code,
        "text": f"Which {code}?",
        "kind": "single",
        "options": [{"label": str(option["code"]).title(), **option} for option in options],
        **keys,
    }


def section(code: str, *questions: Mapping[str, Any], **keys: Any) -> dict[str, Any]:
    """A section with its questions."""
    return {"code": code, "title": code.title(), "questions": list(questions), **keys}


def group(code: str, parts: Mapping[str, float], **keys: Any) -> dict[str, Any]:
    """A group; also a composite or an index, which are written the same way."""
    return {"code": code, "title": code.title(), "parts": dict(parts), **keys}


def questionnaire(
    *sections: Mapping[str, Any], dimensions: Sequence[str] = (), source: str = "questions", **framework: Any
) -> Questionnaire:
    """A questionnaire of sections; ``source`` is what dimensions are made of, ``framework`` the rest of that block."""
    return Questionnaire.model_validate(
        {
            "key": "tiny",
            "edition": "1",
            "title": "Tiny",
            "dimensions": [{"code": code, "title": code.title()} for code in dimensions],
            "sections": list(sections),
            "framework": {"dimensions": {"from": source}, **framework},
        }
    )


def card(asked: Questionnaire, *, questions: bool = False, **cells: str | int) -> Scorecard:
    """The scorecard of one unit that gave these cells; with several rows in mind, use the engine itself."""
    matrix = from_cells(asked, {code: [str(cell)] for code, cell in cells.items()})
    if not cells:
        raise ValueError("a unit without cells is no row")
    return aggregation.score(build(asked), matrix, questions=questions).card(0)


def part_of(
    code: str,
    level: ComponentLevel,
    parts: Mapping[str, float],
    *,
    mean: Any = "arithmetic",
    missing: Any = "exclude",
    minimum_coverage: float = 0.0,
) -> Component:
    """A component that withholds nothing unless told."""
    return Component(code, code.title(), level, tuple(parts.items()), mean, missing, minimum_coverage)


def framework(questions: Sequence[str], *components: Component) -> Framework:
    """A framework of components given parts before wholes."""
    published = sorted(components, key=lambda one: LEVELS.index(one.level))
    return Framework(tuple(questions), components, tuple(one.code for one in published))


def matrix(*rows: Sequence[float | str]) -> Matrix:
    """A matrix of shares; ``?`` is unknown and ``-`` not applicable."""
    cells = np.array(rows, dtype=object)
    known = np.array([[not isinstance(cell, str) for cell in row] for row in rows])
    states = np.where(known, 1, np.where(cells == "?", 0, -1)).astype(np.int8)
    return Matrix(np.where(known, cells, 0).astype(np.float64), states)
