"""Where to begin, in two short tables: the weakest areas with what is missing there, and what would bring most."""

from collections.abc import Iterator, Sequence
from textwrap import shorten

from survey.charts import peers, plan, rounding, theme, words
from survey.charts.improvements import Improvement
from survey.charts.peers import Beside
from survey.charts.readings import Reading, ranked
from survey.charts.specification import Cell, Table
from survey.languages import gettext
from survey.reports import steps
from survey.reports.document import Block, Paragraph, Part, Tabled
from survey.reports.material import Regional
from survey.reports.raised import Raised

NAMED = 3
"""So many areas are named."""
MOST = 6
"""So many steps of a way stand here; all of them in the chapter of first steps."""
LONGEST = 240
"""An answer that is longer than so many characters is cut here; it stands whole in the chapter of first steps."""


def parts(material: Regional, areas: Sequence[Reading]) -> Iterator[Part]:
    """Yield the two tables under their headings, as far as this reader may see what they are made of."""
    yield from _weakest(material, areas)
    yield from _steps(material)


def _weakest(material: Regional, areas: Sequence[Reading]) -> Iterator[Part]:
    """Yield the weakest areas, each with its peers and with what is missing most; nothing of fewer than two."""
    order = ranked(areas)
    named = min(NAMED, len(order) // 2)
    if not named:
        return
    weakest = [reading for reading, _ in order[::-1][:named]]
    found = {one.own.component: one for one in peers.beside(material.readings.level("area"), material.around.peers)}
    beside = [found[reading.component] for reading in weakest]
    raised = material.around.raised
    table = Table(_weak_heads(beside, raised), tuple(_weak_rows(beside, raised)), look="reasons" if raised else "plain")
    title = gettext("Weakest areas")
    yield Part("weakest", title, (Tabled(title, table),), page=False)


def _weak_heads(some: Sequence[Beside], raised: Raised | None) -> tuple[Cell, ...]:
    heads = [Cell(gettext("Area")), Cell(gettext("Score"))]
    heads += [Cell(gettext("Middle of the peers"))] if _has_middle(some) else []
    heads += [Cell(gettext("What is missing most"), "words")] if raised else []
    return tuple(heads)


def _has_middle(some: Sequence[Beside]) -> bool:
    return any(one.middle is not None for one in some)


def _weak_rows(some: Sequence[Beside], raised: Raised | None) -> Iterator[tuple[Cell, ...]]:
    for one in some:
        cells = [Cell(one.own.title, lang=one.own.lang), words.number_cell(words.with_interval(one.own))]
        cells += [words.number_cell(theme.score_text(one.middle))] if _has_middle(some) else []
        cells += [_missing(raised, one.own.component)] if raised else []
        yield tuple(cells)


def _missing(raised: Raised, area: str) -> Cell:
    """Return the question that would raise an area most, and how it is answered today."""
    found = _worth(raised.improvements(area, 1))
    if not found:
        return Cell(theme.score_text(None), "absent")
    [one] = found
    said = gettext("%(question)s Today: %(answer)s", question=one.title.text, answer=_cut(one.today))
    return Cell(said, "words", lang=one.title.lang)


def _worth(found: Sequence[Improvement]) -> list[Improvement]:
    """Return those that would bring as much as a number shows."""
    return [one for one in found if one.gain is not None and rounding.rounded(one.gain)]


def _cut(answer: str) -> str:
    return shorten(answer, LONGEST, placeholder=" …")


def _steps(material: Regional) -> Iterator[Part]:
    """Yield the way to the next target, step by step; what would raise the index most where there is no way.

    Nothing where the reader may not take answers away: it names them.
    """
    raised = material.around.raised
    if raised is None or not material.around.begun:
        return
    code = material.whole
    target = steps.target(raised, code)
    way = raised.towards(code, target, material.of(code), material.facts)
    found = way.plans[0] if way.plans else _worth(raised.improvements(code, NAMED))
    if not found:
        return
    heads = (gettext("Question"), gettext("Answer today"), gettext("It would become"), gettext("Gain"))
    rows = tuple(map(_step, found[:MOST]))
    title = way.chart.title if way.plans else gettext("What would raise it most")
    named = gettext("First steps: %(title)s", title=title)
    notes = [*steps.left_out(len(found) - MOST), *plan.reading_notes()] if way.plans else []
    blocks: tuple[Block, ...] = (
        Paragraph(f"{way.chart.sentence} {steps.why(target)}" if way.plans else way.chart.sentence),
        Tabled(named, Table(tuple(map(Cell, heads)), rows, look="way")),
        *(Paragraph(said) for said in steps.planned(material, raised, code)),
        *(Paragraph(note, "soft") for note in notes),
    )
    yield Part("begin", named, blocks, page=False)


def _step(one: Improvement) -> tuple[Cell, ...]:
    gain = theme.score_text(None) if one.gain is None else rounding.signed(one.gain)
    told = (Cell(_cut(one.today), "words"), Cell(_cut(one.full), "words"))
    return (Cell(one.title.text, lang=one.title.lang), *told, words.number_cell(gain))
