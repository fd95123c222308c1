"""The chapter of a region's report that looks around: what changed, where its peers stand, what to do first.

Each part that its reader may not see, or for which there is nothing yet, says so in a sentence.
"""

from collections.abc import Iterator

from survey.charts import change, changed, first, peers, theme, words
from survey.charts.peers import FEWEST
from survey.charts.rounding import signed
from survey.charts.sheets import SheetChart
from survey.charts.specification import Cell, Table
from survey.languages import format_percent, gettext, ngettext, region_name
from survey.reports import steps
from survey.reports.document import Block, Paragraph, Part, Tabled
from survey.reports.material import Regional
from survey.reports.moved import Moved, hidden
from survey.reports.parts import below, charted, drawn

CHANGED, PEERS = "change", "peers"
"""The codes of its own two parts."""


def part(material: Regional) -> Part:
    """Return the chapter."""
    title = gettext("What changed, peers and first steps")
    return Part("onward", title, (), (_changed(material), _peers(material), steps.part(material)))


def moved_in(material: Regional, moved: Moved) -> str:
    """Return the component whose change is told area by area: the same, or the first that both waves measure."""
    code = material.whole
    return code if code in moved.found.components else moved.found.components[0]


def _changed(material: Regional) -> Part:
    title, moved = gettext("What changed since the last wave"), material.around.moved
    if not material.around.scores:
        return below(CHANGED, title, Paragraph(_closed(material)))
    if moved is None:
        return below(CHANGED, title, Paragraph(_no_wave_before(material)))
    if not moved.found.components:
        said = gettext("The earlier wave measured nothing that this one measures, so no change can be told.")
        return below(CHANGED, title, Paragraph(said))
    code = moved_in(material, moved)
    blocks: tuple[Block, ...] = (
        Paragraph(changed.headline(moved.told(code)), "lead"),
        Tabled(gettext("The change since %(wave)s in three parts", wave=moved.earlier), account(material, moved)),
        *(Paragraph(note, "soft") for note in _account_notes(material, moved, code)),
    )
    return Part(CHANGED, title, blocks, tuple(_areas(material, moved, code)), page=False)


def _areas(material: Regional, moved: Moved, code: str) -> Iterator[Part]:
    """Yield the change area by area; one told by its questions is for those who may take answers away."""
    if moved.by_area(code) or material.answered:
        chart = moved.chart(code, material.of(code), material.facts)
        yield charted("change-areas", chart)


def account(material: Regional, moved: Moved) -> Table:
    """Return index and dimensions then and now, and the three parts that lie between: each row adds up."""
    names = change.part_names()
    heads = (gettext("Index and dimensions"), moved.earlier, *names.values(), material.facts.title)
    return Table(tuple(map(Cell, heads)), tuple(_account_row(moved, code) for code in _accounted(material, moved)))


def _accounted(material: Regional, moved: Moved) -> tuple[str, ...]:
    shown = material.readings.level("index", "dimension").components
    return tuple(code for code in moved.found.components if code in shown)


def _account_row(moved: Moved, code: str) -> tuple[Cell, ...]:
    found, title = moved.found.difference(code), moved.now.titles[code]
    parts = [signed(value) for value in change.parts_of(found).values()]
    if found.total is None:
        parts = [theme.score_text(None)] * len(parts)
    numbers = (theme.score_text(found.value_b), *parts, theme.score_text(found.value_a))
    return (Cell(title.text, lang=title.lang), *map(words.number_cell, numbers))


def _account_notes(material: Regional, moved: Moved, code: str) -> tuple[str, ...]:
    every = {one: moved.found.difference(one) for one in _accounted(material, moved)}
    notes = [change.reading_note()]
    notes += [said for one, found in every.items() for said in hidden(found, moved.now.titles[one].text)]
    if any(found.withheld_a or found.withheld_b for found in every.values()):
        notes.append(
            gettext(
                "In one of the waves too little was known for a published score. The change goes on with the value "
                "that the means above it use."
            )
        )
    comparable = moved.found.comparable(code)
    if comparable < 0.9995:
        said = gettext("%(share)s of the weight of today’s questions was asked on the same scale in %(wave)s.")
        notes.append(said % {"share": format_percent(comparable), "wave": moved.earlier})
    if moved.unanswered:
        notes.append(first.unanswered(list(moved.unanswered.values())))
    return tuple(dict.fromkeys(notes))


def _peers(material: Regional) -> Part:
    title, others = gettext("Beside the peers"), material.around.peers
    chart = beside(material)
    if len(others.regions) < FEWEST:
        decides = gettext(
            "A region decides itself who sees its results. Those of others appear here once these regions have "
            "decided to show them."
        )
        return below(PEERS, title, Paragraph(chart.sentence), Paragraph(decides))
    names = list(others.regions.values())
    named = ngettext(
        "Beside %(num)s peer, whose results you may see: %(names)s.",
        "Beside %(num)s peers, whose results you may see: %(names)s.",
        len(names),
        names=", ".join(names),
    )
    return Part(PEERS, title, (Paragraph(chart.sentence), Paragraph(named), *drawn(chart)))


def beside(material: Regional) -> SheetChart:
    """Return the region's areas beside the median of the peers that this reader may see."""
    others = material.around.peers
    return peers.peers(peers.beside(material.readings.level("area"), others), others, material.facts)


def _closed(material: Regional) -> str:
    return gettext(
        "What changed is shown to the people of %(region)s, its reviewers and the project team. To others a region "
        "shows results, not all that they are made of.",
        region=region_name(material.assessment.region),
    )


def _no_wave_before(material: Regional) -> str:
    return gettext(
        "There is no earlier wave to compare with: %(region)s has submitted no assessment by this questionnaire "
        "before.",
        region=region_name(material.assessment.region),
    )
