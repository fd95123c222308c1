"""Which answers carry a component, and which would raise it most: for those who may take the answers away."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.languages import SOURCE, format_signed, gettext
from survey.questionnaires.answers import NOT_ANSWERED, State
from survey.reports.document import Paragraph, Ranking
from survey.reports.material import Regional
from survey.scoring.explanation import effects, headroom
from survey.scoring.points import Matrix, matrix

NAMED = 3
"""So many questions are named as carrying a component, and as many that would raise it."""

LEAST = 0.05
"""What changes a score by less is not named: it would be shown as nothing."""


def rankings(material: Regional, component: str | None) -> tuple[Ranking | Paragraph, ...]:
    """Return the questions that add most to a component, and those that would; nothing where there is none."""
    if component is None or material.answered is None:
        return ()
    rows = matrix(material.edition.source, [material.answered.answers])
    codes = material.framework.questions
    lists = (
        (
            gettext("Answers that bring most, in points of this score"),
            effects(material.framework, rows, component).contribution[0],
        ),
        (gettext("Answers that would raise this score most, if full"), _gains(material, rows, component)),
    )
    made = tuple((title, _lines(material, codes, values)) for title, values in lists)
    if not all(lines for _, lines in made):
        return ()
    return (Ranking(made), *(Paragraph(said, "soft") for said in _in_both(made)))


def _in_both(made: Sequence[tuple[str, Sequence[tuple[str, str, str | None]]]]) -> tuple[str, ...]:
    """Explain a question that stands in both lists; nothing where none does."""
    bring, raise_ = ({line[0] for line in lines} for _, lines in made)
    if not bring & raise_:
        return ()
    return (gettext("A question in both lists has some of its points already, and could have more."),)


def _gains(material: Regional, rows: Matrix, component: str) -> NDArray[np.float64]:
    """Return what each answer could still bring; what nobody has answered is first to be answered."""
    given = material.answered.answers if material.answered else {}
    blank = [given.get(code, NOT_ANSWERED).state is State.NOT_ANSWERED for code in material.framework.questions]
    return np.where(blank, np.nan, headroom(material.framework, rows, component)[0])


def _lines(
    material: Regional, codes: Sequence[str], values: NDArray[np.float64]
) -> tuple[tuple[str, str, str | None], ...]:
    known = np.nan_to_num(values)
    order = sorted(range(len(codes)), key=lambda place: -round(float(known[place]), 9))[:NAMED]
    shown = material.edition.shown.questions
    return tuple(
        (
            shown[codes[place]].text,
            format_signed(float(known[place])),
            SOURCE if codes[place] in material.edition.fallbacks else None,
        )
        for place in order
        if known[place] >= LEAST
    )
