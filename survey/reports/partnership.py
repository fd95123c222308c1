"""The report of the partnership: where its regions stand, side by side, as far as its reader may see them."""

from collections.abc import Iterator

from survey.charts import specification, theme, words
from survey.charts.dots import dot_plot
from survey.charts.heatmap import heat_map
from survey.charts.intervals import DOT
from survey.charts.readings import Readings
from survey.charts.specification import Chart, Table
from survey.languages import gettext, ngettext
from survey.reports import closing, covers, groups, sentences
from survey.reports.document import Block, Drawing, Listing, Paragraph, Part, Report, Tabled
from survey.reports.groups import Group
from survey.reports.material import Partnership

ACROSS = 12
"""So many regions stand side by side on a page."""


def report(material: Partnership) -> Report:
    """Return the report of a wave in the reader's language; comparisons only of what this reader may see."""
    title = gettext("The regions side by side")
    return covers.report(
        material,
        name=name(material),
        title=title,
        about=gettext("Report on intercultural policies: equality, diversity, interaction"),
        whose=gettext("Partnership"),
        parts=tuple(_parts(material)),
    )


def name(material: Partnership) -> str:
    """Return what the report is called among others."""
    return gettext("Report of the partnership, %(wave)s", wave=material.facts.title)


def _parts(material: Partnership) -> Iterator[Part]:
    yield _summary(material)
    readings = material.readings
    accents = theme.accents(list(readings.level("dimension").components))
    for code, title in readings.level("dimension").components.items():
        one = Readings(readings.of(code))
        chart = specification.counted(dot_plot(one, material.facts, accents.get(code, DOT)))
        lead = Paragraph(sentences.among(title, one.all, _closed(material, one)), "lead")
        blocks = (lead, *_drawn(chart))
        yield Part(f"dimension-{code}", title, blocks, accent=groups.accent(code), lang=readings.langs[code])
    for group in groups.groups(material.framework, material.edition.titles):
        yield from _group(material, group)
    yield closing.method(material)
    yield closing.about(material)


def _summary(material: Partnership) -> Part:
    shown = material.readings.level("index", "dimension")
    if not len(shown):
        return Part("summary", gettext("What to know first"), (Paragraph(words.nothing_submitted(), "lead"),))
    every = {code: Readings(shown.of(code)) for code in shown.components}
    said = tuple(
        sentences.among(title, every[code].all, _closed(material, every[code]))
        for code, title in shown.components.items()
    )
    chart = heat_map(shown, material.facts)
    blocks: tuple[Block, ...] = (
        Paragraph(_counted(material), "lead"),
        Listing(said),
        *_heat(chart, chart.title),
        *sentences.middles(material.readings.level("area")),
        Paragraph(_fair(), "soft"),
    )
    return Part("summary", gettext("What to know first"), blocks)


def _closed(material: Partnership, one: Readings) -> int:
    """Return how many regions of the report have not opened a component."""
    return len(material.readings.regions) - len(one)


def _counted(material: Partnership) -> str:
    return ngettext(
        "This report shows %(num)s region: all that have submitted and that its reader may see.",
        "This report shows %(num)s regions: all that have submitted and that its reader may see.",
        len(material.readings.regions),
    )


def _fair() -> str:
    return gettext(
        "Regions have other tasks, laws and means. A score compares answers to the same questions, not regions as a "
        "whole; the order of regions that lie close together means nothing."
    )


def _group(material: Partnership, group: Group) -> Iterator[Part]:
    codes = (group.code, *group.areas) if group.code else group.areas
    found = Readings(tuple(reading for code in codes for reading in material.readings.of(code)))
    if not len(found):
        return
    chart = heat_map(found, material.facts)
    areas, named = found.level("area"), gettext("Scores side by side: %(title)s", title=group.title)
    blocks = (Paragraph(chart.sentence, "lead"), *_heat(chart, named), *sentences.middles(areas))
    yield Part(f"group-{group.code or 'further'}", group.title, blocks, lang=group.lang)


def _heat(chart: Chart, title: str) -> Iterator[Block]:
    """Yield a heat map as a coloured table: it holds each number, so a drawing of the same would only repeat it."""
    parts = tuple(_in_reach(chart.table))
    yield from (Tabled(_part_title(title, part) if len(parts) > 1 else title, part) for part in parts)
    yield from (Paragraph(note, "soft") for note in chart.notes)


def _part_title(title: str, part: Table) -> str:
    return gettext("%(title)s, %(first)s to %(last)s", title=title, first=part.heads[1].text, last=part.heads[-1].text)


def _in_reach(table: Table) -> Iterator[Table]:
    """Yield a table in parts of at most :data:`ACROSS` columns beside its heads, none wider than a page."""
    for start in range(1, max(len(table.heads), 2), ACROSS):
        end = start + ACROSS
        rows = tuple((row[0], *row[start:end]) for row in table.rows)
        yield Table((table.heads[0], *table.heads[start:end]), rows, table.look)


def _drawn(chart: Chart) -> Iterator[Block]:
    yield Drawing(chart)
    yield Tabled(chart.title, chart.table)
    yield from (Paragraph(note, "soft") for note in chart.notes)
